"""What a user who does not read a letter's language is told of it stands in that letter, in every country."""

from __future__ import annotations

from datetime import date

import pytest

from letters import WHOLE, a_draft, a_sales_call
from portinaio.complaints.filing import Means, Sent
from portinaio.countries.pack import read_pack

WITH_REMINDER = ("IT", "AT", "BE", "DE", "ES", "FR", "NL", "PT")


def aid(act, country, on):
    first = read_pack(country).first
    sent = Sent(first, on, Means.EMAIL, due=date(2026, 12, 24))
    return str(
        a_draft(
            a_sales_call(),
            recipient=act,
            country=country,
            profile=WHOLE,
            earlier=(sent,),
            product="x",
        ).aid
    )


@pytest.mark.parametrize(
    ("country", "act"), [*((c, "reminder") for c in WITH_REMINDER), ("GB", "ico_complaint")]
)
def test_calls_since_the_objection_are_told_only_where_there_are_some(country, act):
    assert "calls since then" in aid(act, country, date(2026, 9, 8))
    assert "calls since then" not in aid(act, country, date(2026, 11, 20))


@pytest.mark.parametrize("country", WITH_REMINDER)
def test_how_the_objection_went_is_told_only_where_somebody_said_so(country):
    first = Sent(read_pack(country).first, date(2026, 9, 8), due=date(2026, 12, 24))

    told = str(a_draft(recipient="reminder", country=country, profile=WHOLE, earlier=(first,)).aid)

    assert "how the objection was sent" not in told
    assert "how the objection was sent" in aid("reminder", country, date(2026, 9, 8))

"""What a reminder says of calls that came after the objection: the rule against marketing, of calls that were marketing."""

from __future__ import annotations

from datetime import date

import pytest

from letters import ENERGY, TODAY, WHOLE, a_sales_call
from packs import of_a_country
from portinaio.complaints.drafting.compose import Days, standing
from portinaio.complaints.drafting.template_values import template_values
from portinaio.complaints.filing import CallKind, Filing, Means, Sent
from portinaio.countries.pack import countries, read_pack

REMINDING = [country for country in countries() if read_pack(country).reminder]
RULE = "after_objection.rule"


@pytest.mark.parametrize(
    ("nature", "broken"),
    [("", True), ("sales", True), ("research", False), ("other", False), ("scam", False)],
)
@pytest.mark.parametrize("country", REMINDING)
def test_an_objection_to_marketing_is_told_to_forbid_marketing_alone(country, nature, broken):
    pack = of_a_country(read_pack(country))
    objected = Sent(pack.first, date(2026, 9, 1), Means.EMAIL, due=date(2026, 10, 2))
    filing = Filing(pack.reminder, TODAY, CallKind.OPERATOR, nature=nature, earlier=(objected,))
    known = template_values(filing, (a_sales_call(),), pack, WHOLE, ENERGY)
    clauses = pack.letters[pack.recipient[pack.reminder].letter]
    days = Days(TODAY, pack.citations(), known.letters)
    keys = {
        each.clause.key for each in standing(clauses, known.facts, frozenset(known.values), days)
    }

    assert "after_objection" in keys
    assert (RULE in keys) is broken

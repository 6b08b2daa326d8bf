"""An answer of the user is told as it was given, and never widened into a fact."""

from datetime import date, datetime

import pytest

from letters import (
    ENERGY,
    ROME,
    a_sales_call,
    said,
)
from portinaio.complaints.filing import CallKind, Means, Sent
from portinaio.countries.pack import read_pack

ITALY = read_pack("IT")
FIRST = Sent("controller", date(2026, 9, 8), Means.PEC, due=date(2026, 10, 8))


@pytest.mark.parametrize(
    "matter",
    [
        pytest.param({"sector": "energy"}, id="only the company's trade"),
        pytest.param({"sector": "energy", "product": "fibra"}, id="fibre"),
        pytest.param({"sector": "energy", "product": "unknown"}, id="an unknown product"),
        pytest.param({"offered": "energy", "kind": CallKind.SILENT}, id="a silent call"),
        pytest.param({"offered": "energy", "kind": CallKind.UNANSWERED}, id="nobody answered"),
        pytest.param({"offered": "energy", "nature": "other"}, id="no sale"),
    ],
)
@pytest.mark.parametrize("recipient", ITALY.recipient)
def test_energy_was_offered_only_where_the_user_says_so(matter, recipient):
    assert "8-bis" not in said(recipient=recipient, **matter)


def test_a_consent_that_nobody_knows_of_is_not_denied():
    text = said(recipient="garante", company=ENERGY._replace(consent="unknown"))

    assert "non sa se sia stato prestato" in text
    assert "non avere prestato" not in text


@pytest.mark.parametrize(
    ("answer", "told"), [("answered", False), ("insufficient", True)], ids=["came", "wanting"]
)
def test_an_answer_does_not_satisfy_only_where_the_user_says_so(answer, told):
    before = FIRST._replace(answer=answer, answered_on=date(2026, 10, 1))

    text = said(recipient="reminder", earlier=(before,))

    assert ("non soddisfa" in text) is told


def test_the_code_of_one_authority_is_not_that_of_the_other():
    late = a_sales_call(at=datetime(2026, 11, 18, 21, 30, tzinfo=ROME))

    told = {
        code: "Codice di condotta" in said(late, adherent=code)
        for code in ("garante", "agcom", "no")
    }

    assert told == {"garante": True, "agcom": False, "no": False}

"""What the user is told beside a letter: only what holds of this one."""

from datetime import date

import pytest

from letters import ENERGY, WHOLE, a_draft, a_sales_call, with_own
from portinaio.complaints.filing import CallKind
from portinaio.core.policy import Action, Outcome

MISSED = a_sales_call(talked_s=0.0)
TALKED = a_sales_call(talked_s=9.0)
REFUSED = a_sales_call(action=Action.REJECT, outcome=Outcome.DONE, talked_s=0.0)
UNTAKEN = "was not taken"
WORD = "does not come from the log but is your word"
SOMEBODY = "Somebody talked, as the log says"
TURNED_AWAY = "This program turned the call away"
OF_THE_LOG = (UNTAKEN, WORD, SOMEBODY, TURNED_AWAY)


def cautions(*calls, **matter):
    return " ".join(map(str, a_draft(*calls, **matter).cautions))


@pytest.mark.parametrize(
    ("call", "kind", "told"),
    [
        pytest.param(TALKED, None, set(), id="talked, no word"),
        pytest.param(TALKED, CallKind.OPERATOR, set(), id="talked, as the user says"),
        pytest.param(TALKED, CallKind.UNANSWERED, {SOMEBODY}, id="talked, and the user denies it"),
        pytest.param(MISSED, None, {UNTAKEN}, id="missed, no word"),
        pytest.param(MISSED, CallKind.UNANSWERED, {UNTAKEN}, id="missed, as the user says"),
        pytest.param(MISSED, CallKind.OPERATOR, {UNTAKEN, WORD}, id="missed, and the user denies it"),
        pytest.param(REFUSED, None, {UNTAKEN}, id="turned away, no word"),
        pytest.param(REFUSED, CallKind.UNANSWERED, {UNTAKEN}, id="turned away, as the user says"),
        pytest.param(REFUSED, CallKind.SILENT, {UNTAKEN, TURNED_AWAY}, id="turned away, the user denies it"),
    ],
)  # fmt: skip
def test_where_the_log_and_the_user_are_not_one_it_is_told_and_nowhere_else(call, kind, told):
    said = cautions(call, kind=kind)

    assert {words for words in OF_THE_LOG if words in said} == told


@pytest.mark.parametrize(
    ("calls", "told"),
    [
        ((REFUSED,), ("the call was not taken", "turned the call away")),
        ((REFUSED, REFUSED), ("2 of these calls were not taken", "turned the calls away")),
    ],
    ids=["one", "two"],
)
def test_of_one_call_is_not_told_as_of_several(calls, told):
    said = cautions(*calls, kind=CallKind.OPERATOR)

    assert all(words in said for words in told)


def test_the_garante_is_told_to_take_silent_calls_though_they_offer_nothing():
    said = cautions(kind=CallKind.SILENT, recipient="garante")

    assert "but for silent calls, none that offer nothing" in said


def test_of_calls_that_were_missed_in_part_the_word_is_not_against_the_log():
    said = cautions(MISSED, a_sales_call(19, 2, talked_s=9.0), kind=CallKind.OPERATOR)

    assert (UNTAKEN in said, WORD in said) == (True, False)


@pytest.mark.parametrize(
    ("source", "checked", "told"),
    [
        ("a notice", date(2026, 11, 1), True),
        ("a notice", None, False),
        ("", date(2026, 11, 1), False),
    ],
)
def test_an_address_of_a_notice_is_told_with_its_source_and_day(source, checked, told):
    firm = ENERGY._replace(source=source, checked=checked)

    assert ("own privacy notice" in cautions(company=firm)) is told


@pytest.mark.parametrize("noted", ["a register", ""])
def test_a_company_of_the_book_is_told_with_its_source(noted):
    said = cautions(company=ENERGY._replace(noted=noted))

    assert ("The company book names as its source: a register" in said) is bool(noted)


@pytest.mark.parametrize(
    ("enrolled", "told"), [("2026-11-10", True), ("2026-01-15", False), (None, False)]
)
def test_a_young_enrolment_is_told(enrolled, told):
    profile = with_own(WHOLE, rpo_enrolled_on=enrolled)

    assert ("so soon after the enrolment" in cautions(profile=profile)) is told


@pytest.mark.parametrize(
    ("firm", "told"),
    [
        ({"contract_until": "running"}, True),
        ({"contract_until": "2026-11-01"}, True),
        ({"contract_until": "2026-01-01"}, False),
        ({"consent": "given"}, True),
        ({"consent": "none", "contract_until": "none"}, False),
    ],
)
def test_a_contract_or_consent_that_may_cover_calls_is_told(firm, told):
    said = cautions(company=ENERGY._replace(**firm))

    assert ("may cover calls of these" in said) is told

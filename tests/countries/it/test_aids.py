"""What the user is told that a letter says is what it says."""

from datetime import date

import pytest

from letters import WHOLE, a_draft, a_sales_call
from portinaio.complaints.filing import CallKind, Company, Means, Sent

FIRST = Sent("controller", date(2026, 9, 8), Means.PEC, due=date(2026, 10, 8))
MISSED = a_sales_call(talked_s=0.0)
SINCE = "It tells of calls since then."
OVER = "It says that the time for the answer is over."
RUNS = "It says until when the answer is in time."
WORD = "It says that what was heard is your word, and not the log's."


def aid(*calls, **matter):
    return str(a_draft(*calls, profile=WHOLE, **matter).aid)


@pytest.mark.parametrize(
    ("sentence", "with_it", "without"),
    [
        (SINCE, {"earlier": (FIRST,)}, {"earlier": (FIRST._replace(on=date(2026, 11, 20)),)}),
        (OVER, {"earlier": (FIRST,)}, {"earlier": (FIRST._replace(due=date(2026, 12, 1)),)}),
        (RUNS, {"earlier": (FIRST._replace(due=date(2026, 12, 1)),)}, {"earlier": (FIRST,)}),
        ("It says how the objection was sent.", {"earlier": (FIRST,)}, {"earlier": (FIRST._replace(means=None),)}),
    ],
)  # fmt: skip
def test_of_a_reminder_is_told_what_stands_in_it(sentence, with_it, without):
    assert sentence in aid(recipient="reminder", **with_it)
    assert sentence not in aid(recipient="reminder", **without)


def test_that_it_is_the_users_word_is_told_only_where_the_letter_says_so():
    assert WORD in aid(MISSED, kind=CallKind.OPERATOR)
    assert WORD not in aid(MISSED, kind=None)
    assert WORD not in aid(kind=CallKind.OPERATOR)


def test_one_call_is_not_told_as_several():
    assert "tells Esempio Energia S.p.A. of the call." in aid()
    assert "of the calls." in aid(a_sales_call(18), a_sales_call(19, 2))


@pytest.mark.parametrize("company", [Company(), Company("unknown")], ids=["unsaid", "unknown"])
def test_a_company_without_a_name_is_told_as_the_company(company):
    assert "tells the company of the call." in aid(company=company)


def test_a_complaint_that_alleges_nothing_is_not_told_to():
    nobody = WHOLE._replace(own={})

    told = str(a_draft(recipient="reclamo", profile=nobody).aid)

    assert "rules" not in told
    assert "ask the authority to do" not in told
    assert "no earlier request" in told

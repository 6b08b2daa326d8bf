"""The clock of a complaint."""

from datetime import date, datetime

import pytest

from letters import ROME
from portinaio.complaints.deadlines import status_on
from portinaio.complaints.terms import months_later
from portinaio.core.complaint import Complaint, State
from portinaio.countries.pack import read_pack

ITALY = read_pack("IT")


def a_complaint(complaint_id=1, recipient="controller", sent=date(2026, 11, 24), **changes):
    """Handed over, so that it was received on the day on which it was sent."""
    created = datetime(2026, 11, 20, tzinfo=ROME)
    arrived = {"means": "hand"} | changes
    return Complaint(complaint_id, "IT", recipient, "X", (1,), {}, created, sent, **arrived)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 24), 1, date(2026, 12, 24)),
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
    ],
)
def test_months_are_those_of_the_calendar(day, months, later):
    assert months_later(day, months) == later


@pytest.mark.parametrize(
    ("complaint", "day"),
    [
        pytest.param(a_complaint(sent=None), None, id="a draft owes nothing"),
        pytest.param(a_complaint(), date(2026, 12, 24), id="a month"),
        pytest.param(
            a_complaint(extended=date(2026, 12, 24)), date(2027, 2, 24), id="three, asked in time"
        ),
        pytest.param(
            a_complaint(extended=date(2026, 12, 25)), date(2026, 12, 24), id="one, asked too late"
        ),
        pytest.param(
            a_complaint(recipient="reminder", sent=date(2026, 11, 26)),
            date(2026, 12, 10),
            id="two weeks",
        ),
        pytest.param(a_complaint(recipient="garante"), None, id="an authority owes no answer"),
        pytest.param(a_complaint(answered=date(2026, 12, 1)), None, id="answered"),
        pytest.param(a_complaint(refused=date(2026, 12, 1)), None, id="refused"),
        pytest.param(a_complaint(closed=date(2026, 12, 1)), None, id="settled"),
        pytest.param(a_complaint(recipient="of a later version"), None, id="an unknown recipient"),
    ],
)
def test_an_answer_is_due(complaint, day):
    assert status_on(complaint, [complaint], ITALY, date(2027, 3, 1)).due == day


@pytest.mark.parametrize(
    ("siblings", "today", "state", "next_action"),
    [
        pytest.param([], date(2026, 12, 24), State.SENT, None, id="the last day is in time"),
        pytest.param([], date(2026, 12, 25), State.OVERDUE, "reminder", id="the next is not"),
        pytest.param(
            [a_complaint(2, "reminder", None)],
            date(2026, 12, 25),
            State.OVERDUE,
            "reminder",
            id="a reminder that is only drafted changes nothing",
        ),
        pytest.param(
            [a_complaint(2, "reminder", date(2026, 12, 26))],
            date(2026, 12, 27),
            State.REMINDED,
            None,
            id="reminded",
        ),
        pytest.param(
            [a_complaint(2, "garante", date(2026, 12, 26))],
            date(2026, 12, 27),
            State.ESCALATED,
            None,
            id="the authority was told",
        ),
        pytest.param(
            [a_complaint(2, "garante", date(2026, 11, 1))],
            date(2026, 12, 25),
            State.OVERDUE,
            "reminder",
            id="an authority that was told before is no escalation",
        ),
        pytest.param(
            [a_complaint(2, "garante", date(2026, 11, 25))],
            date(2026, 12, 25),
            State.OVERDUE,
            "reminder",
            id="nor one that was told beside the letter",
        ),
        pytest.param(
            [a_complaint(2, "reclamo", date(2026, 12, 1))],
            date(2026, 12, 25),
            State.ESCALATED,
            None,
            id="a formal complaint is, whenever it is made",
        ),
    ],
)
def test_a_letter_stands(siblings, today, state, next_action):
    one = a_complaint()

    stands = status_on(one, [one, *siblings], ITALY, today)

    assert (stands.state, stands.next and stands.next.action) == (state, next_action)

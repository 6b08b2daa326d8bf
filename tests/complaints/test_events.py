"""Every event in every state: it moves the complaint, or is refused with a sentence."""

from datetime import date, datetime
from itertools import product

import pytest

from letters import ROME
from portinaio.complaints.deadlines import last_word, status_on
from portinaio.complaints.events import EVENTS, Event, taken_back, written_down
from portinaio.core.complaint import Complaint, State
from portinaio.countries.pack import read_pack
from portinaio.errors import UsageError

ITALY = read_pack("IT")
SENT, RECEIVED, ANSWERED = date(2026, 11, 24), date(2026, 11, 25), date(2026, 12, 10)
LAST = date(2026, 12, 28)
"""A month from `RECEIVED` is Christmas, a Friday."""


def a_letter(complaint_id=1, recipient="controller", sent=SENT, **changes):
    created = datetime(2026, 11, 20, tzinfo=ROME)
    return Complaint(complaint_id, "IT", recipient, "X", (1,), {}, created, sent, **changes)


REMINDER = a_letter(2, "reminder", date(2027, 1, 4))
RECLAMO = a_letter(3, "reclamo", date(2027, 1, 5))
IN = {
    State.DRAFT: (a_letter(sent=None), [], SENT),
    State.SENT: (a_letter(), [], ANSWERED),
    State.RECEIVED: (a_letter(received=RECEIVED), [], ANSWERED),
    State.ANSWERED: (a_letter(received=RECEIVED, answered=ANSWERED), [], date(2026, 12, 11)),
    State.INSUFFICIENT: (
        a_letter(received=RECEIVED, answered=ANSWERED, insufficient=ANSWERED, point="fonte"),
        [],
        date(2026, 12, 11),
    ),
    State.REFUSED: (a_letter(received=RECEIVED, refused=ANSWERED), [], date(2026, 12, 11)),
    State.OVERDUE: (a_letter(received=RECEIVED), [], date(2026, 12, 29)),
    State.REMINDED: (a_letter(received=RECEIVED), [REMINDER], date(2027, 1, 5)),
    State.ESCALATED: (a_letter(received=RECEIVED), [RECLAMO], date(2027, 1, 6)),
    State.CLOSED: (a_letter(received=RECEIVED, closed=ANSWERED), [], date(2026, 12, 11)),
}
"""Of each state a letter that is in it, the others about the company, and the day."""
BECOMES = {
    (State.DRAFT, "sent"): State.SENT,
    (State.DRAFT, "closed"): State.CLOSED,
    (State.SENT, "received"): State.RECEIVED,
    (State.SENT, "extended"): State.SENT,
    (State.SENT, "answered"): State.ANSWERED,
    (State.SENT, "refused"): State.REFUSED,
    (State.SENT, "closed"): State.CLOSED,
    (State.RECEIVED, "received"): State.RECEIVED,
    (State.RECEIVED, "extended"): State.RECEIVED,
    (State.RECEIVED, "answered"): State.ANSWERED,
    (State.RECEIVED, "refused"): State.REFUSED,
    (State.RECEIVED, "closed"): State.CLOSED,
    (State.ANSWERED, "answered"): State.ANSWERED,
    (State.ANSWERED, "insufficient"): State.INSUFFICIENT,
    (State.ANSWERED, "refused"): State.REFUSED,
    (State.ANSWERED, "closed"): State.CLOSED,
    (State.INSUFFICIENT, "answered"): State.ANSWERED,
    (State.INSUFFICIENT, "insufficient"): State.INSUFFICIENT,
    (State.INSUFFICIENT, "refused"): State.REFUSED,
    (State.INSUFFICIENT, "closed"): State.CLOSED,
    (State.REFUSED, "answered"): State.ANSWERED,
    (State.REFUSED, "refused"): State.REFUSED,
    (State.REFUSED, "closed"): State.CLOSED,
    (State.OVERDUE, "received"): State.RECEIVED,
    (State.OVERDUE, "extended"): State.OVERDUE,
    (State.OVERDUE, "answered"): State.ANSWERED,
    (State.OVERDUE, "refused"): State.REFUSED,
    (State.OVERDUE, "closed"): State.CLOSED,
    (State.REMINDED, "received"): State.REMINDED,
    (State.REMINDED, "extended"): State.REMINDED,
    (State.REMINDED, "answered"): State.ANSWERED,
    (State.REMINDED, "refused"): State.REFUSED,
    (State.REMINDED, "closed"): State.CLOSED,
    (State.ESCALATED, "received"): State.ESCALATED,
    (State.ESCALATED, "extended"): State.ESCALATED,
    (State.ESCALATED, "answered"): State.ESCALATED,
    (State.ESCALATED, "refused"): State.ESCALATED,
    (State.ESCALATED, "closed"): State.CLOSED,
}
"""What is not named here is refused."""


def state_of(letter, others, today):
    return status_on(letter, [letter, *others], ITALY, today).state


@pytest.mark.parametrize("state", State)
def test_each_state_is_reached(state):
    assert state_of(*IN[state]) is state


@pytest.mark.parametrize(("state", "event"), list(product(State, EVENTS)))
def test_an_event_moves_a_state_or_is_refused(state, event):
    letter, others, today = IN[state]
    happened = Event(event, today, point="fonte")
    after = BECOMES.get((state, event))

    if after is None:
        with pytest.raises(UsageError, match="complaint 1"):
            written_down(letter, happened, ITALY)
        return
    moved = written_down(letter, happened, ITALY)
    assert moved != letter
    assert state_of(moved, others, today) is after


@pytest.mark.parametrize(("state", "event"), sorted(BECOMES))
def test_what_was_written_down_is_taken_back(state, event):
    letter, others, today = IN[state]
    blank = letter._replace(**{event: None}, **({"point": ""} if event == "insufficient" else {}))
    if event == "answered":
        blank = blank._replace(insufficient=None, point="")

    back = taken_back(written_down(blank, Event(event, today, point="fonte"), ITALY), event)

    assert back._replace(receipt="", means="") == blank._replace(receipt="", means="")
    assert state_of(back, others, today) is state_of(blank, others, today)


# --- Days that cannot be ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("letter", "event", "sentence"),
    [
        (a_letter(), Event("received", date(2026, 11, 23)), "before the complaint was sent"),
        (a_letter(), Event("answered", date(2026, 11, 23)), "before the complaint was sent"),
        (
            a_letter(received=RECEIVED),
            Event("answered", SENT),
            "before the complaint was received, on 25 Nov 2026",
        ),
        (
            a_letter(answered=RECEIVED),
            Event("received", date(2026, 11, 26)),
            "first answer on 25 Nov 2026; it was received by then",
        ),
        (
            a_letter(answered=ANSWERED),
            Event("insufficient", date(2026, 12, 9), point="x"),
            "before the answer",
        ),
        (
            a_letter(answered=ANSWERED),
            Event("extended", date(2026, 12, 11)),
            "more time is asked for before the answer",
        ),
        (a_letter(answered=ANSWERED), Event("insufficient", ANSWERED), "say on which point"),
        (a_letter(answered=ANSWERED), Event("insufficient", ANSWERED, point=" \n"), "which point"),
        (a_letter(), Event("insufficient", ANSWERED, point="x"), "first say when it came"),
        (a_letter(answered=ANSWERED), Event("closed", date(2026, 12, 9)), "before 10 Dec 2026"),
        (a_letter(recipient="garante"), Event("extended", ANSWERED), "nobody owes an answer"),
        (
            a_letter(recipient="reclamo", answered=ANSWERED),
            Event("insufficient", ANSWERED, point="x"),
            "nobody owes an answer",
        ),
        (
            a_letter(received=RECEIVED, receipt="pec"),
            Event("received", date(2026, 11, 26)),
            "delivery receipt of complaint 1 says 25 Nov 2026",
        ),
    ],
)
def test_what_cannot_have_happened_is_refused(letter, event, sentence):
    with pytest.raises(UsageError, match=sentence):
        written_down(letter, event, ITALY)


def test_a_delivery_receipt_beats_what_the_user_said():
    letter = a_letter(received=RECEIVED, receipt="stated")

    after = written_down(letter, Event("received", SENT, receipt="pec"), ITALY)

    assert (after.received, after.receipt) == (SENT, "pec")


@pytest.mark.parametrize("word", ["received", "extended", "answered", "refused"])
def test_what_came_of_a_letter_keeps_it_sent(word):
    letter = a_letter(**{word: RECEIVED})

    with pytest.raises(UsageError, match="something came of it"):
        taken_back(letter, "sent")


@pytest.mark.parametrize(
    ("before", "said", "after"),
    [
        pytest.param("pec", "stated", "pec", id="the user says what the receipt says"),
        pytest.param("stated", "stated", "stated", id="the user says it again"),
        pytest.param("stated", "pec", "pec", id="the receipt comes behind"),
    ],
)
def test_a_receipt_of_the_same_day_keeps_the_better_witness(before, said, after):
    letter = a_letter(received=RECEIVED, receipt=before)

    written = written_down(letter, Event("received", RECEIVED, receipt=said), ITALY)

    assert written.receipt == after


def test_a_second_delivery_receipt_of_another_day_is_as_good_as_the_first():
    letter = a_letter(received=RECEIVED, receipt="pec")

    after = written_down(letter, Event("received", SENT, receipt="pec"), ITALY)

    assert (after.received, after.receipt) == (SENT, "pec")


@pytest.mark.parametrize("reply", ["answered", "refused"])
def test_more_time_can_be_asked_for_until_the_day_of_the_answer(reply):
    letter = a_letter(**{reply: ANSWERED})

    assert written_down(letter, Event("extended", ANSWERED), ITALY).extended == ANSWERED
    with pytest.raises(UsageError, match="more time is asked for before the answer"):
        written_down(letter, Event("extended", date(2026, 12, 11)), ITALY)


def test_who_hands_it_over_knows_when_it_was_received():
    after = written_down(a_letter(sent=None), Event("sent", SENT, "hand"), ITALY)

    assert (after.received, after.receipt) == (SENT, "stated")


def test_another_answer_is_judged_anew():
    letter = IN[State.INSUFFICIENT][0]

    after = written_down(letter, Event("answered", date(2026, 12, 20)), ITALY)

    assert (after.insufficient, after.point) == (None, "")


def test_a_day_of_the_same_answer_that_is_set_right_keeps_what_it_leaves_open():
    letter = IN[State.INSUFFICIENT][0]

    after = written_down(letter, Event("answered", date(2026, 12, 9)), ITALY)

    assert after.point == "fonte"


@pytest.mark.parametrize(
    ("answered", "refused", "state"),
    [
        (date(2026, 12, 9), ANSWERED, State.REFUSED),
        (ANSWERED, date(2026, 12, 9), State.ANSWERED),
        (ANSWERED, ANSWERED, State.REFUSED),
    ],
)
def test_the_last_word_of_the_company_counts(answered, refused, state):
    assert state_of(a_letter(answered=answered, refused=refused), [], LAST) is state


# --- What comes next, and why -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("letter", "others", "today", "action", "because"),
    [
        pytest.param(a_letter(sent=None), [], SENT, "send", "complete it", id="a draft"),
        pytest.param(
            a_letter(means="registered"),
            [],
            RECEIVED,
            "",
            "on which day it was received",
            id="sent",
        ),
        pytest.param(a_letter(received=RECEIVED), [], LAST, None, "", id="its last day"),
        pytest.param(
            a_letter(received=RECEIVED),
            [],
            date(2026, 12, 29),
            "reminder",
            "no answer in time: remind",
            id="over",
        ),
        pytest.param(
            a_letter(received=RECEIVED, extended=date(2026, 12, 29)),
            [],
            date(2026, 12, 30),
            "reminder",
            "more time when the time was over",
            id="asked too late",
        ),
        pytest.param(
            a_letter(received=RECEIVED, extended=LAST),
            [],
            date(2027, 2, 25),
            None,
            "",
            id="the last day of three months",
        ),
        pytest.param(
            a_letter(received=RECEIVED, extended=LAST),
            [],
            date(2027, 2, 26),
            "reminder",
            "the longer time is over too",
            id="three months over",
        ),
        pytest.param(
            a_letter(received=RECEIVED, answered=LAST),
            [],
            LAST,
            "",
            "the answer came in time",
            id="answered on the last day",
        ),
        pytest.param(
            a_letter(received=RECEIVED, answered=date(2026, 12, 29)),
            [],
            date(2026, 12, 29),
            "",
            "came after its last day, 28 Dec 2026",
            id="answered too late",
        ),
        pytest.param(
            IN[State.INSUFFICIENT][0],
            [],
            LAST,
            "reminder",
            "leaves open: fonte; remind the company",
            id="insufficient",
        ),
        pytest.param(
            a_letter(
                received=RECEIVED,
                answered=date(2027, 1, 10),
                insufficient=date(2027, 1, 10),
                point="fonte",
            ),
            [REMINDER],
            date(2027, 1, 11),
            "reclamo",
            "leaves open: fonte; the authority can be asked",
            id="insufficient after a reminder",
        ),
        pytest.param(
            IN[State.REFUSED][0], [], LAST, "reclamo", "the company refused", id="refused"
        ),
        pytest.param(REMINDER, [], date(2027, 2, 1), "reclamo", "no answer either", id="reminded"),
        pytest.param(
            a_letter(recipient="garante", refused=ANSWERED),
            [],
            LAST,
            None,
            "",
            id="an authority that declines is no company that refuses",
        ),
        pytest.param(IN[State.CLOSED][0], [], LAST, None, "", id="settled"),
    ],
)
def test_the_next_step_has_its_right_reason(letter, others, today, action, because):
    step = status_on(letter, [letter, *others], ITALY, today).next

    assert (step and step.action) == action
    assert because in (str(step.advice) if step else "")


@pytest.mark.parametrize(
    ("name", "nothing_left"),
    [
        ("received", {"received": None, "receipt": ""}),
        ("sent", {"sent": None, "means": ""}),
        ("insufficient", {"insufficient": None, "point": ""}),
    ],
)
def test_with_what_is_taken_back_goes_what_was_said_of_it(name, nothing_left):
    said = {"received": {"received": RECEIVED, "receipt": "stated"}, "insufficient": {"answered": ANSWERED, "insufficient": ANSWERED, "point": "fonte"}}  # fmt: skip
    letter = a_letter(means="post", **said.get(name, {}))

    assert taken_back(letter, name) == letter._replace(**nothing_left)


@pytest.mark.parametrize(
    ("letter", "event"),
    [
        pytest.param(a_letter(), Event("received", SENT), id="it arrived as it left"),
        pytest.param(a_letter(answered=RECEIVED), Event("received", RECEIVED), id="it was answered as it arrived"),
        pytest.param(a_letter(received=RECEIVED), Event("answered", RECEIVED), id="as it arrived it was answered"),
        pytest.param(a_letter(received=RECEIVED), Event("received", SENT), id="a day of receipt is set right"),
        pytest.param(a_letter(answered=ANSWERED), Event("insufficient", ANSWERED, point="x"), id="it was read at once"),
        pytest.param(a_letter(answered=ANSWERED), Event("closed", ANSWERED), id="and it satisfies"),
        pytest.param(a_letter(sent=None), Event("closed", SENT), id="a draft that nobody will send"),
    ],
)  # fmt: skip
def test_on_one_day_one_thing_can_come_of_another(letter, event):
    written = written_down(letter, event, ITALY)

    assert getattr(written, event.name) == event.on


def test_another_day_than_that_of_the_delivery_receipt_is_refused_and_another_receipt_is_not():
    letter = a_letter(received=RECEIVED, receipt="pec")

    with pytest.raises(UsageError, match="your word does not change it"):
        written_down(letter, Event("received", SENT), ITALY)
    assert written_down(letter, Event("received", SENT, receipt="pec"), ITALY).received == SENT


def test_a_word_of_the_user_about_another_day_than_theirs_is_no_delivery_receipt():
    letter = a_letter(received=RECEIVED, receipt="stated")

    written = written_down(letter, Event("received", SENT), ITALY)

    assert (written.received, written.receipt) == (SENT, "stated")


@pytest.mark.parametrize(
    ("came", "word", "on"),
    [
        ({}, "", None),
        ({"extended": RECEIVED}, "extended", RECEIVED),
        ({"extended": RECEIVED, "answered": ANSWERED}, "answered", ANSWERED),
        ({"answered": ANSWERED, "insufficient": LAST, "point": "x"}, "insufficient", ANSWERED),
        ({"answered": RECEIVED, "refused": ANSWERED}, "refused", ANSWERED),
        ({"answered": ANSWERED, "refused": RECEIVED}, "answered", ANSWERED),
        ({"answered": ANSWERED, "refused": ANSWERED}, "refused", ANSWERED),
    ],
)
def test_the_last_word_is_told_with_its_day(came, word, on):
    assert last_word(a_letter(**came)) == (word, on)


def test_where_a_country_knows_no_reminder_an_answer_that_falls_short_leads_to_the_authority():
    britain = read_pack("GB")
    letter = a_letter(recipient="company", answered=ANSWERED, insufficient=ANSWERED, point="x")
    letter = letter._replace(country="GB")

    step = status_on(letter, [letter], britain, ANSWERED).next

    assert step
    assert britain.recipient[step.action].escalates

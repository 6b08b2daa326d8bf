"""What the legs of one call say of it together."""

from __future__ import annotations

import pytest

from portinaio.core.logged import GIVEN_BACK_BY, Heard
from portinaio.core.message import msg
from portinaio.core.policy import Action, Outcome
from portinaio.daemon.calls.legs import AT_ONCE_S, Leg, joined
from portinaio.lines.line import CallEnded, Performed
from worlds import a_logged_call

CALL = a_logged_call(action=Action.REJECT)
GIVEN_BACK = min(GIVEN_BACK_BY)


def a_leg(ended=None, over_at=10.0, *, began=0.0, watches=False, **seen):
    leg = Leg("home", "", began, 3.0, watches=watches)
    leg.ended, leg.over_at = ended, over_at
    for name, value in seen.items():
        setattr(leg, name, value)
    return leg


def told(*legs, began=0.0):
    return joined(CALL, legs, began)


def test_nothing_of_its_end_is_told_before_the_last_leg_is_over():
    still = told(a_leg(CallEnded(3.0, 4.0)), a_leg())

    assert (still.rang_s, still.talked_s, still.cause) == (None, None, None)


def test_a_call_of_one_leg_is_as_that_one_saw_it():
    once = told(a_leg(CallEnded(3.00049, 4.0, "SIP 487")))

    assert (once.rang_s, once.talked_s, once.cause) == (3.0, 4.0, "SIP 487")


def test_who_talked_to_the_caller_knows_best_whoever_was_there_to_the_end():
    call = told(a_leg(CallEnded(3.0, 9.0), 12.0), a_leg(CallEnded(14.0, 0.0), 20.0))

    assert (call.rang_s, call.talked_s) == (3.0, 9.0)


@pytest.mark.parametrize(
    ("sooner_s", "rang_s"),
    [
        pytest.param(AT_ONCE_S - 0.1, 7.0, id="as good as at once: who saw more"),
        pytest.param(AT_ONCE_S, None, id="before the end: who was there to it"),
    ],
)
def test_of_legs_on_which_nobody_talked_those_that_were_there_to_the_end_count(sooner_s, rang_s):
    call = told(a_leg(CallEnded(7.0, 0.0), 20.0 - sooner_s), a_leg(CallEnded(None, None), 20.0))

    assert call.rang_s == rang_s


@pytest.mark.parametrize(
    ("less", "more"),
    [
        (CallEnded(None, None, "less"), CallEnded(None, 0.0, "more")),
        (CallEnded(None, 0.0, "less"), CallEnded(5.0, 0.0, "more")),
        (CallEnded(5.0, 1.0, "less"), CallEnded(None, 2.0, "more")),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_of_several_ends_the_one_that_saw_more_is_told(less, more, turned):
    legs = [a_leg(less), a_leg(more)]

    assert told(*(reversed(legs) if turned else legs)).cause == "more"


def test_a_leg_that_began_later_rang_since_the_call_began():
    assert told(a_leg(CallEnded(2.0, 0.0), began=5.0), began=1.5).rang_s == 5.5


def test_what_was_said_on_any_leg_is_kept():
    heard = Heard(notice="hello")

    assert told(a_leg(CallEnded(1.0, 0.0, heard=heard)), a_leg(CallEnded(9.0, 3.0))).heard == heard


@pytest.mark.parametrize(
    ("passed", "cause", "action"),
    [
        (True, GIVEN_BACK, Action.RING),
        (False, GIVEN_BACK, Action.REJECT),
        (True, "SIP 487", Action.REJECT),
    ],
)
def test_who_pressed_the_digit_and_was_given_back_has_rung(passed, cause, action):
    assert told(a_leg(CallEnded(1.0, 0.0, cause, heard=Heard(passed=passed)))).action is action


@pytest.mark.parametrize(
    ("cause", "rang_s", "is_one"),
    [(GIVEN_BACK, None, True), (GIVEN_BACK, 3.0, False), ("SIP 487", None, False)],
)
def test_a_leg_is_given_back_where_we_ended_it_while_others_may_ring(cause, rang_s, is_one):
    assert a_leg(CallEnded(rang_s, None, cause)).given_back is is_one
    assert not a_leg().given_back


def performed(outcome, **other):
    return {"performed": Performed(outcome), "acted_ms": 1.5, **other}


@pytest.mark.parametrize(
    ("one", "other", "outcome"),
    [
        pytest.param(performed(Outcome.UNABLE), performed(Outcome.DONE), Outcome.DONE, id="what was done counts"),
        pytest.param(performed(Outcome.TOO_LATE), performed(Outcome.UNABLE), Outcome.TOO_LATE, id="too late before unable"),
        pytest.param(performed(Outcome.DONE, watches=True), performed(Outcome.UNABLE), Outcome.UNABLE, id="who acts before who watches"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("turned", [False, True])
def test_of_several_lines_the_one_that_knows_best_says_what_became_of_it(one, other, outcome, turned):  # fmt: skip
    legs = [a_leg(**one), a_leg(**other)]

    call = told(*(reversed(legs) if turned else legs))

    assert (call.outcome, call.acted_ms) == (outcome, 1.5)


def test_the_end_may_say_that_it_came_too_late():
    assert told(a_leg(CallEnded(1.0, 0.0, outcome=Outcome.TOO_LATE), **performed(Outcome.DONE))).outcome is Outcome.TOO_LATE  # fmt: skip


def test_what_was_done_in_place_of_the_decision_is_told_with_its_reason():
    instead = Action.SILENCE, msg("this line cannot hang up")

    call = told(a_leg(performed=Performed(Outcome.DONE, instead=instead)))

    assert call.action is Action.SILENCE
    assert str(call.because).endswith("; this line cannot hang up")


def test_the_extension_that_picked_up_first_is_named():
    assert told(a_leg(), a_leg(answered_by="**611"), a_leg(answered_by="**612")).answered_by == "**611"  # fmt: skip
    assert told(a_leg()).answered_by == ""

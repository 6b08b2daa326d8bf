"""What a line does of a wish: itself, the next gentler thing, or what it does instead of silence."""

from __future__ import annotations

import pytest

from portinaio.core.decide import carried_out, decide, instead
from portinaio.core.message import render
from portinaio.core.policy import GENTLER, Action, Policy
from portinaio.core.verdict import Label, Verdict
from worlds import FROZEN_NOW

RING, SILENCE, HOLD = Action.RING, Action.SILENCE, Action.HOLD
ANSWER, REJECT, ANNOUNCE = Action.ANSWER, Action.REJECT, Action.ANNOUNCE
EVERYTHING = frozenset(Action)
SHARED = EVERYTHING - {SILENCE, ANNOUNCE}
"""What can be done where other telephones ring on."""


@pytest.mark.parametrize(
    ("action", "other", "of_a_suspect", "of_anybody"),
    [
        (SILENCE, RING, RING, RING),
        (SILENCE, HOLD, HOLD, RING),
        (SILENCE, REJECT, REJECT, REJECT),
        (SILENCE, ANSWER, ANSWER, ANSWER),
        (SILENCE, ANNOUNCE, HOLD, ANSWER),
        (ANNOUNCE, RING, HOLD, ANSWER),
        (ANNOUNCE, HOLD, HOLD, ANSWER),
        (REJECT, HOLD, REJECT, REJECT),
        (RING, HOLD, RING, RING),
        (HOLD, RING, HOLD, HOLD),
    ],
)
def test_where_others_ring_on_silence_is_what_the_line_says(
    action: Action, other: Action, of_a_suspect: Action, of_anybody: Action
):
    done = [carried_out(action, SHARED, other, suspect=suspect) for suspect in (True, False)]

    assert done == [of_a_suspect, of_anybody]


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("other", Action)
def test_a_line_that_can_do_it_does_it_whatever_it_would_do_else(action: Action, other: Action):
    assert carried_out(action, EVERYTHING, other, suspect=False) is action


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("other", Action)
@pytest.mark.parametrize("can", [frozenset({RING}), SHARED, EVERYTHING - {HOLD}])
def test_what_is_done_is_something_that_the_line_can(
    action: Action, other: Action, can: frozenset[Action]
):
    for suspect in (True, False):
        assert carried_out(action, can, other, suspect=suspect) in can


@pytest.mark.parametrize("action", [one for one in GENTLER if one is not HOLD])
@pytest.mark.parametrize("other", Action)
def test_nobody_is_held_for_want_of_something_else_against_whom_nothing_is_said(
    action: Action, other: Action
):
    assert carried_out(action, SHARED, other, suspect=False) is not HOLD


@pytest.mark.parametrize(
    ("verdict", "done"),
    [
        (Verdict(Label.UNKNOWN, 0, ()), RING),
        (Verdict(Label.UNKNOWN, 30, ()), HOLD),
        (Verdict(Label.REPORTED, 90, ()), HOLD),
        (Verdict(Label.KNOWN, 0, ()), RING),
    ],
)
def test_a_decision_says_what_is_done_and_why_it_is_not_silence(verdict: Verdict, done: Action):
    policy = Policy(dict.fromkeys(("known", "unknown", "reported"), SILENCE))

    decision = decide(verdict, policy._replace(instead_of_silence=HOLD), FROZEN_NOW, SHARED)

    assert decision.action is done
    assert "cannot be silenced, since other telephones ring on" in render(decision.because, None)


@pytest.mark.parametrize(
    ("action", "other", "said"),
    [
        (SILENCE, RING, "silence becomes ring, since other telephones ring on"),
        (SILENCE, REJECT, "silence becomes reject, since other telephones ring on"),
        (
            SILENCE,
            HOLD,
            (
                "silence becomes hold for suspected and reported callers and ring for all others,"
                " since other telephones ring on"
            ),
        ),
    ],
)
def test_it_is_said_beforehand(action: Action, other: Action, said: str):
    assert render(instead(action, SHARED, other), None) == said


def test_a_line_that_cannot_hold_says_so():
    assert render(instead(HOLD, EVERYTHING - {HOLD}), None) == (
        "hold becomes answer, since nobody can be held on it"
    )

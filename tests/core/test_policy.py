"""From a verdict to one action: the user's wish, the hour, and what the line can do."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portinaio.core.decide import decide, instead
from portinaio.core.entry import EntryKind
from portinaio.core.facts import Density, Facts
from portinaio.core.policy import GENTLER, Action, Hours, Policy
from portinaio.core.verdict import classify
from worlds import FROZEN_NOW, a_call, an_entry

ALL = frozenset(Action)
NIGHT = FROZEN_NOW.replace(hour=23)
STRICT = Policy(
    dict.fromkeys(("known", "unknown", "suspected", "reported", "withheld"), Action.REJECT)
)

reported = classify(a_call(), Facts(entry=an_entry()))
unknown = classify(a_call(), Facts())
known = classify(a_call(), Facts(contact="Léa"))
suspected = classify(a_call(), Facts(density=Density(37, 0.9)))
withheld = classify(a_call("anonymous"), Facts())
again = classify(a_call(), Facts(tries=2))
again_withheld = classify(a_call("anonymous"), Facts(tries=2))
again_reported = classify(a_call(), Facts(entry=an_entry(), tries=2))


def quiet(action: Action = Action.SILENCE, **span: object) -> Hours:
    return Hours(**{"start": time(22), "end": time(7), "actions": {"unknown": action}, **span})


@pytest.mark.parametrize(
    ("verdict", "policy", "action"),
    [
        pytest.param(reported, Policy(), Action.REJECT, id="a reported caller is rejected"),
        pytest.param(unknown, Policy(), Action.RING, id="a stranger rings"),
        pytest.param(known, Policy(), Action.RING, id="a friend rings"),
        pytest.param(suspected, Policy(), Action.RING, id="suspicion alone changes nothing"),
        pytest.param(withheld, Policy(), Action.RING, id="a hidden number rings"),
        pytest.param(
            suspected,
            Policy({"suspected": Action.SILENCE}),
            Action.SILENCE,
            id="unless the user says so",
        ),
        pytest.param(
            withheld, Policy({"withheld": Action.ANSWER}), Action.ANSWER, id="as for hidden numbers"
        ),
        pytest.param(
            withheld,
            Policy({"unknown": Action.SILENCE}),
            Action.SILENCE,
            id="hidden numbers are unknown else",
        ),
        pytest.param(
            suspected,
            Policy({"unknown": Action.SILENCE}),
            Action.SILENCE,
            id="suspected ones are unknown else",
        ),
        pytest.param(
            again_withheld,
            Policy({"withheld": Action.REJECT}),
            Action.REJECT,
            id="a second call opens nothing to who hides",
        ),
        pytest.param(
            again_reported, Policy(), Action.REJECT, id="a second call never lifts a block"
        ),
    ],
)
def test_the_policy_maps_a_verdict_to_an_action(verdict, policy, action):
    assert decide(verdict, policy, FROZEN_NOW, ALL).action is action


@pytest.mark.parametrize(
    "verdict",
    [
        pytest.param(classify(a_call("112"), Facts()), id="an emergency number"),
        pytest.param(
            classify(a_call("**622", own_system=True), Facts()), id="a telephone of the house"
        ),
        pytest.param(classify(a_call(), Facts(entry=an_entry(), paused_until=NIGHT)), id="paused"),
    ],
)
def test_some_calls_ring_whatever_the_policy(verdict):
    assert decide(verdict, STRICT, FROZEN_NOW, ALL).action is Action.RING


@pytest.mark.parametrize(
    ("hours", "at", "action"),
    [
        (quiet(), NIGHT, Action.SILENCE),
        (quiet(), FROZEN_NOW, Action.RING),
        (quiet(), FROZEN_NOW.replace(hour=6, minute=59), Action.SILENCE),
        (quiet(), FROZEN_NOW.replace(hour=7, minute=0), Action.RING),
        (quiet(start=time(14), end=time(15)), FROZEN_NOW, Action.SILENCE),
        (quiet(days=frozenset({1})), NIGHT, Action.SILENCE),
        (quiet(days=frozenset({1})), NIGHT + timedelta(hours=6), Action.SILENCE),
        (quiet(days=frozenset({0})), NIGHT, Action.RING),
    ],
    ids=[
        "at night",
        "by day",
        "last minute",
        "first minute after",
        "afternoon",
        "on its day",
        "its morning after",
        "other day",
    ],
)
def test_an_hour_may_change_the_action(hours, at, action):
    assert decide(unknown, Policy(hours=(hours,)), at, ALL).action is action


def test_quiet_hours_say_so_and_why():
    decision = decide(unknown, Policy(hours=(quiet(),)), NIGHT, ALL)

    assert str(decision.because) == "quiet hours 22:00-07:00; nothing is known of this number"


def test_a_second_call_within_three_minutes_breaks_quiet_hours():
    assert decide(again, Policy(hours=(quiet(),)), NIGHT, ALL).action is Action.RING


@pytest.mark.parametrize(
    ("wish", "can", "action"),
    [
        (Action.ANNOUNCE, {Action.ANSWER, Action.RING}, Action.ANSWER),
        (Action.ANNOUNCE, {Action.REJECT, Action.RING}, Action.REJECT),
        (Action.REJECT, {Action.SILENCE, Action.ANSWER, Action.RING}, Action.SILENCE),
        (Action.REJECT, {Action.ANSWER, Action.RING}, Action.RING),
        (Action.SILENCE, set(), Action.RING),
    ],
)
def test_what_the_line_cannot_do_falls_to_the_next_gentler_thing(wish, can, action):
    assert decide(reported, Policy({"reported": wish}), FROZEN_NOW, frozenset(can)).action is action


@pytest.mark.parametrize(
    ("wish", "can", "why_not", "beforehand"),
    [
        pytest.param(
            Action.SILENCE,
            {Action.RING},
            "it cannot be silenced, since other telephones ring on",
            "silence becomes ring, since other telephones ring on",
            id="silence",
        ),
        pytest.param(
            Action.ANNOUNCE,
            {Action.ANSWER},
            "no sentence can be said on this line",
            "announce becomes answer, since it has no sentence to say, which announcement or text of the line would be",
            id="announce",
        ),
        pytest.param(
            Action.ANSWER,
            {Action.REJECT},
            "this line can do no more",
            "answer becomes reject, since it can do no more",
            id="anything else",
        ),
    ],
)
def test_what_falls_is_said_with_the_decision_and_beforehand(wish, can, why_not, beforehand):
    decision = decide(unknown, Policy({"unknown": wish}), FROZEN_NOW, frozenset(can))

    assert str(decision.because) == f"nothing is known of this number; {why_not}"
    assert str(instead(wish, frozenset(can))) == beforehand


def test_a_line_says_what_differs_and_leaves_the_rest():
    office = Policy({"unknown": Action.SILENCE}).over(
        Policy({"unknown": Action.RING, "reported": Action.ANSWER})
    )

    assert (office.actions["unknown"], office.actions["reported"]) == (
        Action.SILENCE,
        Action.ANSWER,
    )


def test_a_personal_allow_is_the_reason_that_is_given():
    verdict = classify(a_call(), Facts(entry=an_entry(kind=EntryKind.ALLOW, note="school")))

    assert str(decide(verdict, Policy(), FROZEN_NOW, ALL).because) == "you allow it: school"


policies = st.builds(
    Policy,
    st.dictionaries(
        st.sampled_from(["known", "unknown", "suspected", "reported", "withheld"]),
        st.sampled_from(Action),
    ),
)


@given(policies, st.frozensets(st.sampled_from(Action)))
def test_a_decision_is_never_harsher_than_the_wish(policy, can):
    decision = decide(reported, policy, FROZEN_NOW, can)
    wish = policy.actions.get("reported") or policy.actions.get("unknown", Action.RING)

    assert GENTLER.index(decision.action) >= GENTLER.index(wish)


@given(
    policies, st.frozensets(st.sampled_from(Action)), st.sampled_from(["112", "+39112", "0039118"])
)
def test_an_emergency_number_always_rings(policy, can, number):
    assert decide(classify(a_call(number), Facts()), policy, FROZEN_NOW, can).action is Action.RING

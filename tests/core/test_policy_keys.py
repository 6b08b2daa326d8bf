"""Which key of the policy decides: every combination of what may hold of a caller, and of what the user wrote."""

from __future__ import annotations

from datetime import time
from itertools import combinations, product

import pytest

from portinaio.core.call import Attestation, Presentation
from portinaio.core.checks.finding import Finding
from portinaio.core.decide import decide
from portinaio.core.facts import Density, Facts
from portinaio.core.message import msg
from portinaio.core.policy import CONDITIONS, GENTLER, KEYS, Action, Hours, Policy
from portinaio.core.verdict import Label, Verdict, classify
from worlds import FROZEN_NOW, a_call

ALL = frozenset(Action)
NIGHT = FROZEN_NOW.replace(hour=23)
THICK = Density(37, 0.9)
FORGED = Attestation.FAILED
ABROAD = "+41440000000"


def sets_of(names):
    return [set(some) for n in range(len(names) + 1) for some in combinations(names, n)]


CALLERS = [holds for holds in sets_of(CONDITIONS) if not {"withheld", "unavailable"} <= holds]
WISHES = [
    dict(zip(CONDITIONS, actions, strict=True))
    for actions in product((None, Action.RING, Action.REJECT), repeat=len(CONDITIONS))
]


def a_verdict(holds, label=Label.UNKNOWN):
    """Of a caller of whom these conditions hold."""
    findings = [
        Finding(code, msg("so it is"), forged=code == "forged")
        for code in holds
        if code != "suspected"
    ]
    suspicion = 40 if "suspected" in holds else 0
    findings.append(Finding("range", msg("thick"), suspicion))
    return Verdict(label, suspicion, tuple(findings))


def harshest(actions):
    return next((action for action in GENTLER if action in actions), None)


@pytest.mark.parametrize("holds", CALLERS, ids=lambda holds: "+".join(sorted(holds)) or "nothing")
@pytest.mark.parametrize("unknown", [Action.RING, Action.SILENCE])
def test_of_the_keys_that_hold_the_harshest_counts_and_unknown_where_none_is_written(
    holds, unknown
):
    for wish in WISHES:
        written = {key: action for key, action in wish.items() if action}
        policy = Policy({"unknown": unknown, **written})

        decision = decide(a_verdict(holds), policy, FROZEN_NOW, ALL)

        wanted = harshest({written[key] for key in holds if key in written}) or unknown
        assert decision.action is wanted, (holds, written)


@pytest.mark.parametrize("holds", CALLERS, ids=lambda holds: "+".join(sorted(holds)) or "nothing")
@pytest.mark.parametrize(("label", "key"), [(Label.KNOWN, "known"), (Label.REPORTED, "reported")])
def test_of_known_and_reported_callers_their_label_alone_counts(holds, label, key):
    policy = Policy({**dict.fromkeys(KEYS, Action.RING), key: Action.ANSWER})

    assert decide(a_verdict(holds, label), policy, FROZEN_NOW, ALL).action is Action.ANSWER


@pytest.mark.parametrize("holds", CALLERS, ids=lambda holds: "+".join(sorted(holds)) or "nothing")
def test_quiet_hours_for_unknown_callers_mean_each_of_them_whatever_else_holds(holds):
    night = Hours(time(22), time(7), {"unknown": Action.SILENCE})
    for wish in WISHES:
        written = {key: action for key, action in wish.items() if action}
        policy = Policy({"unknown": Action.RING, **written}, (night,))

        by_day, by_night = (
            decide(a_verdict(holds), policy, at, ALL).action for at in (FROZEN_NOW, NIGHT)
        )

        assert by_night is harshest({by_day, Action.SILENCE}), (holds, written)


@pytest.mark.parametrize("key", CONDITIONS)
def test_hours_may_name_a_condition_that_the_quiet_of_unknown_callers_does_not_mean(key):
    night = Hours(time(22), time(7), {"unknown": Action.SILENCE, key: Action.RING})

    decision = decide(a_verdict({key}), Policy(hours=(night,)), NIGHT, ALL)

    assert decision.action is Action.RING


@pytest.mark.parametrize("key", CONDITIONS)
def test_hours_that_open_for_unknown_callers_do_not_open_what_the_policy_shuts(key):
    office = Hours(time(9), time(18), {"unknown": Action.RING})
    policy = Policy({"unknown": Action.SILENCE, key: Action.REJECT}, (office,))

    assert decide(a_verdict({key}), policy, FROZEN_NOW, ALL).action is Action.REJECT


def test_hours_that_open_are_not_called_quiet():
    office = Hours(time(9), time(18), {"unknown": Action.RING})
    decision = decide(
        a_verdict(set()), Policy({"unknown": Action.SILENCE}, (office,)), FROZEN_NOW, ALL
    )

    assert str(decision.because) == "in the hours 09:00-18:00; thick"


def test_hours_that_open_for_unknown_callers_open_for_those_of_whom_nothing_is_written():
    office = Hours(time(9), time(18), {"unknown": Action.RING})
    policy = Policy({"unknown": Action.SILENCE}, (office,))

    assert decide(a_verdict({"suspected"}), policy, FROZEN_NOW, ALL).action is Action.RING


@pytest.mark.parametrize(
    ("call", "facts", "key", "because"),
    [
        pytest.param(
            a_call("anonymous"), Facts(), "withheld", "number withheld", id="who hides the number"
        ),
        pytest.param(
            a_call("unavailable"),
            Facts(),
            "unavailable",
            "the network could not tell the number",
            id="whose number the network could not tell",
        ),
        pytest.param(
            a_call("", presentation=Presentation.UNAVAILABLE),
            Facts(),
            "unavailable",
            "the network could not tell the number",
            id="nor wrote anything in its place",
        ),
        pytest.param(
            a_call(ABROAD),
            Facts(abroad="41"),
            "abroad",
            "a number of another country, +41",
            id="a stranger from abroad",
        ),
        pytest.param(
            a_call(ABROAD),
            Facts(abroad="41", density=THICK),
            "abroad",
            "a number of another country, +41",
            id="and one who is suspected besides",
        ),
        pytest.param(
            a_call(attestation=FORGED),
            Facts(),
            "forged",
            "the network says the number is forged",
            id="whose number is forged",
        ),
        pytest.param(
            a_call(ABROAD, attestation=FORGED),
            Facts(abroad="41"),
            "forged",
            "the network says the number is forged",
            id="whatever number it is",
        ),
    ],
)
def test_each_condition_has_a_key_and_says_itself_why(call, facts, key, because):
    policy = Policy({"unknown": Action.RING, "suspected": Action.RING, key: Action.REJECT})

    decision = decide(classify(call, facts), policy, FROZEN_NOW, ALL)

    assert (decision.action, str(decision.because)) == (Action.REJECT, because)


def test_of_two_keys_with_one_action_the_weightier_is_the_reason():
    policy = Policy({"suspected": Action.REJECT, "abroad": Action.REJECT})
    verdict = classify(a_call(ABROAD), Facts(abroad="41", density=THICK))

    assert "block of 1,000" in str(decide(verdict, policy, FROZEN_NOW, ALL).because)


def test_a_number_that_the_network_could_not_tell_is_not_called_withheld():
    policy = Policy({"unknown": Action.RING, "withheld": Action.REJECT})

    assert decide(classify(a_call("unavailable"), Facts()), policy, FROZEN_NOW, ALL).action is (
        Action.RING
    )


def test_who_may_ring_with_a_forged_number_is_not_turned_away_as_suspected_for_that_alone():
    policy = Policy({"forged": Action.RING, "suspected": Action.REJECT})

    assert decide(
        classify(a_call(attestation=FORGED), Facts()), policy, FROZEN_NOW, ALL
    ).action is (Action.RING)


def test_but_for_what_else_makes_the_caller_suspected():
    policy = Policy({"forged": Action.RING, "suspected": Action.REJECT})
    verdict = a_verdict({"forged", "suspected"})

    assert decide(verdict, policy, FROZEN_NOW, ALL).action is Action.REJECT


def test_a_forged_number_is_suspected_where_nothing_is_written_of_forged_ones():
    policy = Policy({"suspected": Action.REJECT})

    assert decide(
        classify(a_call(attestation=FORGED), Facts()), policy, FROZEN_NOW, ALL
    ).action is (Action.REJECT)


@pytest.mark.parametrize("key", ["withheld", "unavailable", "abroad", "forged"])
def test_one_key_may_let_in_whom_unknown_turns_away(key):
    policy = Policy({"unknown": Action.REJECT, key: Action.RING})

    assert decide(a_verdict({key}), policy, FROZEN_NOW, ALL).action is Action.RING


def test_who_shows_an_emergency_number_rings_and_is_not_known():
    verdict = classify(a_call("112"), Facts())

    decision = decide(verdict, Policy(dict.fromkeys(KEYS, Action.REJECT)), FROZEN_NOW, ALL)

    assert (verdict.label, decision.action) == (Label.UNKNOWN, Action.RING)

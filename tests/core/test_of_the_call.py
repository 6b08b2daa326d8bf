"""Most callers are known to nobody: then only what the call itself shows is looked at, and that loses nothing."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portinaio.core.call import Attestation, Presentation
from portinaio.core.checks import CHECKS, OF_THE_CALL, unremarkable
from portinaio.core.decide import decide
from portinaio.core.facts import NO_FACTS, Call
from portinaio.core.numbers.reading import Kind, Reading
from portinaio.core.policy import Action, Policy
from portinaio.core.verdict import NOTHING_KNOWN, classify
from worlds import FROZEN_NOW, STRANGER, a_call, a_ring

calls = st.builds(
    a_call,
    st.sampled_from(
        [STRANGER, "+39282398816", "112", "118", "**622", "*17", "anonymous", "unknown", "TIM"]
    )
    | st.text(max_size=12),
    presentation=st.sampled_from(Presentation),
    attestation=st.sampled_from(Attestation),
    own_system=st.booleans(),
    name=st.sampled_from(["", "Anna", "SPAM: call centre"]) | st.text(max_size=12),
)


@given(calls)
def test_of_a_caller_of_whom_nothing_is_known_the_other_checks_say_nothing(call):
    said = {code: check(call, NO_FACTS) for code, check in CHECKS.items()}

    assert {code for code, found in said.items() if found} <= set(OF_THE_CALL)


@given(calls)
def test_what_is_not_asked_for_is_not_missed(call):
    everything = [found for check in CHECKS.values() if (found := check(call, NO_FACTS))]

    assert list(classify(call, NO_FACTS).findings) == everything


def test_of_a_call_that_is_not_looked_at_no_check_has_a_word():
    readings = [
        Reading(number, kind, valid, presentation)
        for number, kind, valid, presentation in product(
            (STRANGER, None), Kind, (True, False), Presentation
        )
    ]
    rings = [
        a_ring(calling, name=name, presentation=presentation, attestation=attestation)
        for calling, name, presentation, attestation in product(
            (STRANGER, "V0844123456789"), ("", "SPAM?"), Presentation, Attestation
        )
    ]

    passed = [call for call in map(Call._make, product(rings, readings)) if unremarkable(call)]

    assert {call.reading.kind for call in passed} == {Kind.NUMBER}
    assert not any(check(call, NO_FACTS) for call in passed for check in CHECKS.values())


def test_a_number_that_can_exist_is_passed_by_at_once():
    assert unremarkable(a_call())


def test_they_speak_in_the_order_of_all():
    assert [code for code in CHECKS if code in OF_THE_CALL] == list(OF_THE_CALL)


@pytest.mark.parametrize("action", Action)
def test_a_stranger_gets_what_the_policy_says_of_unknown_callers(action):
    decision = decide(NOTHING_KNOWN, Policy({"unknown": action}), FROZEN_NOW, frozenset(Action))

    assert (decision.action, str(decision.because)) == (action, "nothing is known of this number")

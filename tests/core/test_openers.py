"""What an expected call and a persistent caller open: each with every kind of caller, by day and in quiet hours."""

from __future__ import annotations

from datetime import time, timedelta
from itertools import combinations, product

import pytest

from portinaio.core.call import Attestation, Presentation
from portinaio.core.checks.finding import Finding
from portinaio.core.decide import decide
from portinaio.core.entry import EntryKind
from portinaio.core.facts import Density, Facts, Hit
from portinaio.core.message import msg
from portinaio.core.policy import (
    CONDITIONS,
    GENTLER,
    KEYS,
    OPENS,
    Action,
    Hours,
    Policy,
)
from portinaio.core.repeated import Repeated
from portinaio.core.verdict import Label, Verdict, classify
from worlds import FROZEN_NOW, STRANGER, a_call, an_entry

TOMORROW = FROZEN_NOW + timedelta(days=1)
EVERYTHING = frozenset(Action)
CLOSED = Policy(dict.fromkeys(KEYS, Action.REJECT))
OPEN = Policy(dict.fromkeys(KEYS, Action.RING))
QUIET = Policy(OPEN.actions, (Hours(time(0), time(23, 59), dict.fromkeys(KEYS, Action.SILENCE)),))
PLAIN = Policy({"known": Action.REJECT, "unknown": Action.REJECT, "reported": Action.REJECT})
"""What may hold of an unknown caller besides is not written, and so as unknown."""
THICK = Density(37, 0.9)
HIDDEN = Presentation.RESTRICTED

CALLERS = {
    "known": (a_call(), Facts(contact="Léa")),
    "allowed": (a_call(), Facts(entry=an_entry(kind=EntryKind.ALLOW))),
    "unknown": (a_call(), Facts()),
    "suspected": (a_call(), Facts(density=THICK)),
    "withheld": (a_call(presentation=HIDDEN), Facts()),
    "withheld and suspected": (a_call(presentation=HIDDEN), Facts(density=THICK)),
    "unavailable": (a_call("unavailable"), Facts()),
    "abroad": (a_call("+41440000000"), Facts(abroad="41")),
    "abroad and suspected": (a_call("+41440000000"), Facts(abroad="41", density=THICK)),
    "forged": (a_call(attestation=Attestation.FAILED), Facts()),
    "listed": (a_call(), Facts(hits=(Hit("spam-it", 0.9, FROZEN_NOW.date(), 42),))),
    "blocked": (a_call(), Facts(entry=an_entry())),
}
_ALWAYS = {"known", "allowed", "unknown", "suspected"}
_AGAIN = _ALWAYS | {"abroad", "abroad and suspected"}
_EXPECTED = _ALWAYS | {"withheld", "withheld and suspected"}
OPENED = {
    "tries=2": _AGAIN,
    "expecting": _EXPECTED,
    "both": _AGAIN | _EXPECTED,
    "neither": set(),
}
AS_UNKNOWN = {
    "tries=2": _AGAIN,
    "expecting": set(CALLERS) - {"listed", "blocked"},
    "both": set(CALLERS) - {"listed", "blocked"},
    "neither": set(),
}
SAID = {
    "tries=2": {"tries": 2},
    "expecting": {"expecting_until": TOMORROW},
    "both": {"tries": 2, "expecting_until": TOMORROW},
    "neither": {},
}


def the_verdict(caller: str, said: str) -> Verdict:
    call, facts = CALLERS[caller]
    return classify(call, facts._replace(**SAID[said]))


@pytest.mark.parametrize("policy", [CLOSED, QUIET], ids=["closed to all", "quiet hours"])
@pytest.mark.parametrize("said", OPENED)
@pytest.mark.parametrize("caller", CALLERS)
def test_who_rings_though_the_policy_has_another_action(
    caller: str, said: str, policy: Policy
) -> None:
    decision = decide(the_verdict(caller, said), policy, FROZEN_NOW, EVERYTHING)

    assert (decision.action is Action.RING) == (caller in OPENED[said])


@pytest.mark.parametrize("said", AS_UNKNOWN)
@pytest.mark.parametrize("caller", CALLERS)
def test_of_whom_nothing_is_written_he_comes_in_as_unknown_unless_it_may_be_somebody_else(
    caller: str, said: str
) -> None:
    decision = decide(the_verdict(caller, said), PLAIN, FROZEN_NOW, EVERYTHING)

    assert (decision.action is Action.RING) == (caller in AS_UNKNOWN[said])


def test_what_is_written_of_another_condition_counts_beside_an_opened_key() -> None:
    policy = Policy({**CLOSED.actions, "abroad": Action.SILENCE})

    decision = decide(
        the_verdict("abroad and suspected", "expecting"), policy, FROZEN_NOW, EVERYTHING
    )

    assert (decision.action, str(decision.because)) == (
        Action.SILENCE,
        "a number of another country, +41",
    )


@pytest.mark.parametrize("said", OPENED)
@pytest.mark.parametrize("caller", CALLERS)
def test_the_label_and_the_score_stay_what_they_were(caller: str, said: str) -> None:
    verdict, before = the_verdict(caller, said), the_verdict(caller, "neither")

    assert (verdict.label, verdict.score) == (before.label, before.score)


@pytest.mark.parametrize("said", OPENED)
@pytest.mark.parametrize("caller", CALLERS)
def test_where_the_policy_lets_it_ring_anyway_its_own_reason_is_given(
    caller: str, said: str
) -> None:
    def because(said: str) -> str:
        return str(decide(the_verdict(caller, said), OPEN, FROZEN_NOW, EVERYTHING).because)

    assert because(said) == because("neither")


@pytest.mark.parametrize(
    ("said", "policy", "because"),
    [
        pytest.param("tries=2", CLOSED, "tries again: call 2 within 3 minutes", id="tried again"),
        pytest.param("tries=2", QUIET, "tries again: call 2 within 3 minutes", id="and at night"),
        pytest.param("expecting", CLOSED, "you are expecting a call", id="expected"),
        pytest.param("both", CLOSED, "you are expecting a call", id="the user's word goes first"),
        pytest.param("neither", CLOSED, "nothing is known of this number", id="neither"),
    ],
)
def test_the_reason_is_the_one_that_decided(said: str, policy: Policy, because: str) -> None:
    decision = decide(the_verdict("unknown", said), policy, FROZEN_NOW, EVERYTHING)

    assert str(decision.because) == because


@pytest.mark.parametrize(
    ("within_s", "text"),
    [
        (180, "tries again: call 3 within 3 minutes"),
        (60, "tries again: call 3 within 1 minute"),
        (90, "tries again: call 3 within 90 seconds"),
    ],
)
def test_a_persistent_caller_is_told_with_the_number_and_the_time(within_s: int, text: str) -> None:
    facts = Facts(tries=3, repeated=Repeated(within_s=within_s))

    (finding,) = classify(a_call(STRANGER), facts).findings

    assert str(finding.message) == text


CONDITION_SETS = [
    frozenset(some)
    for n in range(len(CONDITIONS) + 1)
    for some in combinations(CONDITIONS, n)
    if not {"withheld", "unavailable"} <= set(some)
]
WISHES = [
    {key: action for key, action in zip(CONDITIONS, actions, strict=True) if action}
    for actions in product(
        (None, Action.RING, Action.SILENCE, Action.REJECT), repeat=len(CONDITIONS)
    )
]


def an_unknown_caller(holds: frozenset[str], *openers: str) -> Verdict:
    findings = [
        Finding(code, msg("so it is"), forged=code == "forged")
        for code in (*holds - {"suspected"}, *openers)
    ]
    suspicion = 40 if "suspected" in holds else 0
    findings.append(Finding("range", msg("thick"), suspicion))
    return Verdict(Label.UNKNOWN, suspicion, tuple(findings))


def harshest(actions: set[Action]) -> Action:
    return min(actions, key=GENTLER.index)


@pytest.mark.parametrize("opener", OPENS)
@pytest.mark.parametrize("holds", CONDITION_SETS, ids=lambda holds: "+".join(sorted(holds)) or "-")
def test_of_all_that_holds_what_is_not_opened_counts_and_nothing_becomes_harsher(
    holds: frozenset[str], opener: str
) -> None:
    somebody_else = opener == "repeated" and holds & {"forged", "withheld", "unavailable"}
    for written in WISHES:
        policy = Policy({"unknown": Action.REJECT, **written})
        shut = {written[key] for key in holds - OPENS[opener] if key in written}
        before = decide(an_unknown_caller(holds), policy, FROZEN_NOW, EVERYTHING).action

        after = decide(an_unknown_caller(holds, opener), policy, FROZEN_NOW, EVERYTHING).action

        opened = before if somebody_else else harshest({Action.RING, *shut})
        assert after is max(before, opened, key=GENTLER.index), written

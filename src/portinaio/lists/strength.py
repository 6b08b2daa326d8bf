"""What a list can do to callers alone, before anybody calls: the strongest it can say, judged as a call would be.

Nothing here knows a weight or a bound. A made-up caller with the heaviest evidence that such a list can hold goes through
the checks; whatever becomes of the formula, this is what it gives.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum

from portinaio.core import score
from portinaio.core.call import Ringing
from portinaio.core.facts import Call, Density, Facts, Hit, Neighbours
from portinaio.core.message import Message, msg
from portinaio.core.named_tuple import NamedTuple
from portinaio.core.numbers.reading import Kind, Reading
from portinaio.core.verdict import Label, classify

_TODAY = datetime(2026, 1, 1, 12, tzinfo=UTC)  # any day: the evidence is of the same one
_CALLER = "+12025550101"
_CALL = Call(Ringing("", _TODAY, _CALLER), Reading(_CALLER, Kind.NUMBER, valid=True))
_MANY = 1_000  # reporters; more of them add nothing
_STEPS = 100  # a trust has two digits behind the point


class Strength(StrEnum):
    """The most that becomes of a caller."""

    NONE = "none"
    """It rings like any other stranger."""
    SUSPECTED = "suspected"
    REPORTED = "reported"

    @property
    def rank(self) -> int:
        return _RANKS.index(self)


_RANKS = tuple(Strength)


class Evidence(NamedTuple):
    """What kind of list it is."""

    trust: float
    counted: bool = False
    """Its rows say how many reported a number, or are complaints; else somebody looked before it was listed."""
    doubted: bool = False
    """It covers too much of a country, as `core.reach` has it."""
    age_days: int = 0
    """Of its newest report."""


class Alone(NamedTuple):
    """What such a list does, no other one helping."""

    listed: Strength
    """To a number that stands on it."""
    crowded: Strength
    """To one whose whole block stands on it too."""
    more: tuple[tuple[float, Strength], ...] = ()
    """From which trust on the first would be more."""


def alone(evidence: Evidence) -> Alone:
    listed = of_listed(evidence)
    more: list[tuple[float, Strength]] = []
    best = listed
    for step in range(int(evidence.trust * _STEPS) + 1, _STEPS + 1):
        trust = step / _STEPS
        here = of_listed(evidence._replace(trust=trust))
        if here.rank > best.rank and trust > evidence.trust:
            best = here
            more.append((trust, here))
    return Alone(listed, of_crowded(evidence), tuple(more))


def of_listed(evidence: Evidence) -> Strength:
    """What becomes of a number that as many people reported as could, on the day of its newest report."""
    return _judged(Facts(hits=(_hit(evidence),)))


def of_crowded(evidence: Evidence) -> Strength:
    """The same, where all the numbers around it stand on the list too."""
    if evidence.doubted:  # such a list is not asked about blocks
        return of_listed(evidence)
    trust, fresh = score.block_trust(evidence.trust), score.fresh(evidence.age_days)
    return _judged(
        Facts(
            hits=(_hit(evidence),),
            neighbours=Neighbours(listed=10, block=10, worth=10.0 * fresh, trust=trust),
            density=Density(numbers=1_000, share=fresh, trust=trust),
        )
    )


def _hit(evidence: Evidence) -> Hit:
    trust = min(evidence.trust, score.LITTLE_TRUST) if evidence.doubted else evidence.trust
    last = _TODAY.date() - timedelta(evidence.age_days)
    return Hit("", trust, last, _MANY if evidence.counted else None)


def _judged(facts: Facts) -> Strength:
    verdict = classify(_CALL, facts)
    if verdict.label is Label.REPORTED:
        return Strength.REPORTED
    return Strength.SUSPECTED if verdict.suspected else Strength.NONE


def says(evidence: Evidence, *, sure: bool = True) -> Message:
    """In one sentence. Where nobody is `sure` whether its rows have counts, what they would change is said as well."""
    found = alone(evidence)
    sentence = msg(_ALONE[found.listed], trust=f"{evidence.trust:g}")
    for trust, strength in found.more:
        sentence = msg(_MORE[strength], said=sentence, trust=f"{trust:g}")
    fresh = of_listed(evidence._replace(age_days=0))
    if fresh.rank > found.listed.rank:
        return msg(_FRESH[fresh], said=sentence)
    counted = of_listed(evidence._replace(counted=True))
    if not sure and counted.rank > found.listed.rank:
        return msg(_COUNTED[counted], said=sentence)
    if found.crowded.rank > found.listed.rank:
        return msg(_CROWDED[found.crowded], said=sentence)
    return sentence


_ALONE = {
    Strength.NONE: str(msg("alone, with trust %(trust)s, it can do nothing against a caller")),
    Strength.SUSPECTED: str(msg("alone, with trust %(trust)s, it makes callers suspected")),
    Strength.REPORTED: str(msg("alone, with trust %(trust)s, it makes callers reported")),
}
_MORE = {
    Strength.SUSPECTED: str(msg("%(said)s; with %(trust)s or more: suspected")),
    Strength.REPORTED: str(msg("%(said)s; with %(trust)s or more: reported")),
}
_FRESH = {
    Strength.SUSPECTED: str(msg("%(said)s; with fresh reports: suspected")),
    Strength.REPORTED: str(msg("%(said)s; with fresh reports: reported")),
}
_CROWDED = {
    Strength.SUSPECTED: str(
        msg("%(said)s; where most numbers of their block stand on it too: suspected")
    ),
    Strength.REPORTED: str(
        msg("%(said)s; where most numbers of their block stand on it too: reported")
    ),
}
_COUNTED = {
    Strength.SUSPECTED: str(
        msg("%(said)s; where many have reported a number, and it says so: suspected")
    ),
    Strength.REPORTED: str(
        msg("%(said)s; where many have reported a number, and it says so: reported")
    ),
}

"""Classify: from a call and its facts to a label, a score and the findings behind them."""

from __future__ import annotations

from enum import StrEnum

from portinaio.core import score
from portinaio.core.checks import CHECKS, OF_THE_CALL, unremarkable
from portinaio.core.checks.finding import Finding
from portinaio.core.facts import NO_FACTS
from portinaio.core.named_tuple import NamedTuple
from portinaio.core.numbers.reading import Kind

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from datetime import date

    from portinaio.core.facts import Call, Facts, Hit


class Label(StrEnum):
    KNOWN = "known"
    UNKNOWN = "unknown"
    REPORTED = "reported"


ALWAYS_RING = frozenset({"emergency", "internal", "paused"})
"""Final findings that say what is done, and leave the label to the score; a call in answer to one for help is known."""


class Verdict(NamedTuple):
    label: Label
    score: int
    """0 to 100."""
    findings: tuple[Finding, ...]
    """All of them, in the order of the checks, also those that a final one overruled."""
    settled: Finding | None = None
    """The final finding that settled the matter."""

    @property
    def suspected(self) -> bool:
        """Unknown, with enough against it that the policy may treat it apart."""
        return self.label is Label.UNKNOWN and self.score >= score.SUSPECTED_FROM

    @property
    def forged(self) -> bool:
        """The number shown is not the caller's own, so that it says nothing of who calls."""
        return any(finding.forged for finding in self.findings)

    @property
    def held(self) -> Finding | None:
        """The finding but for which the score would make it reported."""
        if self.settled or self.label is not Label.UNKNOWN or not self.has("innocent"):
            return None
        listed = any(finding.code == "listed" and finding.weight for finding in self.findings)
        if not listed or score.joined([f.weight for f in self.findings]) < score.REPORTED_FROM:
            return None  # nor would another caller be, whom no list holds
        return next(finding for finding in self.findings if finding.code == "innocent")

    def has(self, code: str) -> bool:
        return self.found(code) is not None

    def found(self, code: str) -> Finding | None:
        return next((finding for finding in self.findings if finding.code == code), None)


_CHECKS_OF_THE_CALL = tuple([CHECKS[code] for code in OF_THE_CALL])
_A_LIE = {"impossible", "attestation"}
NOTHING_KNOWN = Verdict(Label.UNKNOWN, 0, ())


def classify(call: Call, facts: Facts) -> Verdict:
    """The first final finding settles the matter; without one, the weights of all add up.

    Who shows an emergency number is not known for that: anybody can.
    """
    bare = facts == NO_FACTS
    if bare and unremarkable(call):
        return NOTHING_KNOWN
    findings: list[Finding] = []
    settled = None
    for check in _CHECKS_OF_THE_CALL if bare else CHECKS.values():
        found = check(call, facts)
        if found is None:
            continue
        if isinstance(found, Finding):
            findings.append(found)
            if found.final and settled is None:
                settled = found
        else:
            findings.extend(found)
    if facts.next_door is not None:
        from portinaio.core.next_door import eased  # noqa: PLC0415  # of most callers no list says anything

        findings = eased(findings, facts.next_door)
    if settled and _is_known_by(settled, call):
        return Verdict(Label.KNOWN, 0, tuple(findings), settled)
    return _verdict(tuple(findings), settled, call, facts) if findings else NOTHING_KNOWN


def _is_known_by(settled: Finding, call: Call) -> bool:
    """Who calls back after a call for help, and a telephone of the house."""
    if settled.code == "emergency":
        return call.reading.kind is not Kind.EMERGENCY
    return settled.code == "internal"


def _verdict(
    findings: tuple[Finding, ...], settled: Finding | None, call: Call, facts: Facts
) -> Verdict:
    if settled is None or settled.code in ALWAYS_RING:
        if settled and _is_reported(findings):
            return Verdict(Label.REPORTED, 100, findings, settled)
        points = _points(findings, facts.hits, call.ringing.at.date())
        label = Label.REPORTED if points >= score.REPORTED_FROM else Label.UNKNOWN
        return Verdict(label, points, findings, settled)
    if settled.weight > 0:
        return Verdict(Label.REPORTED, 100, findings, settled)
    return Verdict(Label.KNOWN, 0, findings, settled)


def _is_reported(findings: tuple[Finding, ...]) -> bool:
    """Whether it would be, by a block or a range, but for what lets it ring: that is no evidence to add up."""
    final = (each for each in findings if each.final and each.code not in ALWAYS_RING)
    found = next(final, None)
    return found is not None and found.weight > 0


def _points(findings: tuple[Finding, ...], hits: tuple[Hit, ...], today: date) -> int:
    codes = {each.code for each in findings}
    points = score.together(each.weight for each in findings)
    if points > score.UNPROVEN and not codes >= _A_LIE:
        points = min(points, score.end(hits, today))
    if "innocent" in codes:
        said = [each.weight for each in findings if each.code in score.SAID]
        shown = [each.weight for each in findings if each.code not in score.SAID]
        points = min(points, score.of_an_innocent(said, shown))
    return round(points)

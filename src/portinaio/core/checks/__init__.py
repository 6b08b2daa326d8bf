"""The checks, each a function from a call and its facts to a finding or to nothing.

They stand in `CHECKS` in the order in which they speak; the first *final* finding settles the matter, the others add
to the score. A new check is one function and its place in the table.
"""

from __future__ import annotations

from portinaio.core.call import Attestation, Presentation
from portinaio.core.checks import of_call, of_lists
from portinaio.core.numbers.reading import Kind

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Callable

    from portinaio.core.checks.finding import Finding
    from portinaio.core.facts import Call, Facts

CHECKS: dict[str, Callable[[Call, Facts], Finding | list[Finding] | None]] = {
    "emergency": of_call.emergency,
    "internal": of_call.internal,
    "paused": of_call.paused,
    "personal": of_call.personal,
    "contact": of_call.contact,
    "called_before": of_call.called_before,
    "expected": of_call.expected,
    "passed": of_call.passed,
    "reserved_range": of_call.reserved_range,
    "listed": of_lists.listed,
    "neighbours": of_lists.neighbours,
    "range": of_lists.learned_range,
    "name": of_call.name,
    "own_number": of_call.own_number,
    "lookup": of_lists.lookup,
    "innocent": of_lists.innocent,
    "withheld": of_call.withheld,
    "unavailable": of_call.unavailable,
    "abroad": of_call.abroad,
    "impossible": of_call.impossible,
    "attestation": of_call.attestation,
    "burst": of_call.burst,
    "hours": of_call.hours,
    "repeated": of_call.repeated,
}
"""Code to check, in the order in which they speak."""
OF_THE_CALL = (
    "emergency",
    "internal",
    "name",
    "withheld",
    "unavailable",
    "impossible",
    "attestation",
)
"""Of a caller of whom nothing is known, as most are, the others have nothing to say."""


def unremarkable(call: Call) -> bool:
    """True only where none of `OF_THE_CALL` has a word to say, as of most calls: a third of the time it takes to ask them."""
    ringing, reading = call
    return (
        reading.valid
        and reading.kind is Kind.NUMBER
        and reading.presentation is Presentation.ALLOWED
        and ringing.presentation is Presentation.ALLOWED
        and not ringing.name
        and ringing.calling[:1] != "V"
        and ringing.attestation is not Attestation.FAILED
    )

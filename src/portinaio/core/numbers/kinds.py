"""Of which kinds the numbers of a file are: mobiles, landlines, beginnings, and such as nobody has."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from portinaio.core.numbers import validity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portinaio.core.numbers.plan import Plan

RANGE, UNASSIGNED, WITHHELD = "range", "unassigned", "withheld"
MOST_LOOKED_AT = 3_000  # numbers; the kind of one of another country costs 15 microseconds


def kinds_of(numbers: Sequence[str], plan: Plan) -> dict[str, int]:
    """How many there are of each, numbers and patterns as they are kept; of more than can be looked at, some, evenly."""
    step = -(-len(numbers) // MOST_LOOKED_AT) or 1
    return dict(Counter(_kind(number, plan) for number in numbers[::step]).most_common())


def _kind(number: str, plan: Plan) -> str:
    if number[-1:] == "*" or ".." in number:
        return RANGE
    parts = validity.split(number[1:], plan)
    return (parts and validity.type_of(*parts, plan)) or UNASSIGNED

"""Of which kinds the numbers of a file are: mobiles, landlines, beginnings, reserved ones, and such as nobody has."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from portinaio.core.numbers import validity
from portinaio.core.numbers.pattern import key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portinaio.core.numbers.plan import Plan
    from portinaio.core.numbers.reserved import RangeBook

RANGE, RESERVED, UNASSIGNED, WITHHELD = "range", "reserved", "unassigned", "withheld"
MOST_LOOKED_AT = 3_000  # numbers; the kind of one of another country costs 15 microseconds


def kinds_of(
    numbers: Sequence[str], plan: Plan, ranges: RangeBook | None = None, day: date = date.max
) -> dict[str, int]:
    """How many there are of each, numbers and patterns as they are kept; of more than can be looked at, some, evenly."""
    step = -(-len(numbers) // MOST_LOOKED_AT) or 1
    found = Counter(_kind(number, plan, ranges, day) for number in numbers[::step])
    return dict(found.most_common())


def _kind(number: str, plan: Plan, ranges: RangeBook | None, day: date) -> str:
    if number[-1:] == "*" or ".." in number:
        return RANGE
    parts = validity.split(number[1:], plan)
    if kind := parts and validity.type_of(*parts, plan):
        return kind
    # A range for sales is in no plan of numbers that people have.
    return RESERVED if ranges and ranges.find(key(number[1:]), day) else UNASSIGNED

"""Ranges that a law or a regulator reserves for a purpose, such as sales calls."""

from __future__ import annotations

from bisect import bisect_right
from enum import StrEnum
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.pattern import Pattern, key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date


class Effect(StrEnum):
    """What a range does to a caller in it."""

    REPORTED = "reported"
    LABEL = "label"
    NONE = "none"
    """Never blocked by a range or a list: banks and public services."""


class ReservedRange(NamedTuple):
    pattern: Pattern
    country: str
    effect: Effect
    meaning: str
    """English, a message of the catalogue: "sales and advertising calls"."""
    source: str
    """The act that reserves it, as it is cited."""
    since: date
    checked: date
    digits: int = 0
    """Length of the whole number without `+`; 0 for any."""


class RangeBook:
    """All ranges, found by bisection. The narrowest one that holds a number speaks."""

    def __init__(self, ranges: Iterable[ReservedRange] = ()) -> None:
        self._ranges = sorted(ranges, key=lambda r: (r.pattern.low, -r.pattern.high))
        self._lows = [r.pattern.low for r in self._ranges]
        self._reach = list(accumulate((r.pattern.high for r in self._ranges), max))
        """For each place, the highest key that it or any range before it reaches."""

    def __iter__(self) -> Iterator[ReservedRange]:
        return iter(self._ranges)

    def find(self, e164: str, day: date) -> ReservedRange | None:
        """The range of `e164` that is in force on `day`."""
        wanted = key(e164[1:])
        index = bisect_right(self._lows, wanted) - 1
        while index >= 0 and self._reach[index] >= wanted:
            found = self._ranges[index]
            if (
                wanted <= found.pattern.high
                and found.since <= day
                and found.digits in {0, len(e164) - 1}
            ):
                return found
            index -= 1
        return None

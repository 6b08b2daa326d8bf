"""Ranges that a law or a regulator reserves for a purpose, such as sales calls."""

from __future__ import annotations

from enum import StrEnum

from portinaio.core.named_tuple import NamedTuple
from portinaio.core.numbers.intervals import Intervals
from portinaio.core.numbers.pattern import Pattern, length_of

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
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
    """All ranges. The narrowest one that holds a number speaks."""

    def __init__(self, ranges: Iterable[ReservedRange] = ()) -> None:
        every = tuple(ranges)
        self._ranges = _intervals(every)
        # Short codes begin with any digits of their country: only numbers as short are looked for among them.
        self._of_any_length = _intervals(each for each in every if not each.digits)
        self._of_length = {
            digits: _intervals(each for each in every if each.digits == digits)
            for digits in {each.digits for each in every if each.digits}
        }

    def __iter__(self) -> Iterator[ReservedRange]:
        return iter(self._ranges)

    def find(self, wanted: int, day: date) -> ReservedRange | None:
        """The range of the number with the key `wanted` that is in force on `day`."""
        found = self._of_any_length.holding(wanted)
        of_length = self._of_length.get(length_of(wanted))
        if of_length:
            found += of_length.holding(wanted)
        if not found:
            return None
        in_force = [(width, each) for width, each in found if each.since <= day]
        return min(in_force, key=lambda pair: pair[0])[1] if in_force else None


def _intervals(ranges: Iterable[ReservedRange]) -> Intervals[ReservedRange]:
    return Intervals(ranges, lambda each: each.pattern)

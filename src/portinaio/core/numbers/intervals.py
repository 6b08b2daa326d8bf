"""Things that each mean a stretch of numbers, found by bisection instead of by looking at each."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Generic, TypeVar

    from portinaio.core.numbers.pattern import Pattern

    T = TypeVar("T")
else:  # while the program runs, it is a plain class
    T, Generic = None, {None: object}


class Intervals(Generic[T]):
    """Stretches may lie inside one another, as `+3902*` lies in `+390*`."""

    def __init__(self, things: Iterable[T], pattern_of: Callable[[T], Pattern]) -> None:
        pairs = sorted(
            ((pattern_of(thing), thing) for thing in things), key=lambda p: (p[0].low, -p[0].high)
        )
        self._patterns = [pattern for pattern, _ in pairs]
        self._things = [thing for _, thing in pairs]
        self._lows = [pattern.low for pattern in self._patterns]
        self._reach = list(accumulate((pattern.high for pattern in self._patterns), max))
        """For each place, the highest key that it or any before it reaches."""

    def __iter__(self) -> Iterator[T]:
        return iter(self._things)

    def holding(self, wanted: int) -> list[tuple[int, T]]:
        """Width and thing of every stretch that holds the key `wanted`, in no order."""
        index = bisect_right(self._lows, wanted) - 1
        found: list[tuple[int, T]] = []
        while index >= 0 and self._reach[index] >= wanted:
            pattern = self._patterns[index]
            if pattern.holds(wanted):
                found.append((pattern.width, self._things[index]))
            index -= 1
        return found

"""Many moments at which something falls due, and the next of them."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator

Key = TypeVar("Key", bound=str)
FEW = 64


class Deadlines(Generic[Key]):
    """One moment a key. Setting again moves it; of dropped ones no more are kept than of those that count."""

    def __init__(self) -> None:
        self._when: dict[Key, float] = {}
        self._heap: list[tuple[float, Key]] = []

    def set(self, key: Key, when: float | None) -> None:
        """`None` drops it."""
        if when is None:
            self._when.pop(key, None)
        elif self._when.get(key) != when:
            self._when[key] = when
            heapq.heappush(self._heap, (when, key))
            if len(self._heap) > 2 * len(self._when) + FEW:
                self._sweep()

    def next(self) -> float | None:
        self._skip()
        return self._heap[0][0] if self._heap else None

    def due(self, now: float) -> Iterator[Key]:
        """Each key whose moment has come, once."""
        while (when := self.next()) is not None and when <= now:
            key = heapq.heappop(self._heap)[1]
            del self._when[key]
            yield key

    def _sweep(self) -> None:
        """A transaction is to end in 32 s, and then in five: at 1,000 calls a second 30,000 moments would be in the way."""
        seen = set[Key]()
        left = []
        for moment in sorted(self._heap):
            when, key = moment
            if self._when.get(key) == when and key not in seen:
                seen.add(key)
                left.append(moment)
        self._heap = left  # sorted, and so a heap

    def _skip(self) -> None:
        while self._heap and self._when.get(self._heap[0][1]) != self._heap[0][0]:
            heapq.heappop(self._heap)

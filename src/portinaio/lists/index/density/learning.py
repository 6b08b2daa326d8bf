"""What an index file keeps so that any block can be weighed at once: running sums along its records.

The weight of a block is the difference of two of them and a few records at its edges, whatever the block's size, and
nothing is stored for the many blocks that hold one number.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from portinaio.lists.calling_codes import country_of
from portinaio.lists.index.density import model
from portinaio.lists.index.layout import EPOCH, LOW_BITS, STRIDE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portinaio.lists.calling_codes import Country

_LENGTH = 0b1111
_THOUSANDS = tuple(10 ** (15 - digits) * 1_000 for digits in range(16))

FEW = 1_000  # blocks; a list that names no more has its hot spots, and no country is full of them


class Learner:
    """Fed with every record in turn."""

    def __init__(self, day: int) -> None:
        self._sums = array("d")
        self.firsts: list[int] = []
        self.normals: list[float] = []
        self._day = day - EPOCH
        self._weights: dict[int, tuple[float, float]] = {}
        self._seen = 0
        self._slow = self._fast = 0.0
        self._country: Country | None = None
        self._country_ends = 0
        self._slow_before = 0.0
        self._blocks = 0
        self._block = -1

    def learn(self, records: Iterable[int], hot: Iterable[int]) -> None:
        """Weights are of the list's own day; time takes the same part of each, so it may pass afterwards."""
        for record, seen in zip(records, hot, strict=True):
            if not self._seen % STRIDE:
                self._sums.extend((self._slow, self._fast))
            self._seen += 1
            places = record >> LOW_BITS + 4
            if places >= self._country_ends:
                self._next_country(record >> LOW_BITS)
            block = places // _THOUSANDS[record >> LOW_BITS & _LENGTH]
            if block != self._block:
                self._block = block
                self._blocks += 1
            last_day = seen >> 16
            weights = self._weights.get(last_day) or self._weigh(last_day)
            self._slow += weights[0]
            self._fast += weights[1]

    def taken(self) -> array[float]:
        """The sums that came about since they were last taken: slow and fast by turns."""
        taken, self._sums = self._sums, array("d")
        return taken

    def _weigh(self, last_day: int) -> tuple[float, float]:
        age = self._day - last_day if last_day else 0
        weights = self._weights[last_day] = model.slow(age), model.fast(age)
        return weights

    def _next_country(self, key: int) -> None:
        if self._country and self._blocks:
            self.firsts.append(self._country.first)
            self.normals.append((self._slow - self._slow_before) / (self._blocks + FEW))
        self._country = country_of(key)
        self._country_ends = self._country.behind if self._country else 0
        self._slow_before = self._slow
        self._blocks = 0

    def finish(self) -> None:
        if not self._seen % STRIDE:
            self._sums.extend((self._slow, self._fast))
        self._next_country(0)

"""Sorting and counting more numbers than fit into memory, at the speed of the interpreter's own sort.

Sorted runs go to a temporary file. A stretch of each is taken at a time: all that lie below the last of every stretch are joined,
since no other can come between them. They are floats, which Python's sort compares in half the time of whole numbers beyond 30 bits.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from itertools import accumulate, compress, islice
from math import inf
from operator import eq
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.errors import UntrustedListError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


RUN = 12_000  # sorted at once; a longer list outgrows what lies close to the processor
STRETCH = 25_000  # joined at a time in the end
FEWEST_READ = 32  # of each run
MOST = 1 << 53  # a float holds every whole number up to it
_SELDOM = (
    0.9  # of the numbers of a stretch are there once: sorting all is quicker than counting each
)
MOST_ALIKE = 2_000_000  # they stand in one stretch; nobody complains so often about one number


class SortedRuns:
    """Floats; whole numbers between -`MOST` and `MOST`. `fresh` takes them; `settle` must be called now and then, at best every few thousand."""

    def __init__(self) -> None:
        self.fresh: list[float] = []
        self._lengths: list[int] = []
        self._file = TemporaryFile()  # noqa: SIM115  # closed by `close`

    def settle(self) -> None:
        """Spill when enough has come together."""
        if len(self.fresh) >= RUN:
            self._spill()

    def stretches(self, alike_bits: int = 0) -> Iterator[list[float]]:
        """All of them in order, in lists; numbers alike but for their lowest `alike_bits` stand in the same one."""
        if not self._lengths:
            self.fresh.sort()
            yield self.fresh
            return
        for joined in self._joined(alike_bits):
            yield sorted(joined)

    def blocks(self) -> Iterable[Sequence[float]]:
        """All of them, each block above those before it."""
        return self._joined() if self._lengths else (self.fresh,)

    def counted(self) -> Iterator[tuple[list[float], list[int]]]:
        """In order, many at a time, and how often each stands there."""
        seldom = False
        for block in self.blocks():
            numbers, times = _counted_one_by_one(block) if seldom else _counted(block)
            seldom = len(numbers) > _SELDOM * len(block)
            yield numbers, times

    def close(self) -> None:
        self._file.close()

    def _spill(self) -> None:
        if self.fresh:
            self.fresh.sort()
            array("d", self.fresh).tofile(self._file)
            self._file.flush()
            self._lengths.append(len(self.fresh))
            self.fresh.clear()

    def _joined(self, alike_bits: int = 0) -> Iterator[array[float]]:
        """All of them, each stretch above those before it."""
        self._spill()
        ends = list(accumulate(self._lengths))
        at = [0, *ends[:-1]]
        usual = share = max(FEWEST_READ, STRETCH // len(ends))
        while at != ends:
            blocks = [self._block(a, min(share, e - a)) for a, e in zip(at, ends, strict=True)]
            # What is below the last of every block that goes on behind it can come from nowhere else.
            lasts = [b[-1] for b, a, e in zip(blocks, at, ends, strict=True) if a + len(b) < e]
            border = min(lasts, default=inf)
            if lasts and alike_bits:
                border = int(border) >> alike_bits << alike_bits
            cuts = [bisect_left(block, border) for block in blocks]
            if not any(cuts):  # all of them are alike
                share *= 2
                if share * len(ends) > MOST_ALIKE:
                    raise UntrustedListError(
                        msg("one number stands in it more than %(n)d times", n=MOST_ALIKE)
                    )
                continue
            joined = array("d")
            for block, cut in zip(blocks, cuts, strict=True):
                joined.extend(block[:cut])
            at = [a + cut for a, cut in zip(at, cuts, strict=True)]
            share = usual
            yield joined

    def _block(self, start: int, count: int) -> array[float]:
        block = array("d")
        self._file.seek(start * block.itemsize)
        block.fromfile(self._file, count)
        return block


def _counted(block: Sequence[float]) -> tuple[list[float], list[int]]:
    """Equals are found in less time than it takes to sort them all."""
    times = Counter(block)
    numbers = sorted(times)
    return numbers, list(map(times.__getitem__, numbers))


def _counted_one_by_one(block: Sequence[float]) -> tuple[list[float], list[int]]:
    """As `_counted`, where few stand there more than once."""
    numbers = sorted(block)
    again = list(compress(numbers, map(eq, numbers, islice(numbers, 1, None))))
    if again:
        numbers = list(dict.fromkeys(numbers))
    times = [1] * len(numbers)
    for number in again:
        times[bisect_left(numbers, number)] += 1
    return numbers, times


def merged(
    one: Iterator[tuple[list[int], list[int]]], other: Iterator[tuple[list[int], list[int]]]
) -> Iterator[tuple[list[int], list[int]]]:
    """Whole numbers in order and how often each was counted, of two that are so: what stands in both adds up."""
    nothing: tuple[list[int], list[int]] = ([], [])
    (keys, times), (more, its) = next(one, nothing), next(other, nothing)
    while keys and more:
        border = min(keys[-1], more[-1])
        cut, its_cut = bisect_right(keys, border), bisect_right(more, border)
        if not its_cut:
            yield keys[:cut], times[:cut]
        else:
            counted = dict(zip(keys[:cut], times[:cut], strict=True))
            for key, n in zip(more[:its_cut], its[:its_cut], strict=True):
                counted[key] = counted.get(key, 0) + n
            both = sorted(counted)
            yield both, list(map(counted.__getitem__, both))
        keys, times, more, its = keys[cut:], times[cut:], more[its_cut:], its[its_cut:]
        if not keys:
            keys, times = next(one, nothing)
        if not more:
            more, its = next(other, nothing)
    while keys:
        yield keys, times
        keys, times = next(one, nothing)
    while more:
        yield more, its
        more, its = next(other, nothing)

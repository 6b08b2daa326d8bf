"""Sorting more whole numbers than fit into memory, at the speed of the interpreter's own sort.

Sorted runs go to a temporary file. To merge them, a stretch of each is taken at a time, joined and sorted again: the
sort of Python finds the runs in what it is given and merges them without a line of ours in between.
"""

from __future__ import annotations

import mmap
from array import array
from bisect import bisect_left
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

RUN = 400_000  # of 40 bytes in a list: 16 MB
STRETCH = 200_000  # sorted at a time in the end


class SortedRuns:
    """Whole numbers below 2 ** 64. `fresh` takes them; `settle` must be called now and then, at best every few thousand."""

    def __init__(self) -> None:
        self.fresh: list[int] = []
        self._lengths: list[int] = []
        self._file = TemporaryFile()  # noqa: SIM115  # closed by `close`

    def settle(self) -> None:
        """Spill when enough has come together."""
        if len(self.fresh) >= RUN:
            self._spill()

    def stretches(self, alike_bits: int = 0) -> Iterator[list[int]]:
        """All of them in order, in lists; numbers alike but for their lowest `alike_bits` stand in the same one."""
        if not self._lengths:
            self.fresh.sort()
            yield self.fresh
            return
        self._spill()
        with (
            mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ) as mapped,
            memoryview(mapped) as raw,
            raw.cast("Q") as whole,
        ):
            yield from _merged(whole, self._lengths, alike_bits)

    def close(self) -> None:
        self._file.close()

    def _spill(self) -> None:
        if self.fresh:
            self.fresh.sort()
            array("Q", self.fresh).tofile(self._file)
            self._file.flush()
            self._lengths.append(len(self.fresh))
            self.fresh.clear()


def _merged(whole: memoryview[int], lengths: list[int], alike_bits: int) -> Iterator[list[int]]:
    at, ends = list[int](), list[int]()
    for length in lengths:
        at.append(ends[-1] if ends else 0)
        ends.append(at[-1] + length)
    share = max(1, STRETCH // len(lengths))
    while any(a < e for a, e in zip(at, ends, strict=True)):
        smallest = min(whole[min(a + share, e) - 1] for a, e in zip(at, ends, strict=True) if a < e)
        border = (smallest >> alike_bits) + 1 << alike_bits
        joined: list[int] = []
        for run, (a, e) in enumerate(zip(at, ends, strict=True)):
            until = bisect_left(whole, border, a, e)
            joined.extend(whole[a:until])
            at[run] = until
        joined.sort()
        yield joined

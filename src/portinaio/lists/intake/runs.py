"""Sorting more whole numbers than fit into memory, at the speed of the interpreter's own sort.

Sorted runs go to a temporary file. To merge them, a stretch of each is taken at a time, joined and sorted again: the
sort of Python finds the runs in what it is given and merges them without a line of ours in between.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from itertools import accumulate
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.errors import UntrustedListError

if TYPE_CHECKING:
    from collections.abc import Iterator

RUN = 300_000  # of 40 bytes in a list: 12 MB
STRETCH = 60_000  # sorted at a time in the end
_BEYOND = 1 << 64
MOST_ALIKE = 2_000_000  # they stand in one stretch; nobody complains so often about one number


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
        yield from self._merged(alike_bits)

    def close(self) -> None:
        self._file.close()

    def _spill(self) -> None:
        if self.fresh:
            self.fresh.sort()
            array("Q", self.fresh).tofile(self._file)
            self._file.flush()
            self._lengths.append(len(self.fresh))
            self.fresh.clear()

    def _merged(self, alike_bits: int) -> Iterator[list[int]]:
        ends = list(accumulate(self._lengths))
        at = [0, *ends[:-1]]
        usual = share = max(1, STRETCH // len(ends))
        while at != ends:
            blocks = [self._block(a, min(share, e - a)) for a, e in zip(at, ends, strict=True)]
            # What is below the last of every block that goes on behind it can come from nowhere else.
            lasts = [b[-1] for b, a, e in zip(blocks, at, ends, strict=True) if a + len(b) < e]
            border = min(lasts) >> alike_bits << alike_bits if lasts else _BEYOND
            cuts = [bisect_left(block, border) for block in blocks]
            if not any(cuts):  # all of them are alike
                share *= 2
                if share * len(ends) > MOST_ALIKE:
                    raise UntrustedListError(
                        msg("one number stands in it more than %(n)d times", n=MOST_ALIKE)
                    )
                continue
            joined: list[int] = []
            for block, cut in zip(blocks, cuts, strict=True):
                joined.extend(block[:cut])
            joined.sort()
            at = [a + cut for a, cut in zip(at, cuts, strict=True)]
            share = usual
            yield joined

    def _block(self, start: int, count: int) -> array[int]:
        block = array("Q")
        self._file.seek(start * block.itemsize)
        block.fromfile(self._file, count)
        return block

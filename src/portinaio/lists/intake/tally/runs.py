"""Sorting and counting more numbers than should stand in memory.

Sorted runs go to a temporary file. A stretch of each is taken at a time: all that lie below the last of every stretch are joined,
since no other can come between them.
"""

from __future__ import annotations

from itertools import accumulate
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from portinaio.core.message import msg
from portinaio.errors import UntrustedListError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Numbers: TypeAlias = NDArray[np.int64]

RUN = 1 << 18  # sorted at once: 2 MiB
STRETCH = 1 << 14  # joined at a time in the end
FEWEST_READ = 32  # of each run
MOST_ALIKE = 2_000_000  # they stand in one stretch; nobody complains so often about one number
_BYTES = 8


class SortedRuns:
    def __init__(self) -> None:
        self._fresh: list[Numbers] = []
        self._lengths: list[int] = []
        self._file = TemporaryFile()  # noqa: SIM115  # closed by `close`

    def add(self, numbers: Numbers | Sequence[int]) -> None:
        if len(numbers):
            self._fresh.append(np.asarray(numbers, np.int64))
        if sum(map(len, self._fresh)) >= RUN:
            self._spill()

    def stretches(self, alike_bits: int = 0) -> Iterator[Numbers]:
        """All of them in order, some at a time; numbers alike but for their lowest `alike_bits` stand in the same one."""
        if self._lengths:
            self._spill()
            yield from self._joined(alike_bits)
        elif self._fresh:
            yield np.sort(np.concatenate(self._fresh))

    def counted(self) -> Iterator[tuple[Numbers, NDArray[np.intp]]]:
        """In order, many at a time, and how often each stands there."""
        for numbers in self.stretches():
            begins = np.flatnonzero(np.diff(numbers, prepend=numbers[:1] - 1))
            yield numbers[begins], np.diff(begins, append=len(numbers))

    def close(self) -> None:
        self._file.close()

    def _spill(self) -> None:
        if self._fresh:
            run = np.sort(np.concatenate(self._fresh))
            self._file.seek(0, 2)
            self._file.write(run.tobytes())
            self._lengths.append(len(run))
            self._fresh.clear()

    def _joined(self, alike_bits: int) -> Iterator[Numbers]:
        """All of them, each stretch above those before it."""
        ends = list(accumulate(self._lengths))
        at = [0, *ends[:-1]]
        usual = share = max(FEWEST_READ, STRETCH // len(ends))
        while at != ends:
            blocks = [self._block(a, min(share, e - a)) for a, e in zip(at, ends, strict=True)]
            # What is below the last of every block that goes on behind it can come from nowhere else.
            lasts = [int(b[-1]) for b, a, e in zip(blocks, at, ends, strict=True) if a + len(b) < e]
            cuts = list(map(len, blocks))
            if lasts:
                border = min(lasts) >> alike_bits << alike_bits
                cuts = [int(np.searchsorted(block, border)) for block in blocks]
            if not any(cuts):  # all of them are alike
                share *= 2
                if share * len(ends) > MOST_ALIKE:
                    raise UntrustedListError(
                        msg("one number stands in it more than %(n)d times", n=MOST_ALIKE)
                    )
                continue
            at = [a + cut for a, cut in zip(at, cuts, strict=True)]
            share = usual
            yield np.sort(
                np.concatenate([block[:cut] for block, cut in zip(blocks, cuts, strict=True)])
            )

    def _block(self, start: int, count: int) -> Numbers:
        self._file.seek(start * _BYTES)
        return np.frombuffer(self._file.read(count * _BYTES), np.int64)

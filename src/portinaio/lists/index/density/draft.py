"""The columns of an index file that is not yet one, as a look-up would see them."""

from __future__ import annotations

import mmap
import os
from typing import IO

from portinaio.lists.index.layout import LENGTHS


class Draft:
    """Read as an `IndexFile` is; mapped, so that no column is in memory. The maps end with their last view."""

    def __init__(self, records: IO[bytes], hot: IO[bytes], sums: IO[bytes], day: int) -> None:
        self.day = day
        """A proleptic ordinal."""
        self._maps: list[mmap.mmap] = []
        self.records = self._mapped(records).cast("Q")
        self.hot = self._mapped(hot).cast("I")
        self.n = len(self.records)
        learned = self._mapped(sums)
        notes = learned[4 * LENGTHS :]
        self.note_ends = learned[: 4 * LENGTHS].cast("I")
        self.note_places = notes.cast("I")[::6]
        self.note_counts = notes.cast("I")[1::6]
        self.note_sums = notes.cast("d")

    def _mapped(self, file: IO[bytes]) -> memoryview[int]:
        file.flush()
        if not os.fstat(file.fileno()).st_size:  # nothing cannot be mapped
            return memoryview(b"")
        self._maps.append(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        return memoryview(self._maps[-1])

    def let_go(self) -> None:
        """Of the pages that have been read, else they would come to count as this process's memory, all of them."""
        if hasattr(mmap, "MADV_DONTNEED"):
            for mapped in self._maps:
                mapped.madvise(mmap.MADV_DONTNEED)

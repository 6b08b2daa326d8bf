"""One index file, mapped into memory: its parts as arrays, and where a key stands in them.

Nothing is loaded: pages come when a look-up touches them and belong to the page cache. A mapped file is never changed
or cut, only replaced by another of its name; who still holds this one goes on reading the old bytes.
"""

from __future__ import annotations

import mmap
import os
from bisect import bisect_left, bisect_right

from portinaio.core.evidence import CATEGORIES, Evidence
from portinaio.lists.index import layout
from portinaio.lists.index.layout import COLD, HEADER_BYTES, LOW_BITS

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LOW = (1 << LOW_BITS) - 1
_LENGTH = 0b1111
WORDS = (*CATEGORIES, *[""] * (16 - len(CATEGORIES)))
"""The category of each code; a deleted number has none."""


class IndexFile:
    """An open index file. Safe to share between threads; ends with its last reference."""

    __slots__ = (
        "_cold",
        "_map",
        "_owners",
        "_starts",
        "_texts",
        "_wide_cold",
        "cells",
        "countries",
        "day",
        "first",
        "header",
        "hot",
        "identity",
        "learned",
        "lengths",
        "n",
        "note_counts",
        "note_ends",
        "note_places",
        "note_sums",
        "radix",
        "records",
        "shift",
        "wide",
        "wide_hot",
    )

    def __init__(self, path: Path | str, name: str) -> None:
        """`UntrustedListError` for a damaged file, `OSError` where there is none."""
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            found = os.fstat(descriptor)
            head = os.pread(descriptor, HEADER_BYTES, 0)
            header = layout.read_header(head, found.st_size, name)
            self._map = mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ)
        finally:
            os.close(descriptor)
        if hasattr(mmap, "MADV_RANDOM"):  # else the kernel reads megabytes ahead for one page
            self._map.madvise(mmap.MADV_RANDOM)
        self.identity = found.st_dev, found.st_ino
        """Other than that of the path as soon as another generation has taken its place."""
        self.header = header
        self.day = layout.day_of(header.list_date, header.created)
        """A proleptic ordinal, of which undated entries are."""
        self.n = header.n
        self.cells = header.cells
        self.first = header.first
        self.shift = header.shift
        self.lengths = header.lengths
        self._cast()

    def _cast(self) -> None:
        header, parts = self.header, self.header.parts
        view = memoryview(self._map)

        def words(place: int, count: int) -> memoryview:
            return view[parts[place] : parts[place] + 4 * count].cast("I")

        def keys(place: int, count: int) -> memoryview:
            return view[parts[place] : parts[place] + 8 * count].cast("Q")

        self.radix = words(layout.RADIX, header.cells + 1)
        self.records = keys(layout.RECORDS, header.n)
        self.hot = words(layout.HOT, header.n)
        self._cold = view[parts[layout.COLD_PART] : parts[layout.STARTS]]
        self._starts = keys(layout.STARTS, header.segments)
        self._owners = words(layout.OWNERS, header.segments)
        self.wide = keys(layout.WIDE, 2 * header.wide)
        self.wide_hot = words(layout.WIDE_HOT, 2 * header.wide)
        self._wide_cold = view[parts[layout.WIDE_COLD] : parts[layout.SUMS]]
        notes = view[parts[layout.SUMS] + 4 * layout.LENGTHS : parts[layout.NORMAL]]
        self.note_ends = words(layout.SUMS, layout.LENGTHS)
        self.note_places = notes.cast("I")[::6]
        self.note_counts = notes.cast("I")[1::6]
        self.note_sums = notes.cast("d")
        middle = parts[layout.NORMAL] + 8 * header.countries
        self.countries = keys(layout.NORMAL, header.countries)
        behind = middle + 8 * layout.A_COUNTRY * header.countries
        self.learned = view[middle:behind].cast("d")
        self._texts = view[parts[layout.TEXTS] : parts[layout.END]]

    @property
    def checked_day(self) -> int:
        """On which a sync last found the list still so, a proleptic ordinal; 0 for none. Of this very moment: it is written
        into the file that is mapped here.
        """
        return layout.checked_day(self._map)

    def place(self, key: int) -> int:
        """Of the first record whose key is not below `key`; `n` where all are."""
        cell = (key - self.first) >> self.shift
        if cell < 0:
            return 0
        if cell >= self.cells:
            return self.n
        radix = self.radix
        return bisect_left(self.records, key << LOW_BITS, radix[cell], radix[cell + 1])

    def stands_at(self, place: int, key: int) -> bool:
        return place < self.n and self.records[place] >> LOW_BITS == key

    def any_between(self, low: int, high: int) -> bool:
        """Whether a record's key is from `low` to before `high`."""
        place = self.place(low)
        return place < self.n and self.records[place] >> LOW_BITS < high

    def narrowest(self, key: int) -> int:
        """Place in `wide` of the narrowest beginning or stretch that holds `key`, or -1."""
        length = key & _LENGTH
        beginning = self._owner(0, key) if self.lengths & 1 else -1
        stretch = self._owner(length, key) if self.lengths >> length & 1 else -1
        if beginning < 0 or stretch < 0:
            return max(beginning, stretch)
        return stretch if self._width(stretch) <= self._width(beginning) else beginning

    def _owner(self, kind: int, key: int) -> int:
        segment = bisect_right(self._starts, kind << layout.CLASS_SHIFT | key) - 1
        return self._owners[segment] - 1 if segment >= 0 else -1

    def _width(self, place: int) -> int:
        return self.wide[2 * place + 1] - self.wide[2 * place]

    def disputes(self, place: int) -> int:
        return self._cold_row(self._cold, place)[2]

    def wide_disputes(self, place: int) -> int:
        return self._cold_row(self._wide_cold, place)[2]

    @staticmethod
    def _cold_row(part: memoryview, place: int) -> tuple[int, int, int, int]:
        """Company, reports, disputes, first day."""
        if not part:
            return 0, 1, 0, 0
        company, reports, disputes, first_day = COLD.unpack_from(part, place * COLD.size)
        return company, reports, disputes, first_day

    def most_reports(self) -> int:
        """Of any single number."""
        rows = self._cold[: COLD.size * self.n]
        return max((reports for _, reports, _, _ in COLD.iter_unpack(rows)), default=1)

    def evidence(self, place: int) -> Evidence:
        """The single number at `place`, as it was built in."""
        record = self.records[place]
        key = record >> LOW_BITS
        return self._row(
            key, key, record & _LOW, self.hot[place], self._cold_row(self._cold, place)
        )

    def wide_evidence(self, place: int) -> Evidence:
        low, high = self.wide[2 * place], self.wide[2 * place + 1]
        bits, hot = self.wide_hot[2 * place], self.wide_hot[2 * place + 1]
        return self._row(low, high, bits, hot, self._cold_row(self._wide_cold, place))

    def _row(
        self, low: int, high: int, bits: int, hot: int, cold: tuple[int, int, int, int]
    ) -> Evidence:
        company, reports, disputes, first_day = cold
        reporters, last_day = hot & 0xFFFF, hot >> 16
        return Evidence(
            low,
            high,
            None if reporters == layout.CURATED else reporters,
            reports,
            disputes,
            first_day and first_day + layout.EPOCH,
            last_day and last_day + layout.EPOCH,
            WORDS[bits >> 6 & 0b1111],
            self.text(company),
            seen=bool(bits & layout.SEEN),
        )

    def cold_rows(self) -> Iterator[tuple[int, int, int, int]] | None:
        """Company, reports, disputes and first day of every single number; `None` where there is nothing to say."""
        rows = self._cold[: COLD.size * self.n]
        return COLD.iter_unpack(rows) if rows else None

    def text(self, reference: int) -> str:
        if not reference:
            return ""
        size_bytes = int.from_bytes(self._texts[reference - 1 : reference + 1], "little")
        return str(self._texts[reference + 1 : reference + 1 + size_bytes], "utf-8", "replace")

    def numbers(self) -> Iterator[Evidence]:
        """Every single number, ascending, deleted ones too."""
        return map(self.evidence, range(self.n))

    def stretches(self) -> Iterator[Evidence]:
        """Every beginning, then every stretch, by length."""
        return map(self.wide_evidence, range(self.header.wide))

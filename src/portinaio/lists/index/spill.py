"""Rows of a list in the order of their keys, however many there are: sorted runs on disk, merged while they are read.

A row is packed so that its bytes sort as it does: by keys, then by its last day, then by everything else. So the rows of
one number come oldest first, and the outcome does not depend on the order in which they came in.
"""

from __future__ import annotations

import heapq
import struct
import tempfile
from itertools import islice
from typing import IO, TYPE_CHECKING, NamedTuple

from portinaio.core.evidence import CATEGORIES, Evidence
from portinaio.lists.index import layout

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_ROW = struct.Struct(">QQHHHHIBI")  # big-endian: bytes that sort like the numbers in them
_LENGTH = 0b1111
_SEEN = 1 << 7  # of the byte of the category
_KEY = (1 << layout.CLASS_SHIFT) - 1
RUN_ROWS = 1 << 16  # rows sorted at once: 6 MiB
FAN_IN = 128  # runs merged at once; each holds a file open
_READ_ROWS = 256
LONGEST_COMPANY = 200  # characters; a name, not an essay
_CODES = {word: code for code, word in enumerate(CATEGORIES)}


class Packed(NamedTuple):
    """A row as the file keeps it: numbers within their bounds, days since the epoch."""

    low: int
    high: int
    last_day: int
    reporters: int
    disputes: int
    first_day: int
    reports: int
    category: int
    company: int
    """Place in the notebook of names; 0 = none."""
    seen: int = 0
    """`layout.SEEN` where its last day is not the list's own."""


class Names:
    """Companies met on the way, kept on disk, since every row may bring its own."""

    def __init__(self, workdir: Path) -> None:
        self.file = tempfile.TemporaryFile(dir=workdir)  # noqa: SIM115  # closed by `close`
        self._end = 1
        self._recent: dict[str, int] = {}

    def place(self, name: str) -> int:
        """Where `name` is kept from now on; 0 for none."""
        name = name[:LONGEST_COMPANY].strip()
        if not name:
            return 0
        known = self._recent.get(name)
        if known is not None:
            return known
        if len(self._recent) > 10_000:  # bounded memory; the same name may then be kept twice
            self._recent.clear()
        data = name.encode("utf-8", "replace")
        place = self._recent[name] = self._end
        self.file.write(len(data).to_bytes(2, "little") + data)
        self._end += 2 + len(data)
        if self._end > 0xFFFF_FFFF:
            raise layout.too_many_names()
        return place

    def name(self, place: int) -> str:
        if not place:
            return ""
        self.file.seek(place - 1)
        size_bytes = int.from_bytes(self.file.read(2), "little")
        return self.file.read(size_bytes).decode()

    def close(self) -> None:
        self.file.close()


def packed(row: Evidence, company: int, newest: int) -> bytes:
    """`newest` is the last day of which a report can be. `UntrustedListError` where the keys are none."""
    low, high, reporters, reports, disputes, first_day, last_day, category, *_, seen = row
    if not 0 < low <= high < 1 << layout.CLASS_SHIFT:
        raise layout.senseless()
    kind = 0 if low == high else low & _LENGTH  # beginnings before stretches, these by length
    return _ROW.pack(
        kind << layout.CLASS_SHIFT | low,
        high,
        _day(last_day, newest),
        layout.CURATED if reporters is None else _within(reporters, layout.MOST),
        _within(disputes, layout.MOST),
        _day(first_day, newest),
        _within(reports, layout.MOST_REPORTS),
        _CODES.get(category, 0) | (_SEEN if seen else 0),
        company,
    )


def packed_deletion(key: int) -> bytes:
    return _ROW.pack(key, key, 0, layout.CURATED, 0, 0, 1, layout.DELETED, 0)


def unpacked(data: bytes) -> Packed:
    low, high, last, reporters, disputes, first, reports, category, company = _ROW.unpack(data)
    seen = layout.SEEN if category & _SEEN else 0
    known = (low & _KEY, high, last, reporters, disputes, first, reports)
    return Packed(*known, category & ~_SEEN, company, seen)


def _within(count: int, most: int) -> int:
    return min(max(count, 0), most)


def _day(ordinal: int, newest: int) -> int:
    """Days since the epoch; 0 of a day to come, which says nothing, and would be as fresh at each sync as at the first."""
    if not ordinal or ordinal > newest + 1:  # by one it is tomorrow elsewhere
        return 0
    return _within(min(ordinal, newest) - layout.EPOCH, layout.LAST_DAY)


class Sorter:
    """Takes packed rows in any order, gives them back sorted."""

    def __init__(self, workdir: Path) -> None:
        self._workdir = workdir
        self._rows: list[bytes] = []
        self._runs: list[IO[bytes]] = []
        self.count = 0

    def add(self, data: bytes) -> None:
        self._rows.append(data)
        self.count += 1
        if len(self._rows) >= RUN_ROWS:
            self._rows.sort()
            self._keep(self._rows)
            self._rows = []

    def sorted(self) -> Iterator[bytes]:
        self._rows.sort()
        if not self._runs:
            return iter(self._rows)
        if self._rows:
            self._keep(self._rows)
            self._rows = []
        return heapq.merge(*map(_read, self._runs))

    def _keep(self, rows: Iterable[bytes]) -> None:
        if len(self._runs) == FAN_IN:
            merged = self._written(heapq.merge(*map(_read, self._runs)))
            self.close()
            self._runs = [merged]
        self._runs.append(self._written(rows))

    def _written(self, rows: Iterable[bytes]) -> IO[bytes]:
        file = tempfile.TemporaryFile(dir=self._workdir)  # noqa: SIM115  # closed by `close`
        rows = iter(rows)
        while batch := b"".join(islice(rows, 4096)):
            file.write(batch)
        return file

    def close(self) -> None:
        for run in self._runs:
            run.close()
        self._runs = []


def _read(run: IO[bytes]) -> Iterator[bytes]:
    run.seek(0)
    size = _ROW.size
    while batch := run.read(_READ_ROWS * size):
        for place in range(0, len(batch), size):
            yield batch[place : place + size]

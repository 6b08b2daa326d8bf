"""The columns of an index file while it is being built: each in a file of its own, a few thousand rows in memory."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from hashlib import blake2b
from itertools import chain
from sys import byteorder
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Final, Literal

from portinaio.lists.index.density.learning import Learner
from portinaio.lists.index.interleave import interleaved
from portinaio.lists.index.layout import CLASS_SHIFT, COLD, DISPUTED, LOW_BITS, SEEN
from portinaio.lists.index.packing import CATEGORY, KEY
from portinaio.lists.index.packing import SEEN as SEEN_PACKED
from portinaio.lists.index.segments import cut, kind_of
from portinaio.lists.index.sightings import wide_place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from portinaio.lists.index.packing import Columns
    from portinaio.lists.index.sightings import Sightings
    from portinaio.lists.index.spill import Names

BATCH: Final = 1 << 13
ENTRIES_A_CELL = (
    16  # a quarter of a byte an entry; bisection then takes four steps where numbers lie evenly
)
MOST_CELLS = 1 << 20
_KEYS = int.from_bytes(
    array("Q", [-1 << LOW_BITS & 0xFFFF_FFFF_FFFF_FFFF]).tobytes() * BATCH, byteorder
)
_LOW_BITS = tuple(
    (kind & CATEGORY) << 6 | (SEEN if kind & SEEN_PACKED else 0) for kind in range(256)
)
"""Of a record, by the byte of the category of a packed row."""
_NOTHING = COLD.pack(0, 1, 0, 0)
_COLD_KINDS = "IIHH"
_MOST_NAMES = 10_000  # in memory; of more, places are looked up anew
_REPORTERS = int.from_bytes(array("I", [0xFFFF]).tobytes() * BATCH, byteorder)


class Column:
    def __init__(self, workdir: Path, kind: Literal["I", "Q"]) -> None:
        self.file: IO[bytes] = TemporaryFile(dir=workdir)  # noqa: SIM115  # closed by `close`
        self.rows = array(kind)

    def write_out(self) -> None:
        self.rows.tofile(self.file)
        del self.rows[:]

    def close(self) -> None:
        self.file.close()


def _records(keys: Sequence[int], low_bits: Sequence[int]) -> Sequence[int]:
    if any(low_bits):
        return [key << LOW_BITS | bits for key, bits in zip(keys, low_bits, strict=True)]
    # All are moved at once, as the one whole number that their bytes come to; none reaches into the next.
    together = int.from_bytes(array("Q", keys).tobytes(), byteorder) << LOW_BITS
    return array("Q", together.to_bytes(8 * len(keys), byteorder))


class _KeptNames(dict[int, int]):
    """By its place in the notebook, where a name is kept for good."""

    def __init__(self, notebook: Names, texts: Names) -> None:
        super().__init__({0: 0})
        self._notebook = notebook
        self._texts = texts

    def __missing__(self, place: int) -> int:
        kept = self._texts.place(self._notebook.name(place))
        if len(self) < _MOST_NAMES:
            self[place] = kept
        return kept


class ColdColumn:
    """What only a closer look wants; no bytes at all where there is nothing to say."""

    def __init__(self, workdir: Path, notebook: Names, texts: Names) -> None:
        self.file: IO[bytes] = TemporaryFile(dir=workdir)  # noqa: SIM115  # closed by `close`
        self._kept = _KeptNames(notebook, texts)
        self._telling = False

    def extend(
        self,
        companies: Sequence[int],
        reports: Sequence[int],
        disputes: Sequence[int],
        first_days: Sequence[int],
    ) -> None:
        if any(companies):
            companies = list(map(self._kept.__getitem__, companies))
        if any(companies) or any(disputes) or any(first_days) or set(reports) != {1}:
            self._telling = True
            columns = (companies, reports, disputes, first_days)
            self.file.write(interleaved(columns, _COLD_KINDS, len(reports)))
        else:
            self.file.write(_NOTHING * len(reports))

    def finish(self) -> None:
        if not self._telling:
            self.file.truncate(0)

    def close(self) -> None:
        self.file.close()


class Numbers:
    """The single numbers, and the radix table that leads to them."""

    def __init__(
        self, workdir: Path, notebook: Names, texts: Names, day: int, *, whole: bool
    ) -> None:
        """Of a list of this day, or of changes that are laid over one."""
        self.records = Column(workdir, "Q")
        self.hot = Column(workdir, "I")
        self.cold = ColdColumn(workdir, notebook, texts)
        self.radix = Column(workdir, "I")
        self.sums: IO[bytes] = TemporaryFile(dir=workdir)  # noqa: SIM115  # closed by `close`
        self.normal: IO[bytes] = TemporaryFile(dir=workdir)  # noqa: SIM115  # closed by `close`
        self.learner = Learner(workdir, day, whole=whole)
        self.count = 0
        self.first = 0
        self.shift = 0
        self.cells = 1
        self.countries = 0
        self.content = blake2b(digest_size=16)
        """Of keys and reporters."""
        self._last = 0

    def fill(self, batches: Iterable[Columns], sightings: Sightings | None) -> None:
        """At most `BATCH` at a time."""
        for columns in batches:
            lows, _, days, reporters, disputes, firsts, reports, kinds, companies = columns
            low_bits = [_LOW_BITS[kind] for kind in kinds] if any(kinds) else [0] * len(kinds)
            if any(disputes):
                low_bits = [
                    b | DISPUTED if d else b for b, d in zip(low_bits, disputes, strict=True)
                ]
            if sightings and 0 in days:
                low_bits = [b if day else b | SEEN for b, day in zip(low_bits, days, strict=True)]
                days = tuple(sightings.dated(lows, reporters, days))
            self.records.rows.extend(_records(lows, low_bits))
            order = (reporters, days) if byteorder == "little" else (days, reporters)
            self.hot.rows.frombytes(interleaved(order, "HH", len(days)))
            self.cold.extend(companies, reports, disputes, firsts)
            self._write_out()
        self.cold.finish()
        self._divide()
        self._keep_learned()

    def _write_out(self) -> None:
        rows = self.records.rows
        self.first = self.first if self.count else rows[0] >> LOW_BITS
        self._last = rows[-1] >> LOW_BITS
        self.count += len(rows)
        self.content.update(_masked(rows, _KEYS))
        self.content.update(_masked(self.hot.rows, _REPORTERS))
        self.learner.learn(rows, self.hot.rows)
        self.learner.write_out()
        for column in (self.records, self.hot):
            column.write_out()

    def _keep_learned(self) -> None:
        self.learner.finish(self.records.file, self.hot.file, self.sums)
        self.learner.write_countries(self.normal)
        self.countries = len(self.learner.countries)

    def _divide(self) -> None:
        """The radix table, in a second reading of the records; only now their count is known."""
        most = min(max(self.count // ENTRIES_A_CELL, 1), MOST_CELLS)
        reach = self._last - self.first
        while (reach >> self.shift) + 1 > most:
            self.shift += 1
        self.cells = (reach >> self.shift) + 1
        cell = seen = 0
        for records in self._chunks():
            while cell < self.cells:
                boundary = self.first + (cell << self.shift) << LOW_BITS
                if boundary > records[-1]:
                    break
                self.radix.rows.append(seen + bisect_left(records, boundary))
                cell += 1
            seen += len(records)
        self.radix.rows.extend([self.count] * (self.cells + 1 - cell))
        self.radix.write_out()

    def _chunks(self) -> Iterator[array[int]]:
        self.records.file.seek(0)
        while data := self.records.file.read(8 * BATCH):
            yield array("Q", data)

    def learned(self) -> list[IO[bytes]]:
        return [self.sums, self.normal]

    def parts(self) -> list[IO[bytes]]:
        return [self.radix.file, self.records.file, self.hot.file, self.cold.file]

    def close(self) -> None:
        for column in (self.records, self.hot, self.cold, self.radix, self.sums, self.normal):
            column.close()
        self.learner.close()


def _masked(rows: array[int], mask: int) -> bytes:
    """The same bits of each, all at once."""
    data = rows.tobytes()
    return (int.from_bytes(data, byteorder) & mask).to_bytes(len(data), byteorder)


class Wide:
    """Beginnings and stretches, and the segments that lead to them."""

    def __init__(self, workdir: Path, notebook: Names, texts: Names) -> None:
        self.starts = Column(workdir, "Q")
        self.owners = Column(workdir, "I")
        self.spans = Column(workdir, "Q")
        self.hot = Column(workdir, "I")
        self.cold = ColdColumn(workdir, notebook, texts)
        self.count = 0
        self.segments = 0
        self.kinds = 0
        """Bit 0 = there are beginnings, bit d = there are stretches of numbers of d digits."""
        self.content = blake2b(digest_size=16)
        """Of keys and reporters."""

    def fill(self, batches: Iterable[Columns], sightings: Sightings | None) -> None:
        for segment in cut(self._kept(batches, sightings)):
            self.starts.rows.append(segment.kind << CLASS_SHIFT | segment.start)
            self.owners.rows.append(segment.owner)
            self.segments += 1
            if len(self.owners.rows) == BATCH:
                self._write_out()
        self._write_out()
        self.cold.finish()

    def _kept(
        self, batches: Iterable[Columns], sightings: Sightings | None
    ) -> Iterator[tuple[int, int]]:
        for columns in batches:
            packed, highs, days, reporters, disputes, firsts, reports, kinds, companies = columns
            lows = [each & KEY for each in packed]
            bits = [_LOW_BITS[kind] for kind in kinds]
            if sightings and 0 in days:
                bits = [b if day else b | SEEN for b, day in zip(bits, days, strict=True)]
                rows = zip(lows, highs, reporters, days, strict=True)
                days = [
                    day or sightings.since(wide_place(low, high), count)
                    for low, high, count, day in rows
                ]
            if any(disputes):
                bits = [b | DISPUTED if d else b for b, d in zip(bits, disputes, strict=True)]
            hot = [count | day << 16 for count, day in zip(reporters, days, strict=True)]
            self.spans.rows.extend(chain.from_iterable(zip(lows, highs, strict=True)))
            self.hot.rows.extend(chain.from_iterable(zip(bits, hot, strict=True)))
            self.cold.extend(companies, reports, disputes, firsts)
            told = zip(lows, highs, reporters, strict=True)
            self.content.update(b"".join(b"%d-%d:%d;" % each for each in told))
            self.count += len(lows)
            for kind in set(map(kind_of, lows)):
                self.kinds |= 1 << kind
            yield from zip(lows, highs, strict=True)

    def _write_out(self) -> None:
        for column in (self.starts, self.owners, self.spans, self.hot):
            column.write_out()

    def parts(self) -> list[IO[bytes]]:
        columns = (self.starts, self.owners, self.spans, self.hot, self.cold)
        return [column.file for column in columns]

    def close(self) -> None:
        for column in (self.starts, self.owners, self.spans, self.hot, self.cold):
            column.close()

"""The columns of an index file while it is being built: each in a file of its own, a few thousand rows in memory."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from hashlib import blake2b
from sys import byteorder
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Final, Literal

from portinaio.lists.index.density.learning import Learner
from portinaio.lists.index.layout import CLASS_SHIFT, COLD, DISPUTED, LOW_BITS, SEEN
from portinaio.lists.index.segments import cut, kind_of
from portinaio.lists.index.sightings import wide_place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from portinaio.lists.index.sightings import Sightings
    from portinaio.lists.index.spill import Names, Packed

BATCH: Final = 1 << 13
ENTRIES_A_CELL = (
    16  # a quarter of a byte an entry; bisection then takes four steps where numbers lie evenly
)
MOST_CELLS = 1 << 20
_KEYS = int.from_bytes(
    array("Q", [-1 << LOW_BITS & 0xFFFF_FFFF_FFFF_FFFF]).tobytes() * BATCH, byteorder
)
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


class ColdColumn:
    """What only a closer look wants; no bytes at all where there is nothing to say."""

    def __init__(self, workdir: Path, notebook: Names, texts: Names) -> None:
        self.file: IO[bytes] = TemporaryFile(dir=workdir)  # noqa: SIM115  # closed by `close`
        self._notebook = notebook
        self._texts = texts
        self._rows: list[bytes] = []
        self._telling = False

    def add(self, row: Packed) -> None:
        company = row.company and self._texts.place(self._notebook.name(row.company))
        if company or row.reports != 1 or row.disputes or row.first_day:
            self._telling = True
        self._rows.append(COLD.pack(company, row.reports, row.disputes, row.first_day))

    def write_out(self) -> None:
        self.file.write(b"".join(self._rows))
        self._rows.clear()

    def finish(self) -> None:
        self.write_out()
        if not self._telling:
            self.file.truncate(0)

    def close(self) -> None:
        self.file.close()


class Numbers:
    """The single numbers, and the radix table that leads to them."""

    def __init__(self, workdir: Path, notebook: Names, texts: Names, day: int) -> None:
        self.records = Column(workdir, "Q")
        self.hot = Column(workdir, "I")
        self.cold = ColdColumn(workdir, notebook, texts)
        self.radix = Column(workdir, "I")
        self.sums: IO[bytes] = TemporaryFile(dir=workdir)  # noqa: SIM115  # closed by `close`
        self.normal: IO[bytes] = TemporaryFile(dir=workdir)  # noqa: SIM115  # closed by `close`
        self.learner = Learner(workdir, day)
        self.count = 0
        self.first = 0
        self.shift = 0
        self.cells = 1
        self.countries = 0
        self.content = blake2b(digest_size=16)
        """Of keys and reporters."""
        self._last = 0

    def fill(self, rows: Iterable[Packed], sightings: Sightings | None) -> None:
        records, hot = self.records.rows, self.hot.rows
        for row in rows:
            last_day, bits = row.last_day, row.category << 6 | row.seen
            if not last_day and sightings:
                last_day, bits = sightings.since(row.low, row.reporters), bits | SEEN
            if row.disputes:
                bits |= DISPUTED
            records.append(row.low << LOW_BITS | bits)
            hot.append(row.reporters | last_day << 16)
            self.cold.add(row)
            if len(records) == BATCH:
                self._write_out()
        self._write_out()
        self.cold.finish()
        self._divide()
        self._keep_learned()

    def _write_out(self) -> None:
        rows = self.records.rows
        if rows:
            self.first = self.first if self.count else rows[0] >> LOW_BITS
            self._last = rows[-1] >> LOW_BITS
            self.count += len(rows)
            self.content.update(_masked(rows, _KEYS))
            self.content.update(_masked(self.hot.rows, _REPORTERS))
            self.learner.learn(rows, self.hot.rows)
            self.learner.write_out()
        for column in (self.records, self.hot, self.cold):
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

    def fill(self, rows: Iterable[Packed], sightings: Sightings | None) -> None:
        for segment in cut(self._kept(rows, sightings)):
            self.starts.rows.append(segment.kind << CLASS_SHIFT | segment.start)
            self.owners.rows.append(segment.owner)
            self.segments += 1
            if len(self.owners.rows) == BATCH:
                self._write_out()
        self._write_out()
        self.cold.finish()

    def _kept(
        self, rows: Iterable[Packed], sightings: Sightings | None
    ) -> Iterator[tuple[int, int]]:
        for row in rows:
            self.spans.rows.extend((row.low, row.high))
            last_day, bits = row.last_day, row.category << 6 | row.seen
            if not last_day and sightings:
                last_day, bits = (
                    sightings.since(wide_place(row.low, row.high), row.reporters),
                    bits | SEEN,
                )
            if row.disputes:
                bits |= DISPUTED
            self.hot.rows.extend((bits, row.reporters | last_day << 16))
            self.cold.add(row)
            self.content.update(b"%d-%d:%d;" % (row.low, row.high, row.reporters))
            self.count += 1
            self.kinds |= 1 << kind_of(row.low)
            yield row.low, row.high

    def _write_out(self) -> None:
        for column in (self.starts, self.owners, self.spans, self.hot, self.cold):
            column.write_out()

    def parts(self) -> list[IO[bytes]]:
        columns = (self.starts, self.owners, self.spans, self.hot, self.cold)
        return [column.file for column in columns]

    def close(self) -> None:
        for column in (self.starts, self.owners, self.spans, self.hot, self.cold):
            column.close()

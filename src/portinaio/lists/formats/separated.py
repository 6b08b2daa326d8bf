"""Separated values in general: with a header in any of a dozen languages or none, by comma, semicolon, bar or tab.

What `portinaio export csv` writes is the same with every column.
"""

from __future__ import annotations

import re
from functools import partial
from itertools import compress, count, repeat
from operator import itemgetter
from typing import IO, TYPE_CHECKING, Any

from portinaio.core.evidence import Evidence
from portinaio.core.message import Message, msg
from portinaio.core.tables.formula import unguarded
from portinaio.errors import UntrustedListError
from portinaio.lists.intake import columns
from portinaio.lists.intake.allowed import says
from portinaio.lists.intake.cell_cache import CellCache
from portinaio.lists.intake.cells.days import Days, unread_days
from portinaio.lists.intake.cells.kinds import kind_of
from portinaio.lists.intake.columns import FURTHER, number_like
from portinaio.lists.intake.format import Format, every
from portinaio.lists.intake.holds import MARKED, Holds, held_under
from portinaio.lists.intake.json_items import json_beginning
from portinaio.lists.intake.number_columns import unread_column
from portinaio.lists.intake.row import count_of, iso, listed, pattern_of, rejected, row_text
from portinaio.lists.intake.several import several
from portinaio.lists.intake.table_shape import Shape, first_numbers, shape_of
from portinaio.lists.intake.text import HEAD_BYTES, head_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from io import BufferedReader

    from portinaio.core.evidence import Rejected
    from portinaio.lists.intake.format import Context, Row, Rows


_WRITTEN = (
    "number",
    "reporters",
    "reports",
    "disputes",
    "first",
    "last",
    "category",
    "company",
    "note",
)
_CONTACT = ("name", "number")
_CALLER = ("caller", "times", "first_call", "last_call", "name")
_DISPOSITIONS = {"answered", "no answer", "busy", "failed"}  # of a call, in the records of Asterisk
_CLOCK = re.compile(r"(?<!\d)\d{1,2}:\d\d(?!\d)")
_DIRECTIONS = {
    *(
        "incoming",
        "outgoing",
        "missed",
        "in entrata",
        "in uscita",
        "ricevuta",
        "effettuata",
        "persa",
    ),
    *("eingehend", "ausgehend", "verpasst", "entrant", "sortant", "manqué", "entrante", "saliente"),
}
"""Of a call, in the tables of telephones and providers."""
_SHOWN = 1_000  # rows, to see how a file writes its days
_BATCH = 500  # below the interpreter's threshold for collecting garbage
NO_NUMBER = msg("no telephone number stands in this row")


def sniff(head: bytes, name: str) -> int:
    shape = shape_of(head)
    if shape is None:
        return 0
    sure = 55 if shape.titled else 40
    return sure + 5 * name.lower().endswith((".csv", ".tsv"))


def holds(data: bytes) -> Holds:
    head = data[:HEAD_BYTES]
    rows, shape = columns.first_rows(head), shape_of(head)
    held = held_under(columns.header_of(head))
    texts = [cell for row in rows for cell in row if any(map(str.isalpha, cell))]
    said = {text.strip().lower() for text in texts}
    if shape and shape.titled:
        if len(rows) < 2:  # where nobody stands, nobody is asked about
            return Holds.BLOCKED
        return Holds.CALLERS if held is Holds.UNSURE and said & _DIRECTIONS else held
    if held in {Holds.CALLERS, Holds.CONTACTS}:
        return held
    if said & _DISPOSITIONS:
        return Holds.CALLERS
    at_a_time = any(_CLOCK.search(cell) for row in rows for cell in row)
    marked = all(map(MARKED.search, texts)) and (texts or not at_a_time)
    return Holds.BLOCKED if marked else Holds.UNSURE


def read(source: BufferedReader, context: Context) -> Iterator[Rows]:
    if json_beginning(head_of(source)):
        raise UntrustedListError(msg("this is JSON, and no table"))
    shape = shape_of(head_of(source), context.numbering.plan) or Shape(
        ",", header=False, places={"number": 0}
    )
    if context.first_only:
        shape = first_numbers(shape)
    if shape.all_numbers:
        for line, row in columns.rows_of(source, shape.separator):
            for text in filter(None, map(str.strip, row)):
                yield listed(line, text, context.numbering.stored(text))
        return
    names = columns.header_of(head_of(source)) if shape.header else ()
    if context.complaints is None and not columns.OF_COMPLAINTS.isdisjoint(names):
        context.complaints = True
    _tell_of(shape, context)
    days = _days(head_of(source), shape, context)
    table = _Table(shape, context, days)
    batches = columns.batches_of(source, shape.separator, _BATCH, header=shape.header)
    for last_line, batch in batches:
        yield from table.rows(last_line, batch)
    for remark in days.remarks:
        context.remark(remark)


def _tell_of(shape: Shape, context: Context) -> None:
    context.columns = shape.columns
    for place, title, reason in shape.columns.left:
        context.remark(unread_column(title or str(place), reason))
    for title in shape.unread:
        context.remark(unread_days(title))


def _days(head: bytes, shape: Shape, context: Context) -> Days:
    places = [shape.places[meaning] for meaning in ("first", "last") if meaning in shape.places]
    rows = columns.first_rows(head, _SHOWN) if places else []
    sample = (row[place] for row in rows for place in places if place < len(row))
    return Days(context.numbering.plan.country, sample)


class _Table:
    """Reads rows by the thousand, column by column: one row at a time takes five times as long."""

    def __init__(self, shape: Shape, context: Context, days: Days) -> None:
        self._shape = shape
        self._context = context
        self._numbering = context.numbering
        self._marks = [(place, CellCache(partial(says, name))) for place, name in shape.marks]
        self._earlier = [
            (place, itemgetter(*shape.numbers[:n], shape.numbers[n - 1])) if n else (place, _none)
            for n, place in enumerate(shape.numbers)
        ]
        self._width = max(*shape.places.values(), *shape.numbers) + 1
        self._cells: dict[str, CellCache[Any]] = {
            meaning: CellCache(days.ordinal if read is None else read)
            for meaning, read in _READ.items()
            if meaning in shape.places
        }

    def rows(self, last_line: int, batch: list[list[str]]) -> Iterator[Rows]:
        width, place = self._width, self._shape.places["number"]
        if self._marks:
            for line, text, refusal in self._left_out(last_line, batch):
                yield rejected(line, text, refusal)
        yield from self._further(last_line, batch)
        if self._shape.end is not None:
            yield from self._ranges(last_line, batch, self._shape.end)
            return
        if min(map(len, batch)) < width:
            batch = [r if len(r) >= width else [*r, *[""] * (width - len(r))] for r in batch]
        first_line = last_line - len(batch) + 1
        if len(self._shape.numbers) == 1:
            yield from self._of_column(place, zip(count(first_line), batch, strict=False), batch)
        else:
            yield from self._of_columns(first_line, batch)

    def _of_column(
        self, place: int, lined: Iterable[tuple[int, list[str]]], batch: list[list[str]]
    ) -> Iterator[Rows]:
        keys = self._numbering.keys_of([row[place] for row in batch])
        taken = batch if None not in keys else [r for r, k in zip(batch, keys, strict=True) if k]
        if taken:
            yield self._evidence([k for k in keys if k], taken)
        if len(taken) == len(batch):
            return
        alone = len(self._shape.numbers) == 1
        for (line, row), key in zip(lined, keys, strict=False):
            if key is None and (any(row) if alone else row[place].strip()):
                yield from self._one(line, row, place)

    def _of_columns(self, first_line: int, batch: list[list[str]]) -> Iterator[Rows]:
        """Each row may have a number in several columns; the same one twice in a row is one."""
        places = self._shape.numbers
        for place, earlier in self._earlier:
            wanted = [row[place] and row[place] not in earlier(row) for row in batch]
            lined = zip(count(first_line), batch, strict=False)
            yield from self._of_column(
                place, compress(lined, wanted), list(compress(batch, wanted))
            )
        empty = (not any(row[place].strip() for place in places) for row in batch)
        for line, row in compress(zip(count(first_line), batch, strict=False), empty):
            if any(row):
                yield from self._one(line, row, places[0])

    def _left_out(
        self, last_line: int, batch: list[list[str]]
    ) -> Iterator[tuple[int, str, Message]]:
        """The rows that say the opposite of what is wanted; they are empty in `batch` afterwards."""
        unwanted = not self._context.allowing
        for place, said in self._marks:
            if unwanted not in [said[row[place]] for row in batch if place < len(row)]:
                continue
            for at, row in enumerate(batch):
                allows = said[row[place]] if place < len(row) else None
                if refusal := self._context.refusal(allows=allows):
                    texts = (row[p] for p in self._shape.numbers if p < len(row))
                    text = next(filter(None, texts), "")
                    batch[at] = []
                    yield last_line - len(batch) + 1 + at, text, refusal

    def _further(self, last_line: int, batch: list[list[str]]) -> Iterator[Row]:
        for place in self._shape.others:
            for line, row in enumerate(batch, last_line - len(batch) + 1):
                if place < len(row) and number_like(row[place]):
                    yield rejected(line, row[place], FURTHER)
        wide = self._shape.width
        if max(map(len, batch)) <= wide:
            return
        for line, row in enumerate(batch, last_line - len(batch) + 1):
            for cell in filter(number_like, row[wide:]):
                yield rejected(line, cell, FURTHER)

    def _ranges(self, last_line: int, batch: list[list[str]], end: int) -> Iterator[Row]:
        first_line, wide = last_line - len(batch) + 1, max(self._width, end + 1)
        for line, given in enumerate(batch, first_line):
            if not any(given):
                continue
            row = [*given, *[""] * (wide - len(given))]
            first = unguarded(row[self._shape.places["number"]].strip())
            last = unguarded(row[end].strip())
            if not first or last in {"", first}:
                yield from self._one(line, row, self._shape.numbers[0])
                continue
            meant = self._numbering.stretch(first, last)
            if isinstance(meant, Message):
                yield rejected(line, f"{first}..{last}", meant)
            else:
                yield self._evidence([meant[0]], [row])[0]._replace(high=meant[1])

    def _one(self, line: int, row: list[str], place: int) -> Iterator[Row]:
        text = unguarded(row[place].strip())
        if not text:
            yield rejected(line, self._shape.separator.join(row), NO_NUMBER)
            return
        meant = self._numbering.stored(text)
        if not isinstance(meant, Message):
            low, high = meant
            yield self._evidence([low], [row])[0]._replace(high=high)
        elif keys := several(text, self._numbering):
            yield from self._evidence(keys, [row] * len(keys))
        else:
            yield rejected(line, text, meant)

    def _evidence(self, keys: list[int], rows: list[list[str]]) -> list[Evidence]:
        reports, reporters = self._column("reports", rows), self._column("reporters", rows)
        if reports and reporters:
            reporters = [b if a is None else a for a, b in zip(reporters, reports, strict=True)]
        made = zip(
            keys,
            keys,
            reporters or reports or repeat(None),
            [1 if n is None else n for n in reports] if reports else repeat(1),
            [n or 0 for n in self._column("disputes", rows)] or repeat(0),
            self._column("first", rows) or repeat(0),
            self._column("last", rows) or repeat(0),
            self._column("category", rows) or repeat(""),
            self._column("company", rows) or repeat(""),
            self._column("note", rows) or repeat(""),
            repeat(False),
            strict=False,
        )
        return list(map(Evidence._make, made))

    def _column(self, meaning: str, rows: list[list[str]]) -> list[Any]:
        """Empty where the file has no such column."""
        cells = self._cells.get(meaning)
        if cells is None:
            return []
        place = self._shape.places[meaning]
        return [cells[row[place]] for row in rows]


def _none(_row: list[str]) -> tuple[str, ...]:
    return ()


def _words(text: str) -> str:
    return row_text(unguarded(text))


_READ: dict[str, Callable[[str], object] | None] = {
    "reporters": count_of,
    "reports": count_of,
    "disputes": count_of,
    "first": None,
    "last": None,
    "category": kind_of,
    "company": _words,
    "note": _words,
}
"""By the meaning of a column; `None` for days, which each file writes its own way."""


def write(rows: Iterable[Evidence], out: IO[bytes]) -> Iterator[Rejected]:
    with columns.table(out, _WRITTEN) as writer:
        for row in rows:
            counts = ("", "") if row.reporters is None else (row.reporters, row.reports)
            days = iso(row.first_day), iso(row.last_day)
            words = row.category, row_text(row.company), row_text(row.note)
            writer.writerow((pattern_of(row), *counts, row.disputes, *days, *words))
    yield from ()


def write_contacts(rows: Iterable[Evidence], out: IO[bytes]) -> Iterator[Rejected]:
    with columns.table(out, _CONTACT) as writer:
        for row in rows:
            writer.writerow((row_text(row.company), pattern_of(row)))
    yield from ()


def write_callers(rows: Iterable[Evidence], out: IO[bytes]) -> Iterator[Rejected]:
    with columns.table(out, _CALLER) as writer:
        for row in rows:
            days = iso(row.first_day), iso(row.last_day)
            writer.writerow((pattern_of(row), row.reports, *days, row_text(row.company)))
    yield from ()


FORMAT = Format(
    "csv",
    msg("separated values, with or without a header"),
    sniff,
    read,
    write=write,
    write_contacts=write_contacts,
    write_callers=write_callers,
    holds=holds,
    says=every,
)

"""Separated values in general: with a header in any of a dozen languages or none, by comma, semicolon, bar or tab.

What `portinaio export csv` writes is the same with every column.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import IO, TYPE_CHECKING

from portinaio.core.evidence import Rejected
from portinaio.core.message import msg
from portinaio.errors import UntrustedListError
from portinaio.lists.intake import columns
from portinaio.lists.intake.cells.block import Block, blocks_of
from portinaio.lists.intake.cells.days import Days, unread_days
from portinaio.lists.intake.cells.remarks import holds_a_number, told_above, told_remark
from portinaio.lists.intake.cells.tables import Part, parts_of
from portinaio.lists.intake.format import Format, every
from portinaio.lists.intake.holds import MARKED, Holds, held_under
from portinaio.lists.intake.json_items import json_beginning
from portinaio.lists.intake.number_columns import Columns, unread_column, within_texts
from portinaio.lists.intake.row import iso, listed, pattern_of, row_text
from portinaio.lists.intake.table_rows import TableRows
from portinaio.lists.intake.table_shape import (
    FIRST_ROWS,
    Shape,
    first_numbers,
    shape_of,
    wanted_shape,
)
from portinaio.lists.intake.text import HEAD_BYTES, head_of, opened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from io import BufferedReader

    from portinaio.core.evidence import Evidence
    from portinaio.lists.intake.format import Context, Rows

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


def sniff(head: bytes, name: str) -> int:
    shape = shape_of(head)
    if shape is None:
        return 35 if parts_of(opened(BytesIO(head))) else 0
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
    parts = () if context.wanted_columns else parts_of(source)
    yield from _each(parts, context) if parts else _table(source, context)


def _each(parts: Sequence[Part], context: Context) -> Iterator[Rows]:
    """One table after the other; of what stands above the first and is none, the lines with numbers are told."""
    found = Columns()
    for part in parts:
        source = opened(BytesIO(part.text.encode()))
        for row in _heading(part) if part.is_heading else _table(source, context):
            yield row._replace(line=row.line + part.before) if isinstance(row, Rejected) else row
        if not part.is_heading:
            of_part = context.columns
            found = Columns((*found.read, *of_part.read), (*found.left, *of_part.left))
    context.columns = found


def _heading(part: Part) -> Iterator[Rejected]:
    for line, text in enumerate(part.text.splitlines(), 1):
        yield from told_remark(line, text)


def _table(source: BufferedReader, context: Context) -> Iterator[Rows]:
    if context.wanted_columns:
        shape = wanted_shape(head_of(source), context.wanted_columns)
    else:
        found = shape_of(head_of(source), context.numbering.plan)
        shape = found or Shape(",", header=False, places={"number": 0})
    if context.first_only:
        shape = first_numbers(shape)
    if shape.all_numbers:
        yield from told_above(source, header=False)
        for line, row in columns.rows_of(source, shape.separator):
            for text in filter(None, map(str.strip, row)):
                yield listed(line, text, context.numbering.stored(text))
        return
    names = columns.header_of(head_of(source)) if shape.header else ()
    if context.complaints is None and not columns.OF_COMPLAINTS.isdisjoint(names):
        context.complaints = True
    _tell_of(shape, context)
    _tell_of_texts(head_of(source), shape, context)
    yield from told_above(source, header=shape.header)
    days = _days(head_of(source), shape, context)
    table = TableRows(shape, context, days)
    for stretch in blocks_of(source, shape.separator, header=shape.header):
        yield from table.block(stretch) if isinstance(stretch, Block) else table.rows(*stretch)
    for remark in days.remarks:
        context.remark(remark)


def _tell_of(shape: Shape, context: Context) -> None:
    context.columns = shape.columns
    if shape.code:
        context.remark(shape.code.remark)
    for place, title, reason in shape.columns.left:
        context.remark(unread_column(title or str(place), reason))
    for title in shape.unread:
        context.remark(unread_days(title))


def _tell_of_texts(head: bytes, shape: Shape, context: Context) -> None:
    """Of names and remarks, which are kept as they stand and may have a number in them."""
    rows = columns.first_rows(head, FIRST_ROWS)
    titles = rows[0] if shape.header and rows else []
    for place in (shape.places[each] for each in ("company", "note") if each in shape.places):
        cells = (row[place] for row in rows[shape.header :] if place < len(row))
        texts = (text for text in cells if any(map(str.isalpha, text)) and holds_a_number(text))
        if text := next(texts, ""):
            title = titles[place] if place < len(titles) else str(place + 1)
            context.remark(within_texts(title, text))


def _days(head: bytes, shape: Shape, context: Context) -> Days:
    places = [shape.places[meaning] for meaning in ("first", "last") if meaning in shape.places]
    rows = columns.first_rows(head, _SHOWN) if places else []
    sample = (row[place] for row in rows for place in places if place < len(row))
    return Days(context.numbering.plan.country, sample)


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

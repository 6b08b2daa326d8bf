"""The blacklist that FreePBX exports: `number,description`, single numbers only."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.lists.intake import columns
from portinaio.lists.intake.cells.records import Titles, read_records
from portinaio.lists.intake.format import Format
from portinaio.lists.intake.row import (
    NO_PATTERNS,
    digits_of,
    listed,
    pattern_of,
    rejected,
    row_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from io import BufferedReader

    from portinaio.core.evidence import Evidence, Rejected
    from portinaio.lists.intake.format import Context, Row, Rows


_COLUMNS = ["number", "description"]


def sniff(head: bytes, _name: str) -> int:
    return 90 if columns.header_of(head) == _COLUMNS else 0


def read(source: BufferedReader, context: Context) -> Iterator[Rows]:
    def row(line: int, record: dict[str, str]) -> Row:
        text = record.get("number", "")
        company = row_text(record.get("description", ""))
        return listed(line, text, context.numbering.exact(text), company=company)

    return read_records(source, context, row, Titles("number", "description"))


def write(rows: Iterable[Evidence], out: IO[bytes]) -> Iterator[Rejected]:
    with columns.table(out, _COLUMNS) as writer:
        for ordinal, row in enumerate(rows, 1):
            if row.low == row.high:
                writer.writerow(("+" + digits_of(row.low), row_text(row.words)))
            else:
                yield rejected(ordinal, pattern_of(row), NO_PATTERNS)


FORMAT = Format(
    "freepbx",
    msg("FreePBX blacklist"),
    sniff,
    read,
    write=write,
)

"""What callattendant keeps of numbers: its CSV `PhoneNo,Name,Reason`, its number patterns in YAML, its database, and a
dump of that in SQL.

Callers that it lets in are taken over only where the user asks for those to be allowed. Of its YAML, the simple form that the program
ships is read: a name, and below it, further in, `expression: reason`.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import IO, TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.lists.intake import columns
from portinaio.lists.intake.cells.days import day_of
from portinaio.lists.intake.cells.remarks import told_above, told_remark
from portinaio.lists.intake.expression import meant_by
from portinaio.lists.intake.format import Format
from portinaio.lists.intake.row import (
    NO_PATTERNS,
    digits_of,
    listed,
    pattern_of,
    rejected,
    row_text,
)
from portinaio.lists.intake.sqlite import is_database, rows_of
from portinaio.lists.intake.text import decoded, head_of, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from io import BufferedReader

    from portinaio.core.evidence import Evidence, Rejected
    from portinaio.lists.intake.format import Context, Row


_COLUMNS = ["PhoneNo", "Name", "Reason"]
_TABLE = (*_COLUMNS, "SystemDateTime")
_SECTION = re.compile(r"(block|permit)(names|numbers)\s*:")
_LONGEST = 4096  # characters; a statement or pattern is a tenth of it
_INSERT = re.compile(r"\s*INSERT\s+INTO\s+[`\"]?(Blacklist|Whitelist)[`\"]?\s", re.IGNORECASE)
_BLOCKED = re.compile(rb"CREATE TABLE[^(]{0,40}Blacklist", re.IGNORECASE)
_VALUE = re.compile(r"'((?:[^']|'')*)'|(NULL)", re.IGNORECASE)
_NAME = msg(
    "this is about the names of callers, which no list has; portinaio block --name blocks a name"
)


def sniff(head: bytes, _name: str) -> int:
    if is_database(head):
        return 70
    text = decoded(head)
    if _SECTION.search(text) or re.search(r"INTO [`\"]?(?:Blacklist|CallLog|Whitelist)\b", text):
        return 90
    return 90 if "phoneno" in columns.header_of(head) else 0


def read(source: BufferedReader, context: Context) -> Iterator[Row]:
    head = head_of(source)
    if is_database(head):
        return _database(source, context)
    if _SECTION.search(decoded(head)):
        return _patterns(source, context)
    if "phoneno" in columns.header_of(head):
        return _table(source, context)
    return _statements(source, context)


def _table(source: BufferedReader, context: Context) -> Iterator[Row]:
    yield from told_above(source)
    for line, record in columns.records_of(source):
        text = record.get("phoneno", "")
        company = row_text(record.get("name", "") or record.get("reason", ""))
        yield listed(line, text, context.numbering.exact(text), company=company)


def _database(source: BufferedReader, context: Context) -> Iterator[Row]:
    table = "Whitelist" if context.allowing else "Blacklist"
    for ordinal, cells in rows_of(source, table, _TABLE):
        yield _row(ordinal, cells, context)


def _statements(source: BufferedReader, context: Context) -> Iterator[Row]:
    for line, whole in enumerate(lines_of(source), 1):
        table = _INSERT.match(whole[:_LONGEST])
        if table is None:
            continue
        values = _VALUE.finditer(whole[:_LONGEST], table.end())
        cells = [found[1] or "" for found in islice(values, 4)]
        whole_row = (*(cell.replace("''", "'") for cell in cells), "", "", "", "")[:4]
        if refusal := context.refusal(allows=table[1].lower() == "whitelist"):
            yield rejected(line, whole_row[0], refusal)
        else:
            yield _row(line, whole_row, context)


def _row(line: int, cells: tuple[str, ...], context: Context) -> Row:
    number, name, reason, stamp = cells
    meant = context.numbering.exact(number)
    company = row_text(name or reason)
    return listed(line, number, meant, first_day=day_of(stamp), company=company)


def _patterns(source: BufferedReader, context: Context) -> Iterator[Row]:
    allows = names = False
    for line, whole in enumerate(lines_of(source), 1):
        if section := _SECTION.match(whole):
            allows, names = section[1] == "permit", section[2] == "names"
            continue
        pattern, colon, reason = whole[:_LONGEST].strip().partition(":")
        text = pattern.strip().strip("\"'")
        if not colon or not text or not whole[:1].isspace() or text[0] == "#":
            yield from told_remark(line, whole)
            continue
        if refusal := context.refusal(allows=allows):
            yield rejected(line, text, refusal)
        elif names:
            yield rejected(line, text, _NAME)
        else:
            company = row_text(reason.strip("\"' \n"))
            yield listed(line, text, meant_by(text, context.numbering), company=company)


def write(rows: Iterable[Evidence], out: IO[bytes]) -> Iterator[Rejected]:
    with columns.table(out, _COLUMNS) as writer:
        for ordinal, row in enumerate(rows, 1):
            if row.low == row.high:
                reason = row.category or "portinaio"
                writer.writerow(("+" + digits_of(row.low), row_text(row.words), reason))
            else:
                yield rejected(ordinal, pattern_of(row), NO_PATTERNS)


def beside_log(data: bytes) -> bool:
    """The database has both, each in its table."""
    if is_database(data):
        return _BLOCKED.search(data[: 1 << 20]) is not None
    return b"INSERT INTO `Blacklist`" in data or b'INSERT INTO "Blacklist"' in data


FORMAT = Format(
    "callattendant",
    msg("callattendant"),
    sniff,
    read,
    write=write,
    beside_log=beside_log,
)

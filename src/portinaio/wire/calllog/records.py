"""The rows of a table with the names of their columns, from text with titles, or from what a database has written down of it.

calldate,src,dst,…
INSERT INTO "cdr" VALUES ('2026-11-24 14:02:00','0200001234',…), (…);
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portinaio.wire.calllog import table

if TYPE_CHECKING:
    from collections.abc import Iterator

    Record = dict[str, str]
    """Cells by the name of their column, in lower case."""

_NAME = r"[`\"\[]?(?P<table>\w+)[`\"\]]?"
_CREATE = r"CREATE TABLE\s+(?:IF NOT EXISTS\s+)?[`\"\[]?{}[`\"\]]?\s*\("
HEAD = 1 << 16  # characters
LONGEST_CREATE = 20_000  # characters
_INSERT = re.compile(
    rf"INSERT INTO\s+{_NAME}\s*(?:\((?P<columns>[^)]{{0,4000}})\)\s*)?VALUES\s*", re.IGNORECASE
)
_COLUMN = re.compile(r"[`\"\[]?(\w+)")
_NO_COLUMN = {"PRIMARY", "KEY", "UNIQUE", "CONSTRAINT", "FOREIGN", "INDEX", "CHECK"}
_PLAIN = r"'(?:[^']|''){0,10000}'"
_ESCAPED = r"'(?:[^'\\]|''|\\.){0,10000}'"  # as MySQL writes a text
_REST = r"|NULL|[-+.\w]+"
_ESCAPE = re.compile(r"''|\\(.)", re.DOTALL)


def titles(text: str, name: str) -> list[str]:
    """Of the columns of the table `name`, in lower case; empty where there is none."""
    if _is_dump(text):
        return _created(text, name) or next((list(record) for _, record in _dumped(text, name)), [])
    return [title.casefold() for title in table.first_row(text)]


def records(text: str, file: str, name: str) -> Iterator[tuple[int, Record]]:
    """Each with its line."""
    if _is_dump(text):
        yield from _dumped(text, name)
        return
    rows = table.rows(text, file)
    columns = [title.casefold() for title in next(rows, (0, []))[1]]
    for line, row in rows:
        yield line, dict(zip(columns, row, strict=False))


def _is_dump(text: str) -> bool:
    return bool(
        _INSERT.search(text, 0, HEAD)
        or re.search(_CREATE.format(r"\w+"), text[:HEAD], re.IGNORECASE)
    )


def _created(text: str, name: str) -> list[str]:
    found = re.search(_CREATE.format(name), text, re.IGNORECASE)
    if not found:
        return []
    body = text[found.end() : found.end() + LONGEST_CREATE].partition(";")[0]
    pieces = re.sub(r"\([^()]*\)", "", body).split(",")
    named = (_COLUMN.match(piece.strip()) for piece in pieces)
    first = [one[1] for one in named if one]
    return [column.casefold() for column in first if column.upper() not in _NO_COLUMN]


def _dumped(text: str, name: str) -> Iterator[tuple[int, Record]]:
    escaped = "ENGINE=" in text or text.startswith(("-- MySQL", "-- MariaDB", "/*M!", "/*!"))
    value = re.compile(rf"\s*({_ESCAPED if escaped else _PLAIN}{_REST})\s*([,)])")
    between = re.compile(r"\s*,?\s*\(")
    created = _created(text, name)
    line, counted = 1, 0
    for found in _INSERT.finditer(text):
        if found["table"].casefold() != name:
            continue
        columns = created
        if found["columns"]:
            columns = [each.casefold() for each in re.findall(r"\w+", found["columns"])]
        at = found.end()
        while opened := between.match(text, at):
            line, counted = line + text.count("\n", counted, at), at
            cells, at = _cells(text, opened.end(), value, escaped=escaped)
            yield line, dict(zip(columns, cells, strict=False))


def _cells(text: str, at: int, value: re.Pattern[str], *, escaped: bool) -> tuple[list[str], int]:
    cells: list[str] = []
    while found := value.match(text, at):
        at = found.end()
        cells.append(_unquoted(found[1], escaped=escaped))
        if found[2] == ")":
            break
    return cells, at


def _unquoted(text: str, *, escaped: bool) -> str:
    if text[0] != "'":
        return "" if text.upper() == "NULL" else text
    if escaped:
        return _ESCAPE.sub(lambda found: found[1] or "'", text[1:-1])
    return text[1:-1].replace("''", "'")

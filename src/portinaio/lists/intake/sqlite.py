"""Rows of a table in an SQLite database that somebody else wrote.

The file is untrusted: it is read from memory, by one SELECT, with everything forbidden that such a file could bring with
it (views, triggers, functions, other files), and with an end to the work that it can cause. See
https://www.sqlite.org/security.html.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import IO, TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.errors import UntrustedListError

if TYPE_CHECKING:
    from collections.abc import Iterator

MAGIC = b"SQLite format 3\0"
LARGEST_MIB = 256  # three million numbers of callattendant
LONGEST_CELL = 64 * 1024  # bytes
SHORTEST_ROW = 8  # bytes; a number alone has more
_STEP = 10_000  # instructions of its virtual machine
_MOST_STEPS = 100_000
_PLAIN = re.compile(r"\w{1,60}", re.ASCII)
_ALLOWED = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ})


def is_database(head: bytes) -> bool:
    return head.startswith(MAGIC)


def rows_of(
    source: IO[bytes], table: str, columns: tuple[str, ...]
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Row number and cells as text, an absent one empty. `UntrustedListError` for what is damaged or has no such table."""
    content = source.read((LARGEST_MIB << 20) + 1)
    if len(content) > LARGEST_MIB << 20:
        raise UntrustedListError(msg("the database is larger than %(n)d MiB", n=LARGEST_MIB))
    if _cut(content):
        raise UntrustedListError(msg("the database ends before its end"))
    with closing(sqlite3.connect(":memory:")) as database:
        try:
            yield from _rows(database, content, table, columns)
        except (
            sqlite3.Error,
            UnicodeError,
            MemoryError,
        ) as error:  # a name in it need not be UTF-8
            raise _unreadable(error) from error


def tables_of(content: bytes) -> dict[str, list[str]]:
    """The columns of each table, as far as both have plain names."""
    if len(content) > LARGEST_MIB << 20 or _cut(content):
        raise UntrustedListError(msg("the database ends before its end"))
    with closing(sqlite3.connect(":memory:")) as database:
        try:
            _open(database, content)
            asked = "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 LIMIT 500"
            names = [name for (name,) in database.execute(asked) if _PLAIN.fullmatch(name)]
            return {
                name: [
                    column
                    for _, column, *_ in database.execute(f"PRAGMA table_info([{name}])")
                    if _PLAIN.fullmatch(column)
                ]
                for name in names
            }
        except (sqlite3.Error, UnicodeError, MemoryError) as error:
            raise _unreadable(error) from error


def _unreadable(error: Exception) -> UntrustedListError:
    return UntrustedListError(
        msg("the database cannot be read: %(reason)s", reason=str(error)[:200])
    )


def _cut(content: bytes) -> bool:
    """Whether pages are missing, by the header: https://www.sqlite.org/fileformat.html 1.3."""
    page = int.from_bytes(content[16:18], "big")
    pages, counted_at = content[28:32], content[92:96]
    known = counted_at == content[24:28]  # else written by a program that did not count them
    return known and len(content) < (65_536 if page == 1 else page) * int.from_bytes(pages, "big")


def _rows(
    database: sqlite3.Connection, content: bytes, table: str, columns: tuple[str, ...]
) -> Iterator[tuple[int, tuple[str, ...]]]:
    _open(database, content)
    real = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 AND name = ?"
    if database.execute(real, (table,)).fetchone() is None:
        raise UntrustedListError(msg("the database has no table %(table)s", table=table))
    database.set_authorizer(_authorised)
    steps = iter(range(_MOST_STEPS))
    database.set_progress_handler(lambda: next(steps, None) is None, _STEP)
    # In brackets a word of SQL is a name as well, and what is no name stays an error.
    wanted = ", ".join(f"[{column}]" for column in columns)
    found = database.execute(f"SELECT {wanted} FROM [{table}]")  # noqa: S608  # names of ours, or plain ones
    for ordinal, row in enumerate(found, 1):
        if ordinal * SHORTEST_ROW > len(content):  # its pages lead in circles
            raise UntrustedListError(msg("the database has more rows than room for them"))
        yield ordinal, tuple("" if cell is None else str(cell) for cell in row)


def _open(database: sqlite3.Connection, content: bytes) -> None:
    database.deserialize(content)
    database.text_factory = lambda cell: cell.decode(errors="replace")
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_CELL)
    database.execute("PRAGMA trusted_schema = off")
    database.execute("PRAGMA cell_size_check = on")


def _authorised(action: int, *_about: str | None) -> int:
    return sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY

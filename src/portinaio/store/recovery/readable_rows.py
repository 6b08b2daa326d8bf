"""The rows of a damaged table, past what is destroyed."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from portinaio.store.connection import primary_code

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portinaio.store.rows import Row

UNREADABLE = (sqlite3.Error, UnicodeDecodeError, MemoryError, OverflowError)
"""What SQLite and Python say of bytes that make no sense; also a message of SQLite quotes them."""
HARDWARE = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_IOERR,
}
"""What says nothing of the bytes: with more room, it may go well."""
LARGEST = 2**63 - 1


@contextmanager
def readable() -> Iterator[None]:
    """What makes no sense ends here; `sqlite3.Error` where the disk is to blame."""
    try:
        yield
    except UNREADABLE as error:
        if isinstance(error, sqlite3.Error) and primary_code(error) in HARDWARE:
            raise


class ReadableRows:
    """The rows of one table, in whatever order they can be reached."""

    def __init__(self, old: sqlite3.Connection, table: str, columns: str) -> None:
        self._old = old
        self._table = table
        self._columns = columns
        self.rows = 0
        self.failed = False
        """Something could not be read."""

    def counted(self) -> int | None:
        """How many there were: an index may still know."""
        try:
            return int(self._old.execute(f"SELECT count(*) FROM {self._table}").fetchone()[0])  # noqa: S608  # as above
        except UNREADABLE:
            return None

    def by_rowid(self) -> Iterator[Row]:
        """Upwards; where it does not go on, from the next place that can be read, and from there back down."""
        seen = beyond = -1
        while True:
            for row_id, *row in self._run("rowid > ? ORDER BY rowid", seen):
                if row_id <= seen:
                    break  # a page that leads back to where we have been
                seen = row_id
                yield tuple(row)
            else:
                if self._whole:
                    return
            self.failed = True
            seen = max(seen, beyond)  # a row may be there without its content
            following = self._following(seen)
            if following is None:
                return
            down = beyond = following
            for row_id, *row in self._run(
                "rowid > ? AND rowid < ? ORDER BY rowid DESC", seen, beyond
            ):
                if row_id >= down:
                    break
                down = row_id
                yield tuple(row)
            seen = beyond - 1

    def by_key(self, key: list[str]) -> Iterator[Row]:
        """From its beginning, and where that breaks off, from its end."""
        seen = set()
        names = ", ".join(f'"{name}"' for name in key)
        for _one, *row in self._run(f"TRUE ORDER BY {names}", first="1"):
            seen.add(tuple(row))
            yield tuple(row)
        if self._whole:
            return
        self.failed = True
        back = ", ".join(f'"{name}" DESC' for name in key)
        for _one, *row in self._run(f"TRUE ORDER BY {back}", first="1"):
            if tuple(row) not in seen:
                yield tuple(row)

    def _run(self, condition: str, *values: int, first: str = "rowid") -> Iterator[Row]:
        self._whole = False
        with readable():
            for row in self._rows(condition, values, first):
                self.rows += 1
                yield row
            self._whole = True

    def _rows(self, condition: str, values: tuple[int, ...], first: str) -> Iterable[Row]:
        return self._old.execute(
            f"SELECT {first}, {self._columns} FROM {self._table} NOT INDEXED WHERE {condition}",  # noqa: S608  # as above
            values,
        )

    def _following(self, seen: int) -> int | None:
        """The first row after the gap behind `seen`, sought in ever longer steps; `None` where there is none."""
        step = 1
        while seen + step <= LARGEST:
            with suppress(*UNREADABLE):
                row = self._old.execute(
                    f"SELECT rowid FROM {self._table} NOT INDEXED WHERE rowid >= ? ORDER BY rowid LIMIT 1",  # noqa: S608  # as above
                    (seen + step,),
                ).fetchone()
                return int(row[0]) if row and row[0] >= seen + step else None
            step *= 2
        return None

"""One SQLite connection that several threads share, and what its errors mean to a person.

Whoever reads waits for whoever writes: both see one connection, and a reader between two statements of a transaction
would see what may yet be rolled back. Long searches go through a second connection, so that no decision waits for one.
"""

from __future__ import annotations

import sqlite3
from _thread import RLock  # `threading` would cost a cold check a millisecond
from contextlib import contextmanager

from portinaio.core.message import Message, msg
from portinaio.errors import HomeError
from portinaio.store.rows import OddRows

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from portinaio.store.rows import Row

SENTENCES = {
    sqlite3.SQLITE_FULL: msg("the disk is full: %(path)s takes no more; free some space"),
    sqlite3.SQLITE_READONLY: msg(
        "%(path)s cannot be written: it, its folder or its disk is read-only; change that, or set PORTINAIO_HOME"
    ),
    sqlite3.SQLITE_BUSY: msg("another program keeps %(path)s locked; try again when it is done"),
    sqlite3.SQLITE_CANTOPEN: msg(
        "%(path)s cannot be opened; see that its folder exists and is yours"
    ),
    sqlite3.SQLITE_IOERR: msg(
        "the disk fails to read or write %(path)s; free some space, and check the disk"
    ),
    sqlite3.SQLITE_CORRUPT: msg(
        "%(path)s is damaged; restart the daemon, which saves what can be read of it"
    ),
    sqlite3.SQLITE_NOTADB: msg(
        "%(path)s is damaged; restart the daemon, which saves what can be read of it"
    ),
}


def primary_code(error: sqlite3.Error) -> int:
    """SQLite's result code without its extension; 0 where Python raised by itself."""
    return (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF


def sentence(error: sqlite3.Error, path: object) -> Message:
    """What to tell the user about an error of the file at `path`."""
    known = SENTENCES.get(primary_code(error))
    if known:
        return known._replace(values={"path": str(path)})
    return msg("%(path)s cannot be used: %(error)s", path=str(path), error=str(error))


class Connection:
    """Statements and transactions; what the disk does to them leaves as a `HomeError`."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        path: object,
        aside: Callable[[], sqlite3.Connection] | None = None,
    ) -> None:
        """`aside` opens a second connection to the same file, for `search`; without it there is but this one."""
        self._connection = connection
        self._path = path
        self.odd_rows = OddRows()
        self._lock = RLock()
        self._open_aside = aside
        self._aside: sqlite3.Connection | None = None
        self._aside_lock = RLock()

    def rows(self, statement: str, values: Sequence[object] = ()) -> list[Row]:
        with self._lock, self._explained():
            return self._connection.execute(statement, values).fetchall()

    def row(self, statement: str, values: Sequence[object] = ()) -> Row | None:
        with self._lock, self._explained():
            cursor = self._connection.execute(statement, values)
            try:
                first: Row | None = cursor.fetchone()
            finally:
                cursor.close()  # an open cursor would pin the WAL
            return first

    def search(self, statement: str, values: Sequence[object] = ()) -> list[Row]:
        """As `rows`, for what may take long; sees what was committed when it began."""
        if self._open_aside is None:
            return self.rows(statement, values)
        with self._aside_lock, self._explained():
            if self._aside is None:
                self._aside = self._open_aside()
            return self._aside.execute(statement, values).fetchall()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All of it is on the disk when the block ends, or none of it."""
        with self._lock, self._explained():
            # IMMEDIATE takes the write lock at once: waiting for it later can end in a deadlock that no timeout solves.
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:  # a full disk has rolled back by itself
                    self._connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        with self._aside_lock, self._lock:
            if self._aside is not None:
                self._aside.close()
            self._connection.close()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.ProgrammingError, sqlite3.IntegrityError):
            raise  # our fault, which no user can mend
        except sqlite3.DatabaseError as error:
            raise HomeError(sentence(error, self._path)) from error
        except UnicodeDecodeError as error:  # what SQLite says of damage quotes it
            raise HomeError(
                SENTENCES[sqlite3.SQLITE_CORRUPT]._replace(values={"path": str(self._path)})
            ) from error

"""One SQLite connection that several threads share, and what its errors mean to a person.

Whoever reads waits for whoever writes: both see one connection, and a reader between two statements of a transaction
would see what may yet be rolled back. Long searches go through a second connection, so that no decision waits for one.
"""

from __future__ import annotations

import sqlite3
from _thread import RLock  # `threading` would cost a cold check a millisecond

from portinaio.core.message import Message, msg
from portinaio.errors import HomeError
from portinaio.store.rows import OddRows

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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
    """SQLite's result code without its extension; 0 where Python raised by itself.

    Where the index of the log beside a file cannot grow the disk has no room (https://sqlite.org/rescode.html#ioerr_shmsize).
    """
    code = getattr(error, "sqlite_errorcode", None) or 0
    return sqlite3.SQLITE_FULL if code == sqlite3.SQLITE_IOERR_SHMSIZE else code & 0xFF


def sentence(error: sqlite3.Error, path: object) -> Message:
    """What to tell the user about an error of the file at `path`."""
    known = SENTENCES.get(primary_code(error))
    if known:
        return known._replace(values={"path": str(path)})
    return msg("%(path)s cannot be used: %(error)s", path=str(path), error=str(error))


class _Explained:
    """What the disk does to a statement leaves this block as a `HomeError`."""

    __slots__ = ("_path",)

    def __init__(self, path: object) -> None:
        self._path = path

    def __enter__(self) -> None:
        pass

    def __exit__(self, _type: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, sqlite3.ProgrammingError | sqlite3.IntegrityError):
            return  # our fault, which no user can mend
        if isinstance(error, sqlite3.DatabaseError):
            raise HomeError(sentence(error, self._path)) from error
        if isinstance(error, UnicodeDecodeError):  # what SQLite says of damage quotes it
            damaged = SENTENCES[sqlite3.SQLITE_CORRUPT]
            raise HomeError(damaged._replace(values={"path": str(self._path)})) from error


class _Transaction:
    """All that is done in this block is on the disk when it ends, or none of it."""

    __slots__ = ("_connection", "_explained", "_lock")

    def __init__(self, connection: sqlite3.Connection, lock: RLock, explained: _Explained) -> None:
        self._connection = connection
        self._lock = lock
        self._explained = explained

    def __enter__(self) -> sqlite3.Connection:
        self._lock.acquire()
        try:
            with self._explained:
                # IMMEDIATE takes the write lock at once: waiting for it later can end in a deadlock that no timeout solves.
                self._connection.execute("BEGIN IMMEDIATE")
        except BaseException:
            self._lock.release()
            raise
        return self._connection

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        try:
            with self._explained:
                if error is None:
                    self._commit()
                else:
                    self._undo()
            self._explained.__exit__(kind, error, trace)
        finally:
            self._lock.release()

    def _commit(self) -> None:
        try:
            self._connection.execute("COMMIT")
        except BaseException:
            self._undo()
            raise

    def _undo(self) -> None:
        if self._connection.in_transaction:  # a full disk has rolled back by itself
            self._connection.execute("ROLLBACK")


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
        self._explained = _Explained(path)
        self.odd_rows = OddRows()
        self._lock = RLock()
        self._open_aside = aside
        self._aside: sqlite3.Connection | None = None
        self._aside_lock = RLock()

    def rows(self, statement: str, values: Sequence[object] = ()) -> list[Row]:
        with self._lock, self._explained:
            return self._connection.execute(statement, values).fetchall()

    def row(self, statement: str, values: Sequence[object] = ()) -> Row | None:
        with self._lock, self._explained:
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
        with self._aside_lock, self._explained:
            if self._aside is None:
                self._aside = self._open_aside()
            return self._aside.execute(statement, values).fetchall()

    def transaction(self) -> _Transaction:
        """For a `with`, which gives the connection: all of it is on the disk when the block ends, or none of it."""
        return _Transaction(self._connection, self._lock, self._explained)

    def copy_to(self, copy: sqlite3.Connection) -> None:
        """All that is committed now, in one step: a moment of the file, whoever writes on meanwhile."""
        with self._explained:
            if self._open_aside is None:
                with self._lock:
                    self._connection.backup(copy)
                return
            source = self._open_aside()
            try:
                source.backup(copy)
            finally:
                source.close()

    def become(self, other: Connection) -> None:
        """What the other one holds takes the place of all there is, in one transaction; other programs see it at once."""
        with self._lock, self._explained:
            other._connection.backup(self._connection)

    def close(self) -> None:
        with self._aside_lock, self._lock:
            if self._aside is not None:
                self._aside.close()
            self._connection.close()

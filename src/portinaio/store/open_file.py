"""Opening the file, whatever state it is in: new, old, broken, on a read-only disk.

Paths are strings here: a `check` opens the store, and `pathlib` would cost it more than SQLite does.
"""

from __future__ import annotations

import os
import sqlite3
import time
from functools import partial

from portinaio.core.message import msg
from portinaio.core.named_tuple import NamedTuple
from portinaio.errors import HomeError
from portinaio.store.connection import primary_code, sentence
from portinaio.store.schema.migrate import lacks_columns, migrate, version_of
from portinaio.store.schema.scripts import SCRIPTS

BUSY_S = 5.0  # a sync of another process commits well within this; then the user hears of it
PAUSE_S = 0.01  # between two tries
MOST_SCRIPTS = 1000  # a version beyond is none: a disk has spoilt it
COMPANIONS = ("", "-wal", "-shm")
FRESH = ".mending"
"""What the name of the new file ends in until it takes the place of the broken one."""

PRAGMAS = (
    # Readers go on while somebody writes, and a commit is one append.
    "PRAGMA journal_mode = WAL",
    # An acknowledged entry survives a power cut: with less, WAL may lose the last commits.
    "PRAGMA synchronous = FULL",
    # SQLite checks references only where it is told to.
    "PRAGMA foreign_keys = ON",
    # What the user forgets is overwritten in the file, too.
    "PRAGMA secure_delete = ON",
    # In KiB. What is asked for while a call rings is a few pages; the system keeps the others, for all who read.
    "PRAGMA cache_size = -256",
)
# A letter that a disk has spoilt must not hide the row that it stands in, and all others.
_TEXT = partial(str, encoding="utf-8", errors="replace")
_BROKEN = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_SPOILT_FORMAT = "unsupported file format"  # ours have had one since there was a first file
_TAKEN = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_READ_ONLY = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}


class BrokenFileError(Exception):
    """Stays in this room: the file has to be set aside."""


class OpenFile(NamedTuple):
    connection: sqlite3.Connection
    read_only: bool = False
    uri: str = ""
    """For a second connection; empty where the rows are in memory."""


def open_file(path: str, *, thorough: bool) -> OpenFile:
    """The file at `path`, made when there is none; for reading only where it cannot be written.

    `thorough` reads the whole file for damage. Raises `BrokenFileError`, and `HomeError` for what only a person can mend.
    """
    try:
        return _retry_while_busy(path, thorough=thorough)
    except sqlite3.DatabaseError as error:
        if primary_code(error) in _BROKEN or str(error) == _SPOILT_FORMAT:
            raise BrokenFileError from error
        raise HomeError(sentence(error, path)) from error
    except UnicodeDecodeError as error:  # what SQLite says of damage quotes it
        raise BrokenFileError from error


def _retry_while_busy(path: str, *, thorough: bool) -> OpenFile:
    """While others open the same file for the first time, or put it in the place of a broken one, SQLite fails at once."""
    deadline = time.monotonic() + BUSY_S
    while True:
        before = _inode(path)
        try:
            return _found(path, thorough=thorough)
        except sqlite3.OperationalError as error:
            passing = primary_code(error) in _TAKEN or _inode(path) != before
            if not passing or time.monotonic() >= deadline:
                raise
        time.sleep(PAUSE_S)


def _inode(path: str) -> int | None:
    try:
        return os.stat(path).st_ino
    except OSError:
        return None


def _found(path: str, *, thorough: bool) -> OpenFile:
    if _writable(path):
        return _for_writing(path, thorough=thorough)
    if not os.path.exists(path) and os.access(os.path.dirname(path) or ".", os.W_OK):
        raise BrokenFileError  # another program is just moving the broken one out of the way
    return _for_reading(path)


def _writable(path: str) -> bool:
    """Make the file and its folder where they are missing, readable for nobody else; false where that is not allowed."""
    if os.path.isdir(path):
        raise HomeError(msg("%(path)s is a folder; move it away", path=path))
    folder = os.path.dirname(path) or "."
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        if not os.path.exists(path):
            from portinaio.store.folder_lock import folder_lock  # noqa: PLC0415  # only where there is no file yet

            with folder_lock(path):
                if not os.path.exists(path) and os.path.exists(path + FRESH):
                    raise BrokenFileError  # a program has ended before the new one took its place
                make_empty(path)
        for suffix in COMPANIONS:
            if os.path.exists(path + suffix) and os.stat(path + suffix).st_mode & 0o077:
                os.chmod(path + suffix, 0o600)
    except OSError:
        return False
    # WAL needs its companions beside the file.
    return os.access(path, os.W_OK) and os.access(folder, os.W_OK)


def new_file(path: str) -> sqlite3.Connection:
    """A connection to a file that is begun here, for its owner alone."""
    make_empty(path)
    return connect(_uri(path, "rw"))


def is_newer(path: str) -> bool:
    """Whether a program with more scripts has written it."""
    connection = connect(_uri(path, "ro"))
    try:
        return version_of(connection) > len(SCRIPTS)
    except sqlite3.DatabaseError:
        return False  # it is damaged, as whoever opens it will say
    finally:
        connection.close()


def make_empty(path: str) -> None:
    """Make an empty file for its owner alone where there is none.

    Without opening it: to close any descriptor of a file drops the locks that a connection of this process holds on
    it (POSIX, fcntl), and another thread may have one by then. SQLite gives -wal and -shm the same mode.
    """
    try:
        os.mknod(path, 0o600)
    except FileExistsError:
        return


def _uri(path: str, mode: str) -> str:
    """As https://sqlite.org/uri.html §3.1 has it."""
    whole = os.path.abspath(path).lstrip("/")  # two slashes in front would begin the name of a host
    escaped = whole.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    return f"file:/{escaped}?mode={mode}"


def _for_writing(path: str, *, thorough: bool) -> OpenFile:
    connection = connect(_uri(path, "rw"))
    try:
        for pragma in PRAGMAS:
            connection.execute(pragma)
        _look_for_damage(connection, thorough=thorough)
        migrate(connection, path)
        _look_for_columns(connection, thorough=thorough)
    except BaseException:
        connection.close()
        raise
    return OpenFile(connection, uri=_uri(path, "ro"))


def _look_for_damage(connection: sqlite3.Connection, *, thorough: bool) -> None:
    if version_of(connection) > MOST_SCRIPTS:
        raise BrokenFileError
    if thorough:
        from portinaio.store.integrity_check import faults  # noqa: PLC0415  # a `check` reads no whole file

        if faults(connection):
            raise BrokenFileError


def _look_for_columns(connection: sqlite3.Connection, *, thorough: bool) -> None:
    if thorough and lacks_columns(connection):
        raise BrokenFileError


def _for_reading(path: str) -> OpenFile:
    """The rows of a file that cannot be written; where there is no file, an empty book."""
    if not os.path.exists(path):
        return _in_memory(path)
    uri = _uri(path, "ro")
    try:
        return _as_it_lies(uri, path)
    except sqlite3.OperationalError as error:
        if primary_code(error) not in _READ_ONLY:
            raise
    # No -shm can be made here. Nobody else can write either, so nothing changes under our eyes.
    wal = path + "-wal"
    if os.path.exists(wal) and os.path.getsize(wal):
        return _joined(path)
    return _as_it_lies(uri + "&immutable=1", path)


def _as_it_lies(uri: str, path: str) -> OpenFile:
    connection = connect(uri)
    try:
        if version_of(connection) == len(SCRIPTS):
            return OpenFile(connection, read_only=True, uri=uri)
        file = _in_memory(path, connection)
    except BaseException:
        connection.close()
        raise
    connection.close()
    return file


def _joined(path: str) -> OpenFile:
    """What a power cut left in two files that cannot be joined where they lie."""
    import shutil  # noqa: PLC0415  # these two are slow to load and rarely needed
    import tempfile  # noqa: PLC0415  # as above
    from contextlib import closing  # noqa: PLC0415  # as above

    with tempfile.TemporaryDirectory() as folder:
        for suffix in ("", "-wal"):
            shutil.copyfile(path + suffix, f"{folder}/copy{suffix}")
        with closing(connect(f"file:{folder}/copy")) as connection:
            return _in_memory(path, connection)


def _in_memory(path: str, source: sqlite3.Connection | None = None) -> OpenFile:
    """The rows of `source` in today's shape, closed to writing."""
    memory = connect(":memory:")
    try:
        if source:
            source.backup(memory)
        migrate(memory, path)
        memory.execute("PRAGMA query_only = ON")
    except BaseException:
        memory.close()
        raise
    return OpenFile(memory, read_only=True)


def connect(uri: str) -> sqlite3.Connection:
    """A connection for several threads that begins no transaction by itself."""
    connection = sqlite3.connect(
        uri, uri=True, timeout=BUSY_S, isolation_level=None, check_same_thread=False
    )
    connection.text_factory = _TEXT
    return connection

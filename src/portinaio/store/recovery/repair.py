"""A damaged file is replaced by one that holds all that could be saved; a sound one that was set aside is taken back.

The file that lies aside is never written to and never deleted.
"""

from __future__ import annotations

import errno
import logging
import os
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.errors import HomeError
from portinaio.store.connection import SENTENCES, sentence
from portinaio.store.integrity_check import faults
from portinaio.store.migrations import SCRIPTS, migrate, shape_after, shape_of, version_of
from portinaio.store.open_file import COMPANIONS, FRESH, folder_lock
from portinaio.store.recovery.merge import is_known, merge
from portinaio.store.recovery.readable_rows import UNREADABLE, readable
from portinaio.store.recovery.recoveries import (
    KNOWN,
    LEFT,
    SAVED,
    TAKEN_BACK,
    UNKNOWN,
    Recovery,
    known,
    note,
)
from portinaio.store.recovery.salvage import Salvaged, copied, salvage, tables_of

if TYPE_CHECKING:
    from pathlib import Path

    from portinaio.core.message import Message

log = logging.getLogger(__name__)

ASIDE = ".broken-"
_COPY = ".mending-copy"
_COMPANIONS = ("", "-wal", "-shm", "-journal")


def repair(path: Path, aside: Path) -> bool:
    """Make a new file beside the damaged one at `path`, which will lie at `aside`, with all that could be saved.

    False where SQLite finds the same fault in a file that was just written, so that it is wrong. `HomeError` where the disk does not take it; then nothing has changed.
    """
    fresh = _beside(path, FRESH)
    try:
        saved = _saved(path, fresh)
        with closing(sqlite3.connect(fresh, isolation_level=None)) as file:
            if not saved.lost and (wrong := faults(file)) and _can_be_read(path):
                log.error(
                    "SQLite %s takes a new file for damaged: %s", sqlite3.sqlite_version, wrong[0]
                )
                _remove(fresh)
                return False
            note(file, Recovery(aside.name, SAVED, *saved))
    except (sqlite3.Error, OSError) as error:
        _remove(fresh)
        raise HomeError(_reason(error, path)) from error
    finally:
        _remove(_beside(path, _COPY))
    log.warning("%s was damaged; rows saved: %s, lost: %s", path, saved.rows, saved.lost)
    return True


def exchange(path: Path, aside: Path) -> None:
    """The new file takes the place of the damaged one. What is left of it half way, `finish_exchange` does."""
    for suffix in COMPANIONS:
        if _beside(path, suffix).exists():
            _beside(path, suffix).rename(_beside(aside, suffix))
    _beside(path, FRESH).rename(path)


def finish_exchange(path: Path) -> None:
    """Exchange the files where a program has ended in the middle: the new one names the file that lies aside."""
    with suppress(*UNREADABLE), closing(sqlite3.connect(_beside(path, FRESH))) as file:
        aside = path.with_name(known(file)[-1].file) if known(file) else path
        if aside.exists():
            exchange(path, aside)


def _can_be_read(path: Path) -> bool:
    with suppress(*UNREADABLE), closing(sqlite3.connect(path, isolation_level=None)) as file:
        return bool(faults(file))
    return False


def _saved(path: Path, fresh: Path) -> Salvaged:
    copied(path, _beside(path, _COPY))
    try:
        with closing(_new(fresh)) as file:
            return salvage(_beside(path, _COPY), file, path)
    except (sqlite3.Error, OSError):
        raise
    except (
        Exception
    ):  # a bug of ours, or of SQLite on odd bytes, must not keep the daemon from starting
        log.exception("nothing could be saved of %s", path)
    with closing(_new(fresh)) as file:
        migrate(file, path)
        return Salvaged({}, dict.fromkeys(tables_of(file), UNKNOWN), 0)


def _new(path: Path) -> sqlite3.Connection:
    _remove(path)
    os.mknod(path, 0o600)
    return sqlite3.connect(path, isolation_level=None)


def _reason(error: Exception, path: Path) -> Message:
    if isinstance(error, sqlite3.Error):
        return sentence(error, path)
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return SENTENCES[sqlite3.SQLITE_FULL]._replace(values={"path": str(path)})
    return msg("%(path)s cannot be used: %(error)s", path=str(path), error=str(error))


def _remove(path: Path) -> None:
    for suffix in _COMPANIONS:
        _beside(path, suffix).unlink(missing_ok=True)


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


# -- what was set aside without need


def set_aside_files(path: Path) -> list[str]:
    """Names of the files that were set aside from `path`, newest first."""
    return sorted(
        (
            found.name
            for found in path.parent.iterdir()
            if found.name.startswith(path.name + ASIDE)
            and not found.name.endswith(_COMPANIONS[1:])
            and found.is_file()  # a pipe would keep the daemon from starting
        ),
        reverse=True,
    )


def take_back(connection: sqlite3.Connection, path: Path) -> None:
    """Look once at each file that lies aside, and merge those that are sound into the one that is open.

    The newest first: each keeps its ids, and what came after it moves behind them, so the oldest has the last word.
    What fails is tried again at the next start.
    """
    try:
        with folder_lock(os.fspath(path)):
            _clear(path)
            for name in _waiting(connection, path):
                _look_at(connection, path, name)
    except HomeError as error:
        log.warning("what lies beside %s was not looked at: %s", path, error)


def _clear(path: Path) -> None:
    """What a program that was killed has left of its work: nobody would forget what stands in there."""
    with suppress(OSError):
        for suffix in (_COPY, FRESH):
            _remove(_beside(path, suffix))


def _look_at(connection: sqlite3.Connection, path: Path, name: str) -> None:
    try:
        _take_back(connection, path, path.with_name(name))
    except (OSError, HomeError, *UNREADABLE) as error:
        log.warning("%s could not be looked at: %s", name, error)
    finally:
        with suppress(OSError):
            _remove(_beside(path, _COPY))


def _waiting(connection: sqlite3.Connection, path: Path) -> list[str]:
    try:
        found = set_aside_files(path)
        seen = {each.file for each in known(connection)} if found else set()
    except (OSError, *UNREADABLE) as error:
        log.warning("it is not known what lies beside %s: %s", path, error)
        return []
    return [name for name in found if name not in seen]


def _take_back(connection: sqlite3.Connection, path: Path, aside: Path) -> None:
    copied(aside, _beside(path, _COPY))
    if not _sound(_beside(path, _COPY)):
        log.warning("%s is damaged and stays where it lies", aside)
        note(connection, Recovery(aside.name, LEFT, {}, {}))
        return
    connection.execute("ATTACH ? AS back", (str(_beside(path, _COPY)),))
    try:
        connection.execute("BEGIN IMMEDIATE")
        recovery = _merged(connection, aside.name)
        note(connection, recovery)
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        connection.execute("DETACH back")
    log.warning("%s was sound and is %s: %s", aside, recovery.way, recovery.rows)


def _merged(connection: sqlite3.Connection, name: str) -> Recovery:
    if is_known(connection):
        return Recovery(name, KNOWN, {}, {}, seen=True)
    merged = merge(connection)
    return Recovery(name, TAKEN_BACK, merged.rows, {}, merged.sealed, merged.moved)


def _sound(copy: Path) -> bool:
    """It proves itself: everything in it can be read, and its shape becomes today's. A full disk proves nothing."""
    with (
        readable(),
        suppress(HomeError),
        closing(sqlite3.connect(copy, isolation_level=None)) as file,
    ):
        if 1 <= version_of(file) <= len(SCRIPTS) and not faults(file):
            migrate(file, copy)
            return shape_after(SCRIPTS) <= shape_of(file) and not faults(file)
    return False

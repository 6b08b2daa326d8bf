"""A sound file that was set aside without need is taken back, and what came since is kept."""

from __future__ import annotations

import logging
import os
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from portinaio.errors import HomeError
from portinaio.store.folder_lock import folder_lock
from portinaio.store.integrity_check import faults
from portinaio.store.open_file import FRESH
from portinaio.store.recovery.files import COPY, beside, remove, set_aside_files
from portinaio.store.recovery.merge import is_known, merge
from portinaio.store.recovery.readable_rows import UNREADABLE, readable
from portinaio.store.recovery.recoveries import KNOWN, LEFT, TAKEN_BACK, Recovery, known, note
from portinaio.store.recovery.salvage import copied
from portinaio.store.schema.migrate import migrate, shape_after, shape_of, version_of
from portinaio.store.schema.scripts import SCRIPTS

if TYPE_CHECKING:
    from pathlib import Path

log = logging.getLogger(__name__)


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
        for suffix in (COPY, FRESH):
            remove(beside(path, suffix))


def _look_at(connection: sqlite3.Connection, path: Path, name: str) -> None:
    try:
        _take_back(connection, path, path.with_name(name))
    except (OSError, HomeError, *UNREADABLE) as error:
        log.warning("%s could not be looked at: %s", name, error)
    finally:
        with suppress(OSError):
            remove(beside(path, COPY))


def _waiting(connection: sqlite3.Connection, path: Path) -> list[str]:
    try:
        found = set_aside_files(path)
        seen = {each.file for each in known(connection)} if found else set()
    except (OSError, *UNREADABLE) as error:
        log.warning("it is not known what lies beside %s: %s", path, error)
        return []
    return [name for name in found if name not in seen]


def _take_back(connection: sqlite3.Connection, path: Path, aside: Path) -> None:
    copied(aside, beside(path, COPY))
    if not _sound(beside(path, COPY)):
        log.warning("%s is damaged and stays where it lies", aside)
        note(connection, Recovery(aside.name, LEFT, {}, {}))
        return
    connection.execute("ATTACH ? AS back", (str(beside(path, COPY)),))
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

"""A damaged file is replaced by one that holds all that could be saved.

The file that lies aside is never written to and never deleted.
"""

from __future__ import annotations

import errno
import logging
import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.errors import HomeError
from portinaio.store.connection import SENTENCES, sentence
from portinaio.store.folder_lock import folder_lock
from portinaio.store.integrity_check import faults
from portinaio.store.open_file import COMPANIONS, FRESH, BrokenFileError, make_empty, open_file
from portinaio.store.recovery.files import ASIDE, COPY, beside, remove
from portinaio.store.recovery.readable_rows import UNREADABLE
from portinaio.store.recovery.recoveries import SAVED, UNKNOWN, Recovery, known, note
from portinaio.store.recovery.salvage import Salvaged, copied, salvage, tables_of
from portinaio.store.schema.migrate import migrate

if TYPE_CHECKING:
    from datetime import datetime

    from portinaio.core.message import Message
    from portinaio.store.open_file import OpenFile

log = logging.getLogger(__name__)


def start_over(path: str, now: datetime, *, thorough: bool) -> tuple[OpenFile, Path | None]:
    """A new file in place of a broken one, with all that could be saved of it, and where that lies now.

    `None` where another program has been here before us. Two programs that find the same damage must not both rename: the second would take the new file away from the first.
    """
    with folder_lock(path):
        try:
            _make(path)
            return open_file(path, thorough=thorough), None
        except BrokenFileError:
            aside = _replaced(path, now)
        _make(path)
        return open_file(path, thorough=False), aside


def _make(path: str) -> None:
    """An empty file where there is none; the new one where a program has ended before that took its place."""
    file = Path(path)
    if not file.exists() and beside(file, FRESH).exists():
        try:
            finish_exchange(file)
        except OSError as error:
            raise HomeError(_unmovable(path)) from error
    make_empty(path)


def _replaced(file: str, now: datetime) -> Path | None:
    """Rename the broken file and its companions; nothing is overwritten or deleted. `None` where it was sound."""
    path = Path(file)
    stamp = f"{path.name}{ASIDE}{now:%Y%m%d-%H%M%S}"
    target, again = path.with_name(stamp), 1
    while target.exists():
        again += 1
        target = path.with_name(f"{stamp}-{again}")
    if not os.access(path.parent, os.W_OK):
        raise HomeError(_unmovable(file))
    if not repair(path, target):
        return None
    try:
        exchange(path, target)
    except OSError as error:
        raise HomeError(_unmovable(file)) from error
    return target


def _unmovable(path: str) -> Message:
    return msg("%(path)s is damaged and cannot be renamed; move it away", path=path)


def repair(path: Path, aside: Path) -> bool:
    """Make a new file beside the damaged one at `path`, which will lie at `aside`, with all that could be saved.

    False where SQLite finds the same fault in a file that was just written, so that it is wrong. `HomeError` where the disk does not take it; then nothing has changed.
    """
    fresh = beside(path, FRESH)
    try:
        saved = _saved(path, fresh)
        with closing(sqlite3.connect(fresh, isolation_level=None)) as file:
            if not saved.lost and (wrong := faults(file)) and _can_be_read(path):
                log.error(
                    "SQLite %s takes a new file for damaged: %s", sqlite3.sqlite_version, wrong[0]
                )
                remove(fresh)
                return False
            note(file, Recovery(aside.name, SAVED, *saved))
    except (sqlite3.Error, OSError) as error:
        remove(fresh)
        raise HomeError(_reason(error, path)) from error
    finally:
        remove(beside(path, COPY))
    log.info("%s was damaged; rows saved: %s, lost: %s", path, saved.rows, saved.lost)
    return True


def exchange(path: Path, aside: Path) -> None:
    """The new file takes the place of the damaged one. What is left of it half way, `finish_exchange` does."""
    for suffix in COMPANIONS:
        if beside(path, suffix).exists():
            beside(path, suffix).rename(beside(aside, suffix))
    beside(path, FRESH).rename(path)


def finish_exchange(path: Path) -> None:
    """Exchange the files where a program has ended in the middle: the new one names the file that lies aside."""
    with suppress(*UNREADABLE), closing(sqlite3.connect(beside(path, FRESH))) as file:
        aside = path.with_name(known(file)[-1].file) if known(file) else path
        if aside.exists():
            exchange(path, aside)


def _can_be_read(path: Path) -> bool:
    with suppress(*UNREADABLE), closing(sqlite3.connect(path, isolation_level=None)) as file:
        return bool(faults(file))
    return False


def _saved(path: Path, fresh: Path) -> Salvaged:
    copied(path, beside(path, COPY))
    try:
        with closing(_new(fresh)) as file:
            return salvage(beside(path, COPY), file, path)
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
    remove(path)
    os.mknod(path, 0o600)
    return sqlite3.connect(path, isolation_level=None)


def _reason(error: Exception, path: Path) -> Message:
    if isinstance(error, sqlite3.Error):
        return sentence(error, path)
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return SENTENCES[sqlite3.SQLITE_FULL]._replace(values={"path": str(path)})
    return msg("%(path)s cannot be used: %(error)s", path=str(path), error=str(error))

"""What a restore is about to move, written down before it moves anything.

Files and folders go first and the database last, in one transaction that also holds the mark of this restore. A process
that is killed in between leaves its journal behind; whoever opens the home next finds by the mark whether the database is
the new one. If so, all is in place; if not, everything goes back where it was.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import shutil
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

from portinaio.config.atomic_write import write_atomically
from portinaio.config.read_json import read_json
from portinaio.core.message import Message, msg
from portinaio.errors import PortinaioError
from portinaio.store.database import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from portinaio.config.home import Home

MARK = "restored"
"""Of the state of a database: by which restore it came."""
BEFORE = "before"
"""Folder in that of the work: what was in place."""

log = logging.getLogger(__name__)


class Move(NamedTuple):
    place: str
    name: str
    """Below `BEFORE`."""
    was_there: bool
    is_folder: bool


class Journal(NamedTuple):
    work: str
    mark: str
    moves: tuple[Move, ...]

    def go_back(self) -> None:
        """Put everything where it was; what was never moved stays."""
        for move in self.moves:
            place, before = Path(move.place), Path(self.work, BEFORE, move.name)
            if not move.was_there:
                _remove(place)
            elif before.exists() and move.is_folder:
                _remove(place)
                before.rename(place)
            elif before.exists():
                write_atomically(place, before.read_bytes())


@contextmanager
def journal_of(
    file: Path, work: Path, moves: list[Move], mark_of: Callable[[], str | None]
) -> Iterator[Journal]:
    """Written before the block begins. Where that fails, all is as it was; where the process ends, the next one sees to it.

    `mark_of` asks the database by which restore it came.
    """
    journal = Journal(str(work), uuid4().hex, tuple(moves))
    fresh = file.with_name(f".{file.name}")
    with fresh.open("wb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)  # before anybody can see it
        held.write(json.dumps(journal).encode())
        held.flush()
        os.fsync(held.fileno())
        fresh.replace(file)
        try:
            yield journal
        except BaseException:
            if mark_of() != journal.mark:  # somebody may have interrupted us when it was done
                journal.go_back()
            file.unlink()
            raise
        file.unlink()


def finish_restore(home: Home, now: datetime) -> Message | None:
    """See to what a restore has left that was killed, and say what became of it; nothing where one is at work."""
    file = Path(home.restoring)
    try:
        with file.open("rb") as held:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            said = None
            if file.exists() and (journal := _read(held.read())):
                said = _finish(home, journal, now)
            file.unlink(missing_ok=True)
            return said
    except (BlockingIOError, FileNotFoundError):
        return None  # it is at work, or another process was faster
    except (OSError, PortinaioError) as error:
        log.warning("what a restore has left cannot be put in order: %s", error)
        return None


def _finish(home: Home, journal: Journal, now: datetime) -> Message:
    with closing(open_store(home.database, now)) as store:
        came = store.state.get(MARK) == journal.mark
    if not came:
        journal.go_back()
    shutil.rmtree(journal.work, ignore_errors=True)
    if came:
        return msg("a restore was killed when all was in place")
    return msg("a restore was killed; everything is as it was before")


def _read(data: bytes) -> Journal | None:
    """`None` where it makes no sense, so that nothing was moved by it."""
    with suppress(ValueError, TypeError, RecursionError):
        work, mark, moves = read_json(data.decode())
        return Journal(str(work), str(mark), tuple(Move(*move) for move in moves))
    return None


def _remove(place: Path) -> None:
    if place.is_dir():
        shutil.rmtree(place)
    else:
        place.unlink(missing_ok=True)

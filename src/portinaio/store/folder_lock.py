"""The lock of the folder that the database lies in: who holds it may rename files there, or make one."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import contextmanager

from portinaio.errors import HomeError
from portinaio.store.connection import SENTENCES

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Iterator

WAIT_S = 5.0  # to mend a file takes its time; then the user hears of it
PAUSE_S = 0.01  # between two tries


@contextmanager
def folder_lock(path: str) -> Iterator[None]:
    """Nobody else renames the file or makes a new one meanwhile: each holds the lock of the folder for that."""
    try:
        folder = os.open(os.path.dirname(path) or ".", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:  # a folder that may be written and not read
        yield
        return
    try:
        deadline = time.monotonic() + WAIT_S
        while not _locked(folder):
            if time.monotonic() >= deadline:
                raise HomeError(SENTENCES[sqlite3.SQLITE_BUSY]._replace(values={"path": path}))
            time.sleep(PAUSE_S)
        yield
    finally:
        os.close(folder)


def _locked(folder: int) -> bool:
    import fcntl  # noqa: PLC0415  # a file that is there and sound needs none of this

    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return (
            True  # a file system without locks; what follows is right for all but the most unlucky
        )
    return True

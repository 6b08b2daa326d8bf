"""Several stores in one file: locks, and who mends it."""

import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import suppress

import pytest

from portinaio.errors import HomeError
from portinaio.store import open_file
from portinaio.store.database import open_store
from portinaio.store.folder_lock import folder_lock
from worlds import FROZEN_NOW, a_logged_call

IN_ANOTHER_PROCESS = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], timeout=0)
try:
    connection.execute("BEGIN IMMEDIATE")
except sqlite3.OperationalError as error:
    sys.exit(error.sqlite_errorcode)
"""


def taken_elsewhere(path):
    """What SQLite says to another program that wants to write: 0, or the code of its error."""
    return subprocess.run(
        (sys.executable, "-c", IN_ANOTHER_PROCESS, str(path)), check=False
    ).returncode


@pytest.mark.parametrize("thorough", [False, True])
def test_a_second_store_in_one_process_leaves_the_locks_of_the_first(path, thorough):
    with open_store(path, FROZEN_NOW) as first, first._connection.transaction():
        # Closing any descriptor of a file drops all locks of the process on it (POSIX, fcntl).
        with suppress(HomeError):
            open_store(path, FROZEN_NOW, thorough=thorough).close()

        assert taken_elsewhere(path) == sqlite3.SQLITE_BUSY

    assert taken_elsewhere(path) == 0


def test_a_file_that_is_made_is_never_opened_but_by_sqlite(path, monkeypatch):
    """Else a thread that was quicker would lose its locks."""
    made = []
    monkeypatch.setattr(
        os, "open", lambda file, *_a, real=os.open: made.append(file) or real(file, *_a)
    )

    open_store(path, FROZEN_NOW).close()

    assert str(path) not in made


def test_programs_that_find_the_same_damage_keep_one_new_file(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"<html>" * 1000)
    together = threading.Barrier(4)
    stores = []

    def come():
        together.wait()
        stores.append(open_store(path, FROZEN_NOW, thorough=True))

    threads = [threading.Thread(target=come) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for number, store in enumerate(stores, 1):
        store.calls.record(a_logged_call(number))

    assert [len(store.calls.page()) for store in stores] == [4, 4, 4, 4]
    assert [file.name for file in path.parent.glob("*.broken-*")] == [
        "portinaio.db.broken-20261124-140200"
    ]
    assert sum(store.set_aside is not None for store in stores) == 1
    for store in stores:
        store.close()


def test_a_file_that_is_moved_away_while_it_is_opened_is_begun_anew(path, monkeypatch):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"<html>" * 1000)
    moves = iter([lambda: path.rename(path.with_suffix(".broken"))])

    def moved_first(uri, real=open_file.connect):
        next(moves, lambda: None)()
        return real(uri)

    monkeypatch.setattr(open_file, "connect", moved_first)

    with open_store(path, FROZEN_NOW) as store:
        assert (store.read_only, store.set_aside) == (False, None)


def test_a_new_file_waits_until_the_broken_one_is_out_of_the_way(path, monkeypatch):
    monkeypatch.setattr("portinaio.store.folder_lock.WAIT_S", 0.0)
    path.parent.mkdir(parents=True, exist_ok=True)

    with folder_lock(str(path)), pytest.raises(HomeError, match=r"keeps .* locked"):
        open_store(path, FROZEN_NOW)

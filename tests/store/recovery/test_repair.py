"""The new file takes the place of the damaged one, whenever somebody pulls the plug."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from portinaio.errors import HomeError
from portinaio.store.recovery import readable_rows, repair
from portinaio.store.recovery.recoveries import SAVED, UNKNOWN
from recovery_world import HARDWARE, STAMP, failing, opened, saved, without_news
from store_world import (
    a_furnished_file,
    rows_of,
    scrambled,
)


class KilledError(BaseException):
    """Nothing of ours catches it, as nothing of ours is asked by SIGKILL."""


@pytest.mark.parametrize("renamed", range(4))
@pytest.mark.parametrize("ends", [KilledError, OSError])
def test_a_program_that_ends_in_the_middle_of_the_exchange_loses_nothing(
    path, monkeypatch, renamed, ends
):
    a_furnished_file(path)
    scrambled(path, "calls_label")
    rename, done = Path.rename, []

    def renaming(file, target):
        if len(done) == renamed:
            raise ends
        done.append(file)
        return rename(file, target)

    with closing(sqlite3.connect(path)) as window:  # it keeps -wal and -shm where they are
        window.execute("PRAGMA journal_mode = WAL")
        window.execute("SELECT 1 FROM profile").fetchall()
        with monkeypatch.context() as patched:
            patched.setattr(Path, "rename", renaming)
            with pytest.raises((KilledError, HomeError)):
                opened(path)

        with opened(path) as store:
            assert [recovery.way for recovery in store.recoveries.all()] == [SAVED]
            assert len(store.calls.page()) == 40
    assert {file.name for file in path.parent.iterdir()} == {
        "portinaio.db",
        *[f"portinaio.db.{STAMP}{suffix}" for suffix in ("", "-shm", "-wal")],
    }


def test_a_new_file_that_never_was_whole_does_not_take_the_place_of_one_that_is_gone(path):
    with closing(sqlite3.connect(f"{path}.mending")) as half, half:
        half.execute("CREATE TABLE state (key TEXT PRIMARY KEY, value TEXT NOT NULL)")

    with opened(path) as store:
        assert store.state.all() == {}
        assert store.recoveries.all() == []


def test_the_damaged_file_stays_as_it_was_and_nothing_else_is_left(path):
    a_furnished_file(path)
    scrambled(path, "entries")
    damaged = path.read_bytes()

    opened(path).close()

    assert path.with_name(f"portinaio.db.{STAMP}").read_bytes() == damaged
    assert {file.name for file in path.parent.iterdir()} == {
        "portinaio.db",
        f"portinaio.db.{STAMP}",
    }


def test_a_mistake_of_ours_does_not_keep_the_daemon_from_starting(path, monkeypatch):
    def fail(*_):
        raise KeyError

    a_furnished_file(path)
    scrambled(path, "entries")
    monkeypatch.setattr(repair, "salvage", fail)

    assert set(saved(path).lost.values()) == {UNKNOWN}


def test_a_file_that_breaks_twice_is_saved_twice(path):
    a_furnished_file(path)
    before = rows_of(path)
    for index in ("calls_label", "calls_number"):
        scrambled(path, index)
        opened(path).close()

    with opened(path) as store:
        assert [each.file for each in store.recoveries.all()] == [
            f"portinaio.db.{STAMP}",
            f"portinaio.db.{STAMP}-2",
        ]
    assert without_news(rows_of(path)) == before


@pytest.mark.parametrize("code", HARDWARE)
def test_a_damaged_file_that_the_disk_had_no_room_to_read_stays_until_it_can_be_saved(
    path, monkeypatch, code
):
    a_furnished_file(path)
    scrambled(path, "calls_label")
    damaged = path.read_bytes()
    with monkeypatch.context() as patched:
        patched.setattr(readable_rows.ReadableRows, "_rows", failing(code))
        with pytest.raises(HomeError):
            opened(path)

    assert path.read_bytes() == damaged
    assert saved(path).lost == {}

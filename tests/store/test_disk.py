"""Bad days: the disk is full or read-only, the program is killed."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from portinaio.errors import HomeError
from portinaio.store.database import open_store
from store_world import a_furnished_file, scrambled
from worlds import FROZEN_NOW, a_logged_call

WRITER = """
import itertools, sys
from pathlib import Path
from worlds import FROZEN_NOW, a_logged_call
from portinaio.store.database import open_store

store = open_store(Path(sys.argv[1]), FROZEN_NOW)
for _ in itertools.count():
    call_id = store.calls.next_id()
    store.calls.record(a_logged_call(call_id, notes="x" * (call_id * 37 % 3000)))
    print(call_id, flush=True)
"""
KILLS = 15


def mounted(folder, options):
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=False, capture_output=True
    )
    if done.returncode:
        pytest.skip("no permission to mount a small file system")


@pytest.fixture
def small_disk(tmp_path):
    if sys.platform != "linux":
        pytest.skip("mounts a tmpfs, which is Linux's")
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted(folder, "size=900k")
    yield folder
    subprocess.run(["umount", folder], check=True)


@pytest.fixture
def read_only():
    def make(folder):
        subprocess.run(["mount", "-o", "remount,ro", folder], check=True)

    return make


def fill(store):
    """The last id that was acknowledged, and the error that ended it."""
    for call_id in range(1, 10_000):
        try:
            store.calls.record(a_logged_call(call_id, notes="x" * 3000))
        except HomeError as error:
            return call_id - 1, error
    raise AssertionError


def test_a_full_disk_is_a_sentence_and_what_was_logged_stays(small_disk):
    path = small_disk / "portinaio.db"

    with open_store(path, FROZEN_NOW) as store:
        last, error = fill(store)
        assert str(error) == f"the disk is full: {path} takes no more; free some space"
        assert len(store.calls.page(limit=last + 1)) == last > 0

    with open_store(path, FROZEN_NOW) as store:
        assert len(store.calls.page(limit=last + 1)) == last


def test_once_there_is_space_again_the_log_goes_on(small_disk):
    with open_store(small_disk / "portinaio.db", FROZEN_NOW) as store:
        fill(store)
        subprocess.run(["mount", "-o", "remount,size=8m", small_disk], check=True)
        store.calls.record(a_logged_call(5000))

        assert store.calls.get(5000) == a_logged_call(5000)


def test_a_read_only_home_can_be_read_and_says_why_it_cannot_be_written(small_disk, read_only):
    path = small_disk / "portinaio.db"
    with open_store(path, FROZEN_NOW) as store:
        store.calls.record(a_logged_call())
    read_only(small_disk)

    with open_store(path, FROZEN_NOW) as store:
        assert store.read_only
        assert store.calls.page(text="0200") == [a_logged_call()]
        with pytest.raises(HomeError, match="read-only; change that, or set PORTINAIO_HOME"):
            store.calls.record(a_logged_call(2))


def test_a_read_only_home_without_a_file_is_an_empty_book(small_disk, read_only):
    read_only(small_disk)

    with open_store(small_disk / "home" / "portinaio.db", FROZEN_NOW) as store:
        assert (store.read_only, store.calls.page()) == (True, [])
        with pytest.raises(HomeError, match="read-only"):
            store.state.set("paused_until", "x")


@pytest.mark.parametrize("left", ["", "-wal", "-shm"], ids=["all", "no -wal", "no -shm"])
def test_what_a_power_cut_left_on_a_read_only_disk_is_read(small_disk, read_only, left):
    path, after = small_disk / "portinaio.db", small_disk / "after"
    after.mkdir()
    with open_store(path, FROZEN_NOW) as store:
        store.calls.record(a_logged_call())
        if left == "-wal":  # nothing is lost that is in the file already
            store._connection.row("PRAGMA wal_checkpoint(TRUNCATE)")
        for suffix in {"", "-wal", "-shm"} - ({left} if left else set()):
            (after / f"portinaio.db{suffix}").write_bytes(
                path.with_name(path.name + suffix).read_bytes()
            )
    read_only(small_disk)

    with open_store(after / "portinaio.db", FROZEN_NOW) as store:
        assert (store.read_only, store.calls.page()) == (True, [a_logged_call()])


def test_an_old_file_on_a_read_only_disk_is_brought_up_to_date_in_memory(small_disk, read_only):
    path = small_disk / "portinaio.db"
    path.touch()  # the oldest shape is an empty file
    read_only(small_disk)

    with open_store(path, FROZEN_NOW) as store:
        assert (store.read_only, store.calls.page()) == (True, [])


def test_a_newer_file_on_a_read_only_disk_is_refused_as_elsewhere(small_disk, read_only):
    path = small_disk / "portinaio.db"
    with closing(sqlite3.connect(path)) as newer:
        newer.execute("PRAGMA user_version = 999")
    read_only(small_disk)

    with pytest.raises(HomeError, match="newer version"):
        open_store(path, FROZEN_NOW)


def test_a_disk_that_is_full_from_the_start_is_a_sentence(small_disk):
    fill_up = f"cat /dev/zero > {small_disk}/film"
    subprocess.run(["sh", "-c", fill_up], check=False, stderr=subprocess.DEVNULL)

    with pytest.raises(HomeError, match="the disk is full"):
        open_store(small_disk / "portinaio.db", FROZEN_NOW)


def nearly_fill(film):
    """Room is left for what SQLite needs to open a file, and for no second one."""
    subprocess.run(["sh", "-c", f"cat /dev/zero > {film}"], check=False, stderr=subprocess.DEVNULL)
    os.truncate(film, film.stat().st_size - 80_000)


def test_a_damaged_file_on_a_full_disk_stays_where_it_is_until_there_is_room(small_disk):
    path, film = small_disk / "portinaio.db", small_disk / "film"
    a_furnished_file(path)
    scrambled(path, "calls_label")
    before = path.read_bytes()
    nearly_fill(film)

    with pytest.raises(HomeError, match="the disk is full"):
        open_store(path, FROZEN_NOW, thorough=True)

    assert path.read_bytes() == before
    assert {file.name for file in small_disk.iterdir()} == {"portinaio.db", "film"}
    film.unlink()
    with open_store(path, FROZEN_NOW, thorough=True) as store:
        assert len(store.calls.page()) == 40


def test_a_file_that_lies_aside_waits_for_a_disk_that_can_be_written(small_disk, read_only):
    path = small_disk / "portinaio.db"
    a_furnished_file(path)
    path.rename(path.with_name("portinaio.db.broken-20261101-000000"))
    open_store(path, FROZEN_NOW).close()
    read_only(small_disk)

    with open_store(path, FROZEN_NOW, thorough=True) as store:
        assert (store.read_only, store.calls.page()) == (True, [])


def test_a_file_that_lies_aside_waits_for_room(small_disk):
    path, film = small_disk / "portinaio.db", small_disk / "film"
    a_furnished_file(path, calls=3)
    path.rename(path.with_name("portinaio.db.broken-20261101-000000"))
    open_store(path, FROZEN_NOW).close()
    nearly_fill(film)

    with open_store(path, FROZEN_NOW, thorough=True) as store:
        assert store.recoveries.all() == []
    film.unlink()
    with open_store(path, FROZEN_NOW, thorough=True) as store:
        assert len(store.calls.page()) == 3


def test_a_broken_file_on_a_read_only_disk_is_a_sentence(small_disk, read_only):
    path = small_disk / "portinaio.db"
    path.write_bytes(b"<html>" * 1000)
    read_only(small_disk)

    with pytest.raises(HomeError, match="is damaged and cannot be renamed; move it away"):
        open_store(path, FROZEN_NOW)


def test_what_was_acknowledged_survives_a_kill_at_any_moment(path):
    """Fifteen times a writer is killed between two of its writes or within one."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    acknowledged = 0
    for kill in range(KILLS):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, path], stdout=subprocess.PIPE, env=environment
        ) as writer:
            assert writer.stdout
            for _ in range(1 + kill * 7 % 11):  # a different moment each time
                acknowledged = int(writer.stdout.readline())
            writer.send_signal(signal.SIGKILL)
            rest = writer.stdout.read().split()  # those it printed before it died count, too
            acknowledged = int(rest[-1]) if rest else acknowledged

        with open_store(path, FROZEN_NOW, thorough=True) as store:
            assert store.set_aside is None
            assert len(store.calls.page(limit=10_000)) >= acknowledged
            assert store.calls.get(acknowledged) is not None

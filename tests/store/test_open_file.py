"""The file in whatever state it is found: new, old, newer, broken, shared."""

import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing, suppress
from datetime import timedelta

import pytest

from portinaio.core.entry import EntryKind
from portinaio.core.numbers.pattern import stored
from portinaio.errors import HomeError
from portinaio.store import migrations, open_file
from portinaio.store.database import open_store
from portinaio.store.folder_lock import folder_lock
from portinaio.store.migrations import SCRIPTS, migrate, version_of
from store_world import a_furnished_file, rows_of
from worlds import FROZEN_NOW, a_logged_call


def shape(connection):
    return connection.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall()


def test_the_file_and_its_folder_are_made_for_the_user_alone(tmp_path):
    home = tmp_path / "home"

    with open_store(home / "portinaio.db", FROZEN_NOW) as store:
        store.calls.record(a_logged_call())
        modes = {file.name: oct(file.stat().st_mode & 0o777) for file in home.iterdir()}

    assert oct(home.stat().st_mode & 0o777) == "0o700"
    assert modes == dict.fromkeys(["portinaio.db", "portinaio.db-wal", "portinaio.db-shm"], "0o600")


def test_a_file_that_others_could_read_is_closed_to_them(path):
    open_store(path, FROZEN_NOW).close()
    path.chmod(0o644)

    open_store(path, FROZEN_NOW).close()

    assert oct(path.stat().st_mode & 0o777) == "0o600"


def test_an_acknowledged_write_waits_for_the_disk(store):
    settings = {
        name: store._connection.row(f"PRAGMA {name}")[0]
        for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    }

    assert settings == {
        "journal_mode": "wal",
        "synchronous": 2,  # FULL
        "foreign_keys": 1,
        "busy_timeout": 5000,
    }


@pytest.mark.parametrize("seen", range(len(SCRIPTS)))
def test_each_older_shape_is_brought_up_to_date(path, seen):
    with closing(sqlite3.connect(path, isolation_level=None)) as old:
        migrate(old, path, SCRIPTS[:seen])

    with open_store(path, FROZEN_NOW) as store, closing(sqlite3.connect(":memory:")) as new:
        new.isolation_level = None
        migrate(new, path)
        assert shape(store._connection._connection) == shape(new)
        assert store.set_aside is None


@pytest.mark.parametrize("said", range(len(SCRIPTS)))
def test_a_count_that_the_disk_has_spoilt_is_set_right(path, said):
    a_furnished_file(path)
    before = rows_of(path)
    with closing(sqlite3.connect(path)) as file:
        file.execute(f"PRAGMA user_version = {said}")

    with open_store(path, FROZEN_NOW, thorough=True) as store:
        assert version_of(store._connection._connection) == len(SCRIPTS)
        assert store.set_aside is None

    assert rows_of(path) == before


@pytest.mark.parametrize(
    ("said", "refused"),
    [(len(SCRIPTS) + 1, True), (1000, True), (1001, False), (-1, False), (2**31 - 1, False)],
)
def test_a_version_that_no_program_will_have_is_damage(path, said, refused):
    a_furnished_file(path)
    before = rows_of(path)
    with closing(sqlite3.connect(path)) as file:
        file.execute(f"PRAGMA user_version = {said}")

    if refused:
        with pytest.raises(HomeError, match="newer version"):
            open_store(path, FROZEN_NOW)
        return
    with open_store(path, FROZEN_NOW) as store:
        store.state.set("recoveries", None)
    assert rows_of(path) == before


@pytest.mark.parametrize("bit", range(8))
def test_a_format_that_there_is_not_is_damage(path, bit):
    a_furnished_file(path)
    before = rows_of(path)
    data = bytearray(path.read_bytes())
    data[47] ^= 1 << bit
    path.write_bytes(data)

    with open_store(path, FROZEN_NOW) as store:
        store.state.set("recoveries", None)

    assert rows_of(path) == before


def test_a_script_that_leaves_the_shape_as_it_is_runs_all_the_same(path, monkeypatch):
    open_store(path, FROZEN_NOW).close()
    scripts = (*SCRIPTS, "INSERT INTO state VALUES ('came', 'along')")
    monkeypatch.setattr(migrations.migrate, "__defaults__", (scripts,))

    with open_store(path, FROZEN_NOW) as store:
        assert store.state.get("came") == "along"


def test_rows_outlive_a_change_of_shape(path, monkeypatch):
    with open_store(path, FROZEN_NOW) as store:
        store.calls.record(a_logged_call())
    monkeypatch.setattr(
        migrations.migrate, "__defaults__", ((*SCRIPTS, "CREATE TABLE later (x INTEGER)"),)
    )

    with open_store(path, FROZEN_NOW) as store:
        assert store.calls.get(1) == a_logged_call()
        assert version_of(store._connection._connection) == len(SCRIPTS) + 1


def test_a_change_of_shape_that_fails_leaves_the_file_as_it_was(path):
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        with pytest.raises(sqlite3.OperationalError):
            migrate(file, path, ("CREATE TABLE a (x INTEGER)", "CREATE TABLE a (x INTEGER)"))

        assert (version_of(file), shape(file)) == (0, [])


def test_a_file_of_a_newer_version_is_refused_and_left_alone(path):
    with closing(sqlite3.connect(path)) as newer:
        newer.execute("PRAGMA user_version = 999")
    before = path.read_bytes()[100:]

    with pytest.raises(HomeError, match="newer version of Portinaio; update the program, or move"):
        open_store(path, FROZEN_NOW)

    assert path.read_bytes()[100:] == before
    assert [file.name for file in path.parent.iterdir()] == ["portinaio.db"]


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda _: b"<html>" * 1000, id="not a database"),
        pytest.param(lambda whole: whole[:100] + bytes(len(whole) - 100), id="zeros"),
        pytest.param(lambda whole: whole[:8192] + b"\xff" * (len(whole) - 8192), id="scrambled"),
        pytest.param(lambda whole: whole[: len(whole) // 2], id="cut short"),
    ],
)
def test_a_broken_file_is_set_aside_and_a_new_one_begun(path, damage):
    with open_store(path, FROZEN_NOW) as store:
        store.calls.record_many(a_logged_call(i) for i in range(1, 200))
    broken = damage(path.read_bytes())
    path.write_bytes(broken)

    with open_store(path, FROZEN_NOW, thorough=True) as store:
        assert store.set_aside == path.with_name("portinaio.db.broken-20261124-140200")
        assert store.set_aside.read_bytes()[200:] == broken[200:]
        assert {call.id for call in store.calls.page()} < set(range(1, 200))
        store.calls.record(a_logged_call())


def test_two_broken_files_in_one_second_are_both_kept(path):
    for content in (b"first" * 100, b"second" * 100):
        path.write_bytes(content)
        open_store(path, FROZEN_NOW).close()

    kept = sorted(file.name for file in path.parent.glob("*.broken-*"))
    assert kept == [
        "portinaio.db.broken-20261124-140200",
        "portinaio.db.broken-20261124-140200-2",
    ]


def test_damage_found_later_is_a_sentence(path):
    with open_store(path, FROZEN_NOW) as store:
        store.calls.record_many(a_logged_call(i, notes="x" * 500) for i in range(1, 500))
    whole = path.read_bytes()
    sound = len(whole) // 2  # the names of the tables stand in front and let it open
    path.write_bytes(whole[:sound] + b"\xff" * (len(whole) - sound))

    with open_store(path, FROZEN_NOW) as store, pytest.raises(HomeError, match="is damaged"):
        store.calls.page(limit=1000)


def test_a_folder_where_the_file_should_be_is_named(path):
    path.mkdir()

    with pytest.raises(HomeError, match=r"portinaio\.db is a folder; move it away"):
        open_store(path, FROZEN_NOW)


def test_a_file_of_another_program_is_left_alone(path):
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE calls (x INTEGER)")

    with pytest.raises(
        HomeError, match=r"portinaio\.db cannot be used: table calls already exists"
    ):
        open_store(path, FROZEN_NOW)


def test_our_own_mistakes_are_not_blamed_on_the_disk(store):
    with pytest.raises(sqlite3.IntegrityError):
        store.calls.record(a_logged_call(score=None))


def test_a_file_that_another_program_keeps_locked_is_a_sentence(path, monkeypatch):
    monkeypatch.setattr("portinaio.store.open_file.BUSY_S", 0.0)
    with open_store(path, FROZEN_NOW) as store, closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(HomeError, match=r"another program keeps .* locked; try again"):
            store.calls.record(a_logged_call())


def test_threads_share_a_store(store):
    def write(first):
        for i in range(first, first + 25):
            store.calls.record(a_logged_call(i, at=FROZEN_NOW + timedelta(seconds=i)))
            store.calls.page(text="0200", limit=5)

    threads = [threading.Thread(target=write, args=(first,)) for first in (1, 101, 201)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(store.calls.page()) == 75


def test_a_search_does_not_hold_up_a_decision(store):
    store.calls.record(a_logged_call())
    with store._connection._aside_lock:  # a search of another thread that takes its time
        assert len(store.calls.recent("+390200001234", FROZEN_NOW)) == 1


def test_a_failed_write_leaves_nothing_behind(store):
    class LostError(Exception):
        pass

    def write_and_fail():
        with store._connection.transaction() as transaction:
            transaction.execute("INSERT INTO state VALUES ('a', 'b')")
            raise LostError

    with pytest.raises(LostError):
        write_and_fail()

    assert store.state.all() == {}
    store.entries.add(stored("+390844*"), EntryKind.BLOCK, "", FROZEN_NOW)  # and the store goes on


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

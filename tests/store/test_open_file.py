"""The file in whatever state it is found: new, old, newer, broken, shared."""

import sqlite3
import threading
from contextlib import closing
from datetime import timedelta

import pytest

from portinaio.core.entry import EntryKind
from portinaio.core.numbers.pattern import stored
from portinaio.errors import HomeError
from portinaio.store.database import open_store
from worlds import FROZEN_NOW, a_logged_call


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
        assert len(store.calls.recent("+390200001234", FROZEN_NOW, FROZEN_NOW + timedelta(1))) == 1


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

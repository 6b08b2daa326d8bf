"""An older file is brought to today's shape, or left alone."""

import sqlite3
from contextlib import closing

import pytest

from portinaio.errors import HomeError
from portinaio.store.database import open_store
from portinaio.store.schema.migrate import migrate, version_of
from portinaio.store.schema.scripts import SCRIPTS
from store_world import a_furnished_file, rows_of
from worlds import FROZEN_NOW, a_logged_call


def shape(connection):
    return connection.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall()


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
    monkeypatch.setattr(migrate, "__defaults__", (scripts,))

    with open_store(path, FROZEN_NOW) as store:
        assert store.state.get("came") == "along"


def test_rows_outlive_a_change_of_shape(path, monkeypatch):
    with open_store(path, FROZEN_NOW) as store:
        store.calls.record(a_logged_call())
    monkeypatch.setattr(migrate, "__defaults__", ((*SCRIPTS, "CREATE TABLE later (x INTEGER)"),))

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

"""A sound file is taken for sound, by whatever SQLite there is."""

import sqlite3
from contextlib import closing

import pytest

from portinaio.store.database import open_store
from portinaio.store.integrity_check import faults
from portinaio.store.schema.scripts import KEYS_FIRST, SCRIPTS
from recovery_world import missing
from store_world import a_furnished_file, a_furnished_file_of, rows_of, tables
from worlds import FROZEN_NOW

VERSIONS = range(1, len(SCRIPTS) + 1)
FALSE = "NULL value in complaint_calls.place"


def by_3_40_0(path):
    """What SQLite 3.40.0 finds, which Debian 12 has; newer ones know better."""
    apsw = pytest.importorskip("apsw", reason="SQLite 3.40.0 comes with a library of its time")
    if apsw.sqlitelibversion() != "3.40.0":
        pytest.skip(f"SQLite {apsw.sqlitelibversion()} does not make this mistake")
    file = apsw.Connection(str(path))
    try:
        return {
            text
            for check in ("quick_check", "integrity_check")
            for (text,) in file.cursor().execute(f"PRAGMA {check}(1000000)")
        }
    finally:
        file.close()


@pytest.mark.parametrize("version", VERSIONS)
def test_a_house_with_something_in_every_room_is_kept_at_the_next_start(path, version):
    a_furnished_file_of(version, path)
    before = rows_of(path)

    with open_store(path, FROZEN_NOW, thorough=True) as store:
        assert store.set_aside is None

    assert all(before.values())
    after = {table: rows for table, rows in rows_of(path).items() if table in before}
    assert missing(before, after) == {}
    assert {table: len(rows) for table, rows in after.items()} == {
        table: len(rows) for table, rows in before.items()
    }


@pytest.mark.parametrize("version", VERSIONS)
def test_sqlite_3_40_0_finds_a_sound_file_sound_once_it_was_opened(path, version):
    a_furnished_file_of(version, path)
    if 2 <= version < KEYS_FIRST:
        assert by_3_40_0(path) == {FALSE}

    open_store(path, FROZEN_NOW).close()

    assert by_3_40_0(path) == {"ok"}


def test_sqlite_3_40_0_finds_a_new_file_sound(path):
    a_furnished_file(path)

    assert by_3_40_0(path) == {"ok"}


def test_no_column_stands_before_the_key_of_a_table_without_rowid(store):
    file = store._connection._connection
    keyed = {name for _, name, _, _, wr, _ in file.execute("PRAGMA main.table_list") if wr}
    order = {
        table: [row[5] for row in file.execute(f"PRAGMA table_info({table})")]
        for table, _columns in tables(file)
        if table in keyed
    }

    assert "complaint_calls" in order
    for table, places in order.items():
        key = [place for place in places if place]
        assert places[: len(key)] == sorted(key), table


@pytest.mark.parametrize(
    ("version", "text", "found"),
    [
        pytest.param(KEYS_FIRST - 1, FALSE, [], id="false before the keys stood first"),
        pytest.param(KEYS_FIRST, FALSE, [FALSE], id="true since"),
        pytest.param(
            KEYS_FIRST - 1, "NULL value in calls.at", ["NULL value in calls.at"], id="true"
        ),
        pytest.param(KEYS_FIRST, "ok", [], id="sound"),
    ],
)
def test_what_sqlite_says_is_believed_but_for_one_mistake_of_it(version, text, found):
    class File:
        def execute(self, statement):
            said = version if "user_version" in statement else text
            return memory.execute("SELECT ?", (said,))

    with closing(sqlite3.connect(":memory:")) as memory:
        assert faults(File()) == found


def test_damage_beside_many_false_faults_is_found(path):
    a_furnished_file_of(5, path)
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("DELETE FROM complaint_calls")
        file.executemany(
            "INSERT INTO complaint_calls VALUES (1, ?, ?)", [(i, i) for i in range(200)]
        )
        file.execute("PRAGMA writable_schema = ON")
        file.execute(
            "UPDATE sqlite_master SET sql = replace(sql, 'error TEXT', 'error TEXT NOT NULL') WHERE name = 'lists'"
        )

    with closing(sqlite3.connect(path)) as file:
        assert faults(file) == ["NULL value in lists.error"]

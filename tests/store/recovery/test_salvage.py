"""What can be read of a damaged file comes into a new one; what is lost is counted."""

import sqlite3
from contextlib import closing

import pytest

from portinaio.errors import HomeError
from portinaio.store.database import open_store
from portinaio.store.recovery.recoveries import SAVED, UNKNOWN
from portinaio.store.schema.scripts import SCRIPTS
from recovery_world import missing, opened, saved, without_news
from store_world import (
    PAGE_BYTES,
    a_furnished_file,
    a_furnished_file_of,
    page_of,
    rows_of,
    scrambled,
)
from worlds import FROZEN_NOW, a_logged_call

TABLES = (
    "calls",
    "counts",
    "entries",
    "contacts",
    "dialled",
    "state",
    "lists",
    "complaints",
    "complaint_calls",
    "attachments",
    "profile",
    "companies",
    "company_numbers",
    "seals",
    "sealing",
    "last_import",
    "shares",
    "devices",
    "device_deeds",
    "revoked_devices",
    "device_cards",
    "handed_out",
)


BOUND = {"complaints": {"complaint_calls", "attachments"}, "companies": {"company_numbers"}}


@pytest.fixture(scope="module")
def furnished_bytes(tmp_path_factory):
    path = tmp_path_factory.mktemp("furnished") / "portinaio.db"
    a_furnished_file(path)
    return path.read_bytes()


@pytest.mark.parametrize("destroyed", TABLES)
def test_the_loss_of_one_table_costs_no_other(path, destroyed):
    a_furnished_file(path)
    before = rows_of(path)
    scrambled(path, destroyed)

    recovery = saved(path)

    after = without_news(rows_of(path))
    gone = {destroyed, *BOUND.get(destroyed, ())} | (
        {"seals", "sealing"} if "seal" in destroyed else set()
    )
    assert {t: rows for t, rows in after.items() if t not in gone} == {
        t: rows for t, rows in before.items() if t not in gone
    }
    assert recovery.way == SAVED
    assert destroyed in recovery.lost


@pytest.mark.parametrize(
    "index",
    ["calls_searched", "calls_number", "calls_label", "calls_counted", "calls_hours", "seals_call"],
)
def test_a_broken_index_costs_nothing(path, index):
    a_furnished_file(path)
    before = rows_of(path)
    scrambled(path, index)

    assert saved(path).lost == {}
    assert without_news(rows_of(path)) == before


def test_calls_around_a_destroyed_page_are_saved_and_the_others_counted(path):
    a_furnished_file(path, calls=300)
    whole = rows_of(path)["calls"]
    data = bytearray(path.read_bytes())
    leaves = [
        number
        for number in range(len(data) // PAGE_BYTES)
        if data[number * PAGE_BYTES] == 0x0D
        and b"nothing is known" in data[number * PAGE_BYTES :][:PAGE_BYTES]
    ]
    for leaf in (leaves[0], leaves[len(leaves) // 2], leaves[-2]):
        data[leaf * PAGE_BYTES : leaf * PAGE_BYTES + PAGE_BYTES] = b"\xff" * PAGE_BYTES
    path.write_bytes(data)

    recovery = saved(path)

    after = rows_of(path)["calls"]
    assert after < whole
    assert len(after) > 250
    assert recovery.rows["calls"] == len(after)
    assert recovery.lost == {"calls": len(whole) - len(after)}


def test_seals_that_lost_a_link_are_made_anew_and_it_is_said(path):
    a_furnished_file(path)
    scrambled(path, "seals")

    recovery = saved(path)

    assert recovery.sealed_anew == 40
    with opened(path) as store:
        assert store.seals.faults() == []


def test_seals_stay_where_calls_alone_are_lost(path):
    a_furnished_file(path, calls=300)
    head = head_of(path)
    scrambled(path, "calls")

    assert saved(path).sealed_anew == 0
    assert head_of(path) == head
    with opened(path) as store:
        assert store.seals.faults() == []


def head_of(path):
    with opened(path) as store:
        return store.seals.head()


def test_a_call_that_is_changed_after_the_beginning_of_the_seals_was_lost_is_found(path):
    a_furnished_file(path)
    scrambled(path, "sealing")
    opened(path).close()
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("UPDATE calls SET calling = 'x' WHERE id = 3")

    with opened(path) as store:
        (fault,) = store.seals.faults()

    assert fault.values == {"id": 3}


def test_a_counter_that_the_disk_has_spoilt_does_not_count_on(path):
    a_furnished_file(path)
    scrambled(path, "calls_label")
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("UPDATE sqlite_sequence SET seq = 1 << 50 WHERE name = 'complaints'")

    with opened(path) as store:
        assert store.complaints.add(store.complaints.get(1)).id == 2


@pytest.mark.parametrize(
    "name", [b"salt TEXT", b"extended TEXT", b"last_modified TEXT", b"once INTEGER"]
)
def test_a_flipped_bit_in_the_name_of_a_column_loses_nothing(path, name):
    a_furnished_file(path)
    before = rows_of(path)
    data = path.read_bytes()
    place = data.index(b" " + name) + 1
    path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])

    assert saved(path).lost == {}
    assert missing(before, rows_of(path)) == {}


def test_an_id_that_was_lost_is_not_given_again(path):
    a_furnished_file(path)
    scrambled(path, "calls")

    with opened(path) as store:
        assert store.calls.next_id() == 42


@pytest.mark.parametrize("place", range(100))
def test_a_flipped_bit_in_the_header_loses_nothing_or_is_a_sentence(path, place, furnished_bytes):
    path.write_bytes(furnished_bytes)
    before = rows_of(path)
    data = bytearray(furnished_bytes)
    data[place] ^= 1 << place % 8
    path.write_bytes(data)

    try:
        opened(path).close()
    except HomeError:
        assert path.read_bytes() == bytes(data)
    else:
        assert without_news(rows_of(path)) == before


@pytest.mark.parametrize(
    "text",
    [
        b"CREATE TABLE calls",
        b"CREATE INDEX calls_label",
        b"tablecontacts",
        b"indexsqlite_autoindex",
    ],
)
def test_a_flipped_bit_in_the_names_of_tables_loses_nothing(path, text):
    a_furnished_file(path)
    before = rows_of(path)
    data = path.read_bytes()
    place = data.find(text)
    assert place > 0
    for at, bit in ((place, 2), (place + len(text) // 2, 128)):
        flipped = bytearray(data)
        flipped[at] ^= bit
        path.write_bytes(flipped)

        opened(path).close()

        assert without_news(rows_of(path)) == before
        path.unlink()


def test_rows_that_the_shape_does_not_allow_are_passed_over_and_counted(path):
    a_furnished_file(path)
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("PRAGMA writable_schema = ON")
        file.execute(
            "UPDATE sqlite_master SET sql = replace(sql, 'note TEXT NOT NULL', 'note TEXT') WHERE name = 'entries'"
        )
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("UPDATE entries SET note = NULL WHERE id = 1")
        file.execute("PRAGMA writable_schema = ON")
        file.execute(
            "UPDATE sqlite_master SET sql = replace(sql, 'note TEXT', 'note TEXT NOT NULL') WHERE name = 'entries'"
        )

    recovery = saved(path)

    assert (recovery.rows["entries"], recovery.lost) == (1, {"entries": 1})


def test_a_file_of_which_nothing_can_be_read_begins_an_empty_one(path):
    path.write_bytes(b"<html>" * 1000)

    recovery = saved(path)

    assert set(recovery.lost.values()) == {UNKNOWN}
    assert recovery.lost.keys() == set(TABLES)


@pytest.mark.parametrize("version", range(1, len(SCRIPTS) + 1))
def test_a_damaged_file_of_each_shape_is_saved_into_todays(path, version):
    a_furnished_file_of(version, path)
    before = rows_of(path)
    scrambled(path, "calls_label")

    assert saved(path).lost == {}
    after = rows_of(path)
    assert missing(before, after) == {}


@pytest.mark.parametrize("version", [1, 2, 5, len(SCRIPTS)])
@pytest.mark.parametrize("said", [0, 4, 999])
def test_a_damaged_file_whose_count_is_spoilt_too_is_saved_by_its_shape(path, version, said):
    a_furnished_file_of(version, path)
    before = rows_of(path)
    scrambled(path, "calls_label")
    with closing(sqlite3.connect(path)) as file:
        file.execute(f"PRAGMA user_version = {said}")

    assert saved(path).lost == {}
    assert missing(before, rows_of(path)) == {}


def test_what_was_committed_last_is_saved_too(path, tmp_path):
    copy = tmp_path / "copy" / "portinaio.db"
    copy.parent.mkdir()
    with open_store(path, FROZEN_NOW) as store:
        store.calls.record_many(a_logged_call(i) for i in range(1, 50))
        store._connection.row("PRAGMA wal_checkpoint(TRUNCATE)")
        store.profile.set({"name": "Anna"})
        for suffix in ("", "-wal"):
            copy.with_name(copy.name + suffix).write_bytes(
                path.with_name(path.name + suffix).read_bytes()
            )
    data = bytearray(copy.read_bytes())
    page = page_of(path, "calls_label")
    data[(page - 1) * PAGE_BYTES : page * PAGE_BYTES] = b"\xff" * PAGE_BYTES
    copy.write_bytes(data)

    with opened(copy) as store:
        assert store.set_aside
        assert store.profile.all() == {"name": "Anna"}
        assert len(store.calls.page()) == 49

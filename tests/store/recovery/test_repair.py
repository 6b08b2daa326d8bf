"""What can be read of a damaged file is saved, and what was set aside without need is taken back."""

import os
import shutil
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from portinaio.core.complaint import Complaint
from portinaio.core.contact import OWN, Contact
from portinaio.core.entry import EntryKind
from portinaio.daemon.clock import PAUSES, note_pause
from portinaio.errors import HomeError
from portinaio.store import open_file
from portinaio.store.database import open_store
from portinaio.store.migrations import SCRIPTS
from portinaio.store.recovery import readable_rows, repair
from portinaio.store.recovery.recoveries import KNOWN, LEFT, SAVED, TAKEN_BACK, UNKNOWN
from store_world import (
    DAY,
    PAGE_BYTES,
    a_furnished_file,
    a_furnished_file_of,
    page_of,
    rows_of,
    scrambled,
)
from worlds import FROZEN_NOW, a_logged_call, a_pattern

STAMP = "broken-20261124-140200"
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
)
BOUND = {"complaints": {"complaint_calls", "attachments"}, "companies": {"company_numbers"}}


def opened(path):
    return open_store(path, FROZEN_NOW, thorough=True)


def saved(path):
    """What came of the last file that was set aside."""
    with opened(path) as store:
        return store.recoveries.all()[-1]


def missing(before, after):
    return {table: rows - after[table] for table, rows in before.items() if rows - after[table]}


def without_news(rows):
    return {**rows, "state": {row for row in rows["state"] if row[0] != "recoveries"}}


@pytest.fixture(scope="module")
def furnished_bytes(tmp_path_factory):
    path = tmp_path_factory.mktemp("furnished") / "portinaio.db"
    a_furnished_file(path)
    return path.read_bytes()


# -- what can be read of a damaged file


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
    "index", ["calls_searched", "calls_number", "calls_label", "calls_counted", "seals_call"]
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


# -- what was set aside without need


def set_aside(version, path, stamp=STAMP):
    """A file as a program of before put it away."""
    a_furnished_file_of(version, path)
    target = path.with_name(f"{path.name}.{stamp}")
    path.rename(target)
    return target


def begun_since(path):
    """What a house has in it that began anew, with the same ids."""
    with open_store(path, FROZEN_NOW) as store:
        store.calls.record_many(
            a_logged_call(i, at=FROZEN_NOW + i * timedelta(minutes=1), notes=f"new {i}")
            for i in range(1, 6)
        )
        store.entries.add(a_pattern("+390844123456"), EntryKind.ALLOW, "after all", FROZEN_NOW)
        store.entries.add(a_pattern("+390200007777"), EntryKind.BLOCK, "", FROZEN_NOW)
        store.contacts.add("Carla", "+390200000004", OWN)
        store.profile.set({"name": "Anna Nuova", "email": "a@example.com"})
        new = store.complaints.add(
            Complaint(0, "IT", "garante", "Other", (2, 5), {}, FROZEN_NOW + DAY)
        )
        store.complaints.attach(new.id, "b.pdf", "1" * 64)


@pytest.mark.parametrize("version", range(2, len(SCRIPTS)))
def test_a_sound_file_that_was_set_aside_is_taken_back_whole(path, version):
    aside = set_aside(version, path)
    before = rows_of(aside)

    opened(path).close()

    after = rows_of(path)
    assert missing(before, after) == {}


def test_what_was_written_since_stays_beside_what_is_taken_back(path):
    set_aside(5, path)
    begun_since(path)

    with opened(path) as store:
        assert len(store.calls.page(limit=1000)) == 45
        assert {e.pattern.text: (e.kind, e.note) for e in store.entries.all(FROZEN_NOW)} == {
            "+390844123456": (EntryKind.ALLOW, "after all"),
            "+390200005555": (EntryKind.ALLOW, ""),
            "+390200007777": (EntryKind.BLOCK, ""),
        }
        assert set(store.contacts.names().values()) == {"Anna", "Berta", "Carla"}
        assert store.profile.all() == {"name": "Anna Nuova", "email": "a@example.com"}
        old, new = store.complaints.all()
        assert (old.id, old.calls, old.sent) == (1, (3, 2), date(2026, 11, 24))
        assert (new.recipient, new.attachments) == ("garante", ("b.pdf",))
        assert [store.calls.get(call).notes for call in new.calls] == ["new 2", "new 5"]
        assert store.seals.faults() == []
        assert store.calls.next_id() > max(call.id for call in store.calls.page())


def test_it_is_said_what_came_back_and_what_moved(path):
    set_aside(5, path)
    begun_since(path)

    recovery = saved(path)

    assert recovery.way == TAKEN_BACK
    assert recovery.rows["calls"] == 40
    assert recovery.rows["entries"] == 1
    assert recovery.moved == {"1": 2}
    assert recovery.sealed_anew == 5


def test_calls_of_the_file_keep_the_seals_that_letters_show(path):
    aside = set_aside(5, path)
    with closing(sqlite3.connect(aside)) as file:
        (chain,) = file.execute("SELECT chain FROM seals WHERE call = 3").fetchone()
    begun_since(path)

    with opened(path) as store:
        assert store.seals.of_calls([3]) == {3: chain}


def test_what_is_kept_of_a_complaint_moves_with_it(path):
    set_aside(5, path)
    begun_since(path)
    with open_store(path, FROZEN_NOW) as store:
        store.state.set("unconfirmed.1", "2026-11-24T14:02:00+00:00")

    with opened(path) as store:
        assert store.state.get("unconfirmed.1") is None
        assert store.state.get("unconfirmed.2") == "2026-11-24T14:02:00+00:00"


def test_a_file_is_taken_back_once(path):
    set_aside(5, path)
    opened(path).close()
    with open_store(path, FROZEN_NOW) as store:
        store.calls.forget(3)
        store.entries.remove("+390200005555")
    before = rows_of(path)

    opened(path).close()

    assert rows_of(path) == before


def test_a_file_that_is_taken_back_again_doubles_nothing(path):
    """The news of it may get lost together with another file."""
    set_aside(5, path)
    begun_since(path)
    opened(path).close()
    with open_store(path, FROZEN_NOW) as store:
        before = {**rows_of(path), "seals": None, "state": None}
        store.state.set("recoveries", None)

    opened(path).close()

    assert {**rows_of(path), "seals": None, "state": None} == before


def test_several_files_are_taken_back_the_oldest_with_its_own_ids(path):
    with open_store(path, FROZEN_NOW) as store:
        store.calls.record(a_logged_call(1, at=FROZEN_NOW - 2 * DAY, notes="oldest"))
    path.rename(path.with_name("portinaio.db.broken-20261101-000000"))
    set_aside(5, path, "broken-20261110-000000")
    begun_since(path)

    with opened(path) as store:
        assert store.calls.get(1).notes == "oldest"
        assert len(store.calls.page(limit=1000)) == 46
        assert len(store.complaints.all()) == 2
        assert store.seals.faults() == []
        assert [each.way for each in store.recoveries.all()] == [TAKEN_BACK, TAKEN_BACK]


def failing(code):
    """What SQLite says of a disk without room, or without a place for one more file."""
    error = sqlite3.OperationalError("disk")
    error.sqlite_errorcode = code

    def fail(*_):
        raise error

    return fail


HARDWARE = [
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
]


@pytest.mark.parametrize("code", HARDWARE)
@pytest.mark.parametrize("step", ["faults", "migrate"])
def test_a_file_that_the_disk_had_no_room_to_look_at_is_looked_at_again(
    path, monkeypatch, step, code
):
    set_aside(5, path)
    with monkeypatch.context() as patched:
        patched.setattr(repair, step, failing(code))
        with opened(path) as store:
            assert store.recoveries.all() == []

    assert saved(path).way == TAKEN_BACK


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


def test_two_programs_do_not_take_the_same_file_back_at_once(path, monkeypatch):
    set_aside(5, path)
    monkeypatch.setattr(open_file, "BUSY_S", 0.05)
    open_store(path, FROZEN_NOW).close()

    with open_file.folder_lock(str(path)), opened(path) as store:
        assert store.recoveries.all() == []

    assert saved(path).way == TAKEN_BACK


def test_the_later_day_of_a_number_that_was_called_before_and_since_counts(path):
    aside = set_aside(5, path)
    with closing(sqlite3.connect(aside)) as file:
        number, day = file.execute("SELECT number, day FROM dialled").fetchone()
    assert day < "2026-11-30"
    open_store(path, FROZEN_NOW).close()
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("INSERT INTO dialled VALUES (?, '2026-11-30')", (number,))

    opened(path).close()

    assert rows_of(path)["dialled"] == {("2026-11-30", number)}


@pytest.mark.parametrize("key", PAUSES)
def test_a_pause_of_then_does_not_open_the_door_again(path, key):
    with open_store(path, FROZEN_NOW) as store:
        note_pause(store.state, key, FROZEN_NOW, timedelta(days=7))
        store.state.set("wizard", "done")
    path.rename(path.with_name(f"portinaio.db.{STAMP}"))

    with opened(path) as store:
        assert {**store.state.all(), "recoveries": ""} == {"wizard": "done", "recoveries": ""}


def test_an_id_of_a_complaint_that_was_discarded_before_is_not_given_again(path):
    complaint = Complaint(0, "IT", "x", "A", (), {}, FROZEN_NOW)
    with open_store(path, FROZEN_NOW) as store:
        for _ in range(3):
            last = store.complaints.add(complaint)
        store.complaints.remove(last.id)
    path.rename(path.with_name(f"portinaio.db.{STAMP}"))

    with opened(path) as store:
        assert store.complaints.add(complaint).id == last.id + 1


def test_what_a_killed_program_has_left_of_its_work_is_cleared_away(path):
    opened(path).close()
    for name in (".mending", ".mending-journal", ".mending-copy", ".mending-copy-wal"):
        path.with_name(path.name + name).write_bytes(b"calls of before")

    opened(path).close()

    assert [file.name for file in path.parent.iterdir()] == ["portinaio.db"]


def test_a_past_that_has_gone_two_ways_is_brought_together(path):
    """An older copy was put back by hand, and since then each of the two files has had a call of its own."""
    aside = set_aside(5, path)
    shutil.copyfile(aside, path)
    for file, days in ((aside, 1), (path, 2)):
        with open_store(file, FROZEN_NOW) as store:
            store.calls.record(a_logged_call(store.calls.reserve(1), at=FROZEN_NOW + days * DAY))

    with opened(path) as store:
        assert {call.at for call in store.calls.page(limit=2)} == {
            FROZEN_NOW + DAY,
            FROZEN_NOW + 2 * DAY,
        }
        assert store.seals.faults() == []


def test_an_address_book_that_was_imported_again_since_is_as_it_is_now(path):
    anna, bruno = (Contact(name, (f"+39020000010{n}",), "book") for n, name in enumerate("AB"))
    with open_store(path, FROZEN_NOW) as store:
        store.contacts.replace_source("book", [anna, bruno])
        store.contacts.replace_source("other", [bruno._replace(name="C", source="other")])
    path.rename(path.with_name(f"portinaio.db.{STAMP}"))
    with open_store(path, FROZEN_NOW) as store:
        store.contacts.replace_source("book", [anna])

    with opened(path) as store:
        assert [(one.source, one.name) for one in store.contacts.all()] == [
            ("book", "A"),
            ("other", "C"),
        ]


def put_back_by_hand(path):
    """He has copied what was set aside over the empty file of a program of before."""
    aside = set_aside(5, path)
    shutil.copyfile(aside, path)


def test_what_was_forgotten_since_a_file_was_put_back_by_hand_stays_forgotten(path):
    put_back_by_hand(path)
    with open_store(path, FROZEN_NOW) as store:
        store.calls.forget(3)
        store.entries.remove("+390200005555")
        store.complaints.remove(1)
        store.profile.set(dict.fromkeys(store.profile.all(), ""))
        for number in store.contacts.names():
            store.contacts.remove(number)
    before = rows_of(path)

    opened(path).close()

    assert without_news(rows_of(path)) == without_news(before)
    assert [(each.way, each.seen) for each in news_of(path)] == [(KNOWN, True)]


@pytest.mark.parametrize(
    "add",
    [
        pytest.param(lambda s: s.calls.record(a_logged_call(99)), id="a call"),
        pytest.param(
            lambda s: s.entries.add(a_pattern("+390844*"), EntryKind.BLOCK, "", FROZEN_NOW),
            id="an entry",
        ),
        pytest.param(
            lambda s: s.complaints.add(Complaint(0, "IT", "x", "Y", (), {}, FROZEN_NOW)),
            id="a complaint",
        ),
    ],
)
def test_a_file_that_has_something_newer_than_what_was_put_back_is_taken_back(path, add):
    put_back_by_hand(path)
    with open_store(path.with_name(f"portinaio.db.{STAMP}"), FROZEN_NOW) as newer:
        add(newer)
    everything = rows_of(path.with_name(f"portinaio.db.{STAMP}"))

    opened(path).close()

    assert missing(everything, rows_of(path)) == {}
    assert [each.way for each in news_of(path)] == [TAKEN_BACK]


def news_of(path):
    with open_store(path, FROZEN_NOW) as store:
        return store.recoveries.all()


@pytest.mark.parametrize(
    ("told", "moved"),
    [
        pytest.param(False, [{"1": 4}, {"1": 3}], id="while nobody knows of it"),
        pytest.param(True, [{"1": 2}, {"1": 3, "2": 4}], id="after somebody was told"),
    ],
)
def test_it_is_said_where_a_complaint_that_moved_twice_is_now(path, told, moved):
    for company, stamp in (("A", "20261101"), ("B", "20261110"), ("C", None)):
        with open_store(path, FROZEN_NOW) as store:
            store.complaints.add(Complaint(0, "IT", "x", company, (), {}, FROZEN_NOW))
        if stamp:
            path.rename(path.with_name(f"portinaio.db.broken-{stamp}-000000"))
    oldest = path.with_name("portinaio.db.broken-20261101-000000")
    if told:
        oldest.rename(path.with_name("later"))
        with opened(path) as store:
            store.recoveries.see()
        path.with_name("later").rename(oldest)

    with opened(path) as store:
        assert [each.moved for each in store.recoveries.all()] == moved
        assert [one.company for one in store.complaints.all()] == ["A", "B", "C"]


def of_another_program(aside):
    aside.unlink()
    with closing(sqlite3.connect(aside)) as file:
        file.execute("CREATE TABLE calls (id INTEGER PRIMARY KEY)")
        file.execute(f"PRAGMA user_version = {len(SCRIPTS)}")


def test_what_is_no_file_is_not_looked_at(path):
    pipe = path.with_name("portinaio.db.broken-pipe")
    os.mkfifo(pipe)
    end = os.open(pipe, os.O_RDWR | os.O_CLOEXEC)  # who opens it all the same waits for nobody
    path.with_name("portinaio.db.broken-folder").mkdir()
    path.with_name("portinaio.db.broken-nowhere").symlink_to(path.with_name("nowhere"))

    with opened(path) as store:
        assert store.recoveries.all() == []
    os.close(end)


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda aside: scrambled(aside, "entries"), id="a destroyed page"),
        pytest.param(lambda aside: aside.write_bytes(b"<html>" * 1000), id="not a database"),
        pytest.param(lambda aside: aside.write_bytes(b""), id="empty"),
        pytest.param(of_another_program, id="of another program"),
    ],
)
def test_a_file_that_is_damaged_indeed_is_left_where_it_lies(path, spoil):
    aside = set_aside(5, path)
    spoil(aside)
    content = aside.read_bytes()

    assert saved(path).way == LEFT
    assert aside.read_bytes() == content
    with opened(path) as store:
        assert store.calls.page() == []


def test_a_file_is_left_alone_until_a_daemon_starts(path):
    set_aside(5, path)

    with open_store(path, FROZEN_NOW) as store:
        assert (store.calls.page(), store.recoveries.all()) == ([], [])


def test_what_fails_in_the_middle_leaves_everything_as_it_was_and_is_tried_again(path, monkeypatch):
    aside = set_aside(5, path)
    begun_since(path)
    before = rows_of(path)

    def fail(*_args, **_kwargs):
        raise sqlite3.OperationalError

    with monkeypatch.context() as patch:
        patch.setattr("portinaio.store.recovery.merge.seal_again", fail)
        opened(path).close()
    assert rows_of(path) == before
    assert {file.name for file in path.parent.iterdir()} == {path.name, aside.name}

    assert saved(path).way == TAKEN_BACK


def test_the_last_words_of_a_file_that_lie_beside_it_come_back_too(path):
    source = path.with_name("source.db")
    aside = path.with_name(f"portinaio.db.{STAMP}")
    with open_store(source, FROZEN_NOW) as store:
        store.profile.set({"name": "Anna"})
        for suffix in ("", "-wal"):
            aside.with_name(aside.name + suffix).write_bytes(
                source.with_name(source.name + suffix).read_bytes()
            )

    with opened(path) as store:
        assert store.profile.all() == {"name": "Anna"}


def test_news_that_make_no_sense_are_no_news(store):
    store.state.set("recoveries", "[[[")

    assert store.recoveries.all() == []


def test_news_are_news_until_somebody_has_seen_them(path):
    a_furnished_file(path)
    scrambled(path, "calls_label")
    with opened(path) as store:
        first = store.recoveries.see()

    with opened(path) as store:
        assert [each.seen for each in store.recoveries.all()] == [True]
        assert (first, store.recoveries.see()) == (True, False)

"""Bits flip all over the file: it opens, or is refused in words, and no row goes without a word."""

import random
import sqlite3
from contextlib import closing, suppress

import pytest

from portinaio.core.numbers.pattern import stored
from portinaio.errors import HomeError
from portinaio.store.call_row import COLUMNS, KINDS
from portinaio.store.database import open_store
from portinaio.store.recovery.recoveries import UNKNOWN
from portinaio.store.rows import OddRows
from store_world import PAGE_BYTES, a_furnished_file, page_of, rows_of
from worlds import FROZEN_NOW, STRANGER, a_logged_call

FLIPS = 12
CALLS = 12


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """A small house with something in every room, as bytes, and how many rows each has."""
    path = tmp_path_factory.mktemp("sound") / "portinaio.db"
    a_furnished_file(path, CALLS)
    rows = {table: len(found) for table, found in rows_of(path).items()}
    return path.read_bytes(), rows


def everything(store):
    """Whatever a window can ask of the store."""
    store.calls.page(limit=100)
    store.calls.page(text="0200", limit=100)
    store.calls.recent(STRANGER, FROZEN_NOW.replace(year=2020), FROZEN_NOW)
    store.insights.since(FROZEN_NOW.replace(year=2020))
    store.insights.caught(FROZEN_NOW.replace(year=2020))
    store.insights.latest_of(stored(STRANGER), 10)
    store.contacts.names()
    store.contacts.name_of("+390200000001")
    store.outgoing.last_day("+390200000003")
    store.companies.of_number("+390844123456")
    store.complaints.open_call_ids()
    store.complaints.attachments(1)
    store.recoveries.all()
    store.seals.faults()
    return store.look_at_all_rows()


def unaccounted(store, before):
    """By table, rows that are neither there nor told of."""
    recovery = next(iter(store.recoveries.all()), None)
    lost = recovery.lost if recovery else {}
    missing = {}
    for table, count in before.items():
        here = store._connection.row(f"SELECT count(*) FROM {table} NOT INDEXED")[0]
        told = lost.get(table, 0)
        if table == "seals" and recovery and recovery.sealed_anew:
            continue
        if table == "last_import" and recovery:
            continue  # one row that nothing else refers to: no second witness of it; only the way back is lost
        if told != UNKNOWN and here + told < count:
            missing[table] = (here, told, count)
    return missing


@pytest.mark.parametrize("seed", range(30))
def test_flipped_bits_are_lived_with(path, sound, seed):
    whole, before = sound
    chance = random.Random(seed)
    for _ in range(FLIPS):
        data = bytearray(whole)
        for _bit in range(chance.choice((1, 1, 1, 3))):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        path.write_bytes(data)

        with suppress(HomeError), open_store(path, FROZEN_NOW, thorough=True) as store:
            missing = unaccounted(store, before)
            with suppress(HomeError):
                everything(store)
            assert missing == {}, (seed, store.set_aside)

        for file in path.parent.iterdir():
            file.unlink()


@pytest.mark.parametrize("seed", range(10))
def test_a_page_of_noise_is_lived_with(path, sound, seed):
    whole, before = sound
    chance = random.Random(seed)
    for _ in range(5):
        data = bytearray(whole)
        page = chance.randrange(len(data) // PAGE_BYTES)
        data[page * PAGE_BYTES : (page + 1) * PAGE_BYTES] = chance.randbytes(PAGE_BYTES)
        path.write_bytes(data)

        with open_store(path, FROZEN_NOW, thorough=True) as store:
            assert unaccounted(store, before) == {}
            everything(store)

        for file in path.parent.iterdir():
            file.unlink()


def written(path, statement, *values):
    with closing(sqlite3.connect(path)) as file, file:
        file.execute(statement, values)


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        pytest.param("calls", "label", "repOrted", id="a label that there is not"),
        pytest.param("calls", "findings", "[[", id="half of a list"),
        pytest.param("calls", "findings", "[" * 100_000, id="a deep list"),
        pytest.param("calls", "because", "{}", id="no sentence"),
        pytest.param("calls", "score", "many", id="no number"),
        pytest.param("calls", "name", b"\xff", id="no text"),
        pytest.param("calls", "at", 1.5, id="half a moment"),
        pytest.param("entries", "kind", "blocc", id="no kind"),
        pytest.param("entries", "pattern", "x", id="no pattern"),
        pytest.param("entries", "created", "x", id="no moment"),
        pytest.param("complaints", "answers", "{", id="half an object"),
        pytest.param("complaints", "sent", "2026-13-45", id="no day"),
        pytest.param("contacts", "name", b"\xff", id="a contact without text"),
        pytest.param("dialled", "day", "tomorrow", id="a day that there is not"),
        pytest.param("lists", "error", "[", id="half an error"),
        pytest.param("counts", "day", "x", id="a count of no day"),
        pytest.param("state", "value", b"\xff", id="state without text"),
        pytest.param("profile", "value", b"\xff", id="a profile without text"),
        pytest.param("companies", "address", b"\xff", id="an address without text"),
    ],
)
def test_a_row_that_makes_no_sense_hides_no_other_and_is_told_of(path, table, column, value):
    a_furnished_file(path, CALLS)
    first = " WHERE rowid = 2" if table == "calls" else ""
    written(path, f"UPDATE {table} SET {column} = ?{first}", value)

    with open_store(path, FROZEN_NOW) as store:
        found = everything(store)

        assert found.keys() == {table}
        if table == "calls":
            assert len(store.calls.page()) == CALLS - 1
            assert store.calls.get(2) is None


def test_each_column_of_a_call_has_its_kind():
    assert len(KINDS) == len(COLUMNS)


def test_a_spoilt_letter_hides_nothing(path):
    a_furnished_file(path, CALLS)
    data = path.read_bytes().replace(b"Citt\xc3\xa0", b"Citt\xc3\x20")
    path.write_bytes(data)

    with open_store(path, FROZEN_NOW, thorough=True) as store:
        assert store.set_aside is None
        assert store.complaints.get(1).text == "Citt\ufffd "


def test_a_message_of_sqlite_that_is_no_text_is_a_sentence(path):
    a_furnished_file(path, CALLS)
    with (
        open_store(path, FROZEN_NOW) as store,
        pytest.raises(HomeError, match="is damaged"),
        store._connection._explained,
    ):
        b"\xff".decode()


def test_an_index_out_of_step_is_seen_at_the_start_and_costs_nothing(path):
    a_furnished_file(path, CALLS)
    page = page_of(path, "calls_label")
    data = bytearray(path.read_bytes())
    place = data.index(b"unknown", (page - 1) * PAGE_BYTES)
    data[place : place + 7] = b"UNKNOWN"
    path.write_bytes(data)

    with open_store(path, FROZEN_NOW, thorough=True) as store:
        assert store.set_aside
        assert store.recoveries.all()[0].lost == {}
        assert len(store.calls.page()) == CALLS


def test_a_file_that_sqlite_finds_wrong_as_soon_as_it_is_written_is_kept(path, monkeypatch):
    """What SQLite 3.40.0 did once, another version may do again."""
    a_furnished_file(path, CALLS)
    before = rows_of(path)
    for place in ("integrity_check", "recovery.repair"):
        monkeypatch.setattr(f"portinaio.store.{place}.faults", lambda _: ["a mistake of SQLite"])

    with open_store(path, FROZEN_NOW, thorough=True) as store:
        assert store.set_aside is None
        assert store.recoveries.all() == []

    assert rows_of(path) == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_row_is_counted_once_however_often_it_is_read():
    odd = OddRows()
    for _ in range(2):
        assert odd.understood("calls", [(1,), (2,)], (str,), str) == []

    assert odd.counts() == {"calls": 2}


def test_what_came_after_an_odd_row_is_logged(path):
    a_furnished_file(path, CALLS)
    written(path, "UPDATE calls SET label = 'x' WHERE id = 2")

    with open_store(path, FROZEN_NOW) as store:
        store.calls.record(a_logged_call(50))
        assert store.calls.get(50) == a_logged_call(50)

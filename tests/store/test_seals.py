"""The chain of seals over the log."""

import sqlite3
from contextlib import closing

import pytest

from portinaio.store.database import open_store
from portinaio.store.schema.migrate import migrate
from portinaio.store.schema.scripts import SCRIPTS
from portinaio.store.seals import digest_of
from worlds import FROZEN_NOW, a_logged_call


def written_from_outside(path, statement):
    with closing(sqlite3.connect(path)) as file, file:
        file.execute(statement)


def faults(path):
    with open_store(path, FROZEN_NOW) as store:
        return [str(fault) for fault in store.seals.faults()]


@pytest.fixture
def logged(path):
    """Three calls, the second written in three steps as a line does it."""
    with open_store(path, FROZEN_NOW) as store:
        store.calls.record(a_logged_call(1))
        for step in ({}, {"acted_ms": 3}, {"acted_ms": 3, "rang_s": 12.5, "suspected": True}):
            store.calls.record(a_logged_call(2, **step))
        store.calls.record(a_logged_call(3, name="Città 🔌"))
    return path


def test_a_log_that_nobody_touched_has_no_fault(logged):
    assert faults(logged) == []


def test_an_empty_log_has_no_fault_and_no_seal(store):
    assert (store.seals.faults(), store.seals.head()) == ([], "")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE calls SET number = '+390200009999' WHERE id = 2",
        "UPDATE calls SET at = at - 1000000 WHERE id = 2",
        "UPDATE calls SET action = 'reject' WHERE id = 2",
        "UPDATE calls SET rang_s = NULL WHERE id = 2",
    ],
)
def test_a_call_that_was_changed_shows(logged, statement):
    written_from_outside(logged, statement)

    assert faults(logged) == ["call 2 was changed after it was logged"]


def test_a_call_that_was_slipped_in_shows(logged):
    columns = (
        "at, offset, line, number, calling, called, name, presentation, attestation, label, score"
    )
    rest = "suspected, action, because, findings, notes, name_folded, notes_folded"
    written_from_outside(
        logged,
        f"INSERT INTO calls (id, {columns}, {rest}) SELECT 9, {columns}, {rest} FROM calls WHERE id = 1",
    )

    assert faults(logged) == ["call 9 was written into the log from outside"]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM seals WHERE place = 2",
        "UPDATE seals SET digest = replace(digest, 'a', 'b') WHERE place = 2",
    ],
)
def test_a_broken_chain_shows(logged, statement):
    written_from_outside(logged, statement)

    assert faults(logged)[0].startswith("the seals of the log are broken at seal ")


def test_a_note_is_the_users_own_and_breaks_no_seal(logged):
    with open_store(logged, FROZEN_NOW) as store:
        store.calls.note(2, "an energy contract")

    assert faults(logged) == []


@pytest.mark.parametrize(
    "forget",
    [
        lambda calls: calls.forget(2),
        lambda calls: calls.forget_older(FROZEN_NOW.replace(year=2027)),
        lambda calls: calls.prune(FROZEN_NOW.replace(year=2027)),
    ],
)
def test_a_forgotten_call_leaves_a_link_that_tells_nothing(logged, forget):
    with open_store(logged, FROZEN_NOW) as store:
        forget(store.calls)
        gone = store._connection.rows("SELECT salt FROM seals WHERE call IS NULL")
        assert gone
        assert set(gone) == {("",)}

    assert faults(logged) == []


def test_the_latest_seal_of_a_call_can_be_named(logged):
    with open_store(logged, FROZEN_NOW) as store:
        seals = store.seals.of_calls([1, 2, 9])

        assert seals.keys() == {1, 2}
        assert store.seals.head() == store.seals.of_calls([3])[3]


def test_calls_of_before_there_were_seals_are_not_suspected(path):
    with closing(sqlite3.connect(path, isolation_level=None)) as old:
        migrate(old, path, SCRIPTS[:1])
        row = (
            "1, 0, 0, '', NULL, '', '', '', 'allowed', 'none', 'unknown', 0, 0, 'ring', NULL, NULL"
        )
        old.execute(
            f"INSERT INTO calls VALUES ({row}, NULL, NULL, NULL, '[\"\", {{}}, \"\"]', '[]', '', '', '')"
        )

    assert faults(path) == []


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        pytest.param((1, "a"), (1, "a", None, None), True, id="younger columns that are empty"),
        pytest.param((1, "a", None), (1,), False, id="and no more than these"),
        pytest.param((1, None, "a"), (1, "a"), False, id="an empty one before others"),
        pytest.param((1, "a"), (True, "a"), True, id="SQLite gives 1 back for True"),
        pytest.param((3, "a"), (3.0, "a"), True, id="and 3.0 for 3"),
        pytest.param((3, "a"), ("3", "a"), False, id="a text is no number"),
        pytest.param(("a\ud800",), ("a\ud801",), False, id="half characters"),
    ],
)
def test_what_was_written_is_sealed_alike_however_it_is_read(one, other, alike):
    assert (digest_of(one, "salt") == digest_of(other, "salt")) is alike
    assert digest_of(one, "salt") != digest_of(one, "other")

"""The user's own allows and blocks, on the disk."""

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from portinaio.core.entry import EntryKind
from portinaio.core.names import stored_name
from portinaio.core.numbers.pattern import key, stored
from portinaio.store.database import open_store
from portinaio.store.entries import Added
from portinaio.store.schema.migrate import migrate
from portinaio.store.schema.scripts import SCRIPTS
from worlds import FROZEN_NOW

EXACT, PREFIX = stored("+390200001234"), stored("+390844*")
STRETCH = stored("+390200001200..+390200001299")
HOUR = timedelta(hours=1)


@pytest.mark.parametrize("pattern", [EXACT, PREFIX, STRETCH], ids=lambda p: p.text)
def test_an_entry_is_read_as_it_was_written(store, pattern):
    until = FROZEN_NOW + HOUR
    entry = store.entries.add(
        pattern, EntryKind.BLOCK, "a \ud800 note", FROZEN_NOW, until, once=True
    )

    assert store.entries.all(FROZEN_NOW) == [entry]
    assert entry[1:] == (pattern, EntryKind.BLOCK, "a \ufffd note", FROZEN_NOW, until, True, None)


@pytest.mark.parametrize("pattern", [EXACT, PREFIX, STRETCH], ids=lambda p: p.text)
def test_an_entry_of_a_file_is_as_one_by_hand(store, pattern):
    by_hand = store.entries.add(pattern, EntryKind.BLOCK, "sales", FROZEN_NOW)
    store.entries.remove(pattern)
    store.entries.add_all([(pattern, "sales")], EntryKind.BLOCK, FROZEN_NOW)

    (entry,) = store.entries.all(FROZEN_NOW)
    assert entry[1:] == by_hand[1:]
    assert store.entries.add(pattern, EntryKind.BLOCK, "again", FROZEN_NOW).id == entry.id


def test_adding_twice_keeps_one_with_the_later_words(store):
    first = store.entries.add(PREFIX, EntryKind.BLOCK, "sales", FROZEN_NOW, FROZEN_NOW + HOUR)
    store.entries.add(PREFIX, EntryKind.BLOCK, "for good", FROZEN_NOW)

    (entry,) = store.entries.all(FROZEN_NOW)
    assert (entry.id, entry.note, entry.until) == (first.id, "for good", None)


@pytest.mark.parametrize(
    ("before", "in_file", "after", "updated"),
    [
        ("sold me gas", "", "sold me gas", 0),
        ("sold me gas", "Energia", "Energia", 1),
        ("sold me gas", "sold me gas", "sold me gas", 0),
        ("", "Energia", "Energia", 1),
        ("", "", "", 0),
    ],
)
def test_a_file_without_a_name_leaves_the_note_that_stands_there(
    store, before, in_file, after, updated
):
    store.entries.add(EXACT, EntryKind.BLOCK, before, FROZEN_NOW)

    added = store.entries.add_all([(EXACT, in_file)], EntryKind.BLOCK, FROZEN_NOW)

    assert (added, store.entries.all(FROZEN_NOW)[0].note) == (Added(0, updated), after)


def test_an_allow_and_a_block_of_one_pattern_stand_side_by_side(store):
    store.entries.add(EXACT, EntryKind.BLOCK, "", FROZEN_NOW)
    store.entries.add(EXACT, EntryKind.ALLOW, "", FROZEN_NOW)

    assert {e.kind for e in store.entries.all(FROZEN_NOW)} == {EntryKind.ALLOW, EntryKind.BLOCK}


def test_removing_a_pattern_tells_what_it_was(store):
    entry = store.entries.add(PREFIX, EntryKind.BLOCK, "sales", FROZEN_NOW)
    store.entries.add(EXACT, EntryKind.BLOCK, "", FROZEN_NOW)

    assert store.entries.remove("+390844*") == [entry]
    assert [e.pattern for e in store.entries.all(FROZEN_NOW)] == [EXACT]


def test_removing_what_is_not_there_removes_nothing(store):
    assert (store.entries.remove("+390844*"), store.entries.use_up(10**30)) == ([], False)


def test_an_entry_is_found_by_its_id(store):
    entry = store.entries.add(EXACT, EntryKind.ALLOW, "", FROZEN_NOW)

    assert store.entries.get(entry.id) == entry
    store.entries.remove(EXACT.text)
    assert store.entries.get(entry.id) is None


def test_an_entry_counts_until_its_last_moment_and_is_then_purged(store):
    store.entries.add(EXACT, EntryKind.BLOCK, "", FROZEN_NOW, FROZEN_NOW + HOUR)
    store.entries.add(PREFIX, EntryKind.BLOCK, "", FROZEN_NOW)

    assert len(store.entries.all(FROZEN_NOW)) == 2
    assert [e.pattern for e in store.entries.all(FROZEN_NOW + HOUR)] == [PREFIX]
    assert [store.entries.purge_expired(FROZEN_NOW + HOUR) for _ in range(2)] == [1, 0]


def test_an_entry_for_one_call_is_used_up(store):
    once = store.entries.add(EXACT, EntryKind.ALLOW, "", FROZEN_NOW, once=True)
    lasting = store.entries.add(PREFIX, EntryKind.BLOCK, "", FROZEN_NOW)

    used = [store.entries.use_up(e) for e in (once.id, once.id, lasting.id)]
    assert (used, store.entries.all(FROZEN_NOW)) == ([True, False, False], [lasting])


def test_the_book_answers_for_a_number(store):
    store.entries.add(PREFIX, EntryKind.BLOCK, "", FROZEN_NOW)
    allowed = store.entries.add(stored("+390844000001"), EntryKind.ALLOW, "", FROZEN_NOW)

    assert store.entries.book().find(key("390844000001"), FROZEN_NOW) == allowed


def test_another_program_sees_the_change_and_notices_it(store, path):
    before = store.version()

    with open_store(path, FROZEN_NOW) as other:
        other.entries.add(EXACT, EntryKind.BLOCK, "", FROZEN_NOW)

    assert store.version() != before
    assert [e.pattern for e in store.entries.all(FROZEN_NOW)] == [EXACT]


def test_our_own_writing_is_no_news(store):
    before = store.version()
    store.entries.add(EXACT, EntryKind.BLOCK, "", FROZEN_NOW)

    assert store.version() == before


TELLOWS = stored_name("Tellows *")


def test_an_entry_of_a_name_is_read_as_it_was_written(store):
    entry = store.entries.add(TELLOWS, EntryKind.BLOCK, "spam", FROZEN_NOW, once=True)

    assert store.entries.all(FROZEN_NOW) == [entry]
    assert (entry.pattern, entry.name, entry.text) == (None, TELLOWS, "Tellows *")


def test_names_that_mean_the_same_are_one_entry(store):
    first = store.entries.add(TELLOWS, EntryKind.BLOCK, "", FROZEN_NOW)
    store.entries.add(stored_name("TELLÒWS *"), EntryKind.BLOCK, "again", FROZEN_NOW)

    (entry,) = store.entries.all(FROZEN_NOW)
    assert (entry.id, entry.text, entry.note) == (first.id, "TELLÒWS *", "again")


def test_several_names_and_numbers_stand_side_by_side(store):
    for wanted in (TELLOWS, stored_name("Acme*"), EXACT, PREFIX):
        store.entries.add(wanted, EntryKind.BLOCK, "", FROZEN_NOW)

    assert [entry.text for entry in store.entries.all(FROZEN_NOW)] == [
        "Tellows *",
        "Acme*",
        EXACT.text,
        PREFIX.text,
    ]


def test_a_name_is_removed_in_any_case_and_numbers_stay(store):
    store.entries.add(TELLOWS, EntryKind.BLOCK, "", FROZEN_NOW)
    store.entries.add(EXACT, EntryKind.BLOCK, "", FROZEN_NOW)

    gone = store.entries.remove(stored_name("tellows *"))

    assert ([one.text for one in gone], [one.text for one in store.entries.all(FROZEN_NOW)]) == (
        ["Tellows *"],
        [EXACT.text],
    )


def test_an_id_is_not_given_again_after_the_change_of_the_table(path):
    with closing(sqlite3.connect(path, isolation_level=None)) as old:
        migrate(old, path, SCRIPTS[:7])
        old.execute(
            "INSERT INTO entries (pattern, kind, note, created, created_offset, once) VALUES ('+390844*', 'block', 'x', 1, 0, 0)"
        )
        old.execute(
            "INSERT INTO entries (pattern, kind, note, created, created_offset, once) VALUES ('+390843*', 'block', '', 2, 0, 0)"
        )
        old.execute("DELETE FROM entries WHERE id = 2")

    with open_store(path, FROZEN_NOW) as store:
        kept = [(entry.id, entry.text, entry.note) for entry in store.entries.all(FROZEN_NOW)]
        assert (kept, store.entries.add(TELLOWS, EntryKind.BLOCK, "", FROZEN_NOW).id) == (
            [(1, "+390844*", "x")],
            3,
        )

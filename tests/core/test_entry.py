"""Which personal entry speaks for a number."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest

from portinaio.core.entry import Entry, EntryBook, EntryKind, deciding
from portinaio.core.names import stored_name
from portinaio.core.numbers.pattern import key
from worlds import FROZEN_NOW, STRANGER, an_entry

WANTED = key(STRANGER[1:])
ALLOW, BLOCK = EntryKind.ALLOW, EntryKind.BLOCK


@pytest.mark.parametrize("order", [1, -1])
def test_the_most_specific_pattern_speaks(order):
    entries = [
        an_entry("+3902*", BLOCK),
        an_entry("+390200*", ALLOW),
        an_entry("+39020000*", BLOCK),
    ]

    found = EntryBook(entries[::order]).find(WANTED, FROZEN_NOW)

    assert found.pattern.text == "+39020000*"


def test_allow_speaks_before_block_on_a_tie():
    book = EntryBook([an_entry(kind=BLOCK), an_entry(kind=ALLOW)])

    assert book.find(WANTED, FROZEN_NOW).kind is ALLOW


def test_an_exact_entry_speaks_before_any_beginning():
    book = EntryBook([an_entry("+390200*", BLOCK), an_entry(STRANGER, ALLOW)])

    assert book.find(WANTED, FROZEN_NOW).kind is ALLOW


def test_an_entry_counts_until_its_moment_and_not_in_it():
    book = EntryBook([an_entry(until=FROZEN_NOW)])

    seen = [book.find(WANTED, FROZEN_NOW - timedelta(seconds=s)) is not None for s in (1, 0)]

    assert seen == [True, False]


def test_behind_an_expired_entry_the_next_wider_one_speaks():
    book = EntryBook([an_entry(STRANGER, ALLOW, until=FROZEN_NOW), an_entry("+3902*", BLOCK)])

    assert book.find(WANTED, FROZEN_NOW).kind is BLOCK


def test_an_expired_beginning_does_not_speak():
    book = EntryBook([an_entry("+3902*", BLOCK, until=FROZEN_NOW)])

    assert book.find(WANTED, FROZEN_NOW) is None


def a_named_entry(name, kind=BLOCK, *, note="", until=None):
    return Entry(1, None, kind, note, FROZEN_NOW, until, name=stored_name(name))


NAMES = [
    a_named_entry("tellows*", BLOCK),
    a_named_entry("tellows: gut*", ALLOW),
    a_named_entry("*spam*", BLOCK),
    a_named_entry("*spam*", ALLOW),
]


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("Tellows: schlecht", "tellows*", BLOCK),
        ("TELLOWS: GUT", "tellows: gut*", ALLOW),
        ("no spam", "*spam*", ALLOW),
    ],
    ids=["the only one", "the longer one", "allow on a tie"],
)
def test_of_names_the_most_specific_speaks(order, name, text, kind):
    found = EntryBook(NAMES[::order]).find_name(name, FROZEN_NOW)

    assert (found.text, found.kind) == (text, kind)


def test_a_name_that_nobody_has_noted_has_no_entry():
    assert EntryBook(NAMES).find_name("Anna", FROZEN_NOW) is None


def test_an_entry_of_a_name_ends_like_any_other():
    book = EntryBook([a_named_entry("tellows*", until=FROZEN_NOW)])

    assert book.find_name("tellows", FROZEN_NOW) is None


NUMBERS = {"none": None, "exact": STRANGER, "wide": "+3902*"}
LEVELS = product(NUMBERS, EntryKind, [None, *EntryKind], [False, True], [False, True])


@pytest.mark.parametrize(("number", "kind", "named", "contact", "forged"), LEVELS)
def test_of_number_name_and_contact_one_counts(number, kind, named, contact, forged):
    """Exact number, contact, a block by beginning or name, an allow by beginning, by name; with a forged number no contact
    and no allowed name.
    """
    entry = an_entry(NUMBERS[number], kind) if NUMBERS[number] else None
    name = a_named_entry("tellows*", named) if named else None
    contact = contact and not forged

    found = deciding(entry, name, contact=contact, forged=forged)

    ladder = [
        (number == "exact", entry),
        (contact, entry if entry and kind is ALLOW else None),
        (named is BLOCK, name),
        (entry is not None, entry),
        (named is ALLOW and not forged, name),
    ]
    assert found is next((who for holds, who in ladder if holds), None)

"""Which personal entry speaks for a number."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portinaio.core.entry import EntryBook, EntryKind
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

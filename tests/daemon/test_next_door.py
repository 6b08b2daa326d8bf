"""Who is known in the caller's block of 100: the same whether the address book is in memory or on the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from portinaio.core.contact import OWN
from portinaio.core.entry import EntryKind
from portinaio.core.message import render
from portinaio.daemon.records import Records
from portinaio.store.database import open_store
from worlds import FROZEN_NOW, STRANGER, a_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from portinaio.store.database import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "portinaio.db", FROZEN_NOW) as store:
        yield store


@pytest.fixture(params=[True, False], ids=["in memory", "on the disk"])
def next_door(store: Store, request: pytest.FixtureRequest):
    def told(number: str = STRANGER) -> str | None:
        records = Records(store, resident=request.param)
        records.facts(number, FROZEN_NOW)
        who = records.next_door(number, FROZEN_NOW)
        return who and render(who, None)

    return told


@pytest.mark.parametrize(
    ("number", "known"),
    [
        pytest.param("+390200001200", True, id="the first of the block"),
        pytest.param("+390200001299", True, id="the last of the block"),
        pytest.param("+390200001199", False, id="one before it"),
        pytest.param("+390200001300", False, id="one behind it"),
        pytest.param("+39020000120", False, id="a shorter one"),
        pytest.param("+3902000012999", False, id="a longer one"),
        pytest.param(STRANGER, False, id="the caller, whose number is forged, perhaps"),
    ],
)
@pytest.mark.parametrize("how", ["contact", "called"])
def test_it_is_the_block_of_100_of_the_same_length(store, next_door, number, known, how):
    if how == "contact":
        store.contacts.add("Anna", number, OWN)
    else:
        store.outgoing.record(number, FROZEN_NOW)

    assert bool(next_door()) is known


def test_an_allow_entry_counts(store, next_door):
    store.entries.add(a_pattern("+390200001299"), EntryKind.ALLOW, "", FROZEN_NOW)

    assert next_door() == "you allow +390200001299, in the same block of 100"


def test_a_contact_is_named_before_one_who_was_called(store, next_door):
    store.outgoing.record("+390200001201", FROZEN_NOW)
    store.contacts.add("Anna", "+390200001202", OWN)

    assert next_door() == "Anna of your contacts is in the same block of 100"


@pytest.mark.parametrize("how", ["contact", "called"])
def test_whom_the_user_blocks_is_no_friend_next_door(store, next_door, how):
    if how == "contact":
        store.contacts.add("Pest", "+390200001299", OWN)
    else:
        store.outgoing.record("+390200001299", FROZEN_NOW)
    store.entries.add(a_pattern("+390200001299"), EntryKind.BLOCK, "", FROZEN_NOW)

    assert next_door() is None


def test_a_short_number_has_no_neighbours(store, next_door):
    store.contacts.add("TIM", "+39187", OWN)

    assert next_door("+39188") is None


def test_an_empty_house_knows_nobody():
    assert Records().next_door(STRANGER, FROZEN_NOW) is None

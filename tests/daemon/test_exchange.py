"""What goes out to other programs, beyond what is blocked."""

from __future__ import annotations

from base64 import b64decode
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from daemon_world import a_house, a_logged_call
from portinaio.daemon import exchange
from portinaio.daemon.facade import Facade
from portinaio.errors import NotFoundError, UsageError
from worlds import FROZEN_NOW, STRANGER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def facade(tmp_path: Path) -> Iterator[Facade]:
    facade = Facade(a_house(tmp_path))
    facade.house.home.make()
    yield facade
    facade.house.close()


def lines(facade: Facade, *asked: str) -> list[str]:
    return b64decode(facade.export(*asked)["data"]).decode().splitlines()


def test_callers_go_out_with_how_often_and_when_they_called(facade):
    for call_id, days in ((1, 0), (2, 3)):
        at = FROZEN_NOW - timedelta(days=days)
        facade.house.store.calls.record(a_logged_call(call_id, at=at, name="ACME"))

    _head, caller = lines(facade, "csv", "calls")

    assert (caller[:13], "2026-11-21" in caller, "2026-11-24" in caller, "ACME" in caller) == (
        STRANGER,
        True,
        True,
        True,
    )


def test_a_caller_without_a_number_stays_in_the_house(facade):
    facade.house.store.calls.record(a_logged_call(1, number=None))

    assert lines(facade, "plain", "calls") == []


def test_contacts_go_out_with_their_names(facade):
    facade.add_contact("Anna Bianchi", STRANGER)

    assert "FN:Anna Bianchi" in lines(facade, "vcard", "contacts")


def test_what_is_blocked_for_a_while_is_not_for_others(facade):
    facade.add_entry(STRANGER, "block", until=(FROZEN_NOW + timedelta(hours=1)).isoformat())
    facade.add_entry("+390844*", "block")

    assert lines(facade, "plain") == ["+390844*"]


@pytest.mark.parametrize(("name", "reason"), [("", "no list"), ("other", "other")])
def test_a_list_that_is_not_there_is_named(facade, name, reason):
    with pytest.raises(NotFoundError, match=reason):
        facade.export("csv", "list", name)


def test_too_many_numbers_for_ones_own_entries_are_a_list(facade, monkeypatch):
    monkeypatch.setattr(exchange, "MOST_ENTRIES", 1)

    with pytest.raises(UsageError, match="lists add"):
        facade.import_file("many.txt", b"+390200001234\n+390200001235\n")


def test_a_file_that_is_no_list_changes_nothing(facade):
    with pytest.raises(UsageError):
        facade.import_file("x.bin", bytes(range(256)) * 40)

    assert facade.entries() == []


def test_an_export_has_an_end(facade, monkeypatch):
    monkeypatch.setattr(exchange, "LARGEST_EXPORT_BYTES", 10)
    facade.add_entry(STRANGER, "block")

    with pytest.raises(UsageError, match="larger"):
        facade.export("plain")

"""Calls of other logs in ours: all of them at once, or none."""

from __future__ import annotations

from datetime import timedelta

import pytest

from daemon_world import a_logged_call
from portinaio.store.imports import imported_calls
from worlds import FROZEN_NOW, STRANGER

CALLS = [a_logged_call(0, at=FROZEN_NOW - timedelta(hours=n)) for n in range(3)]
DIALLED = {STRANGER: FROZEN_NOW.date()}


def test_a_write_that_fails_leaves_neither_calls_nor_seals(store, monkeypatch):
    def refuse(*_: object) -> None:
        raise KeyError

    monkeypatch.setattr(imported_calls, "append", refuse)
    with pytest.raises(KeyError):
        store.imported_calls.add(CALLS, DIALLED, exact=True)

    assert (store.calls.page(), store.seals.head(), store.outgoing.last_day(STRANGER)) == (
        [],
        "",
        None,
    )


def test_the_oldest_call_has_the_lowest_id(store):
    store.imported_calls.add(CALLS, DIALLED, exact=True)

    assert [(call.id, call.at) for call in store.calls.page()] == [
        (3 - n, call.at) for n, call in enumerate(CALLS)
    ]

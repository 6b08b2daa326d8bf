"""What outlives a restart besides calls, entries and contacts."""

from datetime import date, timedelta

from portinaio.core.list_state import ListState
from portinaio.core.message import counted
from portinaio.store.database import open_store
from worlds import FROZEN_NOW


def test_a_pause_outlives_a_restart(path):
    with open_store(path, FROZEN_NOW) as store:
        store.state.set("paused_until", "2026-11-24T10:30:00+01:00")

    with open_store(path, FROZEN_NOW) as store:
        assert store.state.all() == {"paused_until": "2026-11-24T10:30:00+01:00"}


def test_a_pause_can_be_changed_and_ended(store):
    store.state.set("paused_until", "a")
    store.state.set("paused_until", "b")

    assert store.state.get("paused_until") == "b"
    store.state.set("paused_until", None)
    assert store.state.get("paused_until") is None


def test_of_a_dialled_number_the_last_day_is_kept(store):
    store.outgoing.record("+390200000001", FROZEN_NOW)
    store.outgoing.record("+390200000001", FROZEN_NOW - timedelta(days=3))

    assert store.outgoing.last_day("+390200000001") == date(2026, 11, 24)


def test_nobody_called_a_stranger(store):
    assert store.outgoing.last_day("+390200000001") is None


def test_the_state_of_a_list_is_read_as_it_was_written(store):
    state = ListState(
        "spam-it",
        "refused",
        "12",
        1000,
        FROZEN_NOW - timedelta(days=1),
        FROZEN_NOW,
        counted("%(n)d entry left", "%(n)d entries left", 4),
        '"etag"',
        "Tue, 24 Nov 2026 08:30:00 GMT",
        "ab" * 32,
    )
    store.lists.set(ListState("spam-it"))
    store.lists.set(state)

    assert store.lists.get("spam-it") == state


def test_lists_are_told_by_name_until_they_are_removed(store):
    store.lists.set(ListState("b"))
    store.lists.set(ListState("a"))

    assert store.lists.all() == [ListState("a"), ListState("b")]
    assert [store.lists.remove("a") for _ in range(2)] == [True, False]
    assert store.lists.get("a") is None

"""What a line's telephone system is told to bar, and what becomes of its call list."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from daemon_world import a_context, a_logged_call
from fritzbox_tr064 import CALL_LIST
from portinaio.core.entry import EntryKind
from portinaio.daemon.calls.box import BarWishes, bring_call_list
from portinaio.errors import UsageError
from portinaio.lines.line import ToBar
from worlds import FROZEN_NOW, a_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from portinaio.daemon.context import Context

CONFIG = """country = "IT"
[[line]]
name = "box"
kind = "fritzbox"
number = "+390200005678"
"""
ONE, TWO = "+390844000001", "+390844000002"
WALL = FROZEN_NOW.astimezone()


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    context = a_context(tmp_path, CONFIG)
    yield context
    context.close()


def enter(context: Context, text: str, kind: EntryKind = EntryKind.BLOCK, **more: object) -> None:
    at = more.pop("at", FROZEN_NOW)
    context.store.entries.add(a_pattern(text), kind, "", at, **more)  # type: ignore[arg-type]
    context.changed()


def a_row(kind: str = "1", caller: str = "0200001234", minutes: int = 10) -> str:
    at = (WALL - timedelta(minutes=minutes)).strftime("%d.%m.%y %H:%M")
    who = "Called" if kind == "3" else "Caller"
    return (
        f"<Call><Type>{kind}</Type><{who}>{caller}</{who}><CalledNumber>0200005678</CalledNumber>"
        f"<Date>{at}</Date><Duration>0:02</Duration></Call>"
    )


def brought(context: Context, *rows: str) -> int:
    return bring_call_list(context, "box", CALL_LIST.format("".join(rows)).encode()).accepted


def test_single_numbers_are_to_be_barred_the_newest_first(context: Context) -> None:
    enter(context, ONE, at=FROZEN_NOW - timedelta(days=1))
    enter(context, TWO)

    assert BarWishes(context).now() == ToBar((TWO, ONE), 0)


@pytest.mark.parametrize("text", ["+390844*", "+390200001200..+390200001299"])
def test_what_is_no_single_number_is_counted(context: Context, text: str) -> None:
    enter(context, text)

    assert BarWishes(context).now() == ToBar((), 1)


def test_what_is_allowed_or_blocked_for_one_call_is_not_to_be_barred(context: Context) -> None:
    enter(context, ONE, EntryKind.ALLOW)
    enter(context, ONE)
    enter(context, TWO, once=True)

    assert BarWishes(context).now() == ToBar((), 0)


def test_a_block_that_ends_is_no_longer_to_be_barred(context: Context) -> None:
    enter(context, ONE, until=FROZEN_NOW + timedelta(hours=1))
    wishes = BarWishes(context)
    before = wishes.now()
    context.now = lambda: FROZEN_NOW + timedelta(hours=2)

    assert (before.numbers, wishes.now().numbers) == ((ONE,), ())


def test_a_new_block_counts_at_once(context: Context) -> None:
    wishes = BarWishes(context)
    before = wishes.now()
    enter(context, ONE)

    assert (before.numbers, wishes.now().numbers) == ((), (ONE,))


def test_calls_that_the_box_remembers_are_in_the_log_once(context: Context) -> None:
    rows = (a_row(), a_row("2", minutes=20), a_row("10", "0844000001", 30))

    assert (brought(context, *rows), brought(context, *rows)) == (3, 0)
    calls = context.store.calls.page()
    assert [(call.action.value, call.talked_s) for call in calls] == [
        ("ring", 120.0),
        ("ring", 0.0),
        ("reject", 0.0),
    ]


def test_a_call_that_the_line_has_heard_is_not_there_a_second_time(context: Context) -> None:
    at = WALL - timedelta(minutes=10)
    heard = a_logged_call(
        at=at, line="box", number="+390200001234", calling="0200001234", called="0200005678"
    )
    context.store.calls.record(heard)

    assert brought(context, a_row()) == 0
    (call,) = context.store.calls.page()
    assert call.line == "box"


def test_whom_the_house_called_by_the_list_is_known(context: Context) -> None:
    brought(context, a_row("3", "0200000001"))

    assert "+390200000001" in context.store.outgoing.days()


def test_it_does_not_take_the_place_of_what_an_undo_would_take_back(context: Context) -> None:
    brought(context, a_row())

    assert context.store.last_import.get() is None


def test_what_is_no_list_is_refused_and_nothing_is_lost(context: Context) -> None:
    with pytest.raises(UsageError):
        bring_call_list(context, "box", b"<root><Call>")

    assert context.store.calls.page() == []

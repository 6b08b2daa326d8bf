"""From what happens to notices."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from daemon_world import a_context, a_logged_call, a_rejected_call
from portinaio.core.message import msg, render
from portinaio.core.policy import Action, Outcome
from portinaio.daemon.answers import call_answer
from portinaio.daemon.events import Hub
from portinaio.daemon.notices import watch as room
from portinaio.daemon.notices.watch import Watch
from worlds import FROZEN_NOW

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from portinaio.daemon.context import Context
    from portinaio.daemon.notices.notice import Notice

LAST = 999


class AHouse:
    """What happens in it, and the notices that come of that."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.hub = Hub(asyncio.get_running_loop())
        self.given: list[Notice] = []
        self._changed = asyncio.Event()
        self.lines: list[dict[str, Any]] = []
        context.line_answers = lambda: self.lines  # type: ignore[assignment,return-value]  # as far as is read
        self.watch = Watch(context, self.hub, self._give)

    def _give(self, notice: Notice) -> None:
        self.given.append(notice)
        self._changed.set()

    async def until(self, count: int) -> None:
        async with asyncio.timeout(30):
            while len(self.given) < count:
                self._changed.clear()
                await self._changed.wait()

    def line(self, state: str, error: str | None = None, name: str = "home") -> None:
        told = {"name": name, "state": state, "error": error}
        self.lines = [one for one in self.lines if one["name"] != name] + [told]
        lines = self.lines
        self.hub.publish("lines", lambda: lines)

    async def told(self) -> list[str]:
        """All that came of what was published so far."""
        before = len(self.given)
        self.hub.publish("call", lambda: call_answer(a_rejected_call(LAST)))
        await self.until(before + 1)
        return [render(one.title, None) for one in self.given if one.facts.get("call") != LAST]


@asynccontextmanager
async def a_house(folder: Path) -> AsyncIterator[AHouse]:
    context = a_context(folder)
    _ = context.store
    house = AHouse(context)
    task = asyncio.ensure_future(house.watch.run())
    async with asyncio.timeout(30):
        while not house.hub._subscribers:  # noqa: ASYNC110  # it subscribes at once
            await asyncio.sleep(0)
    try:
        yield house
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        context.close()


@pytest.mark.parametrize("action", list(Action))
@pytest.mark.parametrize("outcome", [None, *Outcome])
async def test_a_call_that_was_turned_away_is_told(
    tmp_path: Path, action: Action, outcome: Outcome | None
) -> None:
    turned_away = action not in {Action.RING, Action.SILENCE} and outcome is Outcome.DONE
    async with a_house(tmp_path) as house:
        house.hub.publish(
            "call", lambda: call_answer(a_logged_call(action=action, outcome=outcome))
        )
        told = await house.told()

    assert len(told) == turned_away


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0, 1), (59, 1), (60, 0), (86_400, 0)],
    ids=["now", "just", "old", "a day"],
)
async def test_a_note_on_an_old_call_is_no_news(tmp_path: Path, seconds: int, told: int) -> None:
    call = a_rejected_call(at=FROZEN_NOW - timedelta(seconds=seconds))
    async with a_house(tmp_path) as house:
        house.hub.publish("call", lambda: call_answer(call))

        assert len(await house.told()) == told


async def test_a_call_is_told_once_however_often_it_changes(tmp_path: Path) -> None:
    async with a_house(tmp_path) as house:
        for _ in range(4):
            house.hub.publish("call", lambda: call_answer(a_rejected_call()))

        assert len(await house.told()) == 1


@pytest.mark.parametrize("state", ["retrying", "refused"])
async def test_a_line_that_is_down_for_a_while_is_told_and_so_is_its_return(
    tmp_path: Path, state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "DOWN_FOR_S", 0.01)
    async with a_house(tmp_path) as house:
        house.line(state, "first reason")
        house.line(state, "second reason")
        await house.until(1)
        house.line(state, "third reason")
        house.line("up")
        await house.until(2)
        house.line("up")
        told = await house.told()

    assert told == ["Line home is down", "Line home is up again"]
    assert render(house.given[0].text, None) == "second reason"
    assert [one.facts["up"] for one in house.given[:2]] == [False, True]


@pytest.mark.parametrize(
    ("state", "error"), [("up", None), ("retrying", None), ("gone", None), ("gone", "x")]
)
async def test_a_line_that_begins_or_is_done_is_not_down(
    tmp_path: Path, state: str, error: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "DOWN_FOR_S", 0.0)
    async with a_house(tmp_path) as house:
        house.line(state, error)
        await asyncio.sleep(0.02)

        assert await house.told() == []


async def test_a_line_that_is_back_soon_is_not_told(tmp_path: Path) -> None:
    async with a_house(tmp_path) as house:
        house.line("retrying", "restarts")
        house.line("up")

        assert await house.told() == []
        assert house.watch._down == {}


async def test_a_line_that_is_taken_out_meanwhile_is_not_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "DOWN_FOR_S", 0.01)
    async with a_house(tmp_path) as house:
        house.line("refused", "no")
        house.lines = []
        house.hub.publish("lines", list)
        await asyncio.sleep(0.03)

        assert await house.told() == []


async def test_what_is_due_is_told_once_also_after_a_restart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    due = [msg("complaint 1 is overdue")]
    monkeypatch.setattr(room, "complaints_due", lambda _: list(due))
    async with a_house(tmp_path) as house:
        await house.until(1)
        house.hub.publish("due", list)
        first = await house.told()
        due.append(msg("complaint 2 is overdue"))
        house.hub.publish("due", list)
        second = await house.told()
    async with a_house(tmp_path) as again:
        third = await again.told()

    assert first == ["1 complaint can go on"]
    assert second == ["1 complaint can go on"] * 2
    assert render(house.given[2].text, None) == "complaint 2 is overdue"
    assert third == []
    assert again.watch.due == 2

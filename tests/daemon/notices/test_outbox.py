"""Notices on their way: queue, quiet hours, pauses."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from portinaio.config.settings import NotifyTable
from portinaio.core.message import msg
from portinaio.daemon.notices import outbox as room
from portinaio.daemon.notices.notice import Notice, Shown
from portinaio.daemon.notices.outbox import MOST_WAITING, OLDEST, House, Outbox
from portinaio.daemon.notices.sender import Link, NotSentError, Unconnected
from worlds import FROZEN_NOW

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

TABLE = NotifyTable(kind="webhook", url="https://x/")


def a_notice(text: str = "1", at: datetime = FROZEN_NOW, occasion: str = "rejected") -> Notice:
    return Notice(occasion, at, msg("%(text)s", text=text), msg("so it is"))


class AnEnd(Unconnected):
    """Takes notices, after it has refused as often as told."""

    def __init__(self, *refusals: NotSentError) -> None:
        self._refusals = list(refusals)
        self.tries = 0
        self.took: list[Shown] = []
        self.changed = asyncio.Event()

    async def send(self, notice: Shown) -> None:
        self.tries += 1
        self.changed.set()
        if self._refusals:
            raise self._refusals.pop(0)
        self.took.append(notice)

    async def has(self, count: int, *, tries: int = 0) -> None:
        async with asyncio.timeout(30):
            while len(self.took) < count or self.tries < tries:
                self.changed.clear()
                await self.changed.wait()


class ANight:
    """Quiet until it is over."""

    def __init__(self, *, quiet: bool = False) -> None:
        self.quiet = quiet
        self.now = FROZEN_NOW

    def house(self) -> House:
        return House(lambda: self.now, lambda _table, _at: self.quiet, None)


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "GAP_S", 0.0)
    monkeypatch.setattr(room, "LOOK_S", 0.01)
    monkeypatch.setattr(room, "PAUSES_S", (0.001,))


@asynccontextmanager
async def running(outbox: Outbox) -> AsyncIterator[None]:
    task = asyncio.ensure_future(outbox.run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def test_a_notice_leaves_at_once() -> None:
    end = AnEnd()
    outbox = Outbox(TABLE, end, ANight().house())
    async with running(outbox):
        outbox.put(a_notice())
        await end.has(1)

    assert [one.title for one in end.took] == ["1"]


@pytest.mark.parametrize("on", [("rejected",), ("line",), ("rejected", "line"), ()])
@pytest.mark.parametrize("occasion", ["rejected", "line", "deadline"])
def test_what_is_not_asked_for_is_not_kept(on: tuple[str, ...], occasion: str) -> None:
    outbox = Outbox(NotifyTable(kind="webhook", on=on), AnEnd(), ANight().house())

    outbox.put(a_notice(occasion=occasion))

    assert outbox.state.waiting == (occasion in on)


async def test_what_comes_at_night_is_told_once_after_it() -> None:
    end, night = AnEnd(), ANight(quiet=True)
    outbox = Outbox(TABLE, end, night.house())
    async with running(outbox):
        for text in "123":
            outbox.put(a_notice(text))
        await asyncio.sleep(0.05)
        at_night = list(end.took)
        night.quiet, night.now = False, FROZEN_NOW + timedelta(hours=9)
        await end.has(1)
        await asyncio.sleep(0.05)

    assert at_night == []
    assert [(one.title, one.text) for one in end.took] == [("3 notices had to wait", "1\n2\n3")]
    assert outbox.state.sent == 3


async def test_a_far_end_that_is_away_is_tried_again_and_told_all_at_once() -> None:
    end = AnEnd(*[NotSentError(msg("away"))] * 3)
    outbox = Outbox(TABLE, end, ANight().house())
    async with running(outbox):
        outbox.put(a_notice("1"))
        await end.has(0, tries=1)
        outbox.put(a_notice("2"))
        assert outbox.state.error == msg("away")
        await end.has(1)

    assert end.tries == 4
    assert end.took[0].text.splitlines() == ["1", "2"]
    assert outbox.state == (2, 0, 0, None)


async def test_pauses_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    real = asyncio.sleep

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        await real(0)

    monkeypatch.setattr(room, "PAUSES_S", (1.0, 2.0, 4.0))
    monkeypatch.setattr(room, "JITTER", 0.0)
    monkeypatch.setattr(room.asyncio, "sleep", sleep)
    end = AnEnd(*[NotSentError(msg("away"))] * 5)
    outbox = Outbox(TABLE, end, ANight().house())
    async with running(outbox):
        outbox.put(a_notice())
        await end.has(1)

    assert [pause for pause in slept if pause] == [1.0, 2.0, 4.0, 4.0, 4.0]


async def test_what_is_refused_for_good_is_not_sent_again() -> None:
    end = AnEnd(NotSentError(msg("no"), again=False))
    outbox = Outbox(TABLE, end, ANight().house())
    async with running(outbox):
        outbox.put(a_notice("1"))
        await end.has(0, tries=1)
        await asyncio.sleep(0.01)
        refused = outbox.state
        outbox.put(a_notice("2"))
        await end.has(1)

    assert (refused.lost, refused.error) == (1, msg("no"))
    assert [one.title for one in end.took] == ["2"]
    assert outbox.state.error is None


@pytest.mark.parametrize(
    ("count", "lost"), [(MOST_WAITING, 0), (MOST_WAITING + 1, 1), (5000, 4950)]
)
async def test_a_queue_has_an_end_and_says_how_many_it_had_no_room_for(
    count: int, lost: int
) -> None:
    end = AnEnd()
    outbox = Outbox(TABLE, end, ANight().house())
    for number in range(count):
        outbox.put(a_notice(f"{number}"))

    assert (outbox.state.waiting, outbox.state.lost) == (MOST_WAITING, lost)
    async with running(outbox):
        await end.has(1)
    assert end.took[0].facts["count"] == count


@pytest.mark.parametrize(("age", "told"), [(OLDEST, 1), (OLDEST + timedelta(seconds=1), 0)])
async def test_what_is_too_old_is_no_news(age: timedelta, told: int) -> None:
    end, night = AnEnd(), ANight()
    outbox = Outbox(TABLE, end, night.house())
    outbox.put(a_notice("old", FROZEN_NOW - age))
    outbox.put(a_notice("new"))
    async with running(outbox):
        await end.has(1)

    assert end.took[0].text.splitlines().count("old") == told
    assert outbox.state.lost == 1 - told


async def test_what_comes_while_one_is_sent_is_not_lost() -> None:
    outbox: Outbox

    class Slow(AnEnd):
        async def send(self, notice: Shown) -> None:
            if not self.took:
                for number in range(MOST_WAITING + 1):
                    outbox.put(a_notice(f"later {number}"))
            await super().send(notice)

    end = Slow()
    outbox = Outbox(TABLE, end, ANight().house())
    async with running(outbox):
        outbox.put(a_notice("first"))
        await end.has(2)

    assert end.took[0].title == "first"
    assert f"later {MOST_WAITING}" not in end.took[0].text
    assert end.took[1].facts["count"] >= MOST_WAITING


async def test_a_link_that_breaks_is_made_anew() -> None:
    made = []

    class Breaks(AnEnd):
        @asynccontextmanager
        async def connected(self) -> AsyncIterator[Link]:
            made.append(asyncio.get_running_loop().create_future())
            yield Link(self.send, made[-1], proven=True)

    end = Breaks()
    outbox = Outbox(TABLE, end, ANight().house())
    async with running(outbox):
        await asyncio.sleep(0.01)
        made[0].set_result(NotSentError(msg("cut")))
        await asyncio.sleep(0.02)
        outbox.put(a_notice())
        await end.has(1)

    assert len(made) == 2

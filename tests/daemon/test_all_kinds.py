"""One daemon with a line of every kind: each is killed while its call rings and restored, and the others lose nothing meanwhile."""

from __future__ import annotations

import asyncio
import itertools
import shutil
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

pytest.importorskip("dbus_fast", reason="dbus-fast is not installed")
pytest.importorskip("serialx", reason="serialx is not installed")

from daemon_world import ADaemon
from far_ends import Box, Device, FarEnd, Landline, Mobile, News
from far_servers import DialPlan, Ncid, Provider
from mobile_world import a_bus

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

pytestmark = pytest.mark.skipif(
    shutil.which("dbus-daemon") is None, reason="dbus-daemon is not installed"
)
A_SECOND = 20
"""Calls, over all lines that live."""
LATE_S = 2.5
"""An Asterisk goes on without us after three seconds, and a second ring comes after four."""
KINDS = ("sip", "fritzbox", "asterisk", "ncid", "modem", "mobile", "phone")


class Called(NamedTuple):
    kind: str
    number: str
    told: str
    took_s: float
    """Until the far end was told, or the log, where it is told nothing."""


class House:
    """The daemon, its far ends, and all that was called."""

    def __init__(self, daemon: ADaemon, news: News, ends: Sequence[FarEnd]) -> None:
        self.daemon = daemon
        self.news = news
        self.ends = ends
        self.called: list[Called] = []
        self._numbers = itertools.count(1)
        self._free_at: dict[str, float] = {}

    def number(self, *, sells: bool) -> str:
        """One that nobody has called from yet."""
        return f"+39{'0844' if sells else '0200'}{next(self._numbers):06}"

    @property
    def open_files(self) -> int:
        return len(list(Path(f"/proc/{self.daemon.process.pid}/fd").iterdir()))

    async def log(self) -> list[Any]:
        """Once the latest call is written down, which nobody waited for."""
        latest = self.called[-1].number
        while True:
            logged = await asyncio.to_thread(self.daemon.ask, "/v1/calls?limit=1000")
            if latest in {call["number"] for call in logged}:
                return list(logged)

    async def call(self, end: FarEnd) -> None:
        number = self.number(sells=end.rests_s > 0 or len(self.called) % 2 == 0)
        loop = asyncio.get_running_loop()
        began = loop.time()
        async with asyncio.timeout(10):
            told = await end.call(number)
            took_s = loop.time() - began
            await end.decided(number)
        self.called.append(Called(end.kind, number, told, took_s))

    async def calls_to(self, others: Sequence[FarEnd], stop: asyncio.Event) -> None:
        """So many a second, in turn, until `stop`; a line that takes one at a time is left out while it has one."""
        loop = asyncio.get_running_loop()
        due, turns = loop.time(), itertools.cycle(others)
        async with asyncio.TaskGroup() as calls:
            while not stop.is_set():
                end = next(each for each in turns if self._free_at.get(each.kind, 0) <= loop.time())
                self._free_at[end.kind] = loop.time() + end.rests_s
                calls.create_task(self.call(end))
                due += 1 / A_SECOND
                await asyncio.sleep(due - loop.time())

    async def killed_and_restored(self, end: FarEnd) -> str:
        """The number whose call rang meanwhile."""
        number = self.number(sells=False)
        await end.kill(number)
        await self.news.until(lambda: end.kind == "phone" or end.is_down())
        await asyncio.sleep(0.3)  # others are called while it is away
        await end.restore()
        await self.news.until(lambda: not end.is_down())
        self._free_at[end.kind] = 0.0
        return number


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    news = News()
    async with AsyncExitStack() as stack:
        bus = await stack.enter_async_context(a_bus(tmp_path))
        device = Device(news)
        lines: list[FarEnd] = [
            Provider(news),
            Box(news),
            DialPlan(news),
            Ncid(news),
            Landline(news, tmp_path / "modem"),
            Mobile(news, bus),
        ]
        config = f'country = "IT"\nlanguage = "en"\n[gateway]\nlisten = "127.0.0.1:{device.port}"\n'
        for line in lines:
            table = await line.on()
            stack.push_async_callback(line.end)
            config += f'[[line]]\nname = "{line.kind}"\nkind = "{line.kind}"\nnumber = "+390200005678"\n{table}'
        environ = {"DBUS_SYSTEM_BUS_ADDRESS": bus}
        daemon = stack.enter_context(ADaemon(tmp_path / "h", config, **environ))
        await asyncio.to_thread(daemon.answers)
        listening = asyncio.create_task(news.listen(daemon.socket))
        stack.callback(listening.cancel)
        await news.until(
            lambda: (
                len(news.lines) == len(lines)
                and all(line["state"] == "up" for line in news.lines.values())
            )
        )
        for end in (*lines, device):
            await end.begin(daemon)
        yield House(daemon, news, (*lines, device))


async def test_a_line_that_dies_and_comes_back_costs_no_other_line_a_call(house: House) -> None:
    assert tuple(end.kind for end in house.ends) == KINDS
    open_before = house.open_files

    rang_as_it_died = {}
    for end in house.ends:
        stop, others = asyncio.Event(), [each for each in house.ends if each is not end]
        up_before = {kind: len(states) for kind, states in house.news.states.items()}
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(house.calls_to(others, stop))
            rang_as_it_died[end.kind] = await house.killed_and_restored(end)
            stop.set()
        changed = [k for k, s in house.news.states.items() if len(s) != up_before[k]]
        assert changed in ([end.kind], []), f"{changed} changed when {end.kind} was killed"
        await house.call(end)

    logged = await house.log()
    by_number = {call["number"]: call for call in logged}
    assert sorted(called.number for called in house.called) == sorted(
        set(by_number) - set(rang_as_it_died.values())
    )
    assert len(logged) == len(by_number), "a call was logged twice"
    acts = {end.kind: end.acts for end in house.ends}
    for called in house.called:
        call = by_number[called.number]
        wanted = "reject" if called.number.startswith("+390844") else "ring"
        assert_told(called, call, wanted, acts=acts[called.kind])
    for kind, number in rang_as_it_died.items():
        assert_given_up(kind, by_number.get(number))
    assert house.open_files <= open_before + 3


def assert_told(called: Called, call: Any, wanted: str, *, acts: bool) -> None:
    assert call["line"] == called.kind
    assert called.told == (wanted if acts else "ring"), called
    assert call["action"] == (wanted if acts else "ring"), call
    assert call["outcome"] == "done", call
    assert called.took_s < LATE_S, called


def assert_given_up(kind: str, call: Any) -> None:
    """Nobody knows how the call ended that rang on a line that died, and nothing is said of it that nobody saw."""
    if kind == "phone":
        assert call is None, "half a question is none"
        return
    assert call["line"] == kind
    assert call["talked_s"] in {None, 0}, call

"""The supervisor: a line that fails is begun again, and costs its neighbours nothing."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

import pytest

from daemon_world import a_home
from portinaio.config.settings import LineSettings, Secret
from portinaio.core.message import msg, rendered
from portinaio.daemon.calls import lines as room
from portinaio.daemon.calls.line_status import LineStatuses
from portinaio.daemon.calls.lines import STEADY_S, LineSupervisor
from portinaio.errors import LineError
from portinaio.lines.line import LineState
from portinaio.lines.line_builder import line_builder
from portinaio.lines.replay import ReplayLine, ReplaySettings
from portinaio.lines.sip.settings import SipSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from pathlib import Path

IN_USE = LineError(msg("port 5060 is in use"))


class AWorld:
    """Lines by name, each a coroutine function; time passes only where a test lets it."""

    def __init__(self, **lines: Callable[[], Coroutine[None, None, None]]) -> None:
        self.statuses = LineStatuses(lambda: None)
        self.pauses: list[float] = []
        self.patience = 3
        self.began: list[str] = []
        self._lines = lines
        self.supervisor = LineSupervisor(
            self,  # type: ignore[arg-type]  # no line here talks to its handler
            self.statuses,
            self._build,  # type: ignore[arg-type]  # as much of a line as is needed
            lambda _, keep: asyncio.ensure_future(keep()),  # type: ignore[arg-type]  # a task, whatever its stub says
            sleep=self._sleep,
            jitter=lambda: 0.0,
        )

    def _build(self, table: LineSettings) -> object:
        self.began.append(table.name)
        run = self._lines[table.name]

        class Built:
            async def run(self, _desk: object) -> None:
                await run()

        return Built()

    async def _sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        if len(self.pauses) >= self.patience:
            await asyncio.Event().wait()

    async def until(self, true: Callable[[], object]) -> None:
        async with asyncio.timeout(20):
            while not true():  # noqa: ASYNC110  # the lines here have nothing to set an event with
                await asyncio.sleep(0)


async def fails() -> None:
    raise IN_USE


async def breaks() -> None:
    raise ZeroDivisionError


async def serves() -> None:
    await asyncio.Event().wait()


async def finishes() -> None:
    return


def tables(*names: str) -> list[LineSettings]:
    return [ReplaySettings(name=name, kind="replay") for name in names]


async def test_a_line_that_fails_is_begun_again_with_growing_pauses() -> None:
    world = AWorld(home=fails)
    world.patience = 8

    await world.supervisor.serve(tables("home"))
    await world.until(lambda: len(world.pauses) == 8)
    await world.supervisor.close()

    assert world.pauses == [1, 2, 5, 15, 60, 300, 300, 300]


async def test_a_line_that_fails_says_why_on_the_board() -> None:
    world = AWorld(home=fails)

    await world.supervisor.serve(tables("home"))
    await world.until(lambda: world.pauses)
    (shape,) = rendered(world.statuses.answers(), None)
    await world.supervisor.close()

    assert (shape["state"], shape["error"]) == ("retrying", "port 5060 is in use")


async def test_a_line_that_fails_does_not_touch_its_neighbour() -> None:
    world = AWorld(bad=fails, good=serves)

    await world.supervisor.serve(tables("bad", "good"))
    world.statuses.set("good", LineState.UP)
    await world.until(lambda: len(world.pauses) == 3)
    states = {shape["name"]: shape["state"] for shape in rendered(world.statuses.answers(), None)}
    await world.supervisor.close()

    assert states == {"bad": "retrying", "good": "up"}
    assert world.began.count("good") == 1


async def test_a_bug_in_a_line_is_told_and_tried_again() -> None:
    world = AWorld(home=breaks)

    await world.supervisor.serve(tables("home"))
    await world.until(lambda: len(world.pauses) >= 2)
    (shape,) = rendered(world.statuses.answers(), None)
    await world.supervisor.close()

    assert (
        shape["error"]
        == "a fault of the program, ZeroDivisionError; the log of the daemon says more"
    )


async def test_a_line_that_was_refused_stays_so_until_it_says_otherwise() -> None:
    world = AWorld(home=serves)

    async def is_refused() -> None:
        world.statuses.set("home", LineState.REFUSED, msg("the password is wrong"))
        raise IN_USE

    world._lines["home"] = is_refused
    await world.supervisor.serve(tables("home"))
    await world.until(lambda: world.pauses)
    state = world.statuses.state("home")
    await world.supervisor.close()

    assert state is LineState.REFUSED


async def test_a_line_that_is_done_is_gone_and_not_begun_again() -> None:
    world = AWorld(home=finishes)

    await world.supervisor.serve(tables("home"))
    await world.until(lambda: world.statuses.state("home") is LineState.GONE)

    assert (world.began, world.pauses) == (["home"], [])


async def test_a_line_that_worked_for_long_begins_with_the_shortest_pause(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = AWorld(home=fails)
    loop = asyncio.get_running_loop()
    clock = iter(range(0, 10**9, int(STEADY_S)))

    with monkeypatch.context() as patch:
        patch.setattr(loop, "time", lambda: float(next(clock)))
        task = asyncio.ensure_future(
            world.supervisor._keep(ReplaySettings(name="home", kind="replay"))
        )
        for _ in range(20):
            await asyncio.sleep(0)
    task.cancel()

    assert world.pauses == [1, 1, 1]


async def test_lines_that_stay_as_they_were_are_not_touched_by_a_change() -> None:
    world = AWorld(old=serves, new=serves, gone=serves)

    await world.supervisor.serve(tables("old", "gone"))
    await world.until(lambda: len(world.began) == 2)
    await world.supervisor.serve(tables("old", "new"))
    await world.until(lambda: len(world.began) == 3)
    names = [shape["name"] for shape in rendered(world.statuses.answers(), None)]
    await world.supervisor.close()

    assert (names, world.began) == (["old", "new"], ["old", "gone", "new"])


async def test_a_line_whose_settings_changed_is_begun_anew() -> None:
    world = AWorld(home=serves)

    await world.supervisor.serve(tables("home"))
    await world.until(lambda: world.began)
    await world.supervisor.serve([ReplaySettings(name="home", kind="replay", speed=2.0)])
    await world.until(lambda: len(world.began) == 2)
    await world.supervisor.close()

    assert world.began == ["home", "home"]


async def test_a_line_that_begins_anew_keeps_its_place() -> None:
    world = AWorld(home=serves, office=serves)

    await world.supervisor.serve(tables("home", "office"))
    await world.until(lambda: len(world.began) == 2)
    await world.supervisor.end(["home"])
    await world.supervisor.serve(tables("home", "office"))
    names = [shape["name"] for shape in rendered(world.statuses.answers(), None)]
    await world.supervisor.close()

    assert names == ["home", "office"]


async def test_a_line_that_will_not_end_does_not_hold_up_the_daemon(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(room, "FAREWELL_S", 0.01)
    released = asyncio.Event()

    async def clings() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await released.wait()

    world = AWorld(home=clings)
    await world.supervisor.serve(tables("home"))
    await world.until(lambda: world.began)
    await world.supervisor.close()

    assert rendered(world.statuses.answers(), None) == []


def test_a_line_is_built_by_the_entry_point_of_its_kind(tmp_path: Path) -> None:
    build = line_builder(a_home(tmp_path))

    assert isinstance(build(ReplaySettings(name="demo", kind="replay")), ReplayLine)


def test_a_line_without_its_password_says_what_to_do(tmp_path: Path) -> None:
    build = line_builder(a_home(tmp_path))

    with pytest.raises(Exception, match="portinaio secret set home"):
        build(SipSettings(name="home", kind="sip", password=Secret(keyring="home")))


def test_a_script_is_sought_beside_config_toml(tmp_path: Path) -> None:
    build = line_builder(a_home(tmp_path))

    line = build(ReplaySettings(name="demo", kind="replay", file="calls.jsonl"))

    with pytest.raises(LineError, match=re.escape(str(tmp_path / "calls.jsonl"))):
        line.ring_once(None, "1")  # type: ignore[arg-type]  # nobody rings


async def test_a_line_of_a_kind_that_is_not_installed_is_refused_by_name() -> None:
    world = AWorld()

    await world.supervisor.serve([LineSettings(name="loft", kind="carrier-pigeon")])
    await world.until(lambda: world.pauses)
    (answer,) = rendered(world.statuses.answers(), None)
    await world.supervisor.close()

    assert (answer["state"], answer["error"]) == (
        "refused",
        "the kind of line carrier-pigeon is not installed; install it, or change kind",
    )

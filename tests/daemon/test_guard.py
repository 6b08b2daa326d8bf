"""Side tasks: a fault in one of them is told, mended by another try, and costs neither its neighbours nor a call."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

import pytest

from daemon_world import ADaemon, until
from portinaio.core.message import msg
from portinaio.daemon.guard import PAUSES_S, STEADY_S, Guard

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TIDYING = msg("the daily tidying")
TOLD = (
    "the daily tidying: a fault of the program, ZeroDivisionError; the log of the daemon says more"
)


class AWorld:
    """A guard whose time passes only where a test lets it."""

    def __init__(self) -> None:
        self.pauses: list[float] = []
        self.told: list[list[str]] = []
        self.tries = 0
        self.guard = Guard(
            lambda: self.told.append([str(text) for _, text in self.guard.troubles()]),
            sleep=self._sleep,
        )

    async def _sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)

    async def keep(self, failures: int, *, passes: Callable[[], None] = lambda: None) -> None:
        """Work that fails so often, then ends."""

        async def work() -> None:
            self.tries += 1
            if self.tries <= failures:
                passes()
                _ = 1 // 0

        await self.guard.keep(TIDYING, work)


@pytest.fixture
def world() -> AWorld:
    return AWorld()


async def test_a_task_that_ends_by_itself_is_not_begun_again(world: AWorld) -> None:
    await world.keep(failures=0)

    assert (world.tries, world.pauses, world.told) == (1, [], [])


async def test_a_task_that_failed_once_is_told_begun_anew_and_well_again(world: AWorld) -> None:
    await world.keep(failures=1)

    assert (world.tries, world.pauses, world.told) == (2, [1.0], [[TOLD], []])


async def test_a_task_that_fails_for_ever_is_tried_in_growing_pauses(world: AWorld) -> None:
    await world.keep(failures=7)

    assert world.pauses == [*PAUSES_S, PAUSES_S[-1], PAUSES_S[-1]]


async def test_a_task_that_worked_for_long_begins_again_with_the_shortest_pause(
    world: AWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    loop = asyncio.get_running_loop()
    monkeypatch.setattr(loop, "time", lambda: now[0])

    def passes() -> None:
        now[0] += STEADY_S if world.tries == 3 else STEADY_S - 1

    await world.keep(failures=4, passes=passes)

    assert world.pauses == [1.0, 5.0, 1.0, 5.0]


async def test_a_task_is_not_called_well_for_the_time_that_passed_since_a_try_that_failed(
    world: AWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portinaio.daemon.guard.STEADY_S", 0)
    again = asyncio.Event()

    async def fails_once() -> None:
        world.tries += 1
        if world.tries == 1:
            _ = 1 // 0

    async def paused(_seconds: float) -> None:
        await again.wait()

    world.guard._sleep = paused
    keeping = asyncio.ensure_future(world.guard.keep(TIDYING, fails_once))
    for _ in range(5):
        await asyncio.sleep(0)
    during = list(world.told)
    again.set()
    await keeping

    assert (during, world.told) == ([[TOLD]], [[TOLD], []])


async def test_a_task_that_fails_leaves_its_neighbour_at_work(world: AWorld) -> None:
    worked = asyncio.Event()

    async def works() -> None:
        await worked.wait()

    neighbour = asyncio.ensure_future(world.guard.keep(msg("the renewal of lists"), works))
    await world.keep(failures=3)
    worked.set()
    await neighbour

    assert world.told == [[TOLD], [TOLD], [TOLD], []]


async def test_a_fault_stands_in_the_log_with_its_traceback(
    world: AWorld, caplog: pytest.LogCaptureFixture
) -> None:
    await world.keep(failures=1)

    (record,) = caplog.records
    assert (record.getMessage(), record.levelname) == (
        "the daily tidying failed, next try in 1 s",
        "ERROR",
    )
    assert record.exc_info is not None


async def test_a_task_that_is_cancelled_ends(world: AWorld) -> None:
    task = asyncio.ensure_future(world.guard.keep(TIDYING, asyncio.Event().wait))  # type: ignore[arg-type]
    await asyncio.sleep(0)
    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task
    assert world.told == []


async def test_a_listener_that_fails_does_not_end_the_task(
    caplog: pytest.LogCaptureFixture,
) -> None:
    world = AWorld()
    world.guard._changed = lambda: 1 // 0  # type: ignore[assignment]

    await world.keep(failures=2)

    assert world.tries == 3
    assert "nobody could be told" in caplog.text


# -- in the daemon

FAILING = """
import sys
from collections import Counter
from portinaio.daemon import desktop_notifications, guard, maintenance
from portinaio.daemon.service import side_tasks
from portinaio.daemon.calls import lines, pipeline
from portinaio.daemon.http import listeners
from portinaio.daemon.sync import schedule
from portinaio.daemon.__main__ import main
tries = Counter()
def failing(owner, name):
    real = getattr(owner, name)
    def fails(*given, **named):
        tries[name] += 1
        if tries[name] <= {times}:
            raise ZeroDivisionError
        return real(*given, **named)
    setattr(owner, name, fails)
failing(maintenance, "tidy")
failing(schedule, "due")
failing(side_tasks, "watch_database")
failing(side_tasks, "watch_clock")
failing(side_tasks, "watch_config")
failing(desktop_notifications.DesktopNotifications, "run")
failing(listeners, "tcp_socket")
failing(pipeline.CallPipeline, "try_out")
failing(lines.LineSupervisor, "_keep")
guard.PAUSES_S, guard.STEADY_S = (0.1,), 0.1
sys.exit(main())
"""
TASKS = {
    "the daily tidying",
    "the renewal of lists",
    "the look at the clock",
    "the look at the database",
    "the look at {folder}/config.toml",
    "the look at {folder}/catalog.toml",
    "notices on the desktop",
    "the gateway",
    "the sign of life",
    "line demo",
}
CONFIG = """
[[line]]
name = "demo"
kind = "replay"
[gateway]
listen = "127.0.0.1:0"
"""
BACKEND = "keyring.backends.null.Keyring"


def test_tasks_that_all_fail_for_ever_are_told_and_cost_no_call(tmp_path: Path) -> None:
    program = FAILING.format(times=sys.maxsize)
    with ADaemon(tmp_path, CONFIG, program=program, PYTHON_KEYRING_BACKEND=BACKEND) as daemon:
        daemon.answers()
        fault = ": a fault of the program, ZeroDivisionError; the log of the daemon says more"
        expected = {task.format(folder=tmp_path) + fault for task in TASKS}

        until(lambda: {each["text"] for each in daemon.status()["health"]} == expected)

        daemon.ask("/v1/entries", "POST", {"pattern": "0844*", "kind": "block"})
        assert daemon.ask("/v1/check?number=%2B390844000001")["action"] == "reject"
        daemon.ask("/v1/lines/demo/ring", "POST")
        until(lambda: [call["outcome"] for call in daemon.ask("/v1/calls")] == ["done"])
        status, log = daemon.end()
        assert (status, "Traceback" in log) == (0, True)


def test_tasks_that_all_failed_once_are_well_at_their_next_try(tmp_path: Path) -> None:
    program = FAILING.format(times=1)
    with ADaemon(tmp_path, CONFIG, program=program, PYTHON_KEYRING_BACKEND=BACKEND) as daemon:
        daemon.answers()

        until(lambda: daemon.health() == [])

        (tmp_path / "config.toml").write_text(CONFIG.replace("demo", "other"))
        until(lambda: [line["name"] for line in daemon.ask("/v1/lines")] == ["other"])
        until(lambda: daemon.ask("/v1/lines")[0]["state"] == "up")
        status, log = daemon.end()
        once_for_both_files = len(TASKS) - 1
        assert (status, log.count("failed, next try in")) == (0, once_for_both_files)

"""What systemd is told."""

from __future__ import annotations

import asyncio
import errno
import os
import socket
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from daemon_world import ADaemon, a_context, a_logged_call, until
from portinaio.core.message import msg
from portinaio.daemon.calls.recorder import Recorder
from portinaio.daemon.process.systemd import STUCK_S, notify, say_alive, watchdog_s
from portinaio.errors import HomeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from portinaio.core.logged import LoggedCall


@pytest.mark.parametrize("abstract", [False, True], ids=["a path", "an abstract name"])
def test_a_message_is_one_datagram(tmp_path: Path, abstract: bool) -> None:
    path = f"portinaio-test-{os.getpid()}" if abstract else str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind("\0" + path if abstract else path)
        manager.settimeout(20)

        notify("READY=1", {"NOTIFY_SOCKET": "@" + path if abstract else path})

        assert manager.recv(100) == b"READY=1"


@pytest.mark.parametrize("address", ["", "nowhere", "/nowhere/at/all"])
def test_nobody_who_listens_is_no_trouble(address: str) -> None:
    notify("READY=1", {"NOTIFY_SOCKET": address})


@pytest.mark.parametrize(
    ("allowed", "every_s"), [("20000000", 10.0), ("", None), ("0", None), ("soon", None)]
)
def test_a_sign_of_life_comes_twice_as_often_as_it_must(
    allowed: str, every_s: float | None
) -> None:
    assert watchdog_s({"WATCHDOG_USEC": allowed}) == every_s


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[socket.socket]:
    """Listens as systemd does."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        manager.settimeout(20)
        yield manager


async def signs(
    manager: socket.socket, rounds: int, *, stuck: Callable[[float], bool] = lambda _: False
) -> list[str]:
    """What happens in so many rounds."""
    seen: list[str] = []
    environ = {"NOTIFY_SOCKET": str(manager.getsockname()), "WATCHDOG_USEC": "20000000"}
    manager.settimeout(0)

    async def sleep(seconds: float) -> None:
        with suppress(BlockingIOError):
            seen.append(manager.recv(100).decode())
        seen.append(f"{seconds:.0f} s")
        if seen.count("10 s") == rounds:
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await say_alive(lambda: seen.append("tried"), stuck, environ, sleep=sleep)
    return seen


async def test_a_sign_of_life_follows_a_trial_of_screening(manager: socket.socket) -> None:
    assert await signs(manager, 2) == ["tried", "WATCHDOG=1", "10 s"] * 2


async def test_a_writer_that_hangs_gives_no_sign_of_life(manager: socket.socket) -> None:
    patience: list[float] = []

    def stuck(patience_s: float) -> bool:
        patience.append(patience_s)
        return len(patience) == 2

    assert await signs(manager, 3, stuck=stuck) == [
        *("tried", "WATCHDOG=1", "10 s"),
        *("tried", "10 s"),
        *("tried", "WATCHDOG=1", "10 s"),
    ]
    assert patience == [STUCK_S] * 3


async def test_where_nobody_watches_screening_is_tried_all_the_same() -> None:
    tried: list[str] = []

    async def sleep(seconds: float) -> None:
        tried.append(f"{seconds:.0f} s")
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await say_alive(lambda: tried.append("tried"), lambda _: False, {}, sleep=sleep)

    assert tried == ["tried", "60 s"]


HANGING = """
import sys, time
from pathlib import Path
from portinaio.daemon.process import systemd
from portinaio.daemon.calls import pipeline, recorder
from portinaio.daemon.__main__ import main
def hanging(owner, name):
    real = getattr(owner, name)
    def hangs(*given):
        if Path({mark!r}).exists():
            Path({mark!r} + ".hangs").touch()
            time.sleep(600)
        return real(*given)
    setattr(owner, name, hangs)
systemd.STUCK_S = 0.1
hanging({owner}, {name!r})
sys.exit(main())
"""


@pytest.mark.parametrize(
    ("owner", "name"),
    [("pipeline", "judge"), ("recorder.Recorder", "_write_batch")],
    ids=["judging", "writing"],
)
def test_a_daemon_that_hangs_where_calls_are_screened_gives_no_sign_of_life(
    tmp_path: Path, manager: socket.socket, owner: str, name: str
) -> None:
    mark = tmp_path / "mark"
    program = HANGING.format(mark=str(mark), owner=owner, name=name)
    config = '[[line]]\nname = "demo"\nkind = "replay"\n'
    path = str(manager.getsockname())
    with ADaemon(
        tmp_path, config, program=program, NOTIFY_SOCKET=path, WATCHDOG_USEC="200000"
    ) as daemon:
        daemon.answers()
        alive = [manager.recv(100) for _ in range(20)].count(b"WATCHDOG=1")

        mark.touch()
        with suppress(OSError):  # it hangs, and may answer nobody
            daemon.ask("/v1/lines/demo/ring", "POST", timeout_s=1)
        until((tmp_path / "mark.hangs").exists)
        manager.settimeout(0.5)  # five times what lies between two signs
        late: list[bytes] = []
        with suppress(TimeoutError):
            late += (manager.recv(100) for _ in range(20))
        daemon.process.kill()

        assert alive > 5
        assert len(late) < 20


def test_a_disk_that_refuses_is_no_reason_to_begin_anew(tmp_path: Path) -> None:
    context = a_context(tmp_path)
    now = [0.0]
    recorder = Recorder(context.store, lambda: None, monotonic=lambda: now[0])

    def refuse(_calls: list[LoggedCall]) -> None:
        now[0] += 100
        assert recorder.stuck(10) is True
        assert recorder.stuck(101) is False
        raise HomeError(msg("the disk is full"))

    context.store.calls.record_many = refuse  # type: ignore[method-assign]
    recorder.record(a_logged_call())
    recorder.close()
    asyncio.run(recorder.run())
    context.close()

    assert [code for code, _ in recorder.troubles()] == ["log"]
    assert recorder.stuck(0) is False


def test_no_descriptor_left_is_no_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> socket.socket:
        raise OSError(errno.EMFILE, "too many open files")

    monkeypatch.setattr(socket, "socket", refuse)

    notify("READY=1", {"NOTIFY_SOCKET": "/run/notify"})


def test_a_daemon_tells_when_it_is_ready_alive_and_ending(tmp_path: Path) -> None:
    path = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(path)
        manager.settimeout(20)
        told: set[bytes] = set()
        config = '[[line]]\nname = "demo"\nkind = "replay"\n'
        with ADaemon(tmp_path, config, NOTIFY_SOCKET=path, WATCHDOG_USEC="20000000") as daemon:
            while not {b"READY=1", b"WATCHDOG=1", b"STATUS=lines up: 1 of 1"} <= told:
                told.add(manager.recv(100))
            daemon.end()
            while b"STOPPING=1" not in told:
                told.add(manager.recv(100))

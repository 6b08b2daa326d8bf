"""What systemd is told."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING

import pytest

from daemon_world import ADaemon
from portinaio.daemon.service_manager import notify, watchdog_s

if TYPE_CHECKING:
    from pathlib import Path


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

"""A home with the real program in it: its environment, its daemon, and what the API tells of it."""

from __future__ import annotations

import os
import signal
import socket
import struct
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from daemon_world import a_home, until
from portinaio.api.client import Client
from portinaio.api.remote import Remote, reachable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PORTINAIO = (sys.executable, "-m", "portinaio")
LINE = 'language = "en"\n[[line]]\nname = "home"\nkind = "replay"\nfile = "calls.jsonl"\n'


@contextmanager
def a_house(folder: Path, script: str = "") -> Iterator[dict[str, str]]:
    """The environment of a home, empty without a script; a daemon that was started there is ended with it."""
    if script:
        a_home(folder, LINE)
        (folder / "calls.jsonl").write_text(script)
    try:
        yield {"PORTINAIO_HOME": str(folder)}
    finally:
        end_daemon(folder)


def end_daemon(folder: Path) -> None:
    """Where one listens there."""
    if (pid := daemon_of(folder)) is not None:
        os.kill(pid, signal.SIGTERM)
        until(lambda: not reachable(str(folder / "portinaio.sock")))


def daemon_of(folder: Path) -> int | None:
    """Who listens at the socket, as the kernel says."""
    with socket.socket(socket.AF_UNIX) as channel, suppress(OSError):
        channel.connect(str(folder / "portinaio.sock"))
        told = channel.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
        return int(struct.unpack("3i", told)[0])
    return None


def told(folder: Path) -> Client:
    return Client(Remote(str(folder / "portinaio.sock"), "en"))


def patterns(folder: Path) -> list[Any]:
    return [entry["pattern"] for entry in told(folder).entries()]

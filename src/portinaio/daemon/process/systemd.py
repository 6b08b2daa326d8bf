"""What systemd wants to be told, as sd_notify(3) has it: one datagram a message."""

from __future__ import annotations

import asyncio
import logging
import socket
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

log = logging.getLogger(__name__)

STUCK_S = 300.0  # an import on a small computer may hold the database for minutes, and calls wait in memory
TRY_S = 60.0  # between two trials where nobody watches: health shows what they found


def notify(message: str, environ: Mapping[str, str]) -> None:
    """Best effort: the daemon does not depend on who started it."""
    address = environ.get("NOTIFY_SOCKET", "")
    if address[:1] not in {"/", "@"}:
        return
    if address[0] == "@":
        address = "\0" + address[1:]  # Linux's abstract names
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
            channel.settimeout(1)
            channel.sendto(message.encode(), address)
    except OSError:  # also where no descriptor is left
        return


def watchdog_s(environ: Mapping[str, str]) -> float | None:
    """How often to say that we live, half of what is allowed; `None` where nobody watches."""
    allowed = environ.get("WATCHDOG_USEC", "")
    return int(allowed) / 2e6 if allowed.isdigit() and int(allowed) else None


async def say_alive(
    try_out: Callable[[], None],
    stuck: Callable[[float], bool],
    environ: Mapping[str, str],
    *,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """After each trial of what screens calls, and only while what they leave is written down, until cancelled.

    A trial that hangs holds the loop, and a writer that hangs loses calls: systemd starts us anew. A fault that a trial
    brings to light would be there after that too; calls ring, and health tells.
    """
    every_s = watchdog_s(environ) or TRY_S
    while True:
        try_out()
        if stuck(STUCK_S):
            log.error("the log of calls takes nothing any more")
        else:
            notify("WATCHDOG=1", environ)
        await sleep(every_s)

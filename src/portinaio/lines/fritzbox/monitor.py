"""The connection to the call monitor: kept, missed, made again."""

from __future__ import annotations

import asyncio
import random
import socket
from contextlib import suppress
from typing import TYPE_CHECKING

from portinaio.lines.fritzbox import troubles
from portinaio.wire.fritzbox.call_monitor import CallMonitor

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from portinaio.core.message import Message
    from portinaio.lines.fritzbox.settings import FritzBoxSettings
    from portinaio.wire.fritzbox.call_monitor import Event

    Tell = Callable[[Iterable[Event]], None]
    Told = Callable[[Message | None], None]

CONNECT_S = 5.0
PAUSES_S = (1.0, 2.0, 5.0, 15.0, 60.0)
"""A box begins anew within two minutes, and a call in the third should be seen."""
JITTER = 0.2
STEADY_S = 60.0  # a connection that held for so long was one
AT_ONCE = 4096  # bytes
_ALIVE = (("TCP_KEEPIDLE", 60), ("TCP_KEEPINTVL", 15), ("TCP_KEEPCNT", 4))
"""The monitor says nothing for days, so the system asks whether the box is still there: two minutes after its plug was pulled it is gone."""


async def listen(
    settings: FritzBoxSettings,
    tell: Tell,
    told: Told,
    *,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Until cancelled. `told` is given why there is no connection, or `None` when there is one."""
    loop, failures, seen = asyncio.get_running_loop(), 0, 0
    while True:
        monitor, began = CallMonitor(seen), loop.time()
        try:
            await _heard(settings, monitor, tell, told)
            trouble = troubles.monitor_gone(settings)
        except OSError as error:  # a TimeoutError is one
            trouble = troubles.no_monitor(settings, error)
        finally:
            tell(monitor.lost())
        seen = monitor.seen
        told(trouble)
        if loop.time() - began >= STEADY_S:
            failures = 0
        pause_s = PAUSES_S[min(failures, len(PAUSES_S) - 1)]
        failures += 1
        await sleep(pause_s * (1 + JITTER * random.random()))  # noqa: S311  # no secret


async def _heard(settings: FritzBoxSettings, monitor: CallMonitor, tell: Tell, told: Told) -> None:
    """What one connection says, to its end."""
    host = settings.address.strip("[]")
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(CONNECT_S):
        reader, writer = await asyncio.open_connection(host, settings.monitor_port)
    try:
        _keep_alive(writer.get_extra_info("socket"))
        told(None)
        while data := await reader.read(AT_ONCE):
            tell(monitor.receive(data, loop.time()))
            await asyncio.sleep(
                0
            )  # what is there already is read without a pause, and other lines wait
    finally:
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()


def _keep_alive(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in _ALIVE:
        if option := getattr(socket, name, None):  # not every system has them
            connection.setsockopt(socket.IPPROTO_TCP, option, value)

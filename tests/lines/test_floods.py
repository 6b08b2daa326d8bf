"""A far end that says thousands of things at once: each is heard, and other lines have their turn meanwhile."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

from free_ports import free_port
from ncid_world import GREETING, AHandler
from portinaio.lines.asterisk import AsteriskLine
from portinaio.lines.asterisk.settings import AsteriskSettings
from portinaio.lines.fritzbox import FritzBoxLine
from portinaio.lines.fritzbox.settings import FritzBoxSettings
from portinaio.lines.ncid import NcidLine, NcidSettings

if TYPE_CHECKING:
    from collections.abc import Callable

    from portinaio.core.call import Ringing
    from portinaio.lines.line import CallEnded, Line

MANY = 2000
LARGEST_PIECE = 16_384  # bytes; what a line takes in one turn
MANAGER = b"Asterisk Call Manager/11.0.0\r\nResponse: Success\r\n\r\n"


class Turns(AHandler):
    """Counts the turns of the loop, and in which of them something was told."""

    def __init__(self) -> None:
        super().__init__()
        self.turn = 0
        self.told: list[int] = []

    async def count(self) -> None:
        while True:
            self.turn += 1
            await asyncio.sleep(0)

    def ringing(self, line: Line[Any], handle: str, ringing: Ringing) -> None:
        del line, handle, ringing
        self._tell()

    def dialled(self, line: Line[Any], called: str) -> None:
        del line, called
        self._tell()

    def ended(self, line: Line[Any], handle: str, ended: CallEnded) -> None:
        """That is not what is counted."""

    def _tell(self) -> None:
        self.told.append(self.turn)
        self._changed.set()


def a_box(port: int) -> Line[Any]:
    keys = FritzBoxSettings(name="box", kind="fritzbox", address="127.0.0.1", monitor_port=port)
    return FritzBoxLine(keys)


def an_ncid(port: int) -> Line[Any]:
    keys = NcidSettings(name="ncid", kind="ncid", server=f"127.0.0.1:{port}")
    return NcidLine(keys)


def an_asterisk(port: int) -> Line[Any]:
    keys = AsteriskSettings(
        name="pbx",
        kind="asterisk",
        listen=f"127.0.0.1:{free_port()}",
        manager=f"127.0.0.1:{port}",
        username="me",
    )
    return AsteriskLine(keys, "s3cret")


@pytest.mark.parametrize(
    ("line", "greeting", "each"),
    [
        pytest.param(a_box, b"", "24.11.26 14:02:05;RING;0;0200{n:06};;;\r\n", id="fritzbox"),
        pytest.param(an_ncid, GREETING, "CID: *LINE*-*NMBR*0200{n:06}*NAME*ACME*\r\n", id="ncid"),
        pytest.param(
            an_asterisk,
            MANAGER,
            "Event: Newchannel\r\nContext: from-internal\r\nExten: 0200{n:06}\r\n\r\n",
            id="asterisk",
        ),
    ],
)
async def test_a_flood_of_one_line_holds_up_no_other(
    line: Callable[[int], Line[Any]], greeting: bytes, each: str
) -> None:
    flood = "".join(each.format(n=n) for n in range(MANY)).encode()

    gone = asyncio.Event()

    async def come(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(greeting + flood)
        with suppress(OSError):
            await reader.read()
        writer.close()
        gone.set()

    handler, server = Turns(), await asyncio.start_server(come, "127.0.0.1", 0)
    async with server:
        running = [
            asyncio.ensure_future(handler.count()),
            asyncio.ensure_future(line(server.sockets[0].getsockname()[1]).run(handler)),
        ]
        try:
            await handler.until(lambda: len(handler.told) == MANY)
        finally:
            for task in running:
                task.cancel()
            with suppress(asyncio.CancelledError):
                await asyncio.gather(*running)
            async with asyncio.timeout(5):
                await gone.wait()

    assert len(set(handler.told)) >= len(flood) // LARGEST_PIECE

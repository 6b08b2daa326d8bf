"""Somebody who calls by IAX2 (RFC 5456), as far as a modem at the other end needs one: no sound, and one call at a time."""

from __future__ import annotations

import asyncio
import struct
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

WAIT_S = 20.0
_HEADER = struct.Struct("!HHIBBBB")  # §8.1.1: both calls, time, both counts, type and what of it
_FULL = 0x8000
IAX, CONTROL = 6, 4
NEW, PING, PONG, ACK, HANGUP, ACCEPT, LAG_ASKED, LAG_TOLD = 1, 2, 3, 4, 5, 7, 11, 12
SAID = {
    (IAX, ACCEPT): "ACCEPT",
    (IAX, HANGUP): "HANGUP",
    (IAX, 6): "REJECT",
    (CONTROL, 3): "RINGING",
    (CONTROL, 4): "ANSWER",
}
CALLED, CALLING, NAME, CAN, WANTS, VERSION, PRESENTATION, TYPE_OF_NUMBER, TRANSIT = (
    1, 2, 4, 8, 9, 11, 38, 39, 40,
)  # fmt: skip  # §8.6
ULAW, LINEAR = 4, 64
ALLOWED, RESTRICTED = 0x00, 0x20


class IaxCaller(asyncio.DatagramProtocol):
    def __init__(self) -> None:
        self.heard: list[str] = []
        """Of this call, each once."""
        self._changed = asyncio.Event()
        self._call = 0
        self._other = 0
        self._sent = self._taken = 0
        self._began_s = 0.0

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def call(self, number: str, name: str = "") -> None:
        """One without a number hides it."""
        self._call, self._other, self._sent, self._taken = self._call + 1, 0, 0, 0
        self._began_s = asyncio.get_running_loop().time()
        self.heard.clear()
        shown = RESTRICTED if not number else ALLOWED
        elements = {
            VERSION: struct.pack("!H", 2),
            CALLED: b"0200000001",
            CALLING: number.encode(),
            NAME: name.encode(),
            PRESENTATION: bytes([shown]),
            TYPE_OF_NUMBER: b"\0",
            TRANSIT: b"\0\0",
            WANTS: struct.pack("!I", LINEAR),
            CAN: struct.pack("!I", LINEAR | ULAW),
        }
        told = b"".join(
            bytes([which, len(value)]) + value for which, value in elements.items() if value
        )
        self._send(NEW, told, at=0)

    def hang_up(self) -> None:
        self._send(HANGUP)

    async def hears(self, *said: str) -> None:
        await self._until(lambda: set(said) <= set(self.heard))

    async def hears_one_of(self, *said: str) -> None:
        await self._until(lambda: set(said) & set(self.heard))

    async def _until(self, true: Callable[[], object]) -> None:
        async with asyncio.timeout(WAIT_S):
            while not true():
                self._changed.clear()
                await self._changed.wait()

    def datagram_received(self, data: bytes, _whence: object) -> None:
        if len(data) < _HEADER.size or not data[0] & _FULL >> 8:
            return  # sound
        source, to, at, sent, _, kind, what = _HEADER.unpack_from(data)
        if to & ~_FULL != self._call:
            return
        self._other = source & ~_FULL
        if (kind, what) == (IAX, ACK):
            return
        again = sent != self._taken
        if not again:
            self._taken = (sent + 1) & 0xFF
        if (kind, what) in {(IAX, PING), (IAX, LAG_ASKED)}:
            self._send(PONG if what == PING else LAG_TOLD, at=at)
            return
        self._send(ACK, at=at)
        if not again and (name := SAID.get((kind, what))):
            self.heard.append(name)
            self._changed.set()

    def _send(self, what: int, told: bytes = b"", at: int | None = None) -> None:
        if at is None:
            at = int((asyncio.get_running_loop().time() - self._began_s) * 1000)
        header = _HEADER.pack(
            _FULL | self._call, self._other, at, self._sent, self._taken, IAX, what
        )
        self._transport.sendto(header + told)
        if what != ACK:  # it counts nothing, §7.2
            self._sent = (self._sent + 1) & 0xFF


@asynccontextmanager
async def iax_caller(port: int) -> AsyncIterator[IaxCaller]:
    loop = asyncio.get_running_loop()
    transport, caller = await loop.create_datagram_endpoint(
        IaxCaller, remote_addr=("127.0.0.1", port)
    )
    try:
        yield caller
    finally:
        transport.close()

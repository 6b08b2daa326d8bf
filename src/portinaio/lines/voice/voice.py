"""The sound of one call: a socket of its own, packets out by the clock, and where they go.

Packets leave 60 ms ahead of the clock, so that a busy machine leaves no gap at the far end. They go where the far end
said, until a first packet comes from it: then to where that came from, once and for all, since between here and a caller
behind a router the address that was said reaches nobody, and whoever could move it later would hear the call. Where both
ends have a key, what was not made with theirs is nobody's packet.
"""

from __future__ import annotations

import asyncio
import random
import secrets
from importlib.util import find_spec
from typing import TYPE_CHECKING

from portinaio.wire.voice import g711, rtp
from portinaio.wire.voice.sdes import KEY_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.wire.voice.g711 import Law
    from portinaio.wire.voice.session import Agreed
    from portinaio.wire.voice.srtp import Receiver, Sender

FRAME = 160  # samples, 20 ms
FRAME_S = FRAME / g711.RATE
AHEAD_S = 0.06
STALL_S = 0.5  # after which the clock begins anew; nobody wants to hear half a second at once
QUIET_RMS = 33.0  # -60 dBFS: a line that is there, and nothing on it
_LOOP = g711.RATE  # a second of noise; begun anywhere in it, nobody hears that it comes again


class Voice(asyncio.DatagramProtocol):
    def __init__(self) -> None:
        self._transport: asyncio.DatagramTransport | None = None
        self._how: Agreed | None = None
        self._to: tuple[str, int] | None = None
        self._latched = False
        self._stream: rtp.Stream | None = None
        self._frames: Iterator[bytes] = iter(())
        self._due = 0.0
        self._tick: asyncio.TimerHandle | None = None
        self._sender: Sender | None = None
        self._receiver: Receiver | None = None
        self.sent = 0
        self.received = 0
        self.strangers = 0
        """Packets that came from elsewhere after the first."""

    @property
    def port(self) -> int:
        assert self._transport is not None
        return int(self._transport.get_extra_info("sockname")[1])

    def play(self, how: Agreed, frames: Iterator[bytes]) -> None:
        """Send these, 20 ms each, until there are no more or `close`."""
        if not how.sends:
            return
        self._how, self._frames = how, frames
        if not self._latched:
            self._to = (how.host, how.port) if how.host else None
        self._encrypt(how)
        chance = secrets.randbits
        self._stream = rtp.Stream(how.payload_type, chance(16), chance(32), chance(32))
        self._due = asyncio.get_running_loop().time()
        self._send_due()

    def close(self) -> None:
        if self._tick is not None:
            self._tick.cancel()
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]  # a datagram transport it is

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if self._receiver is not None:
            data = self._receiver.unprotect(data) or b""
        packet = rtp.parse(data)
        if packet is None or self._how is None:
            return
        if packet.payload_type not in {self._how.payload_type, self._how.events}:
            return
        if not self._latched:
            self._to, self._latched = addr[:2], True
        elif addr[:2] != self._to:
            self.strangers += 1
            return
        self.received += 1

    def error_received(self, exc: Exception) -> None:
        """Nobody is there yet, or any more; the call itself tells."""

    def _encrypt(self, how: Agreed) -> None:
        if how.theirs is not None and how.ours is not None:
            from portinaio.wire.voice.srtp import Receiver, Sender  # noqa: PLC0415  # of an extra

            self._sender, self._receiver = Sender(how.ours), Receiver(how.theirs)

    def _send_due(self) -> None:
        """All frames up to a moment ahead, and the next then."""
        loop = asyncio.get_running_loop()
        now = loop.time()
        if now - self._due > STALL_S:
            self._due = now
        while self._due <= now + AHEAD_S:
            frame = next(self._frames, None)
            if frame is None:
                self._tick = None
                return
            self._send(frame)
            self._due += FRAME_S
        self._tick = loop.call_at(self._due - AHEAD_S, self._send_due)

    def _send(self, frame: bytes) -> None:
        assert self._stream is not None
        packet = self._stream.packet(frame)  # its time passes, whether somebody can have it or not
        if self._to is not None and self._transport is not None:
            data = bytes(packet)
            self._transport.sendto(self._sender.protect(data) if self._sender else data, self._to)
            self.sent += 1


async def listen(host: str) -> Voice:
    """A socket for one call, at the address by which the far end reaches us. `OSError` where there is none."""
    loop = asyncio.get_running_loop()
    _, voice = await loop.create_datagram_endpoint(Voice, local_addr=(host, 0))
    return voice


def new_key() -> bytes:
    """For what one call sends; empty where the program was installed without what encrypts, the extra `srtp`."""
    return secrets.token_bytes(KEY_BYTES) if find_spec("cryptography") else b""


def comfort_noise(law: Law, duration_s: float) -> Iterator[bytes]:
    """What is heard on a line that is there, and on which nobody speaks."""
    chance = random.Random()  # noqa: S311 -- it is noise
    noise = g711.noise(law, _LOOP + FRAME, QUIET_RMS, chance.gauss)
    for _ in range(round(duration_s / FRAME_S)):
        begin = chance.randrange(_LOOP)
        yield noise[begin : begin + FRAME]

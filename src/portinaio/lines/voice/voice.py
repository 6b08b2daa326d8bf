"""The sound of one call: a socket of its own, packets out by the clock, and where they go.

Packets leave 60 ms ahead of the clock, so that a busy machine leaves no gap at the far end. Where they go, and whose are
heard, is for `wire/voice/latch.py`. Where both ends have a key, what was not made with theirs is nobody's packet.
"""

from __future__ import annotations

import asyncio
import random
import secrets
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Protocol

from portinaio.wire.voice import g711, rtp
from portinaio.wire.voice.dtmf import Digits
from portinaio.wire.voice.g711 import Law
from portinaio.wire.voice.latch import Latch
from portinaio.wire.voice.sdes import KEY_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from portinaio.wire.voice.session import Agreed
    from portinaio.wire.voice.srtp import Receiver, Sender

    class Hearer(Protocol):
        def came(self, packet: rtp.Packet, law: Law, now: float) -> None: ...
        def pressed(self, digit: str) -> None: ...


FRAME = 160  # samples, 20 ms
FRAME_S = FRAME / g711.RATE
AHEAD_S = 0.06
STALL_S = 0.5  # after which the clock begins anew; nobody wants to hear half a second at once
QUIET_RMS = 33.0  # -60 dBFS: a line that is there, and nothing on it
MOST_A_SECOND = 200  # packets; 50 are usual, and 100 where they are short
MOST_PAYLOAD = 960  # bytes: 120 ms
_LOOP = g711.RATE  # a second of noise; begun anywhere in it, nobody hears that it comes again


class Voice(asyncio.DatagramProtocol):
    def __init__(self) -> None:
        self._transport: asyncio.DatagramTransport | None = None
        self._how: Agreed | None = None
        self._latch = Latch(None, "")
        self._stream: rtp.Stream | None = None
        self._frames: Iterator[bytes] = iter(())
        self._done: Callable[[], None] = lambda: None
        self._due = 0.0
        self._tick: asyncio.TimerHandle | None = None
        self._sender: Sender | None = None
        self._receiver: Receiver | None = None
        self._digits = Digits()
        self._came: Callable[[rtp.Packet, Law, float], None] = lambda *_: None
        self._pressed: Callable[[str], None] = lambda _: None
        self._listens = False
        self._only_from = ""
        self._second = self._in_second = 0
        self.sent = 0
        self.received = 0
        self.strangers = 0
        """Packets that came from where nothing is to come from."""

    @property
    def port(self) -> int:
        assert self._transport is not None
        return int(self._transport.get_extra_info("sockname")[1])

    def play(
        self,
        how: Agreed,
        frames: Iterator[bytes],
        done: Callable[[], None] = lambda: None,
        *,
        peer: str = "",
    ) -> None:
        """Send these, 20 ms each, until there are no more or `close`; `done` when the last has been heard.

        `peer` is the host that signals.
        """
        self._frames, self._done = frames, done
        self.agree(how, peer)
        chance = secrets.randbits
        self._stream = rtp.Stream(how.payload_type, chance(16), chance(32), chance(32))
        self._due = asyncio.get_running_loop().time()
        self._send_due()

    def agree(self, how: Agreed, peer: str) -> None:
        """From now on the sound goes this way; its form stays as it was."""
        self._how = how
        self._sender = self._receiver = None
        self._encrypt(how)
        said = (how.host, how.port) if how.host else None
        self._latch = Latch(said, peer, keyed=self._receiver is not None)
        if self._only_from and how.host:  # on hold nobody is named, and it is the same telephone
            self._only_from = how.host

    @property
    def ahead_s(self) -> float:
        """How much of what was sent has not had its time yet."""
        return max(self._due - asyncio.get_running_loop().time(), 0.0)

    def change(self, frames: Iterator[bytes]) -> None:
        """Send these instead of what is left of the others."""
        self._frames = frames

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
        if self._is_stranger(addr):
            self.strangers += 1
            return
        now = asyncio.get_running_loop().time()
        if self._flooded(now):
            return
        self.received += 1
        if packet.payload_type == self._how.events:
            digit = self._digits.event(packet.timestamp, packet.payload, now)
        elif len(packet.payload) > MOST_PAYLOAD:
            return
        else:
            digit = self._digits.sound(packet.payload, self._how.law, now) if self._listens else ""
            self._came(packet, self._how.law, now)
        if digit:
            self._pressed(digit)

    def info(self, content_type: str, body: bytes) -> None:
        """A digit may also come beside the sound."""
        now = asyncio.get_running_loop().time()
        if digit := self._digits.info(content_type, body, now):
            self._pressed(digit)

    def hear(self, script: Hearer, *, digits: bool, only_from: str = "") -> None:
        """Tell of what comes, `only_from` one host where it is said; tones are looked for only where somebody waits for `digits`."""
        self._only_from = only_from
        self._came, self._pressed, self._listens = script.came, script.pressed, digits

    def _is_stranger(self, addr: tuple[str, int]) -> bool:
        if self._only_from and addr[0] != self._only_from:
            return True
        return not self._latch.takes(addr[:2])

    def _flooded(self, now: float) -> bool:
        """Whether more comes than sound does, which nobody looks at."""
        if self._second != int(now):
            self._second, self._in_second = int(now), 0
        self._in_second += 1
        return self._in_second > MOST_A_SECOND

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
                self._tick = loop.call_at(self._due, self._done)
                return
            self._send(frame)
            self._due += FRAME_S
        self._tick = loop.call_at(self._due - AHEAD_S, self._send_due)

    def _send(self, frame: bytes) -> None:
        assert self._stream is not None
        packet = self._stream.packet(frame)  # its time passes, whether somebody can have it or not
        to = self._latch.to
        if to is not None and self._transport is not None and self._how and self._how.sends:
            data = bytes(packet)
            self._transport.sendto(self._sender.protect(data) if self._sender else data, to)
            self.sent += 1


async def listen(host: str) -> Voice:
    """A socket for one call, at the address by which the far end reaches us. `OSError` where there is none."""
    loop = asyncio.get_running_loop()
    _, voice = await loop.create_datagram_endpoint(Voice, local_addr=(host, 0))
    return voice


def new_key() -> bytes:
    """For what one call sends; empty where the program was installed without what encrypts, the extra `srtp`."""
    return secrets.token_bytes(KEY_BYTES) if find_spec("cryptography") else b""


class Noise:
    """What is heard on a line that is there, and on which nobody speaks."""

    def __init__(self, law: Law) -> None:
        self._loop = _noise(law)
        self._chance = random.Random()  # noqa: S311 -- it is noise

    def frame(self) -> bytes:
        begin = self._chance.randrange(_LOOP)
        return self._loop[begin : begin + FRAME]


@cache
def _noise(law: Law) -> bytes:
    """Made once: it takes some milliseconds."""
    chance = random.Random()  # noqa: S311 -- as above
    return g711.noise(law, _LOOP + FRAME, QUIET_RMS, chance.gauss)


def make_ready() -> None:
    """Make what the first call would have to wait for."""
    for law in Law:
        _noise(law)
        g711.encode(b"", law)

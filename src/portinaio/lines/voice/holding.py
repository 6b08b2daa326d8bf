"""The one call of a line that is kept waiting: picked up, with a quiet line to listen to, until we hang up."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.lines.voice import voice
from portinaio.wire.voice import session

if TYPE_CHECKING:
    from portinaio.core.message import Message
    from portinaio.lines.voice.voice import Voice
    from portinaio.wire.voice.session import Agreed

BUSY = msg("another caller is kept waiting on this line just now")
NO_G711 = msg("the caller's telephone has no sound that we speak")
NO_SOCKET = msg("there is no socket for the sound")


def mute(offer: bytes, host: str) -> bytes | None:
    """Our session description for a caller who is to hear nothing, empty where that is for us to offer; `None` where there is none."""
    offered = session.streams(offer)
    if not offered:
        return b""
    return session.mute(offered, host, secrets.randbits(31), voice.new_key())


class Holding:
    def __init__(self) -> None:
        self._handle = ""
        self._voice: Voice | None = None
        self._how: Agreed | None = None
        self._hold_s = 0.0

    async def prepare(
        self, handle: str, offer: bytes, host: str, hold_s: float
    ) -> tuple[bytes, Message | None]:
        """Our session description, or why this call cannot be kept; then it is over as far as this goes."""
        if self._handle:
            return b"", BUSY
        offered = session.streams(offer)
        taken = session.agreed(offered, voice.new_key())
        if taken is None and offer.strip():
            return b"", NO_G711
        self._handle, self._hold_s = handle, hold_s  # before anything waits
        try:
            self._voice = await voice.listen(host)
        except OSError:
            self._handle = ""
            return b"", NO_SOCKET
        here, number = (host, self._voice.port), secrets.randbits(31)
        if taken is None:
            return session.offer(here, number), None
        place, self._how = taken
        return session.answer(offered, place, self._how, here, number), None

    def begin(self, handle: str) -> None:
        """The call has been picked up."""
        if handle == self._handle and self._voice is not None and self._how is not None:
            noise = voice.comfort_noise(self._how.law, self._hold_s)
            self._voice.play(self._how, noise)

    def confirmed(self, handle: str, answer: bytes) -> None:
        """The far end has agreed; where the offer was ours it says only now where it listens."""
        if handle != self._handle or self._how is not None:
            return
        if (taken := session.agreed(session.streams(answer))) is not None:
            _, self._how = taken
            self.begin(handle)

    def end(self, handle: str) -> None:
        if handle == self._handle:
            self.close()

    def close(self) -> None:
        if self._voice is not None:
            self._voice.close()
        self._handle, self._voice, self._how = "", None, None

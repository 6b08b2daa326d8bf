"""What a caller says after the tone: packets put in their places, and when it is over.

A place is that of the packet's timestamp, so what was lost, or not sent since it was silent, is silence here too. It is over
some seconds after the last word, or where none came at all; speech is what is clearly louder than the line by itself.
"""

from __future__ import annotations

import math
import struct
from typing import TYPE_CHECKING

from portinaio.wire.voice import g711
from portinaio.wire.voice.g711 import RATE, Law

if TYPE_CHECKING:
    from portinaio.wire.voice.rtp import Packet

AFTER_SPEECH_S = 3.0
NOTHING_SAID_S = 6.0
AHEAD_S = 2.0  # a place further ahead than the clock allows is another clock's
_LEAST_RMS = 200.0  # of 16 bits: -44 dBFS; a voice on a telephone is louder
_OVER_FLOOR = 3.0
_FLOOR_RISES = 1.002  # a packet: a tenth a second, so a line that grows noisy is no voice for long


class Recording:
    def __init__(self, law: Law, longest_s: float, now: float) -> None:
        self._law = law
        self._most = int(longest_s * RATE)
        self._began = now
        self._quiet = g711.encode(b"\0\0", law)
        self._sound = bytearray()
        self._stream: tuple[int, int, int] | None = None
        """SSRC, the timestamp with which it began, and the place of that."""
        self._floor = math.inf
        self._spoke: float | None = None
        self._words = 0
        self._spoken_to = 0

    @property
    def spoken(self) -> bool:
        """Whether somebody has said anything: a click is nothing."""
        return self._words >= 5

    @property
    def seconds(self) -> float:
        return len(self._until_the_end()) / RATE

    def came(self, packet: Packet, now: float) -> None:
        place = self._place(packet, now)
        if place is None or not packet.payload:
            return
        end = min(place + len(packet.payload), self._most)
        if end <= place:
            return
        if end > len(self._sound):
            self._sound += self._quiet * (end - len(self._sound))
        self._sound[place:end] = packet.payload[: end - place]
        if self._is_speech(packet.payload):
            self._spoke, self._words, self._spoken_to = now, self._words + 1, end

    def over(self, now: float) -> bool:
        if now - self._began >= self._most / RATE:
            return True
        if not self.spoken or self._spoke is None:
            return now - self._began >= NOTHING_SAID_S
        return now - self._spoke >= AFTER_SPEECH_S

    def a_law(self) -> bytes:
        """Until shortly after the last word."""
        sound = self._until_the_end()
        if self._law is Law.A:
            return sound
        return g711.encode(g711.decode(sound, self._law), Law.A)

    def _until_the_end(self) -> bytes:
        return bytes(self._sound[: self._spoken_to + RATE // 2])

    def _place(self, packet: Packet, now: float) -> int | None:
        """In samples from the beginning; `None` for what came from before it."""
        allowed = int((now - self._began + AHEAD_S) * RATE)
        if self._stream is not None and self._stream[0] == packet.ssrc:
            _, first, begin = self._stream
            passed = (packet.timestamp - first) & 0xFFFFFFFF
            if passed >= 1 << 31:
                return None
            if begin + passed <= allowed:
                return begin + passed
        begin = min(len(self._sound), allowed)
        self._stream = (packet.ssrc, packet.timestamp, begin)
        return begin

    def _is_speech(self, payload: bytes) -> bool:
        squares = _SQUARES[self._law]
        level = math.sqrt(sum(map(squares.__getitem__, payload)) / len(payload))
        self._floor = min(level, self._floor * _FLOOR_RISES)
        return level > max(_LEAST_RMS, _OVER_FLOOR * self._floor)


_SQUARES = {
    law: tuple(
        sample * sample for sample in struct.unpack("<256h", g711.decode(bytes(range(256)), law))
    )
    for law in Law
}

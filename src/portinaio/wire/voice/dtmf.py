"""Digits that a caller presses: as events of RTP (RFC 4733), in a SIP INFO, and as the two tones themselves.

One timestamp is one event, however often it is said and whichever packets of it are lost. Tones are listened for only while
no event has come: a gateway that sends both leaves a stub of the tone. The same digit by two ways within 300 ms is one.
"""

from __future__ import annotations

import math
import re
import struct
from collections import deque

from portinaio.wire.voice import g711
from portinaio.wire.voice.g711 import RATE, Law

EVENTS = "0123456789*#ABCD"
"""RFC 4733 3.2, by number."""
SAME_S = 0.3
MOST_BODY = 256  # bytes of an INFO

_LOW, _HIGH = (697, 770, 852, 941), (1209, 1336, 1477, 1633)
_KEYS = ("123A", "456B", "789C", "*0#D")
_BLOCK = 102  # samples: a tone of 40 ms has two whole blocks, wherever it begins
_LEAST_ENERGY = _BLOCK * 200.0**2  # of speech at a distance; a key is louder
_SHARE = 0.78  # of a block's energy, in two tones alone
_TWIST = 6.3  # how much louder one of the two may be: 8 dB in power
_SIGNAL = re.compile(rb"\s*Signal\s*=\s*([0-9*#A-Da-d])", re.IGNORECASE)


class Digits:
    """Of one call."""

    def __init__(self) -> None:
        self._events: deque[int] = deque(maxlen=8)
        """Timestamps of late: packets of two events may come in any order."""
        self._by_events = False
        self._tones = Tones()
        self._last: tuple[str, float] = ("", -1.0)

    def event(self, timestamp: int, payload: bytes, now: float) -> str:
        """A digit that an event says for the first time; else empty."""
        if len(payload) < 4 or payload[0] >= len(EVENTS) or timestamp in self._events:
            return ""
        self._events.append(timestamp)
        self._by_events = True
        return self._new(EVENTS[payload[0]], now)

    def info(self, content_type: str, body: bytes, now: float) -> str:
        """`application/dtmf-relay` and `application/dtmf`."""
        kind = content_type.partition(";")[0].strip().lower()
        text = body[:MOST_BODY].strip()
        if kind == "application/dtmf-relay" and (found := _SIGNAL.match(body[:MOST_BODY])):
            return self._new(found[1].decode().upper(), now)
        if (
            kind == "application/dtmf"
            and len(text) == 1
            and text.decode("latin-1").upper() in EVENTS
        ):
            return self._new(text.decode().upper(), now)
        return ""

    def sound(self, payload: bytes, law: Law, now: float) -> str:
        """A digit that is heard in it."""
        if self._by_events:
            return ""
        found = self._tones.heard(payload, law)
        return self._new(found, now) if found else ""

    def _new(self, digit: str, now: float) -> str:
        same = self._last[0] == digit and now - self._last[1] < SAME_S
        self._last = (digit, now)
        return "" if same else digit


class Tones:
    """Two equal blocks of one key are a digit; the next is one after a block without it."""

    def __init__(self) -> None:
        self._rest: list[int] = []
        self._before = ""
        self._down = ""
        self._linear: dict[Law, tuple[int, ...]] = {}

    def heard(self, payload: bytes, law: Law) -> str:
        """The last key that began in it."""
        table = self._linear.get(law)
        if table is None:
            table = self._linear[law] = struct.unpack("<256h", g711.decode(bytes(range(256)), law))
        samples = self._rest + [table[byte] for byte in payload]
        begun, place = "", 0
        while place + _BLOCK <= len(samples):
            key = _key(samples[place : place + _BLOCK])
            if key and key == self._before and key != self._down:
                begun = self._down = key
            elif not key and not self._before:
                self._down = ""
            self._before = key
            place += _BLOCK
        self._rest = samples[place:]
        return begun


def _key(block: list[int]) -> str:
    energy = sum(sample * sample for sample in block)
    if energy < _LEAST_ENERGY:
        return ""
    low = [_power(block, turn) for turn in _TURNS_LOW]
    row = max(range(4), key=low.__getitem__)
    if low[row] < energy * _BLOCK / 16:  # too little to be one of the two
        return ""
    high = [_power(block, turn) for turn in _TURNS_HIGH]
    column = max(range(4), key=high.__getitem__)
    one, other = low[row], high[column]
    loud_enough = one + other > _SHARE * energy * _BLOCK / 2
    if not loud_enough or one > _TWIST * other or other > _TWIST * one:
        return ""
    return _KEYS[row][column]


def _power(block: list[int], turn: float) -> float:
    """Goertzel: how much of one tone is in it; a pure one has `energy * len / 2`."""
    before = last = 0.0
    for sample in block:
        before, last = last, sample + turn * last - before
    return last * last + before * before - turn * last * before


_TURNS_LOW = [2 * math.cos(2 * math.pi * hertz / RATE) for hertz in _LOW]
_TURNS_HIGH = [2 * math.cos(2 * math.pi * hertz / RATE) for hertz in _HIGH]

"""RTP, RFC 3550 5.1: one packet, and a stream of them."""

from __future__ import annotations

import struct
from typing import NamedTuple

_HEADER = struct.Struct("!BBHII")
_VERSION = 2


class Packet(NamedTuple):
    payload_type: int
    sequence: int
    timestamp: int
    ssrc: int
    payload: bytes
    marker: bool = False

    def __bytes__(self) -> bytes:
        second = self.marker << 7 | self.payload_type
        return (
            _HEADER.pack(_VERSION << 6, second, self.sequence, self.timestamp, self.ssrc)
            + self.payload
        )


class Stream:
    """Numbers the packets of one direction; where they begin is chance, RFC 3550 5.1."""

    def __init__(self, payload_type: int, sequence: int, timestamp: int, ssrc: int) -> None:
        self._payload_type = payload_type
        self._sequence = sequence & 0xFFFF
        self._timestamp = timestamp & 0xFFFFFFFF
        self._ssrc = ssrc & 0xFFFFFFFF
        self._begun = False

    def packet(self, payload: bytes) -> Packet:
        """The next one; of G.711 a byte is a tick of the clock."""
        made = Packet(
            self._payload_type,
            self._sequence,
            self._timestamp,
            self._ssrc,
            payload,
            not self._begun,
        )
        self._begun = True
        self._sequence = (self._sequence + 1) & 0xFFFF
        self._timestamp = (self._timestamp + len(payload)) & 0xFFFFFFFF
        return made


def parse(data: bytes) -> Packet | None:
    """`None` for what is no packet: too short, of another version, or with more header or padding than it has bytes."""
    if len(data) < _HEADER.size:
        return None
    first, second, sequence, timestamp, ssrc = _HEADER.unpack_from(data)
    if first >> 6 != _VERSION:
        return None
    begin, end = _HEADER.size + 4 * (first & 0x0F), len(data)
    if first & 0x10:  # an extension, 5.3.1
        if begin + 4 > end:
            return None
        begin += 4 + 4 * int.from_bytes(data[begin + 2 : begin + 4])
    if first & 0x20:
        end -= data[-1]
        if not data[-1]:
            return None
    if begin > end:
        return None
    return Packet(second & 0x7F, sequence, timestamp, ssrc, data[begin:end], bool(second & 0x80))

"""Encrypted RTP, RFC 3711, with AES in counter mode and HMAC-SHA1: one direction of a call each.

By hand on `cryptography`, which has wheels for every machine that we run on; the packets are byte for byte those of libsrtp.
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR

if TYPE_CHECKING:
    from portinaio.wire.voice.sdes import Crypto

WINDOW = 128  # packets, by which one may be late; at least 64, RFC 3711 3.3.2
_HEADER = 12
_KEY, _SALT, _SIGNING = 16, 14, 20  # bytes
_HALF = 1 << 15
_TURN = 1 << 16
"""After so many packets their numbers begin anew."""


class _Keys:
    """What is made of a master key and its salt, RFC 3711 4.3."""

    def __init__(self, crypto: Crypto) -> None:
        master, salt = crypto.key[:_KEY], crypto.key[_KEY:]

        def derived(label: int, size: int) -> bytes:
            start = int.from_bytes(salt) ^ label << 48
            return _counter_mode(master, start << 16, bytes(size))

        self._cipher = AES(derived(0, _KEY))
        self._signing = derived(1, _SIGNING)
        self._salt = int.from_bytes(derived(2, _SALT)) << 16
        self._tag_bytes = crypto.tag_bytes

    def crypted(self, payload: bytes, ssrc: int, index: int) -> bytes:
        start = self._salt ^ ssrc << 64 ^ index << 16
        return Cipher(self._cipher, CTR(start.to_bytes(16))).encryptor().update(payload)

    def signature(self, packet: bytes, index: int) -> bytes:
        signed = packet + (index >> 16).to_bytes(4)
        return hmac.digest(self._signing, signed, "sha1")[: self._tag_bytes]

    def parted(self, data: bytes) -> tuple[bytes, bytes]:
        """The packet and its signature."""
        return data[: -self._tag_bytes], data[-self._tag_bytes :]


class Sender:
    """Of packets that are numbered one after the other."""

    def __init__(self, crypto: Crypto) -> None:
        self._keys = _Keys(crypto)
        self._index = -1

    def protect(self, packet: bytes) -> bytes:
        self._index = _nearest(self._index, int.from_bytes(packet[2:4]))
        body, ssrc = _begin_of_payload(packet) or _HEADER, int.from_bytes(packet[8:12])
        packet = packet[:body] + self._keys.crypted(packet[body:], ssrc, self._index)
        return packet + self._keys.signature(packet, self._index)


class Receiver:
    """Of packets as the network delivers them: some late, some lost, some again, some forged."""

    def __init__(self, crypto: Crypto) -> None:
        self._keys = _Keys(crypto)
        self._latest = -1
        self._seen = 0
        """A bit for each of the latest `WINDOW` packets, the lowest for the latest."""

    def unprotect(self, data: bytes) -> bytes | None:
        """`None` for what is forged, damaged, or was here before."""
        packet, tag = self._keys.parted(data)
        body = _begin_of_payload(packet)
        if body is None:
            return None
        index = _nearest(self._latest, int.from_bytes(packet[2:4]))
        if index < 0 or self._was_here(index):
            return None
        if not hmac.compare_digest(tag, self._keys.signature(packet, index)):
            return None
        self._remember(index)
        ssrc = int.from_bytes(packet[8:12])
        return packet[:body] + self._keys.crypted(packet[body:], ssrc, index)

    def _was_here(self, index: int) -> bool:
        late = self._latest - index
        return late >= WINDOW or (late >= 0 and bool(self._seen >> late & 1))

    def _remember(self, index: int) -> None:
        if index > self._latest:
            ahead = index - self._latest if self._latest >= 0 else WINDOW
            self._seen = (self._seen << min(ahead, WINDOW) | 1) & ((1 << WINDOW) - 1)
            self._latest = index
        else:
            self._seen |= 1 << (self._latest - index)


def _nearest(latest: int, number: int) -> int:
    """The index of the packet with this number that is nearest to the latest one, RFC 3711 3.3.1."""
    if latest < 0:
        return number
    ahead = (number - latest) % _TURN
    return latest + (ahead if ahead < _HALF else ahead - _TURN)


def _begin_of_payload(packet: bytes) -> int | None:
    """Behind the header, its sources and its extension, which are signed and not encrypted."""
    if len(packet) < _HEADER or packet[0] >> 6 != 2:
        return None
    begin = _HEADER + 4 * (packet[0] & 0x0F)
    if packet[0] & 0x10:
        begin += 4 + 4 * int.from_bytes(packet[begin + 2 : begin + 4])
    return begin if begin <= len(packet) else None


def _counter_mode(key: bytes, start: int, data: bytes) -> bytes:
    return Cipher(AES(key), CTR(start.to_bytes(16))).encryptor().update(data)

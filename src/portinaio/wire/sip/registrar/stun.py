"""As much of STUN as a keep-alive by UDP needs, RFC 5626 4.4.2 and RFC 8489: a Binding request, and the address in its answer."""

from __future__ import annotations

import ipaddress
import struct
from typing import NamedTuple

COOKIE = 0x2112A442
ID_BYTES = 12
_HEAD = struct.Struct("!HHI12s")
_ATTRIBUTE = struct.Struct("!HH")
_REQUEST, _SUCCESS, _ERROR = 0x0001, 0x0101, 0x0111
_MAPPED, _XOR_MAPPED = 0x0001, 0x0020
_ADDRESS_BYTES = {1: 4, 2: 16}
"""By family."""


class Binding(NamedTuple):
    """What a STUN server answered."""

    transaction: bytes
    seen: tuple[str, int] | None
    """Where it sees us; `None` where it does not say."""


def request(transaction: bytes) -> bytes:
    """`transaction` are twelve bytes that nobody can guess."""
    return _HEAD.pack(_REQUEST, 0, COOKIE, transaction)


def binding(data: bytes) -> Binding | None:
    """`None` for what is no answer to a Binding request; a SIP message begins with a letter, RFC 5626 4.4.2."""
    if len(data) < _HEAD.size:
        return None
    kind, length, cookie, transaction = _HEAD.unpack_from(data)
    if cookie != COOKIE or kind not in {_SUCCESS, _ERROR} or length != len(data) - _HEAD.size:
        return None
    return Binding(transaction, _seen(data) if kind == _SUCCESS else None)


def _seen(data: bytes) -> tuple[str, int] | None:
    """The address that is hidden from routers which rewrite it counts before the plain one, RFC 8489 14.2."""
    found: dict[int, bytes] = {}
    place = _HEAD.size
    while place + _ATTRIBUTE.size <= len(data):
        kind, size = _ATTRIBUTE.unpack_from(data, place)
        value = data[place + _ATTRIBUTE.size :][:size]
        if len(value) < size:
            break
        found.setdefault(kind, value)
        place += _ATTRIBUTE.size + size + -size % 4
    for kind, mask in ((_XOR_MAPPED, data[4:20]), (_MAPPED, bytes(16))):
        if at := _address(found.get(kind, b""), mask):
            return at
    return None


def _address(value: bytes, mask: bytes) -> tuple[str, int] | None:
    size = _ADDRESS_BYTES.get(value[1]) if len(value) > 4 else None
    if size is None or len(value) != 4 + size:
        return None
    plain = bytes(byte ^ masked for byte, masked in zip(value[2:], mask[:2] + mask, strict=False))
    return str(ipaddress.ip_address(plain[2:])), int.from_bytes(plain[:2], "big")

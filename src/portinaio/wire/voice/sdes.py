"""Keys in a session description, RFC 4568: which `a=crypto` of an offer is taken, and the answer to it."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

KEY_BYTES = 30  # a key of 128 bits and a salt of 112, RFC 3711 8.2
TAG_BYTES = {"AES_CM_128_HMAC_SHA1_80": 10, "AES_CM_128_HMAC_SHA1_32": 4}
"""By suite, how much of a digest goes with each packet."""
MOST = 16  # lines of one stream

_LINE = re.compile(
    r"(\d{1,9})\s+(\S+)\s+inline:([A-Za-z0-9+/=]{1,64})((?:\|[^\s|;]*)*)((?:\s+\S+)*)\s*", re.ASCII
)
_HARMLESS = re.compile(
    r"WSH=\d{1,5}", re.ASCII
)  # how late a packet may be, for those who count on it


class Crypto(NamedTuple):
    tag: str
    suite: str
    key: bytes

    def __repr__(self) -> str:
        return f"Crypto({self.tag} {self.suite})"  # a key must not get into a log

    @property
    def tag_bytes(self) -> int:
        return TAG_BYTES[self.suite]

    @property
    def line(self) -> str:
        return f"a=crypto:{self.tag} {self.suite} inline:{b64encode(self.key).decode()}"


def taken(offered: Iterable[str]) -> Crypto | None:
    """The first of the values of `a=crypto` that we can do, since the order is the far end's preference, 5.1.2."""
    for place, value in enumerate(offered):
        if place >= MOST:
            return None
        if found := crypto(value):
            return found
    return None


def crypto(value: str) -> Crypto | None:
    """`None` for another suite, several keys told apart by an MKI, and sound that is not to be encrypted or not to be signed."""
    found = _LINE.fullmatch(value)
    if found is None or found[2] not in TAG_BYTES or ":" in found[4]:
        return None
    if not all(_HARMLESS.fullmatch(parameter) for parameter in found[5].split()):
        return None
    try:
        key = b64decode(found[3], validate=True)
    except binascii.Error:
        return None
    return Crypto(found[1], found[2], key) if len(key) == KEY_BYTES else None

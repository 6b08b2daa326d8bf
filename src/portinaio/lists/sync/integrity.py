"""`Content-Digest` and `Repr-Digest` (RFC 9530): what a server says the bytes of its answer add up to.

A whole answer is the representation, so both mean the same bytes: those on the wire, packed as they come. Of the
algorithms that the registry calls active each one that is given must be right; others are passed over.
"""

from __future__ import annotations

import re
from base64 import b64decode
from hashlib import new
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.message import msg
from portinaio.errors import UntrustedListError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

FIELDS = ("content-digest", "repr-digest")
_MEMBER = re.compile(r"(?:^|,)\s*sha-(256|512)=:([A-Za-z0-9+/]*={0,2}):")
_LONGEST = 2000  # characters of a field; two digests have 150


class Promise(NamedTuple):
    algorithm: str
    """As `hashlib` names it."""
    digest: bytes


def promised(headers: Mapping[str, str]) -> tuple[Promise, ...]:
    """Every one that is understood; one cut short is none that bytes could have."""
    return tuple(
        Promise(f"sha{bits}", _decoded(text))
        for field in FIELDS
        for bits, text in _MEMBER.findall(headers.get(field, "")[:_LONGEST])
    )


def _decoded(text: str) -> bytes:
    try:
        return b64decode(text)
    except ValueError:
        return b""


def as_promised(pieces: Iterable[bytes], promises: Iterable[Promise]) -> Iterator[bytes]:
    """The pieces; `UntrustedListError` behind the last where they are not what was promised."""
    sums = [(new(each.algorithm), each.digest) for each in promises]
    for piece in pieces:
        for so_far, _ in sums:
            so_far.update(piece)
        yield piece
    if any(so_far.digest() != digest for so_far, digest in sums):
        raise UntrustedListError(msg("its bytes do not have the hash that its server announces"))

"""An invitation to a private site: where it is, who speaks for it, and the key that opens it, as one word to pass on.

    pf1. address . root . key      each in base64url without padding

Whoever has the word reads the list, and nobody can write it: it is passed on like a password.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import NamedTuple

from portinaio.core.message import msg
from portinaio.errors import UsageError
from portinaio.lists.site.fingerprint import read_fingerprint
from portinaio.lists.url import read_url

KEY_NAME = "family-"
_MARK = "pf1"
_LONGEST = 4000


class Invitation(NamedTuple):
    url: str
    root: str
    """Fingerprint, in hexadecimal."""
    key: str
    """As `seal.new_key` makes it."""


def key_name(root: str) -> str:
    """Under which the key of a private site is kept, by the fingerprint of its root."""
    return f"{KEY_NAME}{root[:32]}"


def write_invitation(invitation: Invitation) -> str:
    root = bytes.fromhex(invitation.root)
    key = urlsafe_b64decode(invitation.key)
    return ".".join((_MARK, *map(_packed, (invitation.url.encode(), root, key))))


def read_invitation(text: str) -> Invitation:
    """`UsageError` for what is none."""
    plain = "".join(text.split())[:_LONGEST]
    mark, *parts = plain.split(".")
    try:
        url, root, key = map(_unpacked, parts if mark == _MARK else ())
        return Invitation(
            read_url(url.decode()).url,
            read_fingerprint(root.hex()),
            urlsafe_b64encode(key).decode("ascii"),
        )
    except ValueError as error:
        raise UsageError(
            msg("this is no invitation: it begins with pf1. and goes on without a space")
        ) from error


def _packed(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _unpacked(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))

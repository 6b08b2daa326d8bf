"""The fingerprint of a site: SHA-256 of its first root, which never changes."""

from __future__ import annotations

import re

from portinaio.core.message import msg
from portinaio.errors import UsageError

_HEX = re.compile(r"[0-9a-f]{64}")


def read_fingerprint(text: str) -> str:
    """Small hexadecimal digits of one in any spelling; `UsageError` for what is none."""
    plain = re.sub(r"[\s:-]", "", text.strip().lower().removeprefix("sha256:"))
    if not _HEX.fullmatch(plain):
        raise UsageError(
            msg(
                "the fingerprint of a root is 64 digits 0 to 9 and a to f, not %(text)s",
                text=text[:80],
            )
        )
    return plain


def shown(fingerprint: str) -> str:
    """In groups that two people can read to each other."""
    return " ".join(fingerprint[at : at + 8] for at in range(0, len(fingerprint), 8))

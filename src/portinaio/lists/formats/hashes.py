"""Lists of digests. Nobody can tell which numbers they are of, so they are recognised and refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.errors import UntrustedListError
from portinaio.lists.intake.format import Format
from portinaio.lists.intake.text import decoded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader

    from portinaio.lists.intake.format import Context, Row


_DIGEST = re.compile(r"(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})\b", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
REFUSAL = msg(
    "this is a list of digests, not of numbers: a call could be compared with it, but its ranges, its countries and its"
    " mistakes cannot be seen; ask whoever publishes it for the numbers"
)


def sniff(head: bytes, _name: str) -> int:
    lines = [line.strip().strip('"') for line in decoded(head).splitlines()[:200]]
    lines = [line for line in lines if line and line[0] != "#"]
    digests = sum(bool(_DIGEST.match(line)) and not _NUMBER.fullmatch(line) for line in lines)
    return 90 if lines and digests >= 0.7 * len(lines) else 0


def read(_source: BufferedReader, _context: Context) -> Iterator[Row]:
    raise UntrustedListError(REFUSAL)
    yield  # a reader is a generator


FORMAT = Format(
    "hashes",
    msg("digests of numbers"),
    sniff,
    read,
)

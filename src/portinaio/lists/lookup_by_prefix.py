"""Asking a list about one number without naming it: the first digits of its hash, and what the list knows of all that begin so.

PhoneBlock's `check-prefix` takes the first 4 to 40 hexadecimal digits of the SHA-1 of the number. Four are sent: of a country's
hundred million numbers some 1,500 begin so. Its parameters for blocks of 10 and 100 stay empty, since three such hashes
together would name the number.
"""

from __future__ import annotations

import json
from hashlib import sha1
from typing import TYPE_CHECKING, Any

from portinaio.core.message import msg
from portinaio.countries.data_file import Table
from portinaio.errors import PortinaioError

if TYPE_CHECKING:
    from collections.abc import Iterator

HEX_DIGITS = 4
ENOUGH_VOTES = 10
"""From which on PhoneBlock publishes a number in its list."""
LEGITIMATE = "A_LEGITIMATE"


class LookupTable(Table, frozen=True, kw_only=True):
    """`[list.lookup]` of an offer."""

    url: str


def asked_as(number: str) -> str:
    """What is sent of an E.164 number."""
    return sha1(number.encode(), usedforsecurity=False).hexdigest()[:HEX_DIGITS].upper()


def share_in(body: bytes, number: str) -> float:
    """0 to 1, by how many voted against the number; 0 where none did. `PortinaioError` for what is no answer."""
    try:
        answer = json.loads(body)
        votes = [_votes(one) for one in _numbers(answer) if one.get("phone") == number]
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise PortinaioError(msg("its answer cannot be understood")) from error
    return min(max(votes, default=0) / ENOUGH_VOTES, 1.0)


def _numbers(answer: Any) -> Iterator[dict[str, Any]]:
    found = answer["numbers"] if isinstance(answer, dict) and "numbers" in answer else None
    if not isinstance(found, list):
        raise TypeError
    yield from found


def _votes(info: dict[str, Any]) -> int:
    votes = info.get("votes")
    if not isinstance(votes, int) or info.get("whiteListed") or info.get("rating") == LEGITIMATE:
        return 0
    return max(votes, 0)

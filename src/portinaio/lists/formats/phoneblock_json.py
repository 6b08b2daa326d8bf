"""PhoneBlock's blocklist as its API answers it: numbers with bucketed votes, whole or since a version.

In an answer since a version, `votes` 0 takes a number back.
"""

from __future__ import annotations

import json
import re
from typing import IO, TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.lists.intake.format import Format
from portinaio.lists.intake.json_items import items_of, json_beginning
from portinaio.lists.intake.phoneblock import NO_RECORD, Record, rating_of, row_of, votes_of
from portinaio.lists.intake.row import (
    NO_PATTERNS,
    count_of,
    digits_of,
    millis_of,
    pattern_of,
    rejected,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from io import BufferedReader

    from portinaio.core.evidence import Evidence, Rejected
    from portinaio.lists.intake.format import Context, Row


_SHAPE = re.compile(r'"phone"\s*:\s*"[^"]*"\s*,\s*"(?:votes|rating)"')
_EMPTY = re.compile(r'"numbers"\s*:\s*\[\s*\]')  # nothing new since a version


def sniff(head: bytes, _name: str) -> int:
    text = json_beginning(head)
    if text[:1] != "{":
        return 0
    if _SHAPE.search(text):
        return 95
    return 60 if _EMPTY.search(text) and '"version"' in text else 0


def read(source: BufferedReader, context: Context) -> Iterator[Row]:
    for item in items_of(source):
        if item.member == "version":
            context.version = str(count_of(item.value) or "")
        elif item.member == "numbers" and item.ordinal:
            if not isinstance(item.value, dict) or not isinstance(item.value.get("phone"), str):
                yield rejected(item.ordinal, item.value, NO_RECORD)
                continue
            record = Record(
                item.value["phone"],
                item.value.get("votes"),
                str(item.value.get("rating", "")),
                item.value.get("lastActivity"),
            )
            yield row_of(item.ordinal, record, context)


def write(rows: Iterable[Evidence], out: IO[bytes]) -> Iterator[Rejected]:
    out.write(b'{"numbers":[')
    comma = b""
    for ordinal, row in enumerate(rows, 1):
        if row.low != row.high:
            yield rejected(ordinal, pattern_of(row), NO_PATTERNS)
            continue
        record = {
            "phone": "+" + digits_of(row.low),
            "votes": votes_of(row),
            "rating": rating_of(row),
        }
        if row.last_day:
            record["lastActivity"] = millis_of(row.last_day)
        out.write(comma + json.dumps(record, separators=(",", ":")).encode())
        comma = b","
    out.write(b'],"version":1}\n')


FORMAT = Format(
    "phoneblock-json",
    msg("PhoneBlock, JSON"),
    sniff,
    read,
    write=write,
    suffix="json",
    json=True,
    says_so=True,
)

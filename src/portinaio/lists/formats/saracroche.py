"""Saracroche's list of French sales ranges, in each form that it has had, and lists that others share in the same.

`33162######` is a number with its calling code, each `#` one digit. The ranges stand in an array alone or as `patterns`
of an object that names its version; what is not to be blocked only names the callers.
"""

from __future__ import annotations

import json
import re
from typing import IO, TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.lists.intake.allowed import says
from portinaio.lists.intake.format import Format
from portinaio.lists.intake.json_items import items_of, json_beginning
from portinaio.lists.intake.row import (
    beginning_of,
    digits_of,
    hidden_places,
    listed,
    pattern_of,
    rejected,
    row_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from io import BufferedReader

    from portinaio.core.evidence import Evidence, Rejected
    from portinaio.lists.intake.format import Context, Row


NOT_BLOCKED = msg("this list does not block these numbers, it only names them")
_NO_PATTERN = msg("no range of numbers stands here")
_OPEN = msg("this format holds ranges of a known length only")
_SHAPE = re.compile(r'"(?:patterns?|prefix)"\s*:\s*\[?\s*"\+?\d+#*"')
_LONGEST_VERSION = 40


def sniff(head: bytes, _name: str) -> int:
    text = json_beginning(head)
    if not _SHAPE.search(text):
        return 0
    return 90 if "#" in text else 50


def read(source: BufferedReader, context: Context) -> Iterator[Row]:
    for item in items_of(source):
        if item.ordinal:
            yield _row(item.ordinal, item.value, context)
        elif item.member == "version":
            context.version = row_text(item.value, _LONGEST_VERSION)


def _row(ordinal: int, value: object, context: Context) -> Row:
    if isinstance(value, str):
        value = {"pattern": value}
    if not isinstance(value, dict):
        return rejected(ordinal, value, _NO_PATTERN)
    text = value.get("pattern", value.get("prefix"))
    if not isinstance(text, str) or not text:
        return rejected(ordinal, value, _NO_PATTERN)
    action = str(value.get("action", ""))
    allows = says("action", action)
    if action and allows is None:
        return rejected(ordinal, text, NOT_BLOCKED)
    if refusal := context.refusal(allows=allows):
        return rejected(ordinal, text, refusal)
    named = next((value[k] for k in ("name", "operator", "operator_name") if value.get(k)), "")
    meant = context.numbering.places(text if text[0] == "+" else "+" + text)
    return listed(ordinal, text, meant, company=row_text(named))


def write(rows: Iterable[Evidence], out: IO[bytes]) -> Iterator[Rejected]:
    out.write(b'{"version":"1","name":"Portinaio","patterns":[')
    comma = b""
    for ordinal, row in enumerate(rows, 1):
        digits, places = hidden_places(row) or (digits_of(row.low), 0)
        if row.low != row.high and (not places or beginning_of(row)):
            yield rejected(ordinal, pattern_of(row), _OPEN)
            continue
        record = {
            "name": row_text(row.words),
            "pattern": digits + "#" * places,
            "action": "block",
        }
        out.write(comma + json.dumps(record, separators=(",", ":")).encode())
        comma = b","
    out.write(b"]}\n")


FORMAT = Format(
    "saracroche",
    msg("Saracroche, ranges of numbers"),
    sniff,
    read,
    write=write,
    suffix="json",
    json=True,
)

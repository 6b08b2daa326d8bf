"""A block list of pamapa's callblocker: JSON with `entries` of `number`, `name` and `date_created`.

The program compares beginnings, so a number too short to be one stands for all that begin with it.
"""

from __future__ import annotations

import json
import re
from typing import IO, TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.lists.intake.allowed import named_so
from portinaio.lists.intake.cells.days import day_of
from portinaio.lists.intake.format import Format
from portinaio.lists.intake.holds import Holds
from portinaio.lists.intake.json_items import items_of, json_beginning
from portinaio.lists.intake.row import (
    beginning_of,
    digits_of,
    iso,
    listed,
    pattern_of,
    rejected,
    row_text,
)
from portinaio.lists.intake.text import HEAD_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from io import BufferedReader

    from portinaio.core.evidence import Evidence, Rejected
    from portinaio.lists.intake.format import Context, Row


_BLOCKS = re.compile(rb'"name"\s*:\s*"[^"]*(?:black|block|spam)', re.IGNORECASE)
_SHAPE = re.compile(r'"entries"\s*:\s*\[')
_NO_ENTRY = msg("no number stands in this entry")
_NO_STRETCHES = msg("this format holds numbers and beginnings, no stretches")


def sniff(head: bytes, _name: str) -> int:
    text = json_beginning(head)
    return 85 if text[:1] == "{" and _SHAPE.search(text) else 0


def holds(data: bytes) -> Holds:
    """Its list of callers to let through looks the same; where the name does not say which it is, nothing does."""
    own, _, _ = data[:HEAD_BYTES].partition(b'"entries"')  # each entry has a name as well
    return Holds.BLOCKED if _BLOCKS.search(own) else Holds.UNSURE


def read(source: BufferedReader, context: Context) -> Iterator[Row]:
    refusal = None
    for item in items_of(source):
        if item.member == "name":
            refusal = context.refusal(allows=named_so(str(item.value)) or None)
        if item.member != "entries" or not item.ordinal:
            continue
        entry = item.value
        text = entry.get("number") if isinstance(entry, dict) else None
        if not isinstance(entry, dict) or not isinstance(text, str) or not text.strip():
            yield rejected(item.ordinal, entry, _NO_ENTRY)
            continue
        if refusal:
            yield rejected(item.ordinal, text, refusal)
            continue
        yield listed(
            item.ordinal,
            text,
            context.numbering.number_or_beginning(text.strip()),
            first_day=day_of(str(entry.get("date_created", ""))),
            company=row_text(entry.get("name") or ""),
        )


def write(rows: Iterable[Evidence], out: IO[bytes]) -> Iterator[Rejected]:
    out.write(b'{"name": "portinaio blocklist", "entries": [')
    comma = b"\n"
    for ordinal, row in enumerate(rows, 1):
        digits = digits_of(row.low) if row.low == row.high else beginning_of(row)
        if not digits:
            yield rejected(ordinal, pattern_of(row), _NO_STRETCHES)
            continue
        made = f"{iso(row.first_day)} 00:00:00 +0000" if row.first_day else ""
        entry = {"number": "+" + digits, "name": row_text(row.words), "date_created": made}
        out.write(comma + json.dumps(entry, ensure_ascii=False).encode())
        comma = b",\n"
    out.write(b"\n]}\n")


FORMAT = Format(
    "pamapa",
    msg("callblocker by pamapa"),
    sniff,
    read,
    write=write,
    holds=holds,
    suffix="json",
    json=True,
)

"""JSON of no special kind: an array of numbers, or of objects that name their members as a table names its columns."""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING

from portinaio.core.evidence import CATEGORIES
from portinaio.core.words import words
from portinaio.lists.intake.columns import MEANING, named
from portinaio.lists.intake.json_items import items_of
from portinaio.lists.intake.row import (
    count_of,
    day_of,
    day_of_millis,
    iso,
    listed,
    pattern_of,
    plain,
    rejected,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from io import BufferedReader

    from portinaio.core.evidence import Evidence, Rejected
    from portinaio.lists.intake.format import Context, Row

ID = "json"
TITLE = words("JSON, an array of numbers")

NO_NUMBER = words("no telephone number stands here")


def sniff(head: bytes, name: str) -> int:
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t")[:1]
    if start not in {b"[", b"{"}:
        return 0
    return 20 + 10 * (start == b"[") + 5 * name.lower().endswith(".json")


def read(source: BufferedReader, context: Context) -> Iterator[Row]:
    for item in items_of(source):
        if item.ordinal:
            yield _row(item.ordinal, item.value, context)
        elif item.member == "version":
            context.version = plain(item.value, 40)


def _row(ordinal: int, value: object, context: Context) -> Row:
    if not isinstance(value, dict):
        text = _text_of(value)
        return (
            listed(ordinal, text, context.numbering.stored(text))
            if text
            else rejected(ordinal, value, NO_NUMBER)
        )
    known: dict[str, object] = {}
    for name, cell in value.items():
        if meaning := MEANING.get(named(name)):
            known.setdefault(meaning, cell)
    text = _text_of(known.get("number"))
    if not text:
        return rejected(ordinal, value, NO_NUMBER)
    reports, reporters = count_of(known.get("reports")), count_of(known.get("reporters"))
    category = str(known.get("category", "")).lower()
    return listed(
        ordinal,
        text,
        context.numbering.stored(text),
        reporters=reports if reporters is None else reporters,
        reports=1 if reports is None else reports,
        disputes=count_of(known.get("disputes")) or 0,
        first_day=_day_of(known.get("first")),
        last_day=_day_of(known.get("last")),
        category=category if category in CATEGORIES else "",
        company=plain(known.get("company") or ""),
    )


def _text_of(value: object) -> str:
    """A number may stand as text or, where it has no 0 in front, as a JSON number."""
    if isinstance(value, str):
        return value.strip()
    return (
        str(value)
        if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1e16
        else ""
    )


def _day_of(value: object) -> int:
    return day_of(value) if isinstance(value, str) and not value.isdigit() else day_of_millis(value)


def write(rows: Iterable[Evidence], out: IO[bytes]) -> Iterator[Rejected]:
    comma = b"["
    for row in rows:
        record: dict[str, object] = {"number": pattern_of(row)}
        if row.reporters is not None:
            record |= {"reporters": row.reporters, "reports": row.reports}
        record |= {"disputes": row.disputes} if row.disputes else {}
        record |= {
            name: iso(day)
            for name, day in (("first", row.first_day), ("last", row.last_day))
            if day
        }
        record |= {"category": row.category} if row.category else {}
        record |= {"company": plain(row.company)} if row.company else {}
        out.write(comma + b"\n" + json.dumps(record, ensure_ascii=False).encode())
        comma = b","
    out.write(b"[]\n" if comma == b"[" else b"\n]\n")
    yield from ()

"""JSON of no special kind: an array of numbers, or of objects that name their members as a table names its columns."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from itertools import islice
from typing import IO, TYPE_CHECKING

from portinaio.core.evidence import Rejected
from portinaio.core.message import Message, msg
from portinaio.core.numbers.number import TRUNK_KEEPERS
from portinaio.lists.intake.allowed import MARKS, allows
from portinaio.lists.intake.cells.days import Days, holds_days, unread_days
from portinaio.lists.intake.cells.kinds import kind_of
from portinaio.lists.intake.column_names import meaning_of, places_of
from portinaio.lists.intake.columns import FURTHER, named, number_like, plainly_a_number
from portinaio.lists.intake.format import Format, every
from portinaio.lists.intake.holds import Holds, held_under
from portinaio.lists.intake.json_items import Item, items_of, json_beginning
from portinaio.lists.intake.row import (
    count_of,
    day_of_millis,
    digits_of,
    iso,
    listed,
    pattern_of,
    rejected,
    row_text,
)
from portinaio.lists.intake.several import several
from portinaio.lists.intake.text import HEAD_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from io import BufferedReader

    from portinaio.core.evidence import Evidence
    from portinaio.lists.intake.format import Context, Row


NO_NUMBER = msg("no telephone number stands here")
_SHOWN = 20  # objects, and members of each, to see what they hold
_DAY_LONG = 40  # characters
_NO_ARRAY = msg("numbers are read from an array, and this is none")
_FOR_A_WHILE = msg("this entry was for a while only")
_LOST_ZERO = msg(
    "a number whose 0 in front may have been lost; write it in quotes, with + and its country code"
)
_VOUCHING = re.compile(r"(?<!dis)allow|white|permit|(?<!un)trusted", re.IGNORECASE)
_MEMBER = re.compile(r'"([^"\\]{1,40})"\s*:')
_ENTRY = re.compile(r'"kind"\s*:\s*"(?:block|allow)"')


def sniff(head: bytes, name: str) -> int:
    text = json_beginning(head)
    if not text:
        return 0
    if _ENTRY.search(text) and '"pattern"' in text:  # as `entries --json` writes them
        return 70
    return 20 + 10 * (text[0] == "[") + 5 * name.lower().endswith(".json")


def read(source: BufferedReader, context: Context) -> Iterator[Row]:
    days, shown = Days(context.numbering.plan.country), list[dict[str, str]]()
    for item in items_of(source):
        vouched = bool(_VOUCHING.search(item.member)) or None
        if item.ordinal and (refusal := context.refusal(allows=vouched)):
            yield rejected(item.ordinal, item.value, refusal)
        elif item.ordinal:
            if len(shown) < _SHOWN and isinstance(item.value, dict):
                shown.append(_glimpse(item.value))
            for value in _single(item.value):
                yield from _rows(item.ordinal, value, context, days)
            yield from _further(item)
        elif item.member == "version":
            context.version = row_text(item.value, 40)
        elif _may_hold_numbers(item):
            yield rejected(1, item.member, _NO_ARRAY)
    for name in _unread_days(shown):
        context.remark(unread_days(name))
    for remark in days.remarks:
        context.remark(remark)


def _glimpse(value: dict[str, object]) -> dict[str, str]:
    """The members of which nobody knows what they hold, as far as a day is long: an item may be a megabyte."""
    texts = ((name, cell) for name, cell in value.items() if isinstance(cell, str))
    short = ((name[:_DAY_LONG], cell[:_DAY_LONG]) for name, cell in texts)
    unread = ((name, cell) for name, cell in short if not meaning_of(name))
    return dict(islice(unread, _SHOWN))


def _unread_days(items: list[dict[str, str]]) -> list[str]:
    names = dict.fromkeys(name for item in items for name in item)
    return [name for name in names if holds_days(item.get(name, "") for item in items)]


def _may_hold_numbers(item: Item) -> bool:
    is_number = meaning_of(item.member) == "number"
    return isinstance(item.value, dict) or is_number or number_like(item.member)


def _single(value: object) -> list[object]:
    """One for each number of a contact, as `contacts --json` writes them."""
    numbers = value.get("numbers") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(numbers, list) or not numbers:
        return [value]
    return [{**value, "number": number} for number in numbers]


def _further(item: Item) -> Iterator[Row]:
    """Numbers under other names than the first. They are told, since a row of a list is one number."""
    if not isinstance(item.value, dict):
        return
    named_so = [cell for name, cell in item.value.items() if meaning_of(name) == "number"]
    for cell in item.value.values():
        if cell not in named_so[:1] and isinstance(cell, str) and plainly_a_number(cell.strip()):
            yield rejected(item.ordinal, cell, FURTHER)


def _rows(ordinal: int, value: object, context: Context, days: Days) -> Iterator[Row]:
    """One, or one for each of several numbers in its text."""
    row = _row(ordinal, value, context, days)
    if not isinstance(row, Rejected):
        yield row
        return
    fields = value if isinstance(value, dict) else {"number": value}
    name = _members(tuple(fields)).get("number", "")
    text = fields.get(name)
    keys = several(text, context.numbering) if isinstance(text, str) else []
    for key in keys:
        yield _row(ordinal, {**fields, name: f"+{digits_of(key)}"}, context, days)
    if not keys:
        yield row


@lru_cache(maxsize=4)  # one may be a megabyte
def _members(names: tuple[str, ...]) -> dict[str, str]:
    """By what it holds, the member that holds it. Most objects of a file have the same names."""
    return {meaning: names[place] for meaning, place in places_of(names).items()}


def _row(ordinal: int, value: object, context: Context, days: Days) -> Row:
    if not isinstance(value, dict):
        text = _text_of(value)
        return (
            listed(ordinal, text, _meant(value, text, context))
            if text
            else rejected(ordinal, value, NO_NUMBER)
        )
    known = {meaning: value[name] for meaning, name in _members(tuple(value)).items()}
    number = known.get("number")
    text = _text_of(number)
    if not text:
        return rejected(ordinal, value, NO_NUMBER)
    marks = {column: cell for name, cell in value.items() if (column := named(name)) in MARKS}
    if refusal := context.refusal(allows=allows(marks)):
        return rejected(ordinal, text, refusal)
    if value.get("once") is True or value.get("until"):
        return rejected(ordinal, text, _FOR_A_WHILE)
    reports, reporters = count_of(known.get("reports")), count_of(known.get("reporters"))
    return listed(
        ordinal,
        text,
        _meant(number, text, context),
        reporters=reports if reporters is None else reporters,
        reports=1 if reports is None else reports,
        disputes=count_of(known.get("disputes")) or 0,
        first_day=_day_of(known.get("first"), days),
        last_day=_day_of(known.get("last"), days),
        category=kind_of(str(known.get("category") or "").lower()),
        company=row_text(known.get("company") or ""),
        note=row_text(known.get("note") or ""),
    )


def _meant(value: object, text: str, context: Context) -> tuple[int, int] | Message:
    """Keys of a number as text. One that stood there as a JSON number has no 0 in front, though it may have had one."""
    numbering = context.numbering
    meant = numbering.stored(text)
    if isinstance(meant, Message) or not isinstance(value, int):
        return meant
    code = numbering.plan.calling_code
    inside = digits_of(meant[0]) == code + text
    if code in TRUNK_KEEPERS and inside and not numbering.is_valid_national(text):
        return _LOST_ZERO
    return meant


def _text_of(value: object) -> str:
    """A number may stand as text or, where it has no 0 in front, as a JSON number."""
    if isinstance(value, str):
        return value.strip()
    return (
        str(value)
        if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1e16
        else ""
    )


def _day_of(value: object, days: Days) -> int:
    said = isinstance(value, str | int | float) and not isinstance(value, bool)
    return (said and days.ordinal(str(value))) or day_of_millis(value)


def holds(data: bytes) -> Holds:
    text = json_beginning(data[:HEAD_BYTES])
    items = text[text.find("[") :]  # what stands before is of the list, such as its name
    return Holds.BLOCKED if _ENTRY.search(text) else held_under(map(named, _MEMBER.findall(items)))


def write(rows: Iterable[Evidence], out: IO[bytes]) -> Iterator[Rejected]:
    return _written(map(_record, rows), out)


def write_contacts(rows: Iterable[Evidence], out: IO[bytes]) -> Iterator[Rejected]:
    return _written(({"name": row_text(r.company), "number": pattern_of(r)} for r in rows), out)


def write_callers(rows: Iterable[Evidence], out: IO[bytes]) -> Iterator[Rejected]:
    return _written(map(_caller, rows), out)


def _written(records: Iterable[dict[str, object]], out: IO[bytes]) -> Iterator[Rejected]:
    comma = b"["
    for record in records:
        out.write(comma + b"\n" + json.dumps(record, ensure_ascii=False).encode())
        comma = b","
    out.write(b"[]\n" if comma == b"[" else b"\n]\n")
    yield from ()


def _record(row: Evidence) -> dict[str, object]:
    record: dict[str, object] = {"number": pattern_of(row)}
    if row.reporters is not None:
        record |= {"reporters": row.reporters, "reports": row.reports}
    record |= {"disputes": row.disputes} if row.disputes else {}
    record |= {
        name: iso(day) for name, day in (("first", row.first_day), ("last", row.last_day)) if day
    }
    record |= {"category": row.category} if row.category else {}
    record |= {"company": row_text(row.company)} if row.company else {}
    record |= {"note": row_text(row.note)} if row.note else {}
    return record


def _caller(row: Evidence) -> dict[str, object]:
    return {
        "caller": pattern_of(row),
        "times": row.reports,
        "first_call": iso(row.first_day),
        "last_call": iso(row.last_day),
        "name": row_text(row.company),
    }


FORMAT = Format(
    "json",
    msg("JSON, an array of numbers"),
    sniff,
    read,
    write=write,
    write_contacts=write_contacts,
    write_callers=write_callers,
    holds=holds,
    suffix="json",
    json=True,
    says=every,
)

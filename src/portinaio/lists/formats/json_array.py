"""JSON of no special kind: an array of numbers, or of objects that name their members as a table names its columns."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from itertools import chain, islice
from typing import IO, TYPE_CHECKING

from portinaio.core.evidence import Rejected
from portinaio.core.message import Message, msg
from portinaio.core.numbers.digits import TRUNK_KEEPERS
from portinaio.lists.intake.allowed import MARKS, allows
from portinaio.lists.intake.cells.days import Days, unread_days
from portinaio.lists.intake.cells.kinds import kind_of
from portinaio.lists.intake.cells.several import several
from portinaio.lists.intake.code_columns import whole_number
from portinaio.lists.intake.column_names import places_of
from portinaio.lists.intake.columns import FURTHER, named
from portinaio.lists.intake.documents.json_days import Glimpses
from portinaio.lists.intake.documents.json_numbers import NumberFinder, TooDeepError
from portinaio.lists.intake.format import Format, every
from portinaio.lists.intake.holds import Holds, held_under
from portinaio.lists.intake.json_items import Broken, Item, items_of, json_beginning
from portinaio.lists.intake.number_columns import unread_column, within_texts
from portinaio.lists.intake.number_titles import Says, said_by
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
from portinaio.lists.intake.text import HEAD_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from io import BufferedReader

    from portinaio.core.evidence import Evidence
    from portinaio.lists.intake.format import Context, Row


NO_NUMBER = msg("no telephone number stands here")
MOST_MEMBERS = 200
_LOOKED_AT = 20  # items, before any is read; one may be a megabyte
_NO_JSON = msg("this line is no JSON")
_TOO_DEEP = msg("what stands here is nested too deep for a list")
_FOR_A_WHILE = msg("this entry was for a while only")
_LOST_ZERO = msg(
    "a number whose 0 in front may have been lost; write it in quotes, with + and its country code"
)
_BESIDE = msg("it stands beside the list, and is none of its numbers")
_ABOUT = frozenset({"about", "author", "contact", "info", "maintainer", "meta", "metadata", "publisher", "support"})  # fmt: skip
"""Objects that speak of the whole list."""
_VOUCHING = re.compile(
    r"(?<!dis)allow|white|permit|(?<!un)trusted|removed|deleted|unblock|exception|exclu",
    re.IGNORECASE,
)
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
    reader = _Reader(context)
    own: dict[str, object] = {}  # members of the outermost object by themselves
    items = items_of(source)
    beginning = list(islice(items, _LOOKED_AT))
    reader.look(beginning)
    for item in chain(beginning, items):
        vouched = bool(_VOUCHING.search(item.member)) or None
        if item.ordinal and (refusal := context.refusal(allows=vouched)):
            yield rejected(item.ordinal, item.value, refusal)
        elif item.ordinal:
            reader.has_array = True
            yield from reader.rows(item.ordinal, item.value)
        elif item.member == "version":
            context.version = row_text(item.value, 40)
        elif isinstance(item.value, dict) and item.member.casefold() in _ABOUT:
            own[item.member] = item.value
        elif isinstance(item.value, dict) and (refusal := context.refusal(allows=vouched)):
            yield rejected(1, item.value, refusal)
        elif isinstance(item.value, dict):
            yield from reader.rows(1, {item.member: item.value})
        elif len(own) < MOST_MEMBERS:
            own[item.member] = item.value
    yield from reader.beside(own)
    reader.finish()


class _Reader:
    def __init__(self, context: Context) -> None:
        self._context = context
        self._days = Days(context.numbering.plan.country)
        self._glimpses = Glimpses()
        self.has_array = False
        self._finder = NumberFinder(context.wanted_columns)

    def look(self, items: Sequence[Item]) -> None:
        """The first of the file."""
        self._finder.look([item.value for item in items if item.ordinal])

    def beside(self, own: dict[str, object]) -> Iterator[Row]:
        """What stands in the outermost object by itself; of a list of numbers it is whose list that is."""
        about = [name for name in own if self.has_array and said_by(name) is not Says.NUMBERS]
        for number in self._finder.beside({name: own[name] for name in about}):
            yield rejected(1, number, _BESIDE)
        rows = {name: value for name, value in own.items() if name not in about}
        if rows and self._finder.found(rows):
            yield from self.rows(1, rows)

    def rows(self, ordinal: int, value: object) -> Iterator[Row]:
        """One for each number in a value, however deep."""
        if isinstance(value, Broken):
            yield rejected(ordinal, value.text, _NO_JSON)
            return
        self._glimpses.add(value)
        try:
            found = self._finder.found(value)
        except TooDeepError:
            yield rejected(ordinal, "", _TOO_DEEP)
            return
        if not found:
            yield rejected(ordinal, value, NO_NUMBER)
        if self._context.first_only:
            found = found[:1]
        for number, fields in found:
            yield from _rows(ordinal, number, fields, self._context, self._days)
        for text in self._finder.further:
            yield rejected(ordinal, text, FURTHER)

    def finish(self) -> None:
        self._context.columns = self._finder.columns
        for _, title, reason in self._finder.columns.left:
            self._context.remark(unread_column(title, reason))
        for name, text in self._finder.texts.items():
            self._context.remark(within_texts(name, text))
        for name in self._glimpses.unread_days:
            self._context.remark(unread_days(name))
        for remark in self._days.remarks:
            self._context.remark(remark)


def _rows(
    ordinal: int, number: object, fields: dict[str, object], context: Context, days: Days
) -> Iterator[Row]:
    """One, or one for each of several numbers in its text."""
    row = _row(ordinal, number, fields, context, days)
    keys = []
    if isinstance(row, Rejected) and isinstance(number, str):
        keys = several(number, context.numbering)
    for key in keys:
        yield _row(ordinal, f"+{digits_of(key)}", fields, context, days)
    if not keys:
        yield row


@lru_cache(maxsize=4)  # one may be a megabyte
def _members(names: tuple[str, ...]) -> dict[str, str]:
    """By what it holds, the member that holds it. Most objects of a file have the same names."""
    return {meaning: names[place] for meaning, place in places_of(names).items()}


def _row(
    ordinal: int, number: object, fields: dict[str, object], context: Context, days: Days
) -> Row:
    text = whole_number(_text_of(number), fields, context.numbering.plan)
    if not text:
        return rejected(ordinal, fields or number, NO_NUMBER)
    known = {meaning: fields[name] for meaning, name in _members(tuple(fields)).items()}
    marks = {column: cell for name, cell in fields.items() if (column := named(name)) in MARKS}
    if refusal := context.refusal(allows=allows(marks)):
        return rejected(ordinal, text, refusal)
    if fields.get("once") is True or fields.get("until"):
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

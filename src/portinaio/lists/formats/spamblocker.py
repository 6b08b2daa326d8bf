"""SpamBlocker's rules as it exports them, and the one-column lists that its robots fetch.

The column `pattern` holds expressions. Only rules that block calls by their number become rows. Where nothing but
`pattern` stands and numbers repeat, the file is one of complaints, and each repetition is one.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from portinaio.core.message import Message, msg
from portinaio.lists.intake import allowed, columns
from portinaio.lists.intake.cells.records import Titles, read_records
from portinaio.lists.intake.expression import meant_by
from portinaio.lists.intake.format import Format, every
from portinaio.lists.intake.keys.plain_rules import EXPRESSION
from portinaio.lists.intake.row import (
    beginning_of,
    digits_of,
    hidden_places,
    listed,
    pattern_of,
    rejected,
    row_text,
)
from portinaio.lists.intake.text import head_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from io import BufferedReader

    from portinaio.core.evidence import Evidence, Rejected
    from portinaio.lists.intake.format import Context, Row, Rows


_FOR_CALLS = 1
_RULE_COLUMNS = {
    "description",
    "priority",
    "isblacklist",
    "patternflags",
    "patternmodetype",
    "flags",
}
_PLAIN = Titles("pattern", "description", ("isblacklist", "flags"), EXPRESSION)
_FOR_MESSAGES = msg("this rule is for text messages")
_NO_RULE = msg("no pattern stands in this row")
_OPEN = msg("this format holds no such range")


def sniff(head: bytes, _name: str) -> int:
    names = columns.header_of(head)
    if "pattern" not in names:
        return 0
    if _RULE_COLUMNS & set(names):
        return 95
    return 80 if len(names) == 1 else 0


def read(source: BufferedReader, context: Context) -> Iterator[Rows]:
    if len(columns.header_of(head_of(source))) == 1:
        from portinaio.lists.intake.tally.one_column import read_one_column  # noqa: PLC0415  # with it comes numpy

        yield from read_one_column(source, context, complaints=context.complaints)
        return

    def row(line: int, record: dict[str, str]) -> Row:
        text = record.get("pattern", "")
        refusal = _refusal(record, context) if text else _NO_RULE
        if refusal:
            return rejected(line, text, refusal)
        company = row_text(record.get("description", ""))
        return listed(line, text, meant_by(text, context.numbering), company=company)

    yield from read_records(source, context, row, _PLAIN, lambda told: _refusal(told, context))


def _refusal(record: dict[str, str], context: Context) -> Message | None:
    allows = allowed.says("isblacklist", record.get("isblacklist", ""))
    if refusal := context.refusal(allows=allows):
        return refusal
    flags = record.get("flags", "")
    if flags.isdigit() and flags.isascii() and not int(flags[:9]) & _FOR_CALLS:
        return _FOR_MESSAGES
    return None


def write(rows: Iterable[Evidence], out: IO[bytes]) -> Iterator[Rejected]:
    with columns.table(out, ("pattern", "description", "priority")) as writer:
        for ordinal, row in enumerate(rows, 1):
            expression = _expression(row)
            if expression:
                writer.writerow((expression, row_text(row.words), 0))
            else:
                yield rejected(ordinal, pattern_of(row), _OPEN)


def _expression(row: Evidence) -> str:
    """The `+` may or may not stand before the number that the telephone compares."""
    if row.low == row.high:
        return rf"\+?{digits_of(row.low)}"
    if choice := row.choice:
        return r"\+?" + choice.text[1:].replace("?", r"\d").replace("*", ".*")
    if beginning := beginning_of(row):
        return rf"\+?{beginning}.*"
    digits, places = hidden_places(row) or ("", 0)
    return rf"\+?{digits}\d{{{places}}}" if places else ""


FORMAT = Format(
    "spamblocker",
    msg("SpamBlocker, rules or numbers"),
    sniff,
    read,
    write=write,
    says=every,
)

"""The call filter of an OVH line, `callNumber,nature,type`. The network compares beginnings, so a short number is one."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.lists.intake import columns
from portinaio.lists.intake.cells.remarks import told_above
from portinaio.lists.intake.format import Format
from portinaio.lists.intake.row import (
    beginning_of,
    digits_of,
    hidden_places,
    listed,
    pattern_of,
    rejected,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from io import BufferedReader

    from portinaio.core.evidence import Evidence, Rejected
    from portinaio.lists.intake.format import Context, Row


_BARS = "incomingBlackList"
_ALLOWS = "incomingwhitelist"
_NOT_INCOMING = msg("this row is not for incoming calls")
_NO_STRETCHES = msg("this filter holds numbers and beginnings, no stretches")


def sniff(head: bytes, _name: str) -> int:
    return 95 if {"callnumber", "nature", "type"} <= set(columns.header_of(head)) else 0


def read(source: BufferedReader, context: Context) -> Iterator[Row]:
    yield from told_above(source)
    for line, record in columns.records_of(source):
        text, kind = record.get("callnumber", ""), record.get("type", _BARS)
        if kind.lower() not in {_BARS.lower(), _ALLOWS}:
            yield rejected(line, text, _NOT_INCOMING)
        elif refusal := context.refusal(allows=kind.lower() == _ALLOWS):
            yield rejected(line, text, refusal)
        else:
            yield listed(line, text, context.numbering.number_or_beginning(text))


def write(rows: Iterable[Evidence], out: IO[bytes]) -> Iterator[Rejected]:
    with columns.table(out, ("callNumber", "nature", "type")) as writer:
        for ordinal, row in enumerate(rows, 1):
            digits = digits_of(row.low) if row.low == row.high else beginning_of(row)
            if not digits:
                digits, _ = hidden_places(row) or ("", 0)
            if digits:
                writer.writerow(("+" + digits, "international", _BARS))
            else:
                yield rejected(ordinal, pattern_of(row), _NO_STRETCHES)


FORMAT = Format(
    "ovh",
    msg("OVH, filter of a line"),
    sniff,
    read,
    write=write,
    says_so=True,
)

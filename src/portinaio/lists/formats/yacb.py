"""The blacklist of Yet Another Call Blocker: `ID,name,pattern,creationTimestamp,numberOfCalls,lastCallTimestamp`.

In its patterns `*` is anything and `#` one digit. The calls it counts are its owner's, not other people's reports.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.lists.intake import columns
from portinaio.lists.intake.cells.remarks import told_above
from portinaio.lists.intake.expression import meant_by
from portinaio.lists.intake.format import Format
from portinaio.lists.intake.row import (
    day_of_millis,
    holds_any,
    listed,
    millis_of,
    pattern_of,
    rejected,
    row_text,
    wildcard_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from io import BufferedReader

    from portinaio.core.evidence import Evidence, Rejected
    from portinaio.lists.intake.format import Context, Row


_COLUMNS = ("ID", "name", "pattern", "creationTimestamp", "numberOfCalls", "lastCallTimestamp")
_NO_STRETCHES = msg("this format holds no such range")


def sniff(head: bytes, _name: str) -> int:
    return 95 if {"pattern", "creationtimestamp"} <= set(columns.header_of(head)) else 0


def read(source: BufferedReader, context: Context) -> Iterator[Row]:
    yield from told_above(source)
    for line, record in columns.records_of(source):
        text = record.get("pattern", "")
        yield listed(
            line,
            text,
            meant_by(text, context.numbering),
            first_day=day_of_millis(record.get("creationtimestamp", "")),
            last_day=day_of_millis(record.get("lastcalltimestamp", "")),
            company=row_text(record.get("name", "")),
        )


def write(rows: Iterable[Evidence], out: IO[bytes]) -> Iterator[Rejected]:
    with columns.table(out, _COLUMNS) as writer:
        for ordinal, row in enumerate(rows, 1):
            pattern = wildcard_of(row)
            if not pattern:
                yield rejected(ordinal, pattern_of(row), _NO_STRETCHES)
                continue
            days = millis_of(row.first_day) or "", 0, millis_of(row.last_day) or ""
            writer.writerow((ordinal, row_text(row.words), pattern, *days))


FORMAT = Format(
    "yacb",
    msg("Yet Another Call Blocker"),
    sniff,
    read,
    write=write,
    says=holds_any,
)

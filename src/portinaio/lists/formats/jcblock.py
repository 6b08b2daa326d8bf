"""The columns of jcblock's blacklist: a number or name up to a `?`, the day it last called, and what it is.

    2025550123?         |20261124T1200|Example Energy|
    2025550124?         112426          Example Gas

The day is `YYYYMMDD`, `MMDDYY`, or `++++++` for an entry that is to stay.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.lists.intake.cells.remarks import told_remark
from portinaio.lists.intake.format import Format
from portinaio.lists.intake.row import listed, rejected, row_text
from portinaio.lists.intake.text import decoded, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader

    from portinaio.lists.intake.format import Context, Row


_LONGEST_NUMBER = 20  # characters before the ?
_STAMP = re.compile(r"(\d{8}|\d{6}|\+{6})(?:T\d{4})?(?!\d)")
_NO_ENTRY = msg("no ? ends the number here")


def sniff(head: bytes, _name: str) -> int:
    lines = [line for line in decoded(head).splitlines()[:200] if line.strip() and line[0] != "#"]
    return 85 if lines and sum(map(_is_entry, lines)) >= 0.8 * len(lines) else 0


def _is_entry(line: str) -> bool:
    return 0 < line.find("?") <= _LONGEST_NUMBER and line[0] != "<"  # nor is <?xml one


def read(source: BufferedReader, context: Context) -> Iterator[Row]:
    for line, whole in enumerate(lines_of(source), 1):
        text = whole.strip()
        if not text or text[0] == "#":
            yield from told_remark(line, text)
            continue
        if not _is_entry(text):
            yield rejected(line, text, _NO_ENTRY)
            continue
        number, _, rest = text.partition("?")
        rest = rest.strip(" \t|")
        stamp = _STAMP.match(rest)
        name = row_text(rest[stamp.end() :].strip(" \t|") if stamp else rest)
        day = _day_of(stamp[1]) if stamp else 0
        meant = context.numbering.exact(number.strip())
        yield listed(line, text, meant, last_day=day, company=name)


def _day_of(stamp: str) -> int:
    try:
        if len(stamp) == 8:
            return date(int(stamp[:4]), int(stamp[4:6]), int(stamp[6:])).toordinal()
        if stamp.isdigit():
            return date(2000 + int(stamp[4:]), int(stamp[:2]), int(stamp[2:4])).toordinal()
    except ValueError:
        return 0
    return 0


FORMAT = Format(
    "jcblock",
    msg("jcblock blacklist"),
    sniff,
    read,
)

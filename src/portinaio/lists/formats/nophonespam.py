"""NoPhoneSpam's list: `pattern: name`, line by line, with `*` for anything and `#` for one digit."""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.core.tables.formula import guarded, unguarded
from portinaio.lists.intake.cells.remarks import told_remark
from portinaio.lists.intake.expression import meant_by
from portinaio.lists.intake.format import Format
from portinaio.lists.intake.row import (
    holds_any,
    listed,
    pattern_of,
    rejected,
    row_text,
    wildcard_of,
)
from portinaio.lists.intake.text import decoded, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from io import BufferedReader

    from portinaio.core.evidence import Evidence, Rejected
    from portinaio.lists.intake.format import Context, Row


_LINE = re.compile(r"\s*([+\d][\d\s*#()./-]*):(?:\s+(.*))?$")
_NO_STRETCHES = msg("this format holds no such range")


def sniff(head: bytes, _name: str) -> int:
    lines = [line for line in decoded(head).splitlines()[:100] if line.strip()[:1] not in {"", "#"}]
    return 80 if lines and sum(map(bool, map(_LINE.match, lines))) >= 0.8 * len(lines) else 0


def read(source: BufferedReader, context: Context) -> Iterator[Row]:
    for line, whole in enumerate(lines_of(source), 1):
        if not whole.strip() or whole.lstrip()[0] == "#":
            yield from told_remark(line, whole)
            continue
        pattern, _, name = whole.partition(":")
        text = re.sub(r"[\s()./-]", "", pattern)
        company = unguarded(row_text(name))
        yield listed(line, whole.strip(), meant_by(text, context.numbering), company=company)


def write(rows: Iterable[Evidence], out: IO[bytes]) -> Iterator[Rejected]:
    for ordinal, row in enumerate(rows, 1):
        if pattern := wildcard_of(row):
            # It is saved as .csv, so a spreadsheet opens it, and divides a name at its commas.
            out.write(f"{pattern}: {guarded(row_text(row.words))}\n".encode())
        else:
            yield rejected(ordinal, pattern_of(row), _NO_STRETCHES)


FORMAT = Format(
    "nophonespam",
    msg("NoPhoneSpam"),
    sniff,
    read,
    write=write,
    says=holds_any,
)

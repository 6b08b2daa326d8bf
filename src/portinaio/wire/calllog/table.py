"""Tables of text: titles and rows, whatever stands between the cells."""

from __future__ import annotations

import csv
from io import StringIO
from itertools import islice
from typing import TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

SEPARATORS = ",;\t|"
HEAD = 4096  # characters


def first_row(text: str) -> list[str]:
    """The cells of the first line, which are the titles where there are any; empty where it is no row."""
    try:
        return next((row for _, row in _rows(text[:HEAD])), [])
    except csv.Error:
        return []


def rows(text: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that holds anything, with its line. `UsageError` where a cell has no end."""
    try:
        yield from _rows(text)
    except csv.Error as error:
        raise UsageError(
            msg("%(file)s is no table: a cell of it is far too long, or has no end", file=file)
        ) from error


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    skipped, separator = _beginning(text)
    lines = islice(StringIO(text, newline=""), skipped, None)
    reader = csv.reader(lines, delimiter=separator, skipinitialspace=True)
    before = 0
    for row in reader:
        if any(map(str.strip, row)):
            yield skipped + before + 1, [cell.strip() for cell in row]
        before = reader.line_num


def _beginning(text: str) -> tuple[int, str]:
    """How many lines go before the titles, and the separator."""
    first = text[:HEAD].partition("\n")[0].strip()
    if first.lower().startswith("sep="):
        named = first[4:5]
        return 1, named if named and named in SEPARATORS else "\t"
    return 0, max(SEPARATORS, key=first.count)

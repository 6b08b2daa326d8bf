"""Rows of separated values, and which of their columns means what."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

from portinaio.core.words import words
from portinaio.lists.intake.text import decoded, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from io import BufferedReader

TOO_LONG = words("a field of this row is too long")
SEPARATORS = ",;|\t"
MOST_COLUMNS = 200
_NUMBER_LIKE = re.compile(r"[+(]?[\d(][\d\s()./-]{4,30}\*?(?:\.\.\+?\d+)?")


def first_rows(head: bytes, most: int = 20) -> list[list[str]]:
    """The beginning of a file as rows, for a look at its shape; its last, cut line is left out."""
    text = decoded(head)
    lines = text.splitlines()
    if len(lines) > 1 and len(head) >= 64 * 1024:
        lines.pop()
    lines = [line for line in lines if line.strip()][:most]
    try:
        return [row for row in csv.reader(lines, delimiter=separator_of(lines)) if any(row)]
    except csv.Error:
        return []


def header_of(head: bytes) -> list[str]:
    """Names of the columns in lower case, without spaces; of the first row, whatever it is."""
    rows = first_rows(head, 1)
    return [named(name) for name in rows[0][:MOST_COLUMNS]] if rows else []


def named(column: str) -> str:
    return column.strip().strip('"').lower().replace(" ", "_").replace("-", "_")


def separator_of(lines: Sequence[str]) -> str:
    """The separator that divides most of the lines; the comma where none does."""
    return max(SEPARATORS, key=lambda s: (sum(s in line for line in lines), s == ","))


def rows_of(source: BufferedReader, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with the number of the line on which each ends; a row that no reader understands is empty."""
    lines = lines_of(source)
    reader = csv.reader((line.replace("\0", " ") for line in lines), delimiter=separator)
    while True:
        try:
            for row in reader:
                yield reader.line_num, row
        except csv.Error:  # a quote that never closes has swallowed the rest of the file up to here
            yield reader.line_num, []
        else:
            return


def number_like(text: str) -> bool:
    """Whether this may be a telephone number, seen from afar."""
    return bool(_NUMBER_LIKE.fullmatch(text.strip()))

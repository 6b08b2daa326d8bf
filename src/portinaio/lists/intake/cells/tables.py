"""Several tables in one file, as people put them below each other, and a table below a heading: each has titles of its own.

Whoever read the rows of the second by the titles of the first would take its ids and counts for numbers.
"""

from __future__ import annotations

import csv
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from portinaio.lists.intake.columns import lines_above, number_like, separator_of
from portinaio.lists.intake.number_titles import Says, said_by
from portinaio.lists.intake.text import HEAD_BYTES, decoded, head_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from io import BufferedReader

MOST_LINES = 2_000  # whoever writes more by hand has a program
_BELOW = 5  # rows, to see whether numbers stand where titles say so
_MOST_DIGITS = 1  # in a title, `Telephone 2`
_FEWEST_CELLS = 2  # of a row of titles; a single one may be anybody's name
_FEWEST_ROWS = 3  # with numbers, of a table without titles that stands above another


class Part(NamedTuple):
    """Of a file: the lines of one table with its titles, or those above the first."""

    before: int
    """How many lines of the file stand above, so that a line can be told."""
    text: str
    is_heading: bool
    """Whether it is no table: whose bill it is, and by which number."""


def parts_of(source: BufferedReader) -> list[Part]:
    """Empty for a file of one table that begins with its titles, or has none."""
    head = head_of(source)
    if len(head) >= HEAD_BYTES:
        return []
    lines = decoded(head).splitlines()
    if len(lines) > MOST_LINES:
        return []
    above, separator = lines_above(source), separator_of(lines)
    rows = _rows(lines, above, separator)
    begun = [line for at, (line, _) in enumerate(rows) if _are_titles(rows, at)]
    if not begun or begun == [rows[0][0]]:
        return []
    first = [row for start, row in rows if start < begun[0]]
    of_numbers = sum(any(map(number_like, row)) for row in first)
    is_heading = of_numbers < _FEWEST_ROWS and not any(number_like(row[0]) for row in first)
    named = f"sep={separator}\n"
    return [
        Part(
            start - 1,
            named + "\n".join(lines[start:end]) + "\n",
            is_heading and start < begun[0],
        )
        for start, end in pairwise([*sorted({above, *begun}), len(lines)])
    ]


def _rows(lines: Sequence[str], above: int, separator: str) -> list[tuple[int, list[str]]]:
    """With how many lines stand above each; empty ones are left out."""
    reader = csv.reader((f"{line}\n" for line in lines[above:]), delimiter=separator)
    rows, start = [], above
    try:
        for row in reader:
            if any(map(str.strip, row)):
                rows.append((start, row))
            start = above + reader.line_num
    except csv.Error:
        return []
    return rows


def _are_titles(rows: Sequence[tuple[int, list[str]]], at: int) -> bool:
    """Whether a row is made of words, one of which says that numbers stand below it, where some do."""
    row = rows[at][1]
    full = [cell for cell in row if cell.strip()]
    if len(full) < _FEWEST_CELLS or not all(map(_may_be_title, full)):
        return False
    numbers = [place for place, cell in enumerate(row) if said_by(cell) is Says.NUMBERS]
    below = (each for _, each in rows[at + 1 : at + 1 + _BELOW])
    return any(number_like(each[p]) for each in below for p in numbers if p < len(each))


def _may_be_title(cell: str) -> bool:
    return any(map(str.isalpha, cell)) and sum(map(str.isdecimal, cell)) <= _MOST_DIGITS

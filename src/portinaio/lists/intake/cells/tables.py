"""Several tables in one file, as people put them below each other, and a table below a heading: each has titles of its own.

Whoever read the rows of the second by the titles of the first would take its ids and counts for numbers.
"""

from __future__ import annotations

import csv
from itertools import compress, count, pairwise
from operator import ne, not_
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.message import msg
from portinaio.lists.intake.columns import lines_above, number_like, separator_of
from portinaio.lists.intake.number_titles import Says, said_by
from portinaio.lists.intake.row import rejected
from portinaio.lists.intake.text import HEAD_BYTES, decoded, head_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from io import BufferedReader

    from portinaio.core.evidence import Rejected
    from portinaio.lists.intake.cells.block import Block

MOST_LINES = 2_000  # whoever writes more by hand has a program
_BELOW = 5  # rows, to see whether numbers stand where titles say so
_MOST_DIGITS = 1  # in a title, `Telephone 2`
_FEWEST_CELLS = 2  # of a row of titles; a single one may be anybody's name
_OF_OTHERS = msg(
    "it stands below titles of its own, and a file this large is read by its first ones; make two files of it"
)
_OF_NUMBERS = frozenset({Says.NUMBERS, Says.PERHAPS})
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
    begun = [line for at, (line, _) in enumerate(rows) if _begins(rows, at)]
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


def _begins(rows: Sequence[tuple[int, list[str]]], at: int) -> bool:
    return bool(_titled_numbers(rows[at][1], [row for _, row in rows[at + 1 : at + 1 + _BELOW]]))


def _titled_numbers(row: Sequence[str], below: Sequence[Sequence[str]]) -> list[int]:
    """Of a row made of words, the places that say that numbers stand below, where some do; else none."""
    full = [cell for cell in row if cell.strip()]
    if len(full) < _FEWEST_CELLS or not all(map(_may_be_title, full)):
        return []
    numbers = [place for place, cell in enumerate(row) if said_by(cell) is Says.NUMBERS]
    stand = any(number_like(each[p]) for each in below for p in numbers if p < len(each))
    return numbers if stand else []


def _may_be_title(cell: str) -> bool:
    return any(map(str.isalpha, cell)) and sum(map(str.isdecimal, cell)) <= _MOST_DIGITS


class LaterTitles:
    """In a file that is too large to be divided before, what stands below other titles than those it is read by."""

    def __init__(self, places: Sequence[int]) -> None:
        """`places` are the columns of numbers by the titles of the file."""
        self._places = frozenset(places)
        self._first = min(places)
        self._below = False
        """Whether the rows that come stand below others."""

    def may_be_in(self, block: Block) -> bool:
        if self._below or block.width < _FEWEST_CELLS:
            return self._below
        return any(
            self._are_others(row, [block.row(n) for n in _next(at, block.count)])
            for at in _without_number(block.column(self._first))
            if any(row := block.row(at))
        )

    def left_out(self, last_line: int, rows: list[list[str]]) -> Iterator[Rejected]:
        """Each such row, which is empty in `rows` afterwards."""
        column = [row[self._first] if self._first < len(row) else "" for row in rows]
        turns = {at: others for at in _without_number(column) for others in self._turn(rows, at)}
        if not (self._below or turns):
            return
        for at, row in enumerate(rows):
            self._below = turns.get(at, self._below)
            if self._below and any(row):
                yield rejected(last_line - len(rows) + 1 + at, " ".join(row), _OF_OTHERS)
                rows[at] = []

    def _turn(self, rows: Sequence[Sequence[str]], at: int) -> Iterator[bool]:
        """Whether what stands below the titles in this row is of others; nothing where it has none."""
        below = [rows[n] for n in _next(at, len(rows))]
        if _titled_numbers(rows[at], below):
            yield self._are_others(rows[at], below)

    def _are_others(self, row: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
        """Whether not all the columns that are read hold numbers by them."""
        if not _titled_numbers(row, below):
            return False
        said = {place for place, cell in enumerate(row) if said_by(cell) in _OF_NUMBERS}
        return not self._places <= said


def _without_number(column: Sequence[str]) -> list[int]:
    """The places of cells that are empty or have letters, as a title may; one by one they would be looked at for as long as they are read."""
    text = "".join(column)
    lettered: Iterable[bool] = ()
    if text.lower() != text.upper():
        lettered = map(ne, map(str.lower, column), map(str.upper, column))
    empty = map(not_, column) if "" in column else ()
    return sorted({*compress(count(), lettered), *compress(count(), empty)})


def _next(at: int, count: int) -> range:
    return range(at + 1, min(at + 1 + _BELOW, count))

"""What the columns of a table mean: by their titles, or where it has none by what stands in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from portinaio.lists.intake.allowed import MARKS
from portinaio.lists.intake.cells.days import holds_days
from portinaio.lists.intake.column_names import ends_of, holds_no_numbers, meaning_of, places_of
from portinaio.lists.intake.columns import (
    MOST_COLUMNS,
    first_rows,
    named,
    number_like,
    plainly_a_number,
    separator_of,
)
from portinaio.lists.intake.text import decoded

if TYPE_CHECKING:
    from collections.abc import Sequence


class Shape(NamedTuple):
    separator: str
    header: bool
    places: dict[str, int]
    """Column by meaning."""
    all_numbers: bool = False
    """Every column holds numbers: a list written sideways."""
    marks: tuple[tuple[int, str], ...] = ()
    """Places and names of columns that may say whether a row allows its number or blocks it."""
    others: tuple[int, ...] = ()
    """Columns of further numbers. They are told, since a row of a list is one number."""
    unread: tuple[str, ...] = ()
    """Titles of columns that hold days of which nobody knows what they say."""
    end: int | None = None
    """Column of the last number of a range, of which the one in the column of numbers is the first."""


_MOMENT = re.compile(
    r"1[4-9]\d{8}(?:\d{3})?"
)  # seconds or milliseconds since 1970, of 2014 and later


def shape_of(head: bytes) -> Shape | None:
    """What the columns of a file mean; `None` where none holds numbers."""
    rows = first_rows(head)
    if not rows:
        return None
    lines = decoded(head).splitlines()[: len(rows)]
    separator = separator_of(lines)
    titles = rows[0][:MOST_COLUMNS]
    places = places_of(titles)
    if "number" in places:
        marks = tuple(
            (place, name) for place, name in enumerate(map(named, titles)) if name in MARKS
        )
        others = _further_numbers(rows[1:], places["number"])
        unread = _unread_days(titles, rows[1:])
        return Shape(
            separator, header=True, places=places, marks=marks, others=others, unread=unread
        )
    if ends := _ranges(titles, rows[1:]):
        named_places = {**places, "number": ends[0]}
        return Shape(separator, header=True, places=named_places, end=ends[1])
    return _without_header(rows, separator)


def _ranges(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[int, int] | None:
    """The columns of first and last numbers; a call has a start and an end, too, which are moments."""
    ends = ends_of(titles)
    if ends is None:
        return None
    pairs = [[row[place].strip() for place in ends] for row in rows if max(ends) < len(row)]
    return ends if sum(map(_is_range, pairs)) > len(pairs) / 2 else None


def _is_range(pair: Sequence[str]) -> bool:
    """Two numbers of one length, upwards."""
    if not all(number_like(cell) and not _MOMENT.fullmatch(cell) for cell in pair):
        return False
    first, last = ("".join(filter(str.isdecimal, cell)) for cell in pair)
    return len(first) == len(last) and first <= last


def _without_header(rows: Sequence[Sequence[str]], separator: str) -> Shape | None:
    if len(rows[0]) > 1 and _sideways([c.strip() for row in rows for c in row if c.strip()]):
        return Shape(separator, header=False, places={}, all_numbers=True)
    width = min(max(map(len, rows)), MOST_COLUMNS)
    barred = {p for p, title in enumerate(rows[0]) if holds_no_numbers(title)}
    likely = [
        0 if p in barred else sum(number_like(row[p]) for row in rows if p < len(row))
        for p in range(width)
    ]
    plain_ones = [
        sum(plainly_a_number(r[p].strip()) for r in rows if p < len(r)) for p in range(width)
    ]
    most = len(rows) / 2
    # An ordinal or a moment is like a number, too.
    place = max(range(width), key=lambda p: (plain_ones[p] > most, likely[p]), default=0)
    if not width or likely[place] < most:
        return None
    places = {"number": place}
    below = [row for row in rows if place < len(row) and number_like(row[place])]  # no titles
    others = [p for p in range(width) if p != place]
    if texts := [p for p in others if any(_has_letters(row, p) for row in below)]:
        places["company"] = texts[0]
    further = _further_numbers(below, place)
    return Shape(separator, header=False, places=places, others=further)


def _sideways(cells: Sequence[str]) -> bool:
    """All of them numbers; beside those with a `+`, what has neither that nor a 0 is a count or a moment."""
    spelled = any(cell[0] == "+" for cell in cells)
    return all(number_like(cell) and (not spelled or cell[0] in "+0(") for cell in cells)


def _has_letters(row: Sequence[str], place: int) -> bool:
    return place < len(row) and any(map(str.isalpha, row[place]))


def _unread_days(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    return tuple(
        title.strip()
        for place, title in enumerate(titles)
        if not meaning_of(title) and holds_days(row[place] for row in rows if place < len(row))
    )


def _further_numbers(rows: Sequence[Sequence[str]], first: int) -> tuple[int, ...]:
    """Columns, besides the `first`, where most of what stands there is plainly a number and no day or count."""
    found = []
    for place in range(min(max(map(len, rows), default=0), MOST_COLUMNS)):
        cells = [row[place].strip() for row in rows if place < len(row) and row[place].strip()]
        if place != first and cells and sum(map(plainly_a_number, cells)) > len(cells) / 2:
            found.append(place)
    return tuple(found)

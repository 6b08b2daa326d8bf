"""Which columns of a table hold the telephone numbers: by what their titles say, and by how many of their cells are numbers that exist.

All that do are read. Numbers of the house, which stand beside those of callers in every log, and what only looks like numbers, are not;
each such column is named with the reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.message import Message, msg
from portinaio.core.numbers import number
from portinaio.core.safe_text import one_line
from portinaio.lists.intake.column_names import holds_no_numbers
from portinaio.lists.intake.columns import number_like, plain_text, plainly_a_number
from portinaio.lists.intake.no_telephone import is_moment
from portinaio.lists.intake.number_titles import Says, said_by

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portinaio.core.numbers.plan import Plan

MOST_TRIED = 40  # cells of one column, to see whether they exist
FEWEST_ALIKE = 3  # rows; one number in all of them is no caller's
MOST_STRAY = 0.1  # of the rows: numbers in a column of something else
SHORTEST_NATIONAL = 8  # digits; ids and counts beside numbers are seldom as long
LONGEST_TITLE = 40  # characters
LONGEST_EXAMPLE = 80
MOST_NAMED = 20  # columns
LONGEST_ORDINAL = 4  # digits in a title, such as a year

OWN = msg("it holds numbers that were called, or your own")
ALIKE = msg("the same number stands in every row; it seems to be your own")
MOMENTS = msg("it holds moments, counted in seconds")
TAX_CODES = msg("it holds tax codes")
NO_NUMBERS = msg("its title says that it holds no telephone numbers")
_BY_TITLE = {Says.OWN: OWN, Says.ELSE: NO_NUMBERS}
UNTITLED = msg(
    "numbers stand in it, and its title does not say whose; call it phone to have it read"
)
IN_TEXTS = msg("numbers stand within its texts")
FEW = msg("hardly a telephone number stands in it")


class Column(NamedTuple):
    """One that is read."""

    place: int
    """From 1."""
    title: str
    """Empty where it has none."""


class LeftColumn(NamedTuple):
    """One that is not read, though something like numbers or days stands in it."""

    place: int
    title: str
    reason: Message


class Columns(NamedTuple):
    """What was made of the columns of a table, or of the members of the objects in JSON."""

    read: tuple[Column, ...] = ()
    left: tuple[LeftColumn, ...] = ()


class Chosen(NamedTuple):
    read: tuple[int, ...]
    """The first of them holds the numbers where there is but one."""
    watched: tuple[int, ...] = ()
    """Columns in which each number is told, since they are not read."""
    left: tuple[tuple[int, Message], ...] = ()


def left_column(place: int, title: str, reason: Message) -> LeftColumn:
    return LeftColumn(place + 1, one_line(title, LONGEST_TITLE), reason)


def unread_column(title: str, reason: Message) -> Message:
    return msg(
        "the column %(name)s is not read: %(reason)s",
        name=one_line(title, LONGEST_TITLE),
        reason=reason,
    )


def within_texts(title: str, text: str) -> Message:
    """Of a column whose texts are kept, as remarks are, or of a member of an object."""
    return msg(
        "numbers within the texts of %(name)s are not read, such as: %(text)s",
        name=one_line(title, LONGEST_TITLE),
        text=one_line(text, LONGEST_EXAMPLE),
    )


def titled_numbers(
    titles: Sequence[str], rows: Sequence[Sequence[str]], plan: Plan | None
) -> Chosen | None:
    """`None` where no title speaks of numbers."""
    says = list(map(said_by, titles))
    surely = [p for p, said in enumerate(says) if said is Says.NUMBERS]
    perhaps = [p for p, said in enumerate(says) if said is Says.PERHAPS]
    if not (surely or perhaps) or any(map(_holds_number, titles)):
        return None
    cells = _Cells(rows, plan)
    # A cell of several numbers may have been divided into columns that no title stands above.
    beyond = range(len(titles), max(map(len, rows), default=0))
    says += [Says.NUMBERS if says[-1] is Says.NUMBERS else Says.NOTHING for _ in beyond]
    surely += [p for p in beyond if says[p] is Says.NUMBERS and cells.are_numbers(p)]
    read = [p for p in surely if cells.may_be_numbers(p)] or surely
    read += [p for p in perhaps if not surely or cells.are_numbers(p)]
    left, watched = (
        [(p, FEW) for p in surely if p not in read],
        [p for p in surely if p not in read],
    )
    for place, said in enumerate(says):
        if place in read or place in watched:
            continue
        barred = holds_no_numbers(titles[place] if place < len(titles) else "")
        reason = _of_no_caller(cells, place, said)
        if barred and cells.are_plainly_numbers(place):
            reason = NO_NUMBERS
        if reason:
            left.append((place, reason))
        if barred:
            continue
        empty = cells.are_empty(place) and said is not Says.ELSE
        if reason == UNTITLED or (not reason and (empty or cells.any_stray(place))):
            watched.append(place)
    return Chosen(tuple(sorted(read)), tuple(watched), tuple(sorted(left, key=_by_place)))


def _of_no_caller(cells: _Cells, place: int, said: Says) -> Message | None:
    """Why a column beside those of the numbers is not read as a whole."""
    if said is Says.OWN:
        return OWN if cells.like(place) else None
    if said is not Says.NOTHING:
        return None
    return cells.something_else(place) or (UNTITLED if cells.are_numbers(place) else None)


def untitled_numbers(
    rows: Sequence[Sequence[str]], titles: Sequence[str], plan: Plan | None
) -> Chosen | None:
    """Of a table whose titles, where it has any, say nothing of numbers; `None` where none stand in it."""
    cells = _Cells(rows, plan)
    left: dict[int, Message] = {}
    found = []
    for place in filter(cells.like, range(max(map(len, rows), default=0))):
        said = said_by(titles[place]) if place < len(titles) else Says.NOTHING
        if reason := _BY_TITLE.get(said) or cells.something_else(place):
            left[place] = reason
        else:
            found.append(place)
    read = _read_of(cells, found, len(rows) / 2)
    left |= {p: FEW for p in found if p not in read and cells.like(p) >= len(rows) / 2}
    if own := [p for p in read if cells.are_alike(p)]:
        callers = [p for p in read if p not in own]
        left |= {p: ALIKE for p in own if callers}
        read = callers or read
    watched = tuple(
        p
        for p in found
        if p not in read and p not in left and (cells.any_stray(p) or cells.are_numbers(p))
    )
    return Chosen(tuple(read), watched, tuple(sorted(left.items()))) if read else None


def _read_of(cells: _Cells, places: Sequence[int], enough: float) -> list[int]:
    """All whose numbers exist, where one of them is full; else the one that has most of what looks like numbers."""
    sure = [p for p in places if cells.are_numbers(p) and cells.are_many(p)]
    if sure and max(map(cells.like, sure)) >= enough:
        return sure
    likely = [p for p in places if cells.like(p) >= enough]
    sparse = [p for p in places if cells.are_numbers(p) and cells.like(p) >= enough * MOST_STRAY]
    if sparse and (cells.of_country or not likely):
        return sparse
    return [max(likely, key=cells.like)] if likely else []


def _by_place(each: tuple[int, Message]) -> int:
    return each[0]


class _Cells:
    """What stands in the columns of the first rows."""

    def __init__(self, rows: Sequence[Sequence[str]], plan: Plan | None) -> None:
        self._rows = rows
        self._plan = plan
        self._columns: dict[int, list[str]] = {}

    @property
    def of_country(self) -> bool:
        """Whether it is known whose numbers must exist."""
        return self._plan is not None and bool(self._plan.calling_code)

    def like(self, place: int) -> int:
        return sum(map(number_like, self._of(place)))

    def may_be_numbers(self, place: int) -> bool:
        """Whether nothing speaks against the title: `iPhone` below `phone` does."""
        cells = self._of(place)
        return not cells or any(any(map(str.isdigit, cell)) for cell in cells)

    def are_numbers(self, place: int) -> bool:
        """Whether the greater part exists, or without a country shows by its beginning that it may."""
        cells = self._of(place)[:MOST_TRIED]
        return 2 * sum(map(self._is_number, cells)) > len(cells)

    def are_many(self, place: int) -> bool:
        """Whether there are enough that they stand there on purpose, and not one in a remark."""
        n, rows = self.like(place), len(self._rows)
        return n >= MOST_STRAY * rows and (n > 1 or rows < FEWEST_ALIKE)

    def any_stray(self, place: int) -> bool:
        """Whether a number stands there among something else: one plain by itself, or one that may be where most look like none."""
        cells = self._of(place)
        if any(map(plainly_a_number, cells)):
            return True
        return 2 * self.like(place) < len(cells) and any(map(self._may_be_one, cells))

    def are_plainly_numbers(self, place: int) -> bool:
        """Whether all are such numbers as nobody counts with."""
        cells = self._of(place)
        return len(cells) > 1 and all(map(plainly_a_number, cells)) and self.are_numbers(place)

    def are_empty(self, place: int) -> bool:
        return not self._of(place)

    def something_else(self, place: int) -> Message | None:
        """What a column is that only looks like one of numbers."""
        if self.are_moments(place):
            return MOMENTS
        return TAX_CODES if self.are_tax_codes(place) else None

    def are_moments(self, place: int) -> bool:
        cells = self._of(place)
        return bool(cells) and all(map(is_moment, cells))

    def are_tax_codes(self, place: int) -> bool:
        """Italian ones: eleven digits whose last is that of a check."""
        cells = self._of(place)
        return len(cells) > 1 and all(map(_is_tax_code, cells))

    def are_alike(self, place: int) -> bool:
        cells = self._of(place)
        return len(cells) >= FEWEST_ALIKE and len(set(cells)) == 1

    def _of(self, place: int) -> list[str]:
        if place not in self._columns:
            cells = (plain_text(row[place]).strip() for row in self._rows if place < len(row))
            self._columns[place] = [cell for cell in cells if cell]
        return self._columns[place]

    def _may_be_one(self, cell: str) -> bool:
        """Where nobody knows the country, by its length."""
        if self.of_country:
            return self._is_number(cell)
        return number_like(cell) and sum(map(str.isdigit, cell)) >= SHORTEST_NATIONAL

    def _is_number(self, cell: str) -> bool:
        if self._plan is None or not self.of_country:
            return plainly_a_number(cell)
        return number_like(cell) and (cell[:1] == "+" or number.read(cell, self._plan).valid)


def _holds_number(title: str) -> bool:
    """Whether it is no title, though it has a word of one: `tel. 0776 000001`."""
    return sum(map(str.isdecimal, title)) > LONGEST_ORDINAL


def _is_tax_code(cell: str) -> bool:
    if len(cell) != 11 or not cell.isdigit() or not cell.isascii():
        return False
    doubled = [2 * int(c) for c in cell[1::2]]
    odd = sum(map(int, cell[::2]))
    return (odd + sum(n - 9 if n > 9 else n for n in doubled)) % 10 == 0

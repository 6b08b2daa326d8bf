"""An address book in a table whose titles nobody knows: columns of numbers, and a text beside them that is the name."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portinaio.contacts.book import BookReading, unheard
from portinaio.contacts.table import BookColumns, name_columns, read_columns
from portinaio.core.message import msg
from portinaio.core.safe_text import one_line
from portinaio.errors import UsageError
from portinaio.lists.intake.column_names import meaning_of
from portinaio.lists.intake.columns import first_rows, number_like
from portinaio.lists.intake.number_columns import IN_TEXTS, UNTITLED, unread_column
from portinaio.lists.intake.table_shape import FIRST_ROWS, shape_of
from portinaio.lists.intake.text import HEAD_BYTES, decoded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from portinaio.contacts.book import At, CardFile
    from portinaio.core.message import Message
    from portinaio.core.numbers.plan import Plan
    from portinaio.lists.intake.table_shape import Shape

LONGEST_TITLE = 40  # characters
_OF_A_LIST = frozenset({"reporters", "reports", "disputes", "category"})
"""Columns that an address book does not have."""
_NO_NAME = _OF_A_LIST | {"first", "last", "note"}


def guessed_book(data: bytes, plan: Plan, source: str, at: At = unheard) -> CardFile | None:
    """`None` for a table that is no such book. `UsageError` where no column can be the one of the names."""
    found = _look(data, plan)
    if found is None:
        return None
    shape, rows, numbers = found
    place = _names(found)
    if place is None and len(numbers) == 1:
        return None
    if place is None:
        raise UsageError(
            msg(
                "%(file)s has %(n)d columns of numbers, and none beside them that could be the names; put one there, and call it name",
                file=one_line(source, 2 * LONGEST_TITLE),
                n=len(numbers),
            )
        )
    places = (shape.header and name_columns(rows[0])) or (place,)
    book = read_columns(
        decoded(data),
        shape.separator,
        BookColumns(places, (), numbers),
        BookReading(plan, source, at),
        header=shape.header,
    )
    titles = ", ".join(rows[0][each] for each in places) if shape.header else ""
    title = one_line(titles, 2 * LONGEST_TITLE)
    told = (
        msg("names are taken from the column %(name)s", name=title)
        if title
        else msg("names are taken from column %(n)d", n=place + 1)
    )
    return book._replace(remarks=(*book.remarks, told, *_of_texts(found)))


def may_be_guessed(data: bytes) -> bool:
    """Whether a table may be such a book with several numbers a person, in whichever country."""
    found = _look(data, None)
    return found is not None and len(found.numbers) > 1 and _names(found) is not None


class _Look(NamedTuple):
    shape: Shape
    rows: list[list[str]]
    """The first of them, with the titles where it has any."""
    numbers: tuple[int, ...]
    """Columns, also those of which no title says it."""


def _look(data: bytes, plan: Plan | None) -> _Look | None:
    head = data[:HEAD_BYTES]
    shape = shape_of(head, plan)
    if shape is None or shape.all_numbers or shape.end is not None:
        return None
    rows = first_rows(head, FIRST_ROWS)
    if shape.header and _OF_A_LIST.intersection(map(meaning_of, rows[0])):
        return None
    untitled = {left.place - 1 for left in shape.columns.left if left.reason == UNTITLED}
    strewn = {place for place in shape.others if _are_numbers(_column(rows, place))}
    return _Look(shape, rows, tuple(sorted({*shape.numbers, *untitled, *strewn})))


def _column(rows: Sequence[Sequence[str]], place: int) -> list[str]:
    """The cells in which something stands."""
    return [row[place] for row in rows if place < len(row) and row[place].strip()]


def _are_numbers(cells: Sequence[str]) -> bool:
    """Half of them, as the titles may go over two lines."""
    return bool(cells) and 2 * sum(map(number_like, cells)) >= len(cells)


def _of_texts(look: _Look) -> Iterator[Message]:
    """Columns in which a number stands here and there among something else."""
    shape, rows, numbers = look
    for place in shape.others:
        if place not in numbers and any(map(number_like, _column(rows, place))):
            title = rows[0][place] if shape.header and place < len(rows[0]) else ""
            yield unread_column(title or str(place + 1), IN_TEXTS)
    yield from (
        unread_column(left.title or str(left.place), IN_TEXTS)
        for left in shape.columns.left
        if left.reason == IN_TEXTS
    )


def _names(look: _Look) -> int | None:
    """The text that stands nearest before the numbers; else the nearest behind them."""
    shape, rows, numbers = look
    titles = rows[0] if shape.header else ()
    below = rows[1:] if shape.header else rows
    texts = [
        place
        for place in range(max(map(len, rows), default=0))
        if place not in numbers
        and not (place < len(titles) and meaning_of(titles[place]) in _NO_NAME)
        and _are_texts([row[place] for row in below if place < len(row)])
    ]
    first = numbers[0]
    return min(texts, key=lambda place: (place > first, abs(place - first)), default=None)


def _are_texts(cells: Sequence[str]) -> bool:
    full = [cell for cell in cells if cell.strip()]
    texts = [cell for cell in full if any(map(str.isalpha, cell)) and not _is_no_name(cell)]
    return bool(full) and 2 * len(texts) > len(full)


def _is_no_name(cell: str) -> bool:
    return number_like(cell) or "@" in cell or "://" in cell

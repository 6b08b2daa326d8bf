"""What the columns of a table mean: by their titles, or where it has none by what stands in them."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.message import msg
from portinaio.core.safe_text import one_line
from portinaio.errors import UsageError
from portinaio.lists.intake.allowed import MARKS
from portinaio.lists.intake.cells.days import holds_days
from portinaio.lists.intake.cells.remarks import holds_a_number
from portinaio.lists.intake.code_columns import Code, code_of
from portinaio.lists.intake.column_names import (
    ends_of,
    holds_no_numbers,
    meaning_of,
    places_of,
    plain,
)
from portinaio.lists.intake.columns import (
    FURTHER,
    MOST_COLUMNS,
    first_rows,
    named,
    number_like,
    plainly_a_number,
    separator_of,
)
from portinaio.lists.intake.no_telephone import is_moment
from portinaio.lists.intake.number_columns import (
    FEWEST_ALIKE,
    IN_TEXTS,
    LONGEST_ORDINAL,
    LONGEST_TITLE,
    MOST_NAMED,
    Chosen,
    Column,
    Columns,
    LeftColumn,
    left_column,
    titled_numbers,
    untitled_numbers,
)
from portinaio.lists.intake.text import decoded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portinaio.core.numbers.plan import Plan


class Shape(NamedTuple):
    separator: str
    header: bool
    places: dict[str, int]
    """Column by meaning; of several that hold numbers the first."""
    all_numbers: bool = False
    """Every column holds numbers: a list written sideways."""
    marks: tuple[tuple[int, str], ...] = ()
    """Places and names of columns that may say whether a row allows its number or blocks it."""
    numbers: tuple[int, ...] = (0,)
    """Columns of numbers."""
    others: tuple[int, ...] = ()
    """Columns in which a number may stand that is not read, and so is told."""
    unread: tuple[str, ...] = ()
    """Titles of columns that hold days of which nobody knows what they say."""
    end: int | None = None
    """Column of the last number of a range, of which the one in the column of numbers is the first."""
    titled: bool = False
    """Whether its titles say which column holds the numbers."""
    width: int = MOST_COLUMNS
    """How many columns were looked at; a later row may have more."""
    columns: Columns = Columns()
    """What was made of them."""
    code: Code | None = None
    """What stands in front of the numbers, in a column of its own."""


FIRST_ROWS = 200  # to choose columns by


def shape_of(head: bytes, plan: Plan | None = None) -> Shape | None:
    """What the columns of a file mean; `None` where none holds numbers. With a `plan`, numbers must exist in its country."""
    rows = first_rows(head, FIRST_ROWS)
    if not rows:
        return None
    separator = separator_of(decoded(head).splitlines()[:FIRST_ROWS])
    titles = rows[0][:MOST_COLUMNS]
    if chosen := titled_numbers(titles, rows[1:], plan):
        shape = _titled(separator, titles, rows[1:], chosen)
        code = code_of(titles, rows[1:], shape.numbers[0], plan) if plan else None
        return shape._replace(code=code)
    if ends := _ranges(titles, rows[1:]):
        places = {**places_of(titles), "number": ends[0]}
        read = tuple(Column(p + 1, _title(titles[p])) for p in ends)
        return Shape(
            separator,
            header=True,
            titled=True,
            places=places,
            numbers=ends[:1],
            end=ends[1],
            columns=Columns(read),
        )
    return _without_titles(rows, separator, plan)


def wanted_shape(head: bytes, wanted: Sequence[str]) -> Shape:
    """The columns of numbers as somebody names them, by title or by place from 1; `UsageError` where one is not there."""
    rows = first_rows(head, FIRST_ROWS) or [[]]
    separator = separator_of(decoded(head).splitlines()[:FIRST_ROWS])
    titles = [plain(title) for title in rows[0][:MOST_COLUMNS]]
    by_title = all(plain(name) in titles for name in wanted)
    read = []
    for name in wanted:
        place = titles.index(plain(name)) if plain(name) in titles else _place(name, rows)
        if place is None:
            raise UsageError(
                msg(
                    "the file has no column %(name)s; it has: %(columns)s",
                    name=_title(name),
                    columns=", ".join(map(_title, rows[0][:MOST_NAMED])),
                )
            )
        read.append(place)
    chosen = Chosen(tuple(dict.fromkeys(read)))
    if by_title or _are_titles(rows) or any(map(meaning_of, rows[0])):
        return _titled(separator, rows[0][:MOST_COLUMNS], rows[1:], chosen)
    read_as = tuple(Column(place + 1, "") for place in chosen.read)
    return Shape(
        separator,
        header=False,
        places={"number": chosen.read[0]},
        numbers=chosen.read,
        width=max(map(len, rows)),
        columns=Columns(read_as),
    )


def _place(name: str, rows: Sequence[Sequence[str]]) -> int | None:
    """From 0, of `2`; as a title may be a number, too, those are looked for first."""
    place = int(name) - 1 if name.isdecimal() and len(name) < LONGEST_ORDINAL else -1
    return place if 0 <= place < max(map(len, rows)) else None


def first_numbers(shape: Shape) -> Shape:
    """Read in its first column of numbers alone."""
    read, *others = shape.columns.read or (Column(1, ""),)
    left = (LeftColumn(*column, FURTHER) for column in others)
    return shape._replace(
        numbers=shape.numbers[:1], columns=Columns((read,), (*shape.columns.left, *left))
    )


def _titled(
    separator: str, titles: Sequence[str], rows: Sequence[Sequence[str]], chosen: Chosen
) -> Shape:
    places = {**places_of(titles), "number": chosen.read[0]}
    marks = tuple((place, name) for place, name in enumerate(map(named, titles)) if name in MARKS)
    return Shape(
        separator,
        header=True,
        titled=True,
        places={m: p for m, p in places.items() if m == "number" or p not in chosen.read},
        marks=marks,
        numbers=chosen.read,
        others=chosen.watched,
        unread=_unread_days(titles, rows),
        width=max(len(titles), *map(len, rows), 0),
        columns=_columns(_with_texts(chosen, rows, places), titles),
    )


def _with_texts(chosen: Chosen, rows: Sequence[Sequence[str]], places: dict[str, int]) -> Chosen:
    """With the columns of which nothing is kept, and in whose texts numbers stand."""
    left = dict(chosen.left)
    known = {*chosen.read, *places.values(), *left}
    for place in range(max(map(len, rows), default=0)):
        if place not in known and any(
            _has_letters(r, place) and holds_a_number(r[place]) for r in rows
        ):
            left[place] = IN_TEXTS
    return chosen._replace(left=tuple(sorted(left.items(), key=itemgetter(0))))


def _columns(chosen: Chosen, titles: Sequence[str]) -> Columns:
    return Columns(
        tuple(Column(p + 1, _title(titles[p]) if p < len(titles) else "") for p in chosen.read),
        tuple(
            left_column(p, titles[p] if p < len(titles) else "", reason)
            for p, reason in chosen.left[:MOST_NAMED]
        ),
    )


def _title(text: str) -> str:
    return one_line(text, LONGEST_TITLE)


def _ranges(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[int, int] | None:
    """The columns of first and last numbers; a call has a start and an end, too, which are moments."""
    if ends := ends_of(titles):
        pairs = _pairs(rows, ends)
        return ends if sum(map(_is_range, pairs)) > len(pairs) / 2 else None
    if ends := ends_of(titles, perhaps=True):
        pairs = _pairs(rows, ends)
        return ends if pairs and all(map(_is_block, pairs)) else None
    return None


def _pairs(rows: Sequence[Sequence[str]], ends: tuple[int, int]) -> list[list[str]]:
    return [[row[place].strip() for place in ends] for row in rows if max(ends) < len(row)]


def _is_range(pair: Sequence[str]) -> bool:
    """Two numbers of one length, upwards."""
    if not all(number_like(cell) and not is_moment(cell) for cell in pair):
        return False
    first, last = map(_digits, pair)
    return len(first) == len(last) and first <= last


def _is_block(pair: Sequence[str]) -> bool:
    """From the first to the last of all that begin alike: 0200001200 and 0200001299."""
    first, last = map(_digits, pair)
    blocks = ((first[:-n] + "0" * n, first[:-n] + "9" * n) for n in range(1, len(first)))
    return _is_range(pair) and (first, last) in blocks


def _digits(text: str) -> str:
    return "".join(filter(str.isdecimal, text))


def _without_titles(
    rows: Sequence[Sequence[str]], separator: str, plan: Plan | None
) -> Shape | None:
    if len(rows[0]) > 1 and _sideways(rows):
        return Shape(separator, header=False, places={}, all_numbers=True)
    titles = rows[0] if _are_titles(rows) else ()
    below = [row[:MOST_COLUMNS] for row in (rows[1:] if titles else rows)]
    barred = rows[0] if any(map(holds_no_numbers, rows[0])) else ()
    chosen = untitled_numbers(below, titles or barred, plan)
    if chosen is None:
        return None
    place = chosen.read[0]
    places = {**(places_of(titles) if titles else {}), "number": place}
    places = {m: p for m, p in places.items() if m == "number" or p not in chosen.read}
    within = [row for row in below if place < len(row) and number_like(row[place])]
    others = (p for p in range(max(map(len, below))) if p not in {*chosen.read, *places.values()})
    texts = [p for p in others if any(_has_letters(row, p) for row in within)]
    if texts:
        places.setdefault("company", texts[0])
    return Shape(
        separator,
        header=bool(titles),
        places=places,
        numbers=chosen.read,
        others=chosen.watched,
        unread=_unread_days(titles, below) if titles else (),
        width=max(map(len, below)),
        columns=_columns(_with_texts(chosen, below, places), titles),
    )


def _are_titles(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first of several rows has no digit; a single column may begin with anybody's name."""
    return (
        len(rows) > 1
        and len(rows[0]) > 1
        and not any(c.isdecimal() for cell in rows[0] for c in cell)
    )


def _sideways(rows: Sequence[Sequence[str]]) -> bool:
    """Every cell plainly a number, and none of them the same in each row, as one's own is."""
    cells = [cell.strip() for row in rows for cell in row if cell.strip()]
    if not all(map(plainly_a_number, cells)):
        return False
    columns = zip(*rows, strict=False)
    return len(rows) < FEWEST_ALIKE or all(len(set(column)) > 1 for column in columns)


def _has_letters(row: Sequence[str], place: int) -> bool:
    return place < len(row) and any(map(str.isalpha, row[place]))


def _unread_days(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    return tuple(
        title.strip()
        for place, title in enumerate(titles)
        if not meaning_of(title) and holds_days(row[place] for row in rows if place < len(row))
    )

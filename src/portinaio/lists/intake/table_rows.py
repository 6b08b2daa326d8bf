"""The rows of a table whose columns have a meaning, by the thousand where they are alike and one by one where they are not."""

from __future__ import annotations

from functools import partial
from itertools import compress
from operator import eq, not_
from typing import TYPE_CHECKING, Any, TypeVar

from portinaio.core.evidence import Batch
from portinaio.core.message import Message, msg
from portinaio.core.tables.formula import unguarded
from portinaio.lists.intake.allowed import says
from portinaio.lists.intake.cell_cache import CellCache
from portinaio.lists.intake.cells.block import Block
from portinaio.lists.intake.cells.days import DayCache, Days
from portinaio.lists.intake.cells.kinds import kind_of
from portinaio.lists.intake.cells.records import in_order
from portinaio.lists.intake.cells.remarks import NOT_READ, holds_a_number
from portinaio.lists.intake.cells.several import several
from portinaio.lists.intake.cells.tables import LaterTitles
from portinaio.lists.intake.cells.words import WordCache
from portinaio.lists.intake.code_columns import joined
from portinaio.lists.intake.columns import FURTHER, may_hold_numbers, number_like
from portinaio.lists.intake.row import count_of, rejected, row_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from portinaio.core.evidence import Evidence, Rejected
    from portinaio.lists.intake.format import Context, Row, Rows
    from portinaio.lists.intake.table_shape import Shape

    Told = dict[str, list[Any]]
    """Columns by the names of `Evidence`'s fields."""

Cell = TypeVar("Cell")

_RULER = frozenset("-=:+|_ ")
"""What a row is made of that only divides the titles from the others, as Markdown and databases write it."""
NO_NUMBER = msg("no telephone number stands in this row")


class TableRows:
    """Reads rows by the thousand, column by column: one row at a time takes ten times as long."""

    def __init__(self, shape: Shape, context: Context, days: Days) -> None:
        self._shape = shape
        self._context = context
        self._numbering = context.numbering
        self._marks = [(place, CellCache(partial(says, name))) for place, name in shape.marks]
        self._width = max(*shape.places.values(), *shape.numbers) + 1
        self._later = LaterTitles(shape.numbers)
        self._cells = {m: cells for m, cells in _readers(days).items() if m in shape.places}

    def block(self, block: Block) -> Iterator[Rows]:
        if not self._is_plain(block) or self._later.may_be_in(block):
            yield from self.rows(block.last_line, block.rows())
            return
        for place in self._shape.others:
            yield from _further(block.column(place), block)
        yield from self._of_block(block)

    def rows(self, last_line: int, batch: list[list[str]]) -> Iterator[Rows]:
        """Of any width, or such as say that they are not wanted."""
        yield from self._later.left_out(last_line, batch)
        if self._marks:
            for line, text, refusal in self._left_out(last_line, batch):
                yield rejected(line, text, refusal)
        block = Block.of_rows(last_line, batch, self._width)
        for place in (*self._shape.others, *range(self._shape.width, block.width)):
            yield from _further(block.column(place), block)
        if self._shape.end is not None:
            yield from self._ranges(last_line, batch, self._shape.end)
        else:
            yield from self._of_block(block)

    def _is_plain(self, block: Block) -> bool:
        """Whether its rows are as wide as those at the beginning, and none is unwanted."""
        if self._shape.end is not None or not self._width <= block.width <= self._shape.width:
            return False
        return not any(
            self._context.refusal(allows=said[cell])
            for place, said in self._marks
            for cell in set(block.column(place))
        )

    def _of_block(self, block: Block) -> Iterator[Rows]:
        """Each row may have a number in several columns; the same one twice in a row is one."""
        places = self._shape.numbers
        if code := self._shape.code:
            codes, of_country = block.column(code.place), code.of_country
            for place in places:
                texts = zip(codes, block.column(place), strict=True)
                block.replace(place, [joined(a, b, of_country=of_country) for a, b in texts])
        numbers = [block.column(place) for place in places]
        whole: Told = {}
        for n, place in enumerate(places):
            if n == 0 or any(numbers[n]):
                yield from self._of_column(block, place, _wanted(numbers, n), whole)
        if len(places) == 1 or all(numbers[0]):
            return
        empty = map(not_, map(any, zip(*numbers, strict=True)))
        for at in compress(range(block.count), empty):
            if any(row := block.row(at)):
                yield from self._one(block.first_line + at, row, places[0])

    def _of_column(
        self, block: Block, place: int, wanted: list[bool] | None, whole: Told
    ) -> Iterator[Rows]:
        """`whole` keeps what all rows of the block say, for the next column."""
        keys = self._numbering.keys_of(_chosen(block.column(place), wanted))
        if all(keys):
            if not (wanted or whole):
                whole |= self._told(block.column)
            told = self._told(lambda p: _chosen(block.column(p), wanted)) if wanted else whole
            yield Batch(keys, **told)
            return
        only = len(self._shape.numbers) == 1
        told = self._told(lambda p: _chosen(_chosen(block.column(p), wanted), keys))
        places = _chosen(range(block.count), wanted)

        def alone(at: int) -> Iterator[Row]:
            row = block.row(places[at])
            if any(row) if only else row[place].strip():
                yield from self._one(block.first_line + places[at], row, place)

        yield from in_order(Batch(list(filter(None, keys)), **told), keys, alone)

    def _left_out(
        self, last_line: int, batch: list[list[str]]
    ) -> Iterator[tuple[int, str, Message]]:
        """The rows that say the opposite of what is wanted; they are empty in `batch` afterwards."""
        unwanted = not self._context.allowing
        for place, said in self._marks:
            if unwanted not in [said[row[place]] for row in batch if place < len(row)]:
                continue
            for at, row in enumerate(batch):
                allows = said[row[place]] if place < len(row) else None
                if refusal := self._context.refusal(allows=allows):
                    texts = (row[p] for p in self._shape.numbers if p < len(row))
                    text = next(filter(None, texts), "")
                    batch[at] = []
                    yield last_line - len(batch) + 1 + at, text, refusal

    def _ranges(self, last_line: int, batch: list[list[str]], end: int) -> Iterator[Row]:
        first_line, wide = last_line - len(batch) + 1, max(self._width, end + 1)
        for line, given in enumerate(batch, first_line):
            if not any(given):
                continue
            row = [*given, *[""] * (wide - len(given))]
            first = unguarded(row[self._shape.places["number"]].strip())
            last = unguarded(row[end].strip())
            if not first or last in {"", first}:
                yield from self._one(line, row, self._shape.numbers[0])
                continue
            meant = self._numbering.stretch(first, last)
            if isinstance(meant, Message):
                yield rejected(line, f"{first}..{last}", meant)
            else:
                yield self._evidence(meant, row)

    def _one(self, line: int, row: list[str], place: int) -> Iterator[Row]:
        text = unguarded(row[place].strip())
        separator = self._shape.separator
        if _is_ruler("".join(row)):
            return
        if not text:
            yield rejected(line, separator.join(row).rstrip(separator), NO_NUMBER)
            return
        if text.startswith("# ") and holds_a_number(text):
            yield rejected(line, text, NOT_READ)
            return
        meant = self._numbering.stored(text)
        if not isinstance(meant, Message):
            yield self._evidence(meant, row)
        elif keys := several(text, self._numbering):
            for key in keys:
                yield self._evidence((key, key), row)
        else:
            yield rejected(line, text, meant)

    def _evidence(self, meant: tuple[int, int], row: list[str]) -> Evidence:
        low, high = meant
        (made,) = Batch([low], **self._told(lambda place: [row[place]]))
        return made._replace(high=high)

    def _told(self, column: Callable[[int], Sequence[str]]) -> Told:
        """What the cells of each column say of their rows."""
        told: Told = {
            meaning: cells.column(column(self._shape.places[meaning]))
            for meaning, cells in self._cells.items()
        }
        reports, reporters = told.get("reports"), told.get("reporters")
        if reports and reporters:
            told["reporters"] = [
                b if a is None else a for a, b in zip(reporters, reports, strict=True)
            ]
        elif reports:
            told["reporters"] = reports
        for counts in _WHERE_NONE.keys() & told:
            told[counts] = [_WHERE_NONE[counts] if n is None else n for n in told[counts]]
        return {_FIELDS.get(meaning, meaning): cells for meaning, cells in told.items()}


def _is_ruler(text: str) -> bool:
    return ("---" in text or "===" in text) and _RULER.issuperset(text)


def _further(cells: Sequence[str], block: Block) -> Iterator[Rejected]:
    if may_hold_numbers(cells):
        for line, cell in enumerate(cells, block.first_line):
            if number_like(cell):
                yield rejected(line, cell, FURTHER)


def _wanted(numbers: Sequence[list[str]], n: int) -> list[bool] | None:
    """Of the cells of a column those with a number that no column before has in the same row; `None` for all."""
    if len(numbers) == 1:
        return None
    texts, earlier = numbers[n], numbers[:n]
    if "" not in texts and not any(any(map(eq, texts, others)) for others in earlier):
        return None
    rows = zip(texts, *earlier, strict=True)
    return [bool(text) and text not in others for text, *others in rows]


def _chosen(cells: Sequence[Cell], wanted: Sequence[int] | None) -> Sequence[Cell]:
    return cells if wanted is None else list(compress(cells, wanted))


def _words(text: str) -> str:
    return row_text(unguarded(text))


_FIELDS = {"first": "first_day", "last": "last_day"}
_WHERE_NONE = {"reports": 1, "disputes": 0}


def _readers(days: Days) -> dict[str, CellCache[Any]]:
    """By the meaning of a column; each file writes its days its own way."""
    return {
        "reporters": CellCache(count_of),
        "reports": CellCache(count_of),
        "disputes": CellCache(count_of),
        "first": DayCache(days),
        "last": DayCache(days),
        "category": CellCache(kind_of),
        "company": WordCache(_words),
        "note": WordCache(_words),
    }

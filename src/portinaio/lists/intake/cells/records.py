"""Tables of other programs, each with its own titles: plain numbers are read by the thousand, other rows one by one."""

from __future__ import annotations

import sys
from itertools import compress
from operator import not_
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.evidence import Batch
from portinaio.core.tables.formula import unguarded
from portinaio.lists.intake.cells.block import Block, blocks_of
from portinaio.lists.intake.cells.remarks import told_above
from portinaio.lists.intake.cells.words import WordCache
from portinaio.lists.intake.columns import MOST_COLUMNS, first_rows, named, separator_of
from portinaio.lists.intake.keys.plain_rules import GROUPED
from portinaio.lists.intake.row import row_text
from portinaio.lists.intake.text import decoded, head_of

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterator, Sequence
    from io import BufferedReader

    from portinaio.lists.intake.format import Context, Row, Rows

    Record = dict[str, str]
    """Cells by the titles of their columns, in small letters."""


_NOWHERE = sys.maxsize
"""Where every row is empty."""


class Titles(NamedTuple):
    """Of the columns that the plain rows of a table are read by."""

    number: str
    words: str
    refusing: tuple[str, ...] = ()
    """Those whose cells may have a row refused, whatever its number."""
    spelled: re.Pattern[str] = GROUPED


def read_records(
    source: BufferedReader,
    context: Context,
    row: Callable[[int, Record], Row],
    titles: Titles,
    refusal: Callable[[Record], object] = lambda _record: None,
) -> Iterator[Rows]:
    """`row` reads a record by itself, unless there is a plain number in it and no `refusal` in the `refusing` columns."""
    head = head_of(source)
    separator = separator_of(decoded(head).splitlines()[:20])
    names = [named(name) for name in next(iter(first_rows(head, 1)), [])[:MOST_COLUMNS]]
    at = {name: place for place, name in enumerate(names)}
    number, words, *refusing = (at.get(n, _NOWHERE) for n in (*titles[:2], *titles.refusing))
    known = WordCache(_words)
    yield from told_above(source)
    for stretch in blocks_of(source, separator):
        block = stretch if isinstance(stretch, Block) else Block.of_rows(*stretch)
        kinds = set(zip(*map(block.column, refusing), strict=True))
        records = (dict(zip(titles.refusing, map(_bare, kind), strict=True)) for kind in kinds)
        keys: Sequence[int] = [0] * block.count
        if not any(map(refusal, records)):
            keys = context.numbering.keys_of(block.column(number), titles.spelled)
        good = [key for key in keys if key]
        batch = Batch(good, company=known.column(list(compress(block.column(words), keys))))

        def alone(place: int, block: Block = block) -> Iterator[Row]:
            cells = [_bare(cell) for cell in block.row(place)]
            if any(cells):
                yield row(block.first_line + place, dict(zip(names, cells, strict=False)))

        yield from in_order(batch, keys, alone)


def in_order(
    batch: Batch, keys: Sequence[int], alone: Callable[[int], Iterator[Row]]
) -> Iterator[Rows]:
    """`batch` has those rows that have keys; each of the others comes as `alone` reads it, in its place."""
    done = 0
    for n, place in enumerate(compress(range(len(keys)), map(not_, keys))):
        rows = list(alone(place))
        if rows and done < place - n:
            yield batch.part(done, place - n)
            done = place - n
        yield from rows
    if done < len(batch):
        yield batch.part(done, len(batch)) if done else batch


def _bare(cell: str) -> str:
    return unguarded(cell.strip())


def _words(cell: str) -> str:
    return row_text(_bare(cell))

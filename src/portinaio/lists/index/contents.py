"""What the rows of a list have in common: how fresh the newest is, and whether any says how many reported a number."""

from __future__ import annotations

from functools import reduce
from itertools import chain
from operator import or_
from typing import TYPE_CHECKING, NamedTuple

from portinaio.lists.index.layout import CURATED, DELETED, EPOCH, SEEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.lists.index.mapped import IndexFile
    from portinaio.lists.index.reader import ListIndex

_PART = 1 << 12  # rows at a time: a daemon keeps what memory it once took
_COUNT = 0xFFFF
_CATEGORY = 0b1111


class Contents(NamedTuple):
    newest: int = 0
    """Proleptic ordinal of the last report of any row; 0 where the list gives no day."""
    counted: bool = False
    undated: bool = False
    """Whether any row has its day from the syncs alone, or none."""


def contents_of(index: ListIndex) -> Contents:
    """A tenth of a second a million rows. One that was changed or deleted since counts as well."""
    newest, counted, undated = 0, False, False
    for bits, hot in chain.from_iterable(map(_parts, filter(None, (index.base, index.changes)))):
        any_bit, given = reduce(or_, bits, 0), set(hot)
        if any_bit & SEEN or any_bit >> 6 & _CATEGORY == DELETED:  # of some, or of all together
            given, alive = _told_apart(bits, hot)
            undated = undated or any(bit & SEEN for bit in bits)
        else:
            alive = given
        days = {seen >> 16 for seen in given}
        newest = max(newest, max(days, default=0))
        undated = undated or 0 in days
        counted = counted or any(seen & _COUNT != CURATED for seen in alive)
    return Contents(newest + EPOCH if newest else 0, counted, undated)


def _told_apart(bits: list[int], hot: list[int]) -> tuple[set[int], set[int]]:
    """What stands in the hot columns of rows whose day the list gives, and of those that are not deleted."""
    dated = {seen for bit, seen in zip(bits, hot, strict=True) if not bit & SEEN}
    alive = {seen for bit, seen in zip(bits, hot, strict=True) if bit >> 6 & _CATEGORY != DELETED}
    return dated, alive


def _parts(file: IndexFile) -> Iterator[tuple[list[int], list[int]]]:
    """The lowest bits of some rows, and what stands in their hot columns."""
    for begin in range(0, file.n, _PART):
        end = begin + _PART
        yield file.records[begin:end].tolist(), file.hot[begin:end].tolist()
    if file.header.wide:
        wide = file.wide_hot.tolist()
        yield wide[::2], wide[1::2]

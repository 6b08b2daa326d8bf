"""What has changed between two generations of a list: a number that came, one that is told otherwise, one that went."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.evidence import CATEGORIES
from portinaio.lists.index.layout import CURATED, DELETED, EPOCH, LOW_BITS
from portinaio.lists.index.segments import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from portinaio.core.evidence import Evidence
    from portinaio.lists.index.mapped import IndexFile
    from portinaio.lists.index.reader import ListIndex
    from portinaio.lists.intake.format import Gone

    Told = tuple[int, object]
    """A key, and what is said of it."""


class Difference(NamedTuple):
    accepted: int = 0
    updated: int = 0
    removed: int = 0


def difference(old: ListIndex | None, new: ListIndex) -> Difference:
    """One pass over both, without holding either."""
    if old is None:
        return Difference(accepted=len(new))
    stretches = _of_stretches(old, new)
    numbers = _of_numbers(_numbers(old), _numbers(new))
    return Difference(*(a + b for a, b in zip(stretches, numbers, strict=True)))


def _of_numbers(old: Iterator[Told], new: Iterator[Told]) -> Difference:
    accepted = updated = removed = 0
    was, now = next(old, None), next(new, None)
    while was and now:
        if was[0] == now[0]:
            updated += was[1] != now[1]
            was, now = next(old, None), next(new, None)
        elif was[0] < now[0]:
            removed += 1
            was = next(old, None)
        else:
            accepted += 1
            now = next(new, None)
    removed += (was is not None) + sum(1 for _ in old)
    accepted += (now is not None) + sum(1 for _ in new)
    return Difference(accepted, updated, removed)


def _numbers(index: ListIndex) -> Iterator[Told]:
    if (
        index.changes is None
    ):  # straight from the columns; a row for each number would take ten times as long
        base = index.base
        for record, hot in zip(base.records, base.hot, strict=True):
            yield record >> LOW_BITS, (hot, record >> 6 & 0b1111)
        return
    for row in index.rows():
        if row.low != row.high:
            return  # single numbers come first
        yield row.low, _columns(row)


def _columns(row: Evidence) -> tuple[int, int]:
    """What the hot columns say of a row."""
    return _hot(row), CATEGORIES.index(row.category)


def _hot(row: Evidence) -> int:
    reporters = CURATED if row.reporters is None else row.reporters
    day = row.last_day - EPOCH if row.last_day else 0
    return reporters | day << 16


def _of_stretches(old: ListIndex, new: ListIndex) -> Difference:
    was = {(row.low, row.high): row for row in old.stretches_in.stretches()}
    now = {(row.low, row.high): row for row in new.stretches_in.stretches()}
    both = was.keys() & now.keys()
    return Difference(
        len(now.keys() - both), sum(was[k] != now[k] for k in both), len(was.keys() - both)
    )


def increment(index: ListIndex, rows: Sequence[Evidence], gone: Sequence[Gone]) -> Difference:
    """What an increment does to the list, as far as it does anything."""
    standing = _Standing(index)
    known = [standing.says(row) for row in rows]
    removed = sum(standing.row(each.low, each.high) is not None for each in gone)
    return Difference(known.count(None), known.count(False), removed)


class _Standing:
    """The rows of a list by both their keys: another one that means the same numbers is another row."""

    def __init__(self, index: ListIndex) -> None:
        self._files = tuple(filter(None, (index.changes, index.base)))
        self._wide = index.stretches_in
        self._lows, self._highs = self._wide.wide[::2], self._wide.wide[1::2]
        self._kinds: dict[int, tuple[int, int]] = {}
        """Where the stretches of a length begin and end."""

    def says(self, row: Evidence) -> bool | None:
        """Whether it stands there exactly so; `None` where it does not stand there."""
        if row.low == row.high:
            for file in self._files:
                place = file.place(row.low)
                if file.stands_at(place, row.low):
                    if _is_deleted(file, place):
                        return None
                    return file.hot[place] == _hot(row) and file.evidence(place) == row
            return None
        standing = self._stretch(row.low, row.high)
        return standing and standing == row

    def row(self, low: int, high: int) -> Evidence | None:
        return self._number(low) if low == high else self._stretch(low, high)

    def _number(self, key: int) -> Evidence | None:
        for file in self._files:
            place = file.place(key)
            if file.stands_at(place, key):
                return None if _is_deleted(file, place) else file.evidence(place)
        return None

    def _stretch(self, low: int, high: int) -> Evidence | None:
        begin, end = self._of_kind(kind_of(low))
        place = bisect_left(self._lows, low, begin, end)
        while place < end and self._lows[place] == low:
            if self._highs[place] == high:
                return self._wide.wide_evidence(place)
            place += 1
        return None

    def _of_kind(self, kind: int) -> tuple[int, int]:
        if kind not in self._kinds:
            begin, end = (bisect_left(self._lows, each, key=kind_of) for each in (kind, kind + 1))
            self._kinds[kind] = begin, end
        return self._kinds[kind]


def _is_deleted(file: IndexFile, place: int) -> bool:
    return file.records[place] >> 6 & 0b1111 == DELETED

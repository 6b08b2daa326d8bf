"""What has changed between two generations of a list: a number that came, one that is told otherwise, one that went."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.evidence import CATEGORIES
from portinaio.lists.index.layout import CURATED, EPOCH, LOW_BITS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from portinaio.core.evidence import Evidence
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
    reporters = CURATED if row.reporters is None else row.reporters
    day = row.last_day - EPOCH if row.last_day else 0
    return reporters | day << 16, CATEGORIES.index(row.category)


def _of_stretches(old: ListIndex, new: ListIndex) -> Difference:
    was = {(row.low, row.high): row for row in old.stretches_in.stretches()}
    now = {(row.low, row.high): row for row in new.stretches_in.stretches()}
    both = was.keys() & now.keys()
    return Difference(
        len(now.keys() - both), sum(was[k] != now[k] for k in both), len(was.keys() - both)
    )


def increment(index: ListIndex, rows: Sequence[Evidence], gone: Sequence[Gone]) -> Difference:
    """What an increment does to the list, as far as it does anything."""
    accepted = updated = 0
    for row in rows:
        standing = _standing_row(index, row.low, row.high)
        accepted += standing is None
        updated += standing is not None and standing != row
    removed = sum(_standing_row(index, each.low, each.high) is not None for each in gone)
    return Difference(accepted, updated, removed)


def _standing_row(index: ListIndex, low: int, high: int) -> Evidence | None:
    hit = index.find(low)
    if hit is None:
        return None
    row = index.detail(hit)
    return row if (row.low, row.high) == (low, high) else None

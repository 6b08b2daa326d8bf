"""A day's differences laid over a list, without touching its index file.

What was added, changed or deleted since the base was built stands in one small file beside it, looked up first. A day
that would make it larger than a twentieth of the base folds everything into a new base instead. Changes name the base
they belong to: between the two renames of such a folding, a reader finds the new base and no changes, which is right.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from portinaio.lists.index import layout
from portinaio.lists.index.build import BuildResult, Kind, write
from portinaio.lists.index.layout import LOW_BITS
from portinaio.lists.index.reader import ListIndex, changes_path
from portinaio.lists.index.swap import note_checked, withdraw

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portinaio.core.evidence import Evidence

LARGEST_SHARE = 0.05  # of the base
LARGEST = 100_000  # entries; they are held in memory while they are sorted, some 30 MiB


def change(
    path: Path,
    rows: Iterable[Evidence],
    gone: Iterable[tuple[int, int]],
    *,
    list_date: int,
    created: int,
) -> BuildResult:
    """Takes `gone`, low and high keys, off the list and then puts `rows` on it; a row replaces the one of before.

    Says what stands on the list afterwards, and how many bytes were written.
    """
    index = ListIndex.open(path)
    singles, stretches = _present(index)
    touched = _apply(rows, gone, singles, stretches)
    brings_stretches = touched or index.stretches_in is index.changes
    base = index.base
    kept = [row for row in singles.values() if row]
    deleted = [
        key for key, row in singles.items() if not row and base.stands_at(base.place(key), key)
    ]
    kind = Kind(
        list_date,
        created,
        layout.IS_CHANGES | (layout.HAS_STRETCHES if brings_stretches else 0),
        base,
    )
    kept.extend(stretches.values() if brings_stretches else ())
    written = write(kept, deleted, changes_path(path), kind)
    changed = ListIndex.open(path)
    if written.entries + written.stretches > min(LARGEST_SHARE * len(index), LARGEST):
        return fold(changed, list_date=list_date, created=created)
    wide = changed.stretches_in.header.wide
    return BuildResult(len(changed) - wide, wide, written.bytes)


def _apply(
    rows: Iterable[Evidence],
    gone: Iterable[tuple[int, int]],
    singles: dict[int, Evidence | None],
    stretches: dict[tuple[int, int], Evidence],
) -> bool:
    """Whether one of the stretches is another than before."""
    touched = False
    for low, high in gone:
        if low == high:
            singles[low] = None
        else:
            touched = stretches.pop((low, high), None) is not None or touched
    for row in rows:
        if row.low == row.high:
            singles[row.low] = row
        else:
            stretches[row.low, row.high] = row
            touched = True
    return touched


def fold(index: ListIndex, *, list_date: int, created: int) -> BuildResult:
    """Base and changes become a new base."""
    path = Path(index.path)
    what_it_is = index.base.header.flags & (layout.OF_COMPLAINTS | layout.OF_INNOCENTS)
    kind = Kind(list_date, created, what_it_is)
    built = write(index.rows(), (), path, kind, ordered=True)
    if index.base.checked_day:
        note_checked(path, index.base.checked_day)
    withdraw(changes_path(path))
    return built


def _present(
    index: ListIndex,
) -> tuple[dict[int, Evidence | None], dict[tuple[int, int], Evidence]]:
    """What the changes say so far, `None` for a deleted number; and every stretch."""
    stretches = {(row.low, row.high): row for row in index.stretches_in.stretches()}
    changes = index.changes
    if changes is None:
        return {}, stretches
    singles: dict[int, Evidence | None] = {}
    for place, record in enumerate(changes.records):
        deleted = record >> 6 & 0b1111 == layout.DELETED
        singles[record >> LOW_BITS] = None if deleted else changes.evidence(place)
    return singles, stretches

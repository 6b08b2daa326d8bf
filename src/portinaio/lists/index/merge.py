"""How the rows of one number become one.

Complaint files hold a number once for each complaint, so reporters, reports and disputes add up; the first day is the
earliest, the last day the latest. Category and company are those of the latest row that names one. A row without a
count beside rows with one adds a report and no reporter; rows without counts alone stay curated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.lists.index import layout
from portinaio.lists.index.spill import Packed, unpacked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_KEYS_BYTES = 16  # of a packed row: low and high key


def merged(rows: Iterable[bytes]) -> Iterator[Packed]:
    """One row for each number or stretch; `rows` are sorted."""
    so_far: Packed | None = None
    keys = b""
    for data in rows:
        row = unpacked(data)
        if data[:_KEYS_BYTES] == keys and so_far:
            so_far = _joined(so_far, row)
            continue
        if so_far:
            yield so_far
        keys = data[:_KEYS_BYTES]
        so_far = row
    if so_far:
        yield so_far


def _joined(older: Packed, newer: Packed) -> Packed:
    if layout.DELETED in {older.category, newer.category}:  # deleted and there again: there
        return older if newer.category == layout.DELETED else newer
    counts = [row.reporters for row in (older, newer) if row.reporters != layout.CURATED]
    return Packed(
        older.low,
        older.high,
        newer.last_day,
        min(sum(counts), layout.MOST) if counts else layout.CURATED,
        min(older.disputes + newer.disputes, layout.MOST),
        min(filter(None, (older.first_day, newer.first_day)), default=0),
        min(older.reports + newer.reports, layout.MOST_REPORTS),
        newer.category or older.category,
        newer.company or older.company,
        newer.seen,
    )

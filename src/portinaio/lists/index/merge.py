"""How the rows of one number become one.

Complaint files hold a number once for each complaint, so reporters, reports and disputes add up; the first day is the
earliest, the last day the latest. Category and company are those of the latest row that names one. A row without a
count beside rows with one adds a report and no reporter; rows without counts alone stay curated.
"""

from __future__ import annotations

from operator import eq
from typing import TYPE_CHECKING

from portinaio.lists.index import layout
from portinaio.lists.index.packing import CATEGORY, ROW, SEEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portinaio.lists.index.packing import Packed


def merged(batches: Iterable[list[bytes]], size: int) -> Iterator[list[Packed]]:
    """One row for each number or stretch, `size` at a time and in the end the rest; those of `batches` are sorted."""
    rows: list[Packed] = []
    for batch in batches:
        rows += ROW.iter_unpack(b"".join(batch))
        if len({row[0] for row in rows}) < len(rows):
            rows = _joined(rows)
        while len(rows) > size:  # the next batch may go on with the last row
            yield rows[:size]
            rows = rows[size:]
    if rows:
        yield rows


def _joined(rows: list[Packed]) -> list[Packed]:
    lows = [row[0] for row in rows]
    alike = [at for at, same in enumerate(map(eq, lows, lows[1:]), 1) if same]
    joined: list[Packed] = []
    done = 0
    for at in alike:
        joined += rows[done:at]
        last, row, done = joined[-1], rows[at], at + 1
        if row[1] == last[1]:
            joined[-1] = _both(last, row)
        else:  # of another length, and so another stretch
            joined.append(row)
    return joined + rows[done:]


def _both(older: Packed, newer: Packed) -> Packed:
    low, high, _, had, disputed, first, reports, kind, company = older
    _, _, last, has, disputes, newer_first, newer_reports, newer_kind, newer_company = newer
    if layout.DELETED in {kind & CATEGORY, newer_kind & CATEGORY}:  # deleted and there again: there
        return older if newer_kind & CATEGORY == layout.DELETED else newer
    if had == layout.CURATED:
        reporters = has
    else:
        reporters = had if has == layout.CURATED else min(had + has, layout.MOST)
    return (
        low,
        high,
        last,
        reporters,
        min(disputed + disputes, layout.MOST),
        min(first, newer_first) or first or newer_first,
        min(reports + newer_reports, layout.MOST_REPORTS),
        (newer_kind & CATEGORY or kind & CATEGORY) | newer_kind & SEEN,
        newer_company or company,
    )

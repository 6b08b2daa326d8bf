"""How the rows of one number become one.

Complaint files hold a number once for each complaint, so reporters, reports and disputes add up; the first day is the
earliest, the last day the latest. Category and company are those of the latest row that names one. A row without a
count beside rows with one adds a report and no reporter; rows without counts alone stay curated.
"""

from __future__ import annotations

from operator import eq
from typing import TYPE_CHECKING

from portinaio.lists.index import layout
from portinaio.lists.index.packing import CATEGORY, ROW, SEEN, columns_of, lows_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from portinaio.lists.index.packing import Columns, Packed


def merged(batches: Iterable[list[bytes]], size: int) -> Iterator[Columns]:
    """One row for each number or stretch, column by column, `size` at a time and in the end the rest; those of `batches` are sorted."""
    pending: list[bytes] = []
    for batch in batches:
        if pending and batch:  # which may go on with the last one
            batch = [pending.pop(), *batch]  # noqa: PLW2901  # the same rows, one more
        lows = lows_of(b"".join(batch))
        pending += _joined(batch, lows) if any(map(eq, lows, lows[1:])) else batch
        whole = max(len(pending) - 1, 0) // size * size
        for at in range(0, whole, size):
            yield columns_of(b"".join(pending[at : at + size]))
        del pending[:whole]
    if pending:
        yield columns_of(b"".join(pending))


def _joined(packed: list[bytes], lows: Sequence[int]) -> list[bytes]:
    alike = [at for at, same in enumerate(map(eq, lows, lows[1:]), 1) if same]
    joined: list[bytes] = []
    older: Packed | None = None
    done = 0
    for at in alike:
        if older is None or at > done:
            joined += _packed(older) + packed[done : at - 1]
            older = ROW.unpack(packed[at - 1])
        newer, done = ROW.unpack(packed[at]), at + 1
        if older[1] == newer[1]:
            older = _both(older, newer)
        else:  # of another length, and so another stretch
            joined += _packed(older)
            older = newer
    return joined + _packed(older) + packed[done:]


def _packed(row: Packed | None) -> list[bytes]:
    return [ROW.pack(*row)] if row else []


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

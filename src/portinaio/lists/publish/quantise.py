"""An index file as rows that are published: days as weeks, counts as powers of two, so that a day changes little of them.

Everything is rounded down: a week begins on its Monday, and what was reported seven times is told as four, which is what
eight of its readers would have seen a week ago. Below five, where each report matters, counts stay as they are.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.evidence import CATEGORIES
from portinaio.lists.index import layout
from portinaio.lists.index.layout import CURATED, EPOCH, LOW_BITS
from portinaio.lists.index.layout import SEEN as SEEN_BIT
from portinaio.lists.site.planes import SEEN, Rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portinaio.lists.index.mapped import IndexFile
    from portinaio.lists.site.planes import Row

EXACT = 4
_WEEK = 7
_MONDAY = EPOCH % _WEEK  # ordinal 1 was a Monday, 1970-01-01 a Thursday


class Source(NamedTuple):
    """Rows as they are published, but for the day of those that give none."""

    singles: Rows
    wide: list[Row]


def rounded(count: int) -> int:
    return count if count <= EXACT else 1 << (count.bit_length() - 1)


def week(day: int) -> int:
    """The Monday of a day since 1970-01-01; 0 stays 0, and the very first week is its first day."""
    return max(day - (day + _MONDAY - 1) % _WEEK, 1) if day else 0


_COUNTS = [rounded(n) for n in range(layout.MOST + 1)] + [CURATED]
_DAYS = [week(day) for day in range(layout.LAST_DAY + 1)]


def source_of(file: IndexFile) -> Source:
    """A row whose day is none of the list's own has none here."""
    return Source(_singles(file), sorted(_wide(file), key=_place))


def _singles(file: IndexFile) -> Rows:
    bits, hot = file.records, file.hot
    lows = array("Q", [record >> LOW_BITS for record in bits])
    lasts = array(
        "H",
        [0 if b & SEEN_BIT else _DAYS[h >> 16] for b, h in zip(bits, hot, strict=True)],
    )
    reporters = array("H", [_COUNTS[h & 0xFFFF] for h in hot])
    kinds = array("B", [record >> 6 & 0b1111 for record in bits])
    cold = file.cold_rows()
    if cold is None:
        nothing = array("H", bytes(2 * file.n))
        reports = array("I", [1]) * file.n
        return Rows((lows, lows, lasts, nothing, reporters, reports, nothing, kinds), [""] * file.n)
    refs, told, disputes, firsts = zip(*cold, strict=True)
    names = {ref: file.text(ref) for ref in set(refs)}
    return Rows(
        (
            lows,
            lows,
            lasts,
            array("H", [_DAYS[day] for day in firsts]),
            reporters,
            array("I", map(rounded, told)),
            array("H", [_COUNTS[n] for n in disputes]),
            kinds,
        ),
        [names[ref] for ref in refs],
    )


def _wide(file: IndexFile) -> Iterable[Row]:
    for row in file.stretches():
        yield (
            row.low,
            row.high,
            0 if row.seen or not row.last_day else week(row.last_day - EPOCH),
            week(row.first_day - EPOCH) if row.first_day else 0,
            CURATED if row.reporters is None else rounded(row.reporters),
            rounded(row.reports),
            rounded(row.disputes),
            CATEGORIES.index(row.category),
            row.company,
        )


def _place(row: Row) -> tuple[int, int]:
    return row[0], row[1]


def undated(row: Row, before: Row | None, this_week: int) -> Row:
    """With the day since which it stands there as it does: that of the row before, if it says as many, else this week."""
    low, high, _, first, reporters, reports, disputes, kind, company = row
    since = this_week
    if before and before[7] & SEEN and before[4] == reporters:
        since = before[2]
    return low, high, since, first, reporters, reports, disputes, kind | SEEN, company

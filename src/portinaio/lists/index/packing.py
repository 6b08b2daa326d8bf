"""Rows of a list as bytes that sort as the rows do: by keys, then by the last day, then by everything else.

So the rows of one number come oldest first, and the outcome does not depend on the order in which they came in.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from portinaio.core.evidence import CATEGORIES
from portinaio.lists.index import layout

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from portinaio.core.evidence import Evidence

    Packed = tuple[int, int, int, int, int, int, int, int, int]
    """Low and high key, last day, reporters, disputes, first day, reports, category, company; numbers within their bounds,
    days since the epoch. What is more than a category in its byte, `SEEN`, says that the last day is not the list's own; the
    company is its place in the notebook of names, 0 = none.
    """

ROW = struct.Struct(">QQHHHHIBI")  # big-endian: bytes that sort like the numbers in them
SEEN = 1 << 7  # of the byte of the category
CATEGORY = SEEN - 1
KEY = (1 << layout.CLASS_SHIFT) - 1
"""Of what is packed as the low key of a beginning or stretch; above it lies of which kind it is."""
_LENGTH = 0b1111
_CODES = {word: code for code, word in enumerate(CATEGORIES)}
_MOST_DAYS = 10_000  # kept in memory; thirty years


def packed_singles(
    rows: Iterable[Evidence],
    newest: int,
    *,
    place_of: Callable[[str], int],
    wide: Callable[[bytes], None],
) -> Iterator[bytes]:
    """Single numbers go on, the others to `wide`; `place_of` keeps the name of a company.

    `newest` is the last day of which a report can be. `UntrustedListError` where the keys are none.
    """
    pack, days, codes = ROW.pack, _Days(newest), _CODES
    for low, high, reporters, reports, disputes, first, last, category, company, _, seen in rows:
        if not 0 < low <= high < 1 << layout.CLASS_SHIFT:
            raise layout.senseless()
        # Beginnings before stretches, these by length.
        kind = 0 if low == high else (low & _LENGTH) << layout.CLASS_SHIFT
        data = pack(
            kind | low,
            high,
            days[last],
            layout.CURATED if reporters is None else _within(reporters, layout.MOST),
            disputes and _within(disputes, layout.MOST),
            days[first],
            1 if reports == 1 else _within(reports, layout.MOST_REPORTS),
            codes.get(category, 0) | (SEEN if seen else 0),
            place_of(company) if company else 0,
        )
        if low == high:
            yield data
        else:
            wide(data)


def packed_deletion(key: int) -> bytes:
    return ROW.pack(key, key, 0, layout.CURATED, 0, 0, 1, layout.DELETED, 0)


def _within(count: int, most: int) -> int:
    return count if 0 <= count <= most else min(max(count, 0), most)


class _Days(dict[int, int]):
    """Since the epoch, by ordinal; 0 of a day to come, which says nothing, and would be as fresh at each sync as at the first."""

    def __init__(self, newest: int) -> None:
        super().__init__({0: 0})
        self._newest = newest

    def __missing__(self, ordinal: int) -> int:
        if ordinal > self._newest + 1:  # by one it is tomorrow elsewhere
            day = 0
        else:
            day = _within(min(ordinal, self._newest) - layout.EPOCH, layout.LAST_DAY)
        if len(self) < _MOST_DAYS:
            self[ordinal] = day
        return day

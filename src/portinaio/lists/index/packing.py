"""Rows of a list as bytes that sort as the rows do: by keys, then by the last day, then by everything else.

So the rows of one number come oldest first, and the outcome does not depend on the order in which they came in.
"""

from __future__ import annotations

import struct
from array import array
from functools import partial
from itertools import repeat
from sys import byteorder
from typing import TYPE_CHECKING, Any

from portinaio.core.evidence import CATEGORIES, Batch
from portinaio.lists.index import layout
from portinaio.lists.index.interleave import Rows, interleaved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from portinaio.core.evidence import Evidence

    Packed = tuple[int, int, int, int, int, int, int, int, int]
    """Low and high key, last day, reporters, disputes, first day, reports, category, company; numbers within their bounds,
    days since the epoch. What is more than a category in its byte, `SEEN`, says that the last day is not the list's own; the
    company is its place in the notebook of names, 0 = none.
    """
    Columns = tuple[Sequence[int], ...]
    """Those of such rows."""

_KINDS = "QQHHHHIBI"
ROW = struct.Struct(f">{_KINDS}")  # big-endian: bytes that sort like the numbers in them
ROWS = Rows(ROW.size)
_FIELDS = tuple(zip((0, 8, 16, 18, 20, 22, 24, 28, 29), _KINDS, strict=True))
"""Where each begins, and how wide it is."""
SEEN = 1 << 7  # of the byte of the category
CATEGORY = SEEN - 1
KEY = (1 << layout.CLASS_SHIFT) - 1
"""Of what is packed as the low key of a beginning or stretch; above it lies of which kind it is."""
_LENGTH = 0b1111
_CODES = {word: code for code, word in enumerate(CATEGORIES)}
_FEW = 1 << 10  # rows given on at once
_MOST_KEPT = 10_000  # in memory; of days thirty years


def packed_singles(
    rows: Iterable[Evidence | Batch],
    newest: int,
    *,
    place_of: Callable[[str], int],
    wide: Callable[[bytes], None],
) -> Iterator[list[bytes]]:
    """Single numbers go on, some at a time, the others to `wide`; `place_of` keeps the name of a company.

    `newest` is the last day of which a report can be. `UntrustedListError` where the keys are none.
    """
    packing = _Packing(newest, place_of)
    few: list[bytes] = []
    for row in rows:
        if isinstance(row, Batch):
            yield packing.batch(row)
            continue
        data = packing.row(row)
        if row.low == row.high:
            few.append(data)
        else:
            wide(data)
        if len(few) == _FEW:
            yield few
            few = []
    yield few


def columns_of(data: bytes) -> Columns:
    """Of packed rows, end to end."""
    return tuple(_column(data, place, kind) for place, kind in _FIELDS)


def lows_of(data: bytes) -> Sequence[int]:
    return _column(data, *_FIELDS[0])


def _column(data: bytes, place: int, kind: str) -> array[int]:
    """Byte by byte, each a slice of all rows: an object for each field of each row takes four times as long."""
    column = array(kind)
    width, count = column.itemsize, len(data) // ROW.size
    parts = [data[place + nth :: ROW.size] for nth in range(width)]
    if all(part.count(part[:1]) == count for part in parts):
        together = data[place : place + width] * count
    else:
        mixed = bytearray(width * count)
        for nth, part in enumerate(parts):
            mixed[nth::width] = part
        together = bytes(mixed)
    column.frombytes(together)
    if byteorder == "little":
        column.byteswap()
    return column


class _Packing:
    """What stands in the fields of a row, worked out once for each that stands there often."""

    def __init__(self, newest: int, place_of: Callable[[str], int]) -> None:
        self._days = _Memo(partial(_day, newest))
        self._reporters = _Memo(lambda n: layout.CURATED if n is None else _within(n, layout.MOST))
        self._disputes = _Memo(lambda n: _within(n, layout.MOST))
        self._reports = _Memo(lambda n: _within(n, layout.MOST_REPORTS))
        self._categories = _Memo(lambda word: _CODES.get(word, 0))
        self._companies = _Memo(place_of)
        self._fields = (
            ("last_day", self._days),
            ("reporters", self._reporters),
            ("disputes", self._disputes),
            ("first_day", self._days),
            ("reports", self._reports),
            ("category", self._categories),
            ("company", self._companies),
        )

    def row(self, row: Evidence) -> bytes:
        low, high, reporters, reports, disputes, first, last, category, company, _, seen = row
        if not 0 < low <= high < 1 << layout.CLASS_SHIFT:
            raise layout.senseless()
        # Beginnings before stretches, these by length.
        kind = 0 if low == high else (low & _LENGTH) << layout.CLASS_SHIFT
        return ROW.pack(
            kind | low,
            high,
            self._days[last],
            self._reporters[reporters],
            self._disputes[disputes],
            self._days[first],
            self._reports[reports],
            self._categories[category] | (SEEN if seen else 0),
            self._companies[company],
        )

    def batch(self, rows: Batch) -> list[bytes]:
        """As `row` of each, column by column."""
        keys, told = rows.keys, rows.columns
        if isinstance(told["seen"], list):  # formats know nothing of that
            return list(map(self.row, rows))
        if keys and not 0 < min(keys) <= max(keys) < 1 << layout.CLASS_SHIFT:
            raise layout.senseless()
        columns = [
            [packed[next(iter(cells))]]
            if isinstance(cells := told[name], repeat)
            else list(map(packed.__getitem__, cells))
            for name, packed in self._fields
        ]
        return ROWS.apart(interleaved((keys, keys, *columns), _KINDS, len(keys), big=True))


def packed_deletion(key: int) -> bytes:
    return ROW.pack(key, key, 0, layout.CURATED, 0, 0, 1, layout.DELETED, 0)


def _within(count: int, most: int) -> int:
    return count if 0 <= count <= most else min(max(count, 0), most)


def _day(newest: int, ordinal: int) -> int:
    """Since the epoch; 0 of a day to come, which says nothing, and would be as fresh at each sync as at the first."""
    if not ordinal or ordinal > newest + 1:  # by one it is tomorrow elsewhere
        return 0
    return _within(min(ordinal, newest) - layout.EPOCH, layout.LAST_DAY)


class _Memo(dict[Any, int]):
    def __init__(self, packed: Callable[[Any], int]) -> None:
        super().__init__()
        self._packed = packed

    def __missing__(self, cell: object) -> int:
        packed = self._packed(cell)
        if len(self) < _MOST_KEPT:
            self[cell] = packed
        return packed

"""Beginnings and stretches that lie inside and across one another, cut into segments that each have one owner.

The narrowest wins; of two equally wide ones the higher. Beginnings and stretches of each length are cut apart from one
another, because a stretch of ten-digit numbers says nothing of the longer ones that sort into it.
"""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LENGTH = 0b1111


class Segment(NamedTuple):
    kind: int
    """0 for beginnings, else how many digits the numbers have."""
    start: int
    owner: int
    """Place of the owner among all of them, plus one; 0 = none."""


def kind_of(low: int) -> int:
    return low & _LENGTH


def cut(spans: Iterable[tuple[int, int]]) -> Iterator[Segment]:
    """Segments of low and high keys that are sorted by kind, low and high."""
    open_spans: list[tuple[int, int, int]] = []
    """Heap of width, place as a negative number, and end."""
    kind = -1
    for place, (low, high) in enumerate(spans):
        if kind_of(low) != kind:
            yield from _closed(open_spans, kind, 1 << 63)
            kind = kind_of(low)
        yield from _closed(open_spans, kind, low)
        before = open_spans[0] if open_spans else None
        heapq.heappush(open_spans, (high - low, -place, high + 1))
        if open_spans[0] != before:
            yield Segment(kind, low, place + 1)
    yield from _closed(open_spans, kind, 1 << 63)


def _closed(open_spans: list[tuple[int, int, int]], kind: int, until: int) -> Iterator[Segment]:
    """The segments that begin where spans end, up to and with `until`."""
    while open_spans and open_spans[0][2] <= until:
        _, _, end = heapq.heappop(open_spans)
        while open_spans and open_spans[0][2] <= end:  # ended while a narrower one was in front
            heapq.heappop(open_spans)
        yield Segment(kind, end, -open_spans[0][1] + 1 if open_spans else 0)

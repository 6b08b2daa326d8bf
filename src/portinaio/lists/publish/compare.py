"""New rows beside those that are published, a part at a time: what changed, and the chunks of a new snapshot."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from portinaio.lists.publish.present import rows_of
from portinaio.lists.publish.quantise import undated
from portinaio.lists.site.cuts import code_of, country
from portinaio.lists.site.manifest import Chunk
from portinaio.lists.site.planes import MOST_ROWS, Rows, encode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portinaio.lists.publish.present import Parts, Present
    from portinaio.lists.publish.quantise import Source
    from portinaio.lists.site.changes import Changed
    from portinaio.lists.site.planes import Row

CUT_AT = 24_576  # rows; there is room for a third more until a chunk has to be cut in two
GLUED_BELOW = 4_096  # rows of a chunk and its neighbour of the same calling code


class Part(NamedTuple):
    """Single numbers of one stretch of keys, never across a calling code."""

    code: str
    rows: list[Row]
    changed: Changed


def parts(source: Source, present: Present | None, this_week: int) -> Iterator[Part]:
    """In the order of keys."""
    codes = {code_of(low, low) for low in _starts(source.singles)}
    codes |= present.codes() if present else set()
    for code in sorted(codes - {""}):
        spans = country(code)
        chunks = present.cuts(code) if present else []
        cuts = [chunk.low for chunk in chunks[1:]] if chunks else _even_cuts(source.singles, code)
        begins = [spans.first << 4, *cuts, spans.behind << 4]
        for place, (begin, behind) in enumerate(pairwise(begins)):
            chunk = chunks[place] if place < len(chunks) else None
            old = present.singles(chunk, begin, behind) if present else {}
            new = _slice(source.singles, begin, behind)
            if old or new:
                rows = [row if row[2] else undated(row, old.get(row[0]), this_week) for row in new]
                yield Part(code, rows, _changed(rows, old) if present else {})


def wide_part(source: Source, present: Present | None, this_week: int) -> Part:
    old = present.wide() if present else {}
    rows = [
        row if row[2] else undated(row, old.get((row[0], row[1])), this_week) for row in source.wide
    ]
    there = {(row[0], row[1]): row for row in rows}
    changed: Changed = {key: row for key, row in there.items() if old.get(key) != row}
    changed.update(dict.fromkeys(old.keys() - there.keys()))
    return Part("", rows, changed)


def snapshot(stored: Parts, each: Iterable[Part], wide: list[Row]) -> tuple[Chunk, ...]:
    """Its chunks, stored; cuts stay where they are as far as they can, so that a quiet chunk keeps its name."""
    singles = [_stored(stored, rows) for rows in _cut(each)]
    by_code: dict[str, list[Row]] = {}
    for row in sorted(wide):
        by_code.setdefault(code_of(row[0], row[1]), []).append(row)
    stretches = [
        _stored(stored, rows[begin : begin + MOST_ROWS])
        for _, rows in sorted(by_code.items())
        for begin in range(0, len(rows), MOST_ROWS)
    ]
    return (*singles, *stretches)


def _cut(each: Iterable[Part]) -> Iterator[list[Row]]:
    code: str = ""
    held: list[Row] = []
    for part in each:
        if held and (part.code != code or len(held) + len(part.rows) > GLUED_BELOW):
            yield from _pieces(held)
            held = []
        code = part.code
        held = held + part.rows if held else part.rows
    yield from _pieces(held)


def _pieces(rows: list[Row]) -> Iterator[list[Row]]:
    if not rows:
        return
    count = 1 if len(rows) <= MOST_ROWS else -(-len(rows) // CUT_AT)
    size = -(-len(rows) // count)
    for begin in range(0, len(rows), size):
        yield rows[begin : begin + size]


def _stored(stored: Parts, rows: list[Row]) -> Chunk:
    body = encode(rows_of(rows))
    put = stored.store(body)
    return Chunk(put.digest, rows[0][0], len(rows), put.size, rows[0][0] != rows[0][1])


def _slice(singles: Rows, begin: int, behind: int) -> list[Row]:
    lows = singles.columns[0]
    first, last = bisect_left(lows, begin), bisect_left(lows, behind)
    part = Rows(
        tuple(column[first:last] for column in singles.columns), singles.companies[first:last]
    )
    return list(part)


def _even_cuts(singles: Rows, code: str) -> list[int]:
    """Where nothing of a calling code was published before; nobody holds all of a large country in memory."""
    spans, lows = country(code), singles.columns[0]
    first, last = bisect_left(lows, spans.first << 4), bisect_left(lows, spans.behind << 4)
    return [lows[place] for place in range(first + CUT_AT, last, CUT_AT)]


def _starts(singles: Rows) -> Iterator[int]:
    """The first key of each calling code."""
    lows = singles.columns[0]
    place = 0
    while place < len(lows):
        code = code_of(lows[place], lows[place])
        yield lows[place]
        place = bisect_left(lows, country(code).behind << 4) if code else place + 1


def _changed(rows: list[Row], old: dict[int, Row]) -> Changed:
    there = set(rows)
    changed: Changed = {(row[0], row[0]): row for row in there.difference(old.values())}
    here = {row[0] for row in rows}
    changed.update({(low, low): None for low in old if low not in here})
    return changed

"""Blocks of a thousand numbers of which several were reported lately: evidence of their own beside the numbers.

A caller who dials for a living changes the number and stays in the block: of the numbers that people complain of 93 percent are
never seen again, so that what stands on a list foresees 6 percent of the next day, and such blocks 26. One is told where three
of its numbers, by four people, were reported in the two weeks before the newest report, and nobody has twice disputed one.
Its row is a stretch; its reporters are those of all its numbers, its reports how many numbers there are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.lists.index.layout import LAST_DAY
from portinaio.lists.publish.quantise import rounded
from portinaio.lists.site.planes import CURATED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.lists.site.planes import Row, Rows

DIGITS = 3
DAYS = 14  # two of the weeks in which days are told
LEAST_NUMBERS = 3
LEAST_REPORTERS = 4
MOST_DISPUTES = 1  # of a number; one may be a slip
_LENGTH = 0b1111
_SHORTEST = 8  # digits; of shorter numbers a thousand are a town


class _Block:
    __slots__ = ("categories", "disputed", "first", "last", "numbers", "place", "reporters")

    def __init__(self, place: int) -> None:
        self.place = place
        self.numbers = self.reporters = self.last = 0
        self.first = LAST_DAY
        """Of all its numbers, those that were not reported lately too: since when it has been rung from."""
        self.disputed = False
        self.categories: set[int] = set()


def ranges(singles: Rows) -> Iterator[Row]:
    """In no order. A list without counts or days has none."""
    lows, _, lasts, firsts, reporters, _, disputes, kinds = singles.columns
    since = max(lasts, default=0) - DAYS
    open_blocks: dict[int, _Block] = {}
    for low, last, first, count, disputed, kind in zip(
        lows, lasts, firsts, reporters, disputes, kinds, strict=True
    ):
        length = low & _LENGTH
        if count == CURATED or not last or length < _SHORTEST:
            continue
        place = (low >> 4) // 10 ** (15 - length + DIGITS)
        block = open_blocks.get(length)
        if block is None or block.place != place:
            if block:
                yield from _row(block, length)
            block = open_blocks[length] = _Block(place)
        block.first = min(block.first, first or last)
        if last < since:
            continue
        block.numbers += 1
        block.reporters += count
        block.last = max(block.last, last)
        block.disputed = block.disputed or disputed > MOST_DISPUTES
        block.categories.add(kind)
    for length, block in open_blocks.items():
        yield from _row(block, length)


def _row(block: _Block, length: int) -> Iterator[Row]:
    if block.disputed or block.numbers < LEAST_NUMBERS or block.reporters < LEAST_REPORTERS:
        return
    room = 10 ** (15 - length)
    begin = block.place * 10**DIGITS
    low, high = ((begin + last) * room << 4 | length for last in (0, 10**DIGITS - 1))
    kind = block.categories.pop() if len(block.categories) == 1 else 0
    reporters = min(rounded(block.reporters), CURATED - 1)
    yield low, high, block.last, block.first, reporters, rounded(block.numbers), 0, kind, ""

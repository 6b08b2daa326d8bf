"""How thickly the blocks around one caller are listed, read off an index file and the changes over it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from portinaio.lists.density import model
from portinaio.lists.index.layout import DELETED, EPOCH, LOW_BITS, STRIDE

if TYPE_CHECKING:
    from portinaio.lists.index.mapped import IndexFile

_LENGTH = 0b1111
_UNITS = tuple(10 ** (15 - digits) for digits in range(16))
SHORTEST = 8  # digits; below that a block of 10 is no block of subscribers


def block_bounds(key: int, size: int) -> tuple[int, int]:
    """Keys of the first number of a number's block, and of the first one behind it."""
    width = size * _UNITS[key & _LENGTH]
    start = (key >> 4) // width * width
    return start << 4, start + width << 4


class Surroundings(NamedTuple):
    """The listed numbers around a caller, itself left out: it has a finding of its own."""

    numbers: int
    """In its block of 1,000."""
    share: float


def surroundings(
    base: IndexFile, changes: IndexFile | None, key: int, today: int
) -> Surroundings | None:
    """`None` where nothing is listed in its block of 10,000; `today` is a proleptic ordinal."""
    if key & _LENGTH < SHORTEST:
        return None
    tally = _Tally(today)
    low, high = block_bounds(key, 10_000)
    if base.any_between(low, high):
        _weigh(base, key, tally)
    if changes is not None:
        _correct(base, changes, key, tally)
    own = base.place(key)
    if base.stands_at(own, key) and not (
        changes is not None and changes.stands_at(changes.place(key), key)
    ):
        tally.put(key, key, base.hot[own], base.day, -1)
    if tally.numbers <= 0 and tally.total <= _NOTHING:
        return None
    return Surroundings(
        max(tally.numbers, 0), model.share(max(tally.total, 0.0), _normal(base, key))
    )


def oldest_day(base: IndexFile, changes: IndexFile | None, key: int) -> int:
    """Of the last reports in the block of 1,000, that which is longest ago; 0 where nothing is listed."""
    low, high = block_bounds(key, 1_000)
    oldest = []
    for file in filter(None, (base, changes)):
        begin, end = file.place(low), file.place(high)
        if begin < end:
            day = min(file.hot[begin:end]) >> 16
            oldest.append(day + EPOCH if day else file.day)
    return min(oldest, default=0)


_NOTHING = 1e-9  # what is left of a sum after its parts have been taken away again


class _Tally:
    """Sums up what the blocks hold, as of one day."""

    def __init__(self, today: int) -> None:
        self.today = today
        self.total = 0.0
        self.numbers = 0

    def put(self, key: int, other: int, hot: int, day: int, sign: int) -> None:
        """One listed number more or less."""
        age = self.today - ((hot >> 16) + EPOCH if hot >> 16 else day)
        for block in model.BLOCKS:
            low, high = block_bounds(key, block.size)
            if not low <= other < high:
                return
            weight = model.fast(age) if block.fast else model.slow(age)
            self.total += sign * block.factor * weight
            if block.size == 1_000:
                self.numbers += sign


def _weigh(file: IndexFile, key: int, tally: _Tally) -> None:
    """All numbers of an index file around `key`."""
    begin, end = 0, file.n
    later = tally.today - file.day
    for block in model.BLOCKS:
        low, high = block_bounds(key, block.size)
        if begin == 0 and end == file.n:
            begin, end = file.place(low), file.place(high)
        else:
            begin = bisect_left(file.records, low << LOW_BITS, begin, end)
            end = bisect_left(file.records, high << LOW_BITS, begin, end)
        if begin == end:
            return
        passed = model.fast(later) if block.fast else model.slow(later)
        tally.total += block.factor * passed * _between(file, begin, end, fast=block.fast)
        if block.size == 1_000:
            tally.numbers += end - begin


def _between(file: IndexFile, begin: int, end: int, *, fast: bool) -> float:
    """What the records from `begin` to before `end` weigh together on the file's own day."""
    first, last = -(-begin // STRIDE), end // STRIDE
    if first >= last:
        return _added(file, begin, end, fast=fast)
    known: float = file.sums[2 * last + fast] - file.sums[2 * first + fast]
    return (
        known
        + _added(file, begin, first * STRIDE, fast=fast)
        + _added(file, last * STRIDE, end, fast=fast)
    )


def _added(file: IndexFile, begin: int, end: int, *, fast: bool) -> float:
    day = file.day - EPOCH
    weight = model.fast if fast else model.slow
    hot = file.hot[begin:end].tolist()
    return sum([weight(day - (seen >> 16)) if seen >> 16 else 1.0 for seen in hot])


def _correct(base: IndexFile, changes: IndexFile, key: int, tally: _Tally) -> None:
    """Takes what the changes replace out of the sums, and puts what they say in."""
    low, high = block_bounds(key, 10_000)
    for place in range(changes.place(low), changes.place(high)):
        record = changes.records[place]
        other = record >> LOW_BITS
        replaced = base.place(other)
        if base.stands_at(replaced, other):
            tally.put(key, other, base.hot[replaced], base.day, -1)
        if record >> 6 & 0b1111 != DELETED and other != key:
            tally.put(key, other, changes.hot[place], changes.day, 1)


def _normal(file: IndexFile, key: int) -> float:
    firsts, normals = file.normal  # the same bytes as integers and as fractions
    country = bisect_right(range(len(firsts) // 2), key >> 4, key=lambda i: firsts[2 * i]) - 1
    return normals[2 * country + 1] if country >= 0 else 0.0

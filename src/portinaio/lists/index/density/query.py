"""How thickly the blocks around one caller are listed, read off an index file and the changes over it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from portinaio.core.named_tuple import NamedTuple
from portinaio.lists.index.density import model
from portinaio.lists.index.layout import DELETED, EPOCH, LOW_BITS, STRIDE

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    from portinaio.lists.index.mapped import IndexFile

PARENT, HALF, THOUSAND, HUNDRED, TEN = model.BLOCKS
_LENGTH = 0b1111
_UNITS = tuple(10 ** (15 - digits) for digits in range(16))
SHORTEST = 8  # digits; below that a block of 10 is no block of subscribers


def block_bounds(key: int, size: int) -> tuple[int, int]:
    """Keys of the first number of a number's block, and of the first one behind it."""
    width = size * _UNITS[key & _LENGTH] << 4
    start = key - key % width  # the length, in the lowest bits, goes with it
    return start, start + width


class Tally(NamedTuple):
    total: float
    tens: int
    hundreds: int
    numbers: int


Single: TypeAlias = tuple[int, int, int, int]
"""A number of the block of 10,000: its key, `hot` of its record, the day of its list, and 1 for more or -1 for less."""

NOTHING = Tally(0.0, 0, 0, 0)


class Surroundings(NamedTuple):
    """The listed numbers around a caller, itself left out: it has a finding of its own."""

    tens: int
    """In its block of 10."""
    hundreds: int
    numbers: int
    """In its block of 1,000."""
    share: float


def surroundings(
    base: IndexFile, changes: IndexFile | None, key: int, today: int, place: int = -1
) -> Surroundings | None:
    """`None` where nothing is worth a word: no other number in its block of 100, and not two in that of 1,000.

    `today` is a proleptic ordinal, `place` that of `key` in the base, where it is known.
    """
    if key & _LENGTH < SHORTEST:
        return None
    if place < 0:
        place = base.place(key)
    low, high = block_bounds(key, 10_000)
    begin, end = _few(base, place, low << LOW_BITS, high << LOW_BITS)
    if end - begin < _FEW:
        known = NOTHING
        singly = [
            (record >> LOW_BITS, hot, base.day, 1)
            for record, hot in zip(base.records[begin:end], base.hot[begin:end], strict=True)
        ]
    else:
        known = _in_blocks(base, key, today)
        listed = base.stands_at(place, key)
        singly = [(key, base.hot[place], base.day, -1)] if listed else []
    if changes is not None:
        singly += _corrections(base, changes, key)
    tally = _tallied(known, singly, key, today)
    if tally.numbers < model.LEAST:
        if tally.hundreds <= 0:
            return None
        return Surroundings(tally.tens, tally.hundreds, tally.numbers, 0.0)
    share = model.share(tally.total, _normal(base, key))
    return Surroundings(tally.tens, tally.hundreds, tally.numbers, share)


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


_FEW = 24  # records; so many are sooner gone through than bisected


def _few(file: IndexFile, place: int, low: int, high: int) -> tuple[int, int]:
    """The records from `low` to before `high` around `place`; cut short when there are many."""
    begin = bisect_left(file.records, low, max(place - _FEW, 0), place)
    end = bisect_left(file.records, high, place, min(place + _FEW, file.n))
    return begin, end


def _in_blocks(file: IndexFile, key: int, today: int) -> Tally:
    """Many numbers, block by block; the caller's own among them."""
    low, high = block_bounds(key, 10_000)
    begin, end = file.place(low), file.place(high)
    later = today - file.day
    total, counts = 0.0, []
    for block in model.BLOCKS:
        low, high = block_bounds(key, block.size)
        begin = bisect_left(file.records, low << LOW_BITS, begin, end)
        end = bisect_left(file.records, high << LOW_BITS, begin, end)
        counts.append(end - begin)
        if begin < end:
            passed = model.fast(later) if block.fast else model.slow(later)
            total += block.factor * passed * _between(file, begin, end, fast=block.fast)
    *_, numbers, hundreds, tens = counts
    return Tally(total, tens, hundreds, numbers)


def _tallied(known: Tally, singly: list[Single], key: int, today: int) -> Tally:
    """What is known so far, and numbers of the block of 10,000 one by one."""
    unit = _UNITS[key & _LENGTH]
    ten = (key >> 4) // unit // 10
    hundred, thousand, half = ten // 10, ten // 100, ten // 500
    total, tens, hundreds, numbers = known
    for other, hot, day, sign in singly:
        if other == key and sign > 0:
            continue
        last_day = hot >> 16
        age = today - (last_day + EPOCH if last_day else day)
        number = (other >> 4) // unit
        weight = PARENT.factor * model.fast(age)
        if number // 5_000 == half:
            near = HALF.factor
            if number // 1_000 == thousand:
                near += THOUSAND.factor
                numbers += sign
                if number // 100 == hundred:
                    near += HUNDRED.factor
                    hundreds += sign
                    if number // 10 == ten:
                        near += TEN.factor
                        tens += sign
            weight += near * model.slow(age)
        total += sign * weight
    return Tally(total, tens, hundreds, numbers)


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


def _corrections(base: IndexFile, changes: IndexFile, key: int) -> Iterator[Single]:
    """What the changes replace, and what they say instead; but for the caller's own."""
    low, high = block_bounds(key, 10_000)
    for place in range(changes.place(low), changes.place(high)):
        record = changes.records[place]
        other = record >> LOW_BITS
        if other == key:
            continue
        replaced = base.place(other)
        if base.stands_at(replaced, other):
            yield (other, base.hot[replaced], base.day, -1)
        if record >> 6 & 0b1111 != DELETED:
            yield (other, changes.hot[place], changes.day, 1)


def _normal(file: IndexFile, key: int) -> float:
    country = bisect_right(file.countries, key >> 4) - 1
    return file.normals[country] if country >= 0 else 0.0

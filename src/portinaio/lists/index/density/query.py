"""How thickly the blocks around one caller are listed, read off an index file and the changes over it."""

from __future__ import annotations

from bisect import bisect_left

from portinaio.core.named_tuple import NamedTuple
from portinaio.lists.index.density import model
from portinaio.lists.index.density.notes import SHORTEST, UNITS, between, block_bounds
from portinaio.lists.index.layout import DELETED, EPOCH, LOW_BITS

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    from portinaio.lists.index.density.countries import Countries
    from portinaio.lists.index.mapped import IndexFile

_LENGTH = 0b1111


class Tally(NamedTuple):
    total: float
    in_wide: int
    """In the block of 10,000."""
    in_narrow: int
    """In that of 1,000."""


Single: TypeAlias = tuple[int, int, int, int]
"""A number of the block of 10,000: its key, `hot` of its record, the day of its list, and 1 for more or -1 for less."""

NOTHING = Tally(0.0, 0, 0)


class Surroundings(NamedTuple):
    """The listed numbers around a caller, of the length of its own; itself left out: it has a finding of its own."""

    numbers: int
    block: int
    """Of how many numbers: 1,000, or 10,000 where the smaller one holds a single listed number."""
    share: float


def surroundings(
    countries: Countries, changes: IndexFile | None, key: int, today: int, place: int = -1
) -> Surroundings | None:
    """`None` where nothing is worth a word: not two other numbers in its block of 10,000, one of them in that of 1,000.

    `today` is a proleptic ordinal, `place` that of `key` in the base, where it is known.
    """
    if key & _LENGTH < SHORTEST:
        return None
    base = countries.file
    if place < 0:
        place = base.place(key)
    low, high = block_bounds(key, 10_000)
    begin, end = _few(base, place, low << LOW_BITS, high << LOW_BITS)
    if end - begin < model.LEAST and changes is None:
        return None
    country = countries.of(key, today)
    if end - begin < _FEW:
        known = NOTHING
        singly = [
            (record >> LOW_BITS, hot, base.day, 1)
            for record, hot in zip(base.records[begin:end], base.hot[begin:end], strict=True)
        ]
    else:
        known = _in_blocks(base, key, today, country.weights)
        listed = base.stands_at(place, key)
        singly = [(key, base.hot[place], base.day, -1)] if listed else []
    if changes is not None:
        singly += _corrections(base, changes, key)
    total, in_wide, in_narrow = _tallied(known, singly, (key, today), country.weights)
    if in_wide < model.LEAST or not in_narrow:
        return None
    share = model.share(total, country.normal)
    if in_narrow < model.LEAST:
        return Surroundings(in_wide, 10_000, share)
    return Surroundings(in_narrow, 1_000, share)


_FEW = 24  # records; so many are sooner gone through than bisected


def _few(file: IndexFile, place: int, low: int, high: int) -> tuple[int, int]:
    """The records from `low` to before `high` around `place`; cut short when there are many."""
    begin = bisect_left(file.records, low, max(place - _FEW, 0), place)
    end = bisect_left(file.records, high, place, min(place + _FEW, file.n))
    return begin, end


def _in_blocks(file: IndexFile, key: int, today: int, weights: model.Weights) -> Tally:
    """Many numbers, block by block; the caller's own among them."""
    low, high = block_bounds(key, 10_000)
    begin, end = file.place(low), file.place(high)
    slow, fast = model.slow(today - file.day), model.fast(today - file.day)
    total, counts = 0.0, dict.fromkeys(model.SIZES, 0)
    for block in weights.blocks:
        low, high = block_bounds(key, block.size)
        begin = bisect_left(file.records, low << LOW_BITS, begin, end)
        end = bisect_left(file.records, high << LOW_BITS, begin, end)
        if begin == end:
            break
        sums = between(file, key & _LENGTH, begin, end)
        counts[block.size] = sums.numbers
        total += block.slow * slow * sums.slow + block.fast * fast * sums.fast
    return Tally(total, counts[10_000], counts[1_000])


def _tallied(
    known: Tally, singly: list[Single], asked: tuple[int, int], weights: model.Weights
) -> Tally:
    """What is known so far, and numbers of the block of 10,000 one by one."""
    key, today = asked
    length = key & _LENGTH
    unit = UNITS[length]
    ten = (key >> 4) // unit // 10
    hundred, thousand, half = ten // 10, ten // 100, ten // 500
    total, in_wide, in_narrow = known
    for other, hot, day, sign in singly:
        if other & _LENGTH != length or (other == key and sign > 0):
            continue
        number = (other >> 4) // unit
        in_wide += sign
        if number // 1_000 == thousand:
            in_narrow += sign
            place = 2 + (number // 100 == hundred) + (number // 10 == ten)
        else:
            place = number // 5_000 == half
        last_day = hot >> 16
        age = today - (last_day + EPOCH if last_day else day)
        slow, fast = model.both(age)
        total += sign * (weights.slow[place] * slow + weights.fast[place] * fast)
    return Tally(total, in_wide, in_narrow)


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

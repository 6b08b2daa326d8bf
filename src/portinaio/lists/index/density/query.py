"""How thickly the blocks around one caller are listed, read off an index file and the changes over it."""

from __future__ import annotations

from bisect import bisect_left

from portinaio.core.named_tuple import NamedTuple
from portinaio.lists.index.density import model
from portinaio.lists.index.density.notes import NO_SUMS, SHORTEST, UNITS, block_bounds, widened
from portinaio.lists.index.layout import DELETED, EPOCH, LOW_BITS

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    from portinaio.lists.index.density.countries import Countries, Country
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
    singly: list[Single] = []
    if end - begin < _FEW:
        found = _one_by_one(base, (begin, end), key, country)
    else:
        found = _in_blocks(base, key, today, country.weights)
        if base.stands_at(place, key):
            singly.append((key, base.hot[place], base.day, -1))
    if changes is not None:
        singly += _corrections(base, changes, key)
    if singly:
        found = _tallied(found, singly, (key, today), country.weights)
    total, in_wide, in_narrow = found
    if in_wide < model.LEAST or not in_narrow:
        return None
    share = model.share(total, country.normal)
    if in_narrow < model.LEAST:
        return Surroundings(in_wide, 10_000, share)
    return Surroundings(in_narrow, 1_000, share)


_FEW = 48  # records; so many are sooner gone through than bisected


def _few(file: IndexFile, place: int, low: int, high: int) -> tuple[int, int]:
    """The records from `low` to before `high` around `place`; cut short when there are many."""
    begin = bisect_left(file.records, low, max(place - _FEW, 0), place)
    end = bisect_left(file.records, high, place, min(place + _FEW, file.n))
    return begin, end


def _one_by_one(file: IndexFile, places: tuple[int, int], key: int, country: Country) -> Tally:
    """Few numbers, all that stand at these places but for the caller's own."""
    begin, end = places
    length, own, unit = key & _LENGTH, key << LOW_BITS, UNITS[key & _LENGTH] << 4 + LOW_BITS
    # Where the blocks begin, as records: to compare is sooner done than to divide.
    half, thousand = own - own % (5_000 * unit), own - own % (1_000 * unit)
    hundred, ten = own - own % (100 * unit), own - own % (10 * unit)
    behind_half, behind_thousand = half + 5_000 * unit, thousand + 1_000 * unit
    behind_hundred, behind_ten = hundred + 100 * unit, ten + 10 * unit
    total, in_wide, in_narrow, days = 0.0, 0, 0, country.days
    records, hot = file.records[begin:end].tolist(), file.hot[begin:end].tolist()
    for record, seen in zip(records, hot, strict=True):
        other = record >> LOW_BITS
        if other & _LENGTH != length or other == key:
            continue
        in_wide += 1
        if thousand <= record < behind_thousand:
            in_narrow += 1
            place = 2
            if hundred <= record < behind_hundred:
                place = 4 if ten <= record < behind_ten else 3
        else:
            place = half <= record < behind_half
        total += (days.get(seen >> 16) or country.weigh(seen >> 16))[place]
    return Tally(total, in_wide, in_narrow)


def _in_blocks(file: IndexFile, key: int, today: int, weights: model.Weights) -> Tally:
    """Many numbers, block by block from the narrowest one on; the caller's own among them."""
    length, passed = key & _LENGTH, today - file.day
    slow, fast = model.slow(passed), model.fast(passed)
    total, in_narrow = 0.0, 0
    sums, inner = NO_SUMS, (0, 0)
    for block, begin, end in reversed(_bounds(file, key, weights)):
        sums = widened(file, length, (sums, *inner), (begin, end))
        inner = begin, end
        numbers, slow_sum, fast_sum = sums
        total += block.slow * slow * slow_sum + block.fast * fast * fast_sum
        if block.size == 1_000:
            in_narrow = numbers
    return Tally(total, sums[0], in_narrow)


def _bounds(
    file: IndexFile, key: int, weights: model.Weights
) -> list[tuple[model.Block, int, int]]:
    """Of those blocks in which anything is listed, where their records begin and end."""
    low, high = block_bounds(key, 10_000)
    begin, end = file.place(low), file.place(high)
    records, wanted, unit = file.records, key << LOW_BITS, UNITS[key & _LENGTH] << 4 + LOW_BITS
    bounds = []
    for block in weights.blocks:
        width = block.size * unit
        low = wanted - wanted % width
        begin = bisect_left(records, low, begin, end)
        end = bisect_left(records, low + width, begin, end)
        if begin == end:
            break
        bounds.append((block, begin, end))
    return bounds


def _tallied(
    known: Tally, singly: list[Single], asked: tuple[int, int], weights: model.Weights
) -> Tally:
    """What is known so far, and numbers of the block of 10,000 that are more than that, or less."""
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

"""How much of a country's numbers a list means, all its rows together and each number once.

    reach_of(ListIndex.open(path))

What `swallow_check` refuses in one row, and `sync.refusals` in all ranges of a calling code, is told apart here by the type of
the numbers: eight beginnings are all mobiles of Italy, and a twelfth of what begins with +39. A range that the law
reserves for sales is not counted, since nobody else calls from it, and no premium-rate number, from which nobody calls.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.numbers.assigned import assigned
from portinaio.core.numbers.digits import LONGEST_E164
from portinaio.core.numbers.pattern import places_of, stored
from portinaio.core.numbers.reserved import Effect
from portinaio.core.numbers.stretches import shared, united, width, without
from portinaio.core.reach import ONE_IN, Reach
from portinaio.countries.phonenumbers_metadata import regions_of
from portinaio.countries.reserved_ranges import read_every_range
from portinaio.lists.calling_codes import COUNTRIES, country_of
from portinaio.lists.index.layout import DELETED, LOW_BITS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.core.numbers.assigned import ByLength
    from portinaio.core.numbers.stretches import Stretches
    from portinaio.lists.calling_codes import Country
    from portinaio.lists.index.mapped import IndexFile
    from portinaio.lists.index.reader import ListIndex

# A caller with a premium-rate number wants to be called back; a mobile's voicemail has digits inside its own number.
_NO_CALLERS = {"premium_rate", "voicemail"}
# Some types have so few numbers that one is a twentieth, as of the Vatican's landlines: where strangers vote on what a list
# holds, they could have it believed no more.
_FEWEST_SINGLES = 100
_LENGTH = 0b1111  # of a key: how many digits; 0 for a beginning


class NumbersOfType(NamedTuple):
    """The numbers of one type in one country."""

    type: str
    country: str
    by_length: ByLength
    all: Stretches
    """Of any length."""
    room: int
    """That they take."""


def reach_of(index: ListIndex) -> Reach | None:
    """The type with most numbers among those of which the list means more than one in `ONE_IN`."""
    wide = _wide(index)
    most, found = 0, None
    numbered = _with_numbers(index)
    for country in COUNTRIES:
        here = {length: _between(all_, country) for length, all_ in wide.items()}
        if country not in numbered and not any(here.values()):
            continue
        singles = _count(index, country.first, country.behind)
        wide_room = sum(map(width, here.values()))
        for numbers in numbers_behind(country.code):
            if (wide_room + _most_room(numbers, singles)) * ONE_IN <= numbers.room:
                continue
            room = _meant(numbers, here, index, singles)
            if room * ONE_IN > numbers.room > most:
                most = numbers.room
                percent = min(-(-100 * room // most), 100)
                found = Reach(percent, numbers.type, numbers.country)
    return found


def _with_numbers(index: ListIndex) -> set[Country]:
    """The countries of which there are single numbers: in most lists these are a few of all."""
    found: set[Country] = set()
    for file in filter(None, (index.base, index.changes)):
        place = file.place(COUNTRIES[0].first << 4)
        while place < file.n and (country := country_of(file.records[place] >> LOW_BITS)):
            found.add(country)
            place = file.place(country.behind << 4)
    return found


def _wide(index: ListIndex) -> dict[int, Stretches]:
    """Beginnings, under 0, and stretches, by the length of their numbers."""
    keys = index.stretches_in.wide
    found: dict[int, list[tuple[int, int]]] = {}
    for low, high in zip(keys[::2], keys[1::2], strict=True):
        found.setdefault(low & _LENGTH, []).append(places_of(low, high))
    return {length: united(stretches) for length, stretches in found.items()}


def _between(stretches: Stretches, country: Country) -> Stretches:
    """Those of one country; a stretch that begins in the one before reaches into it."""
    end = bisect_left(stretches, (country.behind, 0))
    if not end or stretches[end - 1][1] <= country.first:
        return ()
    at = max(bisect_left(stretches, (country.first, 0)) - 1, 0)
    return shared(stretches[at:end], ((country.first, country.behind),))


def _meant(
    numbers: NumbersOfType, wide: dict[int, Stretches], index: ListIndex, singles: int
) -> int:
    """The room of those that the list means."""
    ranged = united(
        stretch
        for length, stretches in wide.items()
        for stretch in shared(
            stretches, numbers.by_length.get(length, ()) if length else numbers.all
        )
    )
    room = width(ranged)
    if (room + _most_room(numbers, singles)) * ONE_IN <= numbers.room:
        return room
    others = without(numbers.all, ranged)
    near = sum(_count(index, first, behind) for first, behind in others)
    if near < _FEWEST_SINGLES or (room + _most_room(numbers, near)) * ONE_IN <= numbers.room:
        return room
    most = sum(_room_of(length, n) for length, n in _lengths(index, others).items())
    if (room + most) * ONE_IN <= numbers.room:
        return room
    return room + _of_singles(numbers.by_length, ranged, index)


def _most_room(numbers: NumbersOfType, count: int) -> int:
    """That so many single ones of the type can take."""
    return _room_of(min(numbers.by_length), count)


def _of_singles(by_length: ByLength, ranged: Stretches, index: ListIndex) -> int:
    """The room of the single numbers that no range means: each is looked at, since most lists never come here."""
    room = 0
    for length, places in by_length.items():
        keys = (
            key
            for first, behind in without(places, ranged)
            for key in _keys(index, first << 4, behind << 4)
        )
        room += _room_of(length, sum(key & _LENGTH == length for key in keys))
    return room


def _room_of(length: int, count: int) -> int:
    room: int = count * 10 ** (LONGEST_E164 - length)
    return room


def _count(index: ListIndex, first: int, behind: int) -> int:
    """How many records lie between; one that was changed counts twice, one that was deleted too."""
    files = filter(None, (index.base, index.changes))
    return sum(file.place(behind << 4) - file.place(first << 4) for file in files)


def _lengths(index: ListIndex, stretches: Stretches) -> Counter[int]:
    """How many records of each length lie there, as `_count` has it. One look at each; German numbers have ten lengths."""
    found = Counter[int]()
    for file in filter(None, (index.base, index.changes)):
        for first, behind in stretches:
            records = file.records[file.place(first << 4) : file.place(behind << 4)]
            found.update(record >> LOW_BITS & _LENGTH for record in records)
    return found


def _keys(index: ListIndex, low: int, high: int) -> Iterator[int]:
    changes = index.changes
    for key, _ in _records(index.base, low, high):
        if changes is None or not changes.stands_at(changes.place(key), key):
            yield key
    if changes is not None:
        for key, category in _records(changes, low, high):
            if category != DELETED:
                yield key


def _records(file: IndexFile, low: int, high: int) -> Iterator[tuple[int, int]]:
    """Key and category of each."""
    for record in file.records[file.place(low) : file.place(high)]:
        yield record >> LOW_BITS, record >> 6 & 0b1111


@lru_cache(maxsize=256)
def numbers_behind(calling_code: str) -> tuple[NumbersOfType, ...]:
    """All types of the countries behind a calling code, but those from which nobody calls and what is reserved for sales."""
    found = []
    for each in assigned(calling_code, regions_of(calling_code)):
        if each.type in _NO_CALLERS:
            continue
        by_length = {
            length: left
            for length, places in each.by_length.items()
            if (left := without(places, _for_sales(length)))
        }
        everything = united(stretch for places in by_length.values() for stretch in places)
        if everything:
            room = width(everything)
            found.append(NumbersOfType(each.type, each.country, by_length, everything, room))
    return tuple(found)


@cache
def _for_sales(length: int) -> Stretches:
    """What a law reserves for sales, among the numbers of so many digits."""
    patterns = [stored(pattern) for digits, pattern in _sales_ranges() if digits in {0, length}]
    return united(places_of(each.low, each.high) for each in patterns)


@cache
def _sales_ranges() -> list[tuple[object, str]]:
    """Digits and pattern of each: read once for all lengths, since that takes as long as thousands of rows of a list."""
    return [
        (row["digits"], str(row["pattern"]))
        for row in read_every_range()
        if row["effect"] == Effect.REPORTED
    ]

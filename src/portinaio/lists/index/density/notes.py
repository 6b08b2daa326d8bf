"""Reading what `learning` noted: of the records between two places those of one length, however many stand among them."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

from portinaio.lists.index.density import model
from portinaio.lists.index.layout import EPOCH, FAR, LOW_BITS, STRIDE

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    from portinaio.lists.index.density.draft import Draft
    from portinaio.lists.index.mapped import IndexFile

    Columns: TypeAlias = IndexFile | Draft

_LENGTH = 0b1111
UNITS = tuple(10 ** (15 - digits) for digits in range(16))
"""By how many digits a number has: how far it is, in 15 places, from the next one of its length."""
SHORTEST = 8  # digits; below that a block of 10 is no block of subscribers


def block_bounds(key: int, size: int) -> tuple[int, int]:
    """Keys of the first number of a number's block, and of the first one behind it."""
    width = size * UNITS[key & _LENGTH] << 4
    start = key - key % width  # the length, in the lowest bits, goes with it
    return start, start + width


Sums: TypeAlias = tuple[int, float, float]
"""Of some records: how many they are, and their slow and fast weight on the file's own day."""

NO_SUMS: Sums = 0, 0.0, 0.0


def between(file: Columns, length: int, begin: int, end: int) -> Sums:
    """The records of a length from place `begin` to before `end`."""
    if end - begin <= _FEW:
        return _added(file, length, begin, end)
    numbers, slow, fast = _before(file, length, begin)
    to_numbers, to_slow, to_fast = _before(file, length, end)
    return to_numbers - numbers, to_slow - slow, to_fast - fast


def widened(
    file: Columns, length: int, inner: tuple[Sums, int, int], outer: tuple[int, int]
) -> Sums:
    """As `between`, of places among which lie others whose sums are known: at most a few are gone through."""
    (numbers, slow, fast), first, last = inner
    begin, end = outer
    if first == last or (end - begin) - (last - first) > _FEW:
        return between(file, length, begin, end)
    for rest, more_slow, more_fast in (
        _added(file, length, begin, first),
        _added(file, length, last, end),
    ):
        numbers += rest
        slow += more_slow
        fast += more_fast
    return numbers, slow, fast


def places(file: Columns, length: int, begin: int, end: int) -> Iterator[int]:
    """Where the records of a length stand, from place `begin` to before `end`."""
    if end - begin <= FAR:
        yield from _standing(file, length, begin, end)
        return
    note, most = _note(file, length, begin), file.note_ends[length]
    while begin < end:
        behind = file.note_places[note + 1] if note + 1 < most else file.n
        if note >= _first_note(file, length):
            last = min(behind, end, file.note_places[note] + FAR)
            yield from _standing(file, length, begin, last)
        begin, note = behind, note + 1


_FEW = 24  # records; so many are sooner gone through than looked up


def _standing(file: Columns, length: int, begin: int, end: int) -> list[int]:
    return [
        place
        for place, record in enumerate(file.records[begin:end], begin)
        if record >> LOW_BITS & _LENGTH == length
    ]


def _first_note(file: Columns, length: int) -> int:
    return file.note_ends[length - 1]


def _note(file: Columns, length: int, place: int) -> int:
    """The last one that is not behind a place; one before the first where there is none."""
    first, behind = _first_note(file, length), file.note_ends[length]
    likely = first + place // STRIDE  # where all numbers are as long
    if likely < behind and 0 <= place - file.note_places[likely] < STRIDE:
        return likely
    return bisect_right(file.note_places, place, first, behind) - 1


def _before(file: Columns, length: int, place: int) -> Sums:
    """All records of a length before a place, by the note that stands nearer to it."""
    note, places = _note(file, length, place), file.note_places
    if note < _first_note(file, length):
        return NO_SUMS
    noted = places[note]
    if note + 1 < file.note_ends[length] and places[note + 1] - place < place - noted:
        note, sign = note + 1, -1
        numbers, slow, fast = _added(file, length, place, min(places[note], noted + FAR))
    else:
        sign = 1
        numbers, slow, fast = _added(file, length, noted, min(place, noted + FAR))
    return (
        file.note_counts[note] + sign * numbers,
        file.note_sums[3 * note + 1] + sign * slow,
        file.note_sums[3 * note + 2] + sign * fast,
    )


def _added(file: Columns, length: int, begin: int, end: int) -> Sums:
    if begin >= end:
        return NO_SUMS
    hot, weights = file.hot[begin:end].tolist(), _weights_on(file.day)
    slow, fast = 0.0, 0.0
    if _alone(file, length):
        for seen in hot:
            a, b = weights[seen >> 16]
            slow += a
            fast += b
        return end - begin, slow, fast
    numbers = 0
    for record, seen in zip(file.records[begin:end].tolist(), hot, strict=True):
        if record >> LOW_BITS & _LENGTH == length:
            a, b = weights[seen >> 16]
            slow += a
            fast += b
            numbers += 1
    return numbers, slow, fast


class _Weights(dict[int, tuple[float, float]]):
    """Slow and fast weight, on the day of a list, of a number that was reported last on a day; 0 for that of the list."""

    def __init__(self, day: int) -> None:
        super().__init__()
        self._day = day

    def __missing__(self, last_day: int) -> tuple[float, float]:
        weights = model.both(self._day - EPOCH - last_day if last_day else 0)
        if len(self) < _DAYS:
            self[last_day] = weights
        return weights


_DAYS = 1_000  # that are kept weighed; a list of more of them is an odd one


@lru_cache(64)
def _weights_on(day: int) -> _Weights:
    return _Weights(day)


def _alone(file: Columns, length: int) -> bool:
    """Whether all numbers are of it."""
    ends = file.note_ends
    return not ends[length - 1] and ends[length] == ends[-1]

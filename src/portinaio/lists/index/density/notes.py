"""Reading what `learning` noted: of the records between two places those of one length, however many stand among them."""

from __future__ import annotations

from bisect import bisect_right

from portinaio.core.named_tuple import NamedTuple
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


class Sums(NamedTuple):
    """Of some records: how many they are, and what they weigh on the file's own day."""

    numbers: int
    slow: float
    fast: float


def between(file: Columns, length: int, begin: int, end: int) -> Sums:
    """The records of a length from place `begin` to before `end`."""
    if end - begin <= _FEW:
        return _added(file, length, begin, end)
    from_note, to_note = _note(file, length, begin), _note(file, length, end)
    first, last = _before(file, length, from_note, begin), _before(file, length, to_note, end)
    return Sums(last[0] - first[0], last[1] - first[1], last[2] - first[2])


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


def _before(file: Columns, length: int, note: int, place: int) -> Sums:
    """All records of a length before a place."""
    if note < _first_note(file, length):
        return Sums(0, 0.0, 0.0)
    noted = file.note_places[note]
    rest = _added(file, length, noted, min(place, noted + FAR))
    return Sums(
        file.note_counts[note] + rest.numbers,
        file.note_sums[3 * note + 1] + rest.slow,
        file.note_sums[3 * note + 2] + rest.fast,
    )


def _added(file: Columns, length: int, begin: int, end: int) -> Sums:
    numbers, slow, fast = 0, 0.0, 0.0
    day = file.day - EPOCH
    for record, seen in zip(file.records[begin:end], file.hot[begin:end], strict=True):
        if record >> LOW_BITS & _LENGTH == length:
            weights = model.both(day - (seen >> 16) if seen > 0xFFFF else 0)
            numbers += 1
            slow += weights[0]
            fast += weights[1]
    return Sums(numbers, slow, fast)

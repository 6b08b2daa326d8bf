"""Which of the open lists are asked about a caller: most callers are known to none, and each call has to learn that.

A list that is not asked has nothing to say: it does not hold the number, nor another one in its block of 100, and what it
holds in that of 10,000 comes to less than a word.
"""

from __future__ import annotations

from bisect import bisect_left

from portinaio.core import score
from portinaio.core.named_tuple import NamedTuple
from portinaio.lists.index.density.notes import UNITS
from portinaio.lists.index.density.quiet import quiet
from portinaio.lists.index.layout import LOW_BITS

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Iterable

    from portinaio.core.message import Message
    from portinaio.lists.index.mapped import IndexFile
    from portinaio.lists.index.reader import ListIndex
    from portinaio.lists.open_list import OpenList

    _Parts = tuple[int, int, int, int, memoryview[int], memoryview[int]]
    Place = tuple["Asked", int, bool]
    """Where the number stands in the base of a list that may have something to say, or -1 where nobody has looked; whether
    the blocks around it are known to be quiet."""

_LENGTH = 0b1111
_UNITS = tuple(unit << 4 + LOW_BITS for unit in UNITS)


class Asked(NamedTuple):
    """A list that may be asked."""

    order: int
    """Of the user's lists."""
    open_list: OpenList
    """With no more trust than it deserves."""
    doubt: Message | None
    opened: ListIndex
    first: ListIndex
    """Of those whose files are the same to the byte: what it holds, they hold."""


class Candidate(NamedTuple):
    """A list taken apart beforehand; with those whose files are the same to the byte, so that one bisection tells of all."""

    lists: tuple[Asked, ...]
    first: ListIndex
    files: tuple[_Parts, ...]
    """What `IndexFile.place` needs of the changes and of the base."""
    wide: IndexFile | None
    """Where there are beginnings or stretches."""


def candidates(open_lists: Iterable[OpenList]) -> tuple[Candidate, ...]:
    """Of those that are open and speak against callers."""
    alike: dict[object, list[Asked]] = {}
    for order, open_list in enumerate(open_lists):
        index, doubt = open_list.opened, open_list.doubt
        if index is None or open_list.innocents:
            continue
        if doubt:
            open_list = open_list._replace(trust=min(open_list.trust, score.LITTLE_TRUST))  # noqa: PLW2901
        same: object = order if index.changes else (index.base.header.digest, index.base.day)
        lists = alike.setdefault(same, [])
        first = lists[0].first if lists else index
        lists.append(Asked(order, open_list, doubt, index, first))
    return tuple(_candidate(tuple(lists)) for lists in alike.values())


def _candidate(lists: tuple[Asked, ...]) -> Candidate:
    index = lists[0].first
    files = tuple(
        (file.first, file.shift, file.cells, file.n, file.radix, file.records)
        for file in (index.changes, index.base)
        if file is not None and file.n
    )
    wide = index.stretches_in
    return Candidate(lists, index, files, wide if wide.lengths else None)


def asked(candidates: tuple[Candidate, ...], key: int, today: int) -> list[Place]:
    """This is `IndexFile.place` once more, in one loop."""
    wanted, unit = key << LOW_BITS, _UNITS[key & _LENGTH]
    low = wanted - wanted % (1_000 * unit)
    high = low + 1_000 * unit
    found: list[Place] = []
    for lists, index, files, wide in candidates:
        for first, shift, cells, n, radix, records in files:
            cell = (key - first) >> shift
            if 0 <= cell < cells:
                place = bisect_left(records, wanted, radix[cell], radix[cell + 1])
            else:
                place = 0 if cell < 0 else n
            # Before the first record stands the last one: a list too many is asked, and has nothing to say.
            after, before = records[place] if place < n else high, records[place - 1]
            if after >= high and before < low:
                continue
            if len(files) > 1:
                found += [(each, -1, False) for each in lists]
                break
            if after >> LOW_BITS == key:
                found += [(each, place, False) for each in lists]
                break
            is_quiet = quiet(index.base, index.countries.of(key, today), place, wanted, unit)
            near = wanted - wanted % (100 * unit)
            if not is_quiet or near <= before or after < near + 100 * unit:
                found += [(each, place, is_quiet) for each in lists]
                break
        else:
            if wide is not None and wide.narrowest(key) >= 0:
                found += [(each, -1, False) for each in lists]
    if len(found) > 1:
        found.sort(key=_order)
    return found


def _order(place: Place) -> int:
    return place[0].order

"""Lists that are probably made of the same data, though they are no copies: yesterday's, or a part of another one.

Two publishers may well have found the same callers, and then both count. So a sample decides nothing here; it is told, and
the user says whether they are of one `origin`.
"""

from __future__ import annotations

from portinaio.lists.index.layout import LOW_BITS

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Sequence

    from portinaio.lists.index.reader import ListIndex
    from portinaio.lists.open_list import OpenList

FEWEST = 50  # numbers; a short list may stand in a long one by chance
SAMPLE = 256  # of them, a quarter of a millisecond
NEARLY_ALL = 0.95


def made_of(one: OpenList, others: Sequence[OpenList]) -> str:
    """The first list, of no origin that both name, that holds nearly all numbers of this one; empty for none."""
    if one.opened is None or one.innocents:
        return ""
    for other in others:
        said = one.origin and one.origin == other.origin
        if other.name == one.name or other.opened is None or other.innocents or said:
            continue
        if nearly_all_in(one.opened, other.opened):
            return other.name
    return ""


def nearly_all_in(one: ListIndex, other: ListIndex) -> bool:
    numbers = one.base
    if numbers.n < FEWEST:
        return False
    places = range(0, numbers.n, -(-numbers.n // SAMPLE))
    held = sum(_holds(other, numbers.records[place] >> LOW_BITS) for place in places)
    return held >= NEARLY_ALL * len(places)


def _holds(index: ListIndex, key: int) -> bool:
    """By itself, not in a stretch."""
    hit = index.find(key)
    return hit is not None and not hit.wide

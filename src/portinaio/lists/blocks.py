"""What several lists together say of the blocks around one number."""

from __future__ import annotations

from portinaio.core import score
from portinaio.core.facts import Density, Neighbours
from portinaio.core.named_tuple import NamedTuple

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from portinaio.lists.index.density.query import Surroundings
    from portinaio.lists.index.reader import ListIndex

SPEAKS_FROM = 0.05  # of a share: less is not worth a word


class Near(NamedTuple):
    """What one list says of them."""

    around: Surroundings
    list_index: ListIndex
    trust: float
    """As `score.block_trust` has it."""


def nearest(near: list[Near], key: int) -> Neighbours | None:
    """What all lists say together, and beside it what those say that are trusted more."""
    some = sorted((each for each in near if each.around.hundreds), key=_trust)
    said = None
    for first in range(len(some) - 1, -1, -1):
        trust = some[first].trust
        if not first or trust > some[first - 1].trust:
            said = Neighbours(*_counted(some[first:], key), trust, said)
    return said


def _trust(near: Near) -> float:
    return near.trust


def _counted(near: list[Near], key: int) -> tuple[int, int]:
    """Of the two blocks the one that says more: how many are listed, and how large it is."""
    tens = max(each.around.tens for each in near)
    hundreds = max(each.around.hundreds for each in near)
    if len(near) > 1 and max(tens * 10, hundreds) < score.NEIGHBOURS:
        tens, hundreds = _united([each.list_index for each in near], key)
    tens, hundreds = min(tens, 10), min(hundreds, 100)
    return (tens, 10) if tens * 10 >= hundreds else (hundreds, 100)


def _united(indexes: list[ListIndex], key: int) -> tuple[int, int]:
    """Counts over all lists, a number on several of them once."""
    tens, hundreds = zip(*(index.near(key) for index in indexes), strict=True)
    return len(set().union(*tens)), len(set().union(*hundreds))


def thickest(near: list[Near], key: int, today: int) -> Density | None:
    """Of the list on which the blocks around the number stand out most, and beside it of one that is trusted more."""
    said = None
    for around, list_index, trust in sorted(near, key=_most_trusted):
        # There may be a neighbour and nothing else.
        if around.share >= SPEAKS_FROM and not (said and said.share >= around.share):
            days = max(today - list_index.oldest_day(key), 1)
            said = Density(around.numbers, days, around.share, trust, said)
    return said


def _most_trusted(near: Near) -> tuple[float, float]:
    """First, and of them that on which the block stands out most."""
    return -near.trust, -near.around.share

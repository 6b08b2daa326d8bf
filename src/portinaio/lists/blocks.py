"""What several lists together say of the blocks around one number.

The most trusted is asked first. What it says may be all that such a finding can weigh; then nobody else is asked, since
whoever is trusted less has nothing to add. The weight is the same in any order, the words are those of the list that spoke.
"""

from __future__ import annotations

from portinaio.core import score
from portinaio.core.facts import Density, Neighbours
from portinaio.core.named_tuple import NamedTuple
from portinaio.lists.index.density import model
from portinaio.lists.index.density.notes import block_bounds

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from portinaio.lists.index.density.near import Meant
    from portinaio.lists.index.reader import ListIndex


class Near(NamedTuple):
    """A list that holds other numbers near the caller's."""

    list_index: ListIndex
    first: ListIndex
    """Of the copies of its file."""
    place: int
    """Of the number in its base."""
    meant: Meant
    trust: float
    """As `score.block_trust` has it."""
    quiet: bool = False
    """Whether it is known that the wider blocks come to less than a word."""


def by_trust(near: list[Near]) -> list[Near]:
    return sorted(near, key=_trust, reverse=True)


def _trust(near: Near) -> float:
    return near.trust


def nearest(near: list[Near], key: int, today: int) -> Neighbours | None:
    """What all lists say together, and beside it what those say that are trusted more; a number on several counts once."""
    said: Neighbours | None = None
    worths: dict[int, float] = {}
    for place, each in enumerate(near, 1):
        found = each.list_index.near(key, today, each.meant)
        if worths:
            for other, worth in found.items():
                if worth > worths.get(other, 0.0):
                    worths[other] = worth
        else:
            worths = found
        if not worths:
            continue
        counted = _counted(worths, key)
        enough = counted[2] / counted[1] * 100 >= score.NEIGHBOURS
        if enough or place == len(near) or near[place].trust < each.trust:
            said = Neighbours(*counted, each.trust, said)
        if enough:
            break
    return said


def _counted(worths: dict[int, float], key: int) -> tuple[int, int, float]:
    """Of the two blocks the one that says more: how many are listed, how large it is, what they are worth."""
    low, high = block_bounds(key, 10)
    tens = [worth for other, worth in worths.items() if low <= other < high]
    in_ten, in_hundred = sum(tens), sum(worths.values())
    if in_ten * 10 >= in_hundred:
        return len(tens), 10, in_ten
    return len(worths), 100, in_hundred


def thickest(near: list[Near], key: int, today: int) -> Density | None:
    """Of the list on which the blocks around the number stand out most, and beside it of one that is trusted more."""
    said: Density | None = None
    heard: list[ListIndex] = []
    for each in near:
        if each.quiet or each.first in heard:  # a copy says no more
            continue
        heard.append(each.first)
        around = each.first.around(key, today, each.place)
        # There may be a neighbour and nothing else.
        if (
            around is None
            or around.share < model.SPEAKS_FROM
            or (said and said.share >= around.share)
        ):
            continue
        beside = said.beside if said and said.trust == each.trust else said
        said = Density(around.numbers, around.share, each.trust, beside, around.block)
        if around.share * 100 >= score.RANGE:
            break
    return said


def is_full(density: Density | None) -> bool:
    """Whether it weighs as much as a finding of a block may, which is more than neighbours may."""
    return density is not None and density.trust >= 1 and density.share * 100 >= score.RANGE

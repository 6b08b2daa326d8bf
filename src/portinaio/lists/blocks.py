"""What several lists together say of the blocks around one number."""

from __future__ import annotations

from portinaio.core.facts import Density, Neighbours
from portinaio.core.named_tuple import NamedTuple
from portinaio.lists.index.density.notes import block_bounds

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from portinaio.lists.index.density.query import Surroundings

SPEAKS_FROM = 0.05  # of a share: less is not worth a word


class Near(NamedTuple):
    """What one list says of them."""

    worths: dict[int, float]
    """As `ListIndex.near` has them."""
    around: Surroundings | None
    trust: float
    """As `score.block_trust` has it."""


def nearest(near: list[Near], key: int) -> Neighbours | None:
    """What all lists say together, and beside it what those say that are trusted more; a number on several counts once."""
    said, worths = None, dict[int, float]()
    some = sorted((each for each in near if each.worths), key=_trust, reverse=True)
    for place, each in enumerate(some, 1):
        for other, worth in each.worths.items():
            worths[other] = max(worth, worths.get(other, 0.0))
        if place == len(some) or some[place].trust < each.trust:
            said = Neighbours(*_counted(worths, key), each.trust, said)
    return said


def _trust(near: Near) -> float:
    return near.trust


def _counted(worths: dict[int, float], key: int) -> tuple[int, int, float]:
    """Of the two blocks the one that says more: how many are listed, how large it is, what they are worth."""
    low, high = block_bounds(key, 10)
    tens = [worth for other, worth in worths.items() if low <= other < high]
    in_ten, in_hundred = sum(tens), sum(worths.values())
    if in_ten * 10 >= in_hundred:
        return len(tens), 10, in_ten
    return len(worths), 100, in_hundred


def thickest(near: list[Near]) -> Density | None:
    """Of the list on which the blocks around the number stand out most, and beside it of one that is trusted more."""
    said = None
    for _, around, trust in sorted(filter(_speaks, near), key=_most_trusted):
        if around and not (said and said.share >= around.share):
            said = Density(around.numbers, around.share, trust, said, around.block)
    return said


def _speaks(near: Near) -> bool:
    return near.around is not None and near.around.share >= SPEAKS_FROM


def _most_trusted(near: Near) -> tuple[float, float]:
    """First, and of them that on which the block stands out most."""
    return -near.trust, -near.around.share if near.around else 0.0

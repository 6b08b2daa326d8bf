"""Numbers of public bodies on a list of callers. An honest one holds none, so a few are a slip, and many are a poisoned list.

None of 7,741 Italian town halls stands on any of twenty public lists.
"""

from __future__ import annotations

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from portinaio.lists.index.reader import ListIndex

MOST = 3  # a slip; in a short list they are more than the rate below
FEWEST_OTHERS = 1_000  # entries for each; even of complaints that nobody has looked at, forged numbers are fewer
NAMED = 5


def held_by(index: ListIndex, innocents: Iterable[ListIndex]) -> tuple[int, ...]:
    """Keys of those that a list means, by themselves or by a beginning; each once."""
    return where(innocents, lambda key: index.find(key) is not None)


def where(innocents: Iterable[ListIndex], holds: Callable[[int], bool]) -> tuple[int, ...]:
    return tuple(sorted({row.low for index in innocents for row in index.rows() if holds(row.low)}))


def are_many(held: Sequence[int], entries: int) -> bool:
    return len(held) > MOST and len(held) * FEWEST_OTHERS > entries

"""Moments of a log that shows a clock on the wall, in the zone of the house.

When summer time ends, an hour comes twice. Which one a row means is told by its neighbours: a log goes one way, so where
the clock has gone back between two rows, the later ones are of the second. Without that they are of the first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


def zoned(moments: Sequence[datetime]) -> list[datetime]:
    """In their order, oldest or newest first. What names its zone is that moment."""
    walls = [at.replace(tzinfo=None) for at in moments if at.tzinfo is None]
    newest_first = bool(walls) and walls[0] > walls[-1]
    found = _in_turn(moments[::-1] if newest_first else moments)
    return found[::-1] if newest_first else found


def _in_turn(moments: Sequence[datetime]) -> list[datetime]:
    found = []
    before: datetime | None = None
    second = False
    for at in moments:
        if at.tzinfo is not None:
            # What a program writes for another one is in UTC; any other offset is that of the place where the log was kept.
            found.append(at if at.utcoffset() else at.astimezone())
            continue
        first, again = at.astimezone(), at.replace(fold=1).astimezone()
        if first >= again:  # the same moment, or an hour that was left out
            before, second = None, False
        else:
            second = second or (before is not None and at < before)
            before = at
        found.append(again if second else first)
    return found

"""What became of a list that was renewed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.numbers.kinds import MOST_LOOKED_AT, kinds_of
from portinaio.lists.intake.row import pattern_of
from portinaio.lists.sync.difference import Difference

if TYPE_CHECKING:
    from portinaio.core.evidence import Rejected
    from portinaio.core.list_state import ListState
    from portinaio.core.message import Message
    from portinaio.core.numbers.plan import Plan
    from portinaio.lists.index.reader import ListIndex
    from portinaio.lists.list_reading import ListReading
    from portinaio.lists.read_as import ReadAs


class Renewal(NamedTuple):
    state: ListState
    bytes: int = 0
    """On the wire."""
    difference: Difference = Difference()
    rejected: int = 0
    """Rows that could not be used."""
    rows: tuple[Rejected, ...] = ()
    """The first of them."""
    wait_s: int | None = None
    """How long the server wants to be left alone."""
    remarks: tuple[Message, ...] = ()
    """What is to be said of the list, though its rows could be used."""
    read_as: ReadAs | None = None
    """Of one that is here for the first time."""
    countries: tuple[str, ...] | None = None
    """Of which its numbers may be, where it was refused because nobody has said it."""


def seen(reading: ListReading, index: ListIndex, plan: Plan) -> ReadAs:
    """How a list was read, with the kinds of the numbers that it came to."""
    numbers = [pattern_of(row) for row in index.sample(MOST_LOOKED_AT)]
    return reading.read_as._replace(kinds=kinds_of(numbers, plan))

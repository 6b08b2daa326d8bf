"""Numbers of an address book, put together again by whose they are."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from portinaio.lists.intake.row import digits_of, row_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portinaio.core.evidence import Evidence


class Person(NamedTuple):
    name: str
    """Empty where the book knows the number and not whose it is."""
    numbers: list[str]
    groups: tuple[str, ...] = ()
    """Of all the numbers, from their notes."""


def persons_of(rows: Iterable[Evidence]) -> Iterator[Person]:
    """Numbers under one name that stand together are of one person; those without a name are of one each."""
    for name, its in groupby(rows, key=lambda row: row_text(row.company) or row.low):
        theirs = list(its)
        numbers = ["+" + digits_of(row.low) for row in theirs]
        groups = dict.fromkeys(group for row in theirs for group in row.note.split("\n") if group)
        yield Person(name if isinstance(name, str) else "", numbers, tuple(groups))

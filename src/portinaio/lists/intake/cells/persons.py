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
    """From the notes of the numbers."""


def persons_of(rows: Iterable[Evidence]) -> Iterator[Person]:
    """Numbers under one name and in the same groups that stand together are of one person; those without a name are of one each."""
    for (name, note), its in groupby(
        rows, key=lambda row: (row_text(row.company) or row.low, row.note)
    ):
        numbers = ["+" + digits_of(row.low) for row in its]
        groups = dict.fromkeys(filter(None, note.split("\n")))
        yield Person(name if isinstance(name, str) else "", numbers, tuple(groups))

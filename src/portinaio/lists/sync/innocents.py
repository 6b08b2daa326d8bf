"""A new version of a list is measured by the public bodies that are known here, and refused where it holds many."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.core.numbers.pattern import Pattern
from portinaio.errors import UntrustedListError
from portinaio.lists.index.reader import ListIndex
from portinaio.lists.innocents import NAMED, held_by, where
from portinaio.lists.intake.row import digits_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from portinaio.core.evidence import Evidence
    from portinaio.lists.intake.format import Gone
    from portinaio.lists.sync.files import ListFiles


class Innocents:
    """What the subscribed lists of public bodies hold, as they are here now."""

    def __init__(self, list_files: ListFiles, names: Iterable[str]) -> None:
        self._indexes: list[ListIndex] = []
        for name in names:
            # One that is not here yet, or torn, says nothing; its own sync tells.
            with suppress(FileNotFoundError, UntrustedListError):
                self._indexes.append(ListIndex.open(list_files.index(name)))

    def on(self, index: ListIndex) -> tuple[int, ...]:
        return held_by(index, self._indexes)

    def after(
        self, index: ListIndex, rows: Sequence[Evidence], gone: Sequence[Gone]
    ) -> tuple[int, ...]:
        """As `on`, once the list has taken `gone` off and `rows` in."""
        off = {(each.low, each.high) for each in gone}
        fresh = {row.low for row in rows if row.low == row.high}
        wide = [Pattern("", row.low, row.high) for row in rows if row.low != row.high]

        def holds(key: int) -> bool:
            if key in fresh or any(pattern.holds(key) for pattern in wide):
                return True
            hit = index.find(key)
            if hit is None:
                return False
            row = index.detail(hit)
            return (row.low, row.high) not in off

        return where(self._indexes, holds)


def refusal_of_many(
    name: str, held: Sequence[int], entries: int, *, first: bool
) -> UntrustedListError:
    """`first` is a list of which nothing is here yet: `lists add` leaves none of it, so there is nothing to accept."""
    given = {
        "n": len(held),
        "entries": entries,
        "numbers": ", ".join("+" + digits_of(key) for key in held[:NAMED]),
        "list": name,
    }
    if first:
        return UntrustedListError(
            msg(
                "%(n)d of its %(entries)d entries are numbers of public bodies, such as %(numbers)s; whoever wants it all"
                " the same writes it into config.toml and says portinaio sync --accept %(list)s",
                **given,
            )
        )
    return UntrustedListError(
        msg(
            "%(n)d of its %(entries)d entries are numbers of public bodies, such as %(numbers)s;"
            " portinaio sync --accept %(list)s takes it",
            **given,
        )
    )

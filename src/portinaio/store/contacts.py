"""The address books that were imported, and the contacts that the user added."""

from __future__ import annotations

from portinaio.core.contact import OWN, Contact
from portinaio.core.named_tuple import NamedTuple
from portinaio.store.codec import writable
from portinaio.store.rows import TEXT

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Iterable

    from portinaio.store.connection import Connection
    from portinaio.store.rows import Row


class Counts(NamedTuple):
    """Telephone numbers, before and after an import."""

    accepted: int
    updated: int
    """Here before, under another name."""
    removed: int


class Contacts:
    """A number may stand in several books, and twice in one: the user's own name for it comes first, then book by book."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def replace_source(
        self, source: str, contacts: Iterable[Contact], *, dry_run: bool = False
    ) -> Counts:
        """The book `source` holds these from now on; the same import twice changes nothing."""
        source = writable(source)
        pairs = [(writable(c.name), writable(number)) for c in contacts for number in c.numbers]
        pairs = list(dict.fromkeys(pairs))
        with self._connection.transaction() as transaction:
            before = transaction.execute(
                "SELECT name, number FROM contacts WHERE source = ? ORDER BY place", (source,)
            ).fetchall()
            if before != pairs and not dry_run:
                transaction.execute("DELETE FROM contacts WHERE source = ?", (source,))
                transaction.executemany(
                    "INSERT INTO contacts (source, place, name, number) VALUES (?, ?, ?, ?)",
                    ((source, place, *pair) for place, pair in enumerate(pairs)),
                )
        return _changes(_names_by_number(before), _names_by_number(pairs))

    def numbers_in(self, source: str) -> set[str]:
        """What the book `source` holds."""
        rows = self._connection.rows(
            "SELECT number FROM contacts WHERE source = ?", (writable(source),)
        )
        return {number for (number,) in rows}

    def add(self, name: str, number: str, source: str) -> None:
        """Add a number to the book `source`, or give it another name there."""
        source, number = writable(source), writable(number)
        with self._connection.transaction() as transaction:
            transaction.execute(
                "DELETE FROM contacts WHERE source = ? AND number = ?", (source, number)
            )
            transaction.execute(
                "INSERT INTO contacts (source, place, name, number)"
                " SELECT ?, coalesce(max(place), -1) + 1, ?, ? FROM contacts WHERE source = ?",
                (source, writable(name), number, source),
            )

    def remove(self, number: str) -> bool:
        """Remove the number from every book; false where it stands in none."""
        with self._connection.transaction() as transaction:
            gone = transaction.execute("DELETE FROM contacts WHERE number = ?", (writable(number),))
            return gone.rowcount > 0

    def all(self) -> list[Contact]:
        """Book by book in its order; numbers under one name are one contact."""
        numbers: dict[tuple[str, str], list[str]] = {}
        rows = self._connection.rows(
            "SELECT source, name, number FROM contacts ORDER BY source, place"
        )
        for source, name, number in self._understood(rows):
            # Numbers without a name belong to nobody together.
            numbers.setdefault((source, name or f"\0{number}"), []).append(number)
        return [
            Contact("" if name[:1] == "\0" else name, tuple(its), source)
            for (source, name), its in numbers.items()
        ]

    def name_of(self, number: str) -> str | None:
        """The name of `number`, which may be empty; `None` for a stranger."""
        rows = self._connection.rows(
            "SELECT source, name, number FROM contacts WHERE number = ? ORDER BY source <> ?, source, place LIMIT 1",
            (writable(number), OWN),
        )
        return next((name for _, name, _ in self._understood(rows)), None)

    def names(self) -> dict[str, str]:
        """`name_of` for all numbers at once."""
        rows = self._connection.rows(
            "SELECT source, name, number FROM contacts ORDER BY source <> ? DESC, source DESC, place DESC",
            (OWN,),
        )
        return {
            number: name for _, name, number in self._understood(rows)
        }  # the last of a number wins, which is the first in order

    def names_between(self, first: str, last: str) -> dict[str, str]:
        """`names` of the numbers from one to another, as long as these are."""
        rows = self._connection.rows(
            "SELECT source, name, number FROM contacts"
            " WHERE number BETWEEN ? AND ? AND length(number) = ?"
            " ORDER BY source <> ? DESC, source DESC, place DESC",
            (first, last, len(first), OWN),
        )
        return {number: name for _, name, number in self._understood(rows)}

    def _understood(self, rows: list[Row]) -> list[Row]:
        return self._connection.odd_rows.understood("contacts", rows, (TEXT, TEXT, TEXT), tuple)


def _names_by_number(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    names: dict[str, set[str]] = {}
    for name, number in pairs:
        names.setdefault(number, set()).add(name)
    return names


def _changes(before: dict[str, set[str]], after: dict[str, set[str]]) -> Counts:
    updated = sum(1 for number in before.keys() & after.keys() if before[number] != after[number])
    return Counts(len(after.keys() - before.keys()), updated, len(before.keys() - after.keys()))

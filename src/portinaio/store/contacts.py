"""The address books that were imported, and the contacts that the user added."""

from __future__ import annotations

from portinaio.core.contact import OWN, Contact
from portinaio.core.named_tuple import NamedTuple
from portinaio.core.names import folded
from portinaio.core.safe_text import one_line
from portinaio.store.codec import writable
from portinaio.store.rows import TEXT

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from portinaio.store.connection import Connection
    from portinaio.store.rows import Kinds, Row


_KINDS: Kinds = (TEXT, TEXT, TEXT)


class Counts(NamedTuple):
    """Telephone numbers, before and after an import."""

    accepted: int
    updated: int
    """Here before, under another name or in other groups."""
    removed: int


class Contacts:
    """A number may stand in several books, and twice in one: the user's own name for it comes first, then book by book."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def replace_source(
        self,
        source: str,
        contacts: Iterable[Contact],
        *,
        dry_run: bool = False,
        at: datetime | None = None,
    ) -> Counts:
        """The book `source` holds these from now on; the same import twice changes nothing. With `at` it is an import of that moment, which can be taken back."""
        source = writable(source)
        rows = [
            (writable(contact.name), writable(number), _column(contact.groups))
            for contact in contacts
            for number in contact.numbers
        ]
        rows = list(dict.fromkeys(rows))
        with self._connection.transaction() as transaction:
            before = transaction.execute(
                "SELECT name, number, categories FROM contacts WHERE source = ? ORDER BY place",
                (source,),
            ).fetchall()
            if before != rows and not dry_run:
                transaction.execute("DELETE FROM contacts WHERE source = ?", (source,))
                transaction.executemany(
                    "INSERT INTO contacts (source, place, name, number, categories)"
                    " VALUES (?, ?, ?, ?, ?)",
                    ((source, place, *row) for place, row in enumerate(rows)),
                )
            if at is not None and not dry_run:
                from portinaio.store.imports import last_import  # noqa: PLC0415  # a check has no use for it

                book = {"source": source, "before": before, "after": rows}
                last_import.remember(
                    transaction, "contacts", last_import.Importing(source, at), book
                )
        return _changes(_said_by_number(before), _said_by_number(rows))

    def numbers_in(self, source: str) -> set[str]:
        """What the book `source` holds."""
        rows = self._connection.rows(
            "SELECT number FROM contacts WHERE source = ?", (writable(source),)
        )
        return {number for (number,) in rows}

    def add(
        self,
        name: str,
        number: str,
        source: str,
        groups: Iterable[str] | None = None,
        *,
        beside: bool = False,
    ) -> Contact:
        """Add a number to the book `source`, in place of the names that it has there or `beside` them.

        `None` leaves it in the groups that it has; a new one comes to those that the other numbers of that person all have.
        """
        source, number, name = writable(source), writable(number), writable(name)
        here = "source = ? AND number = ?" + (" AND name = ?" if beside else "")
        asked = (source, number, name) if beside else (source, number)
        with self._connection.transaction() as transaction:
            found = (
                transaction.execute(
                    f"SELECT categories FROM contacts WHERE {here} LIMIT 1",  # noqa: S608  # words of ours alone
                    asked,
                ).fetchall()
                or transaction.execute(
                    "SELECT DISTINCT categories FROM contacts WHERE source = ? AND name = ? AND name <> '' LIMIT 2",
                    (source, name),
                ).fetchall()
            )
            # Where they differ there are two of that name, and nobody has said whose number it is.
            kept = found[0][0] if len(found) == 1 else ""
            categories = kept if groups is None else _column(groups)
            transaction.execute(f"DELETE FROM contacts WHERE {here}", asked)  # noqa: S608  # as above
            transaction.execute(
                "INSERT INTO contacts (source, place, name, number, categories)"
                " SELECT ?, coalesce(max(place), -1) + 1, ?, ?, ? FROM contacts WHERE source = ?",
                (source, name, number, categories, source),
            )
        return Contact(name, (number,), source, _groups(categories))

    def remove(self, number: str, name: str = "", source: str = "") -> bool:
        """Remove the number from every book and under every name, or those that are given; false where it stands in none."""
        with self._connection.transaction() as transaction:
            gone = transaction.execute(
                "DELETE FROM contacts WHERE number = ? AND ? IN ('', name) AND ? IN ('', source)",
                (writable(number), writable(name), writable(source)),
            )
            return gone.rowcount > 0

    def all(self) -> list[Contact]:
        """Book by book in its order; numbers under one name and in the same groups are one contact.

        Father and son of one name are two where one of them is a favourite: groups are those of a number.
        """
        numbers: dict[tuple[str, str, str], list[str]] = {}
        rows = self._connection.rows(
            "SELECT source, name, number, categories FROM contacts ORDER BY source, place"
        )
        for source, name, number, categories in self._understood(rows, (*_KINDS, TEXT)):
            # Numbers without a name belong to nobody together.
            numbers.setdefault((source, name or f"\0{number}", categories), []).append(number)
        return [
            Contact("" if name[:1] == "\0" else name, tuple(its), source, _groups(categories))
            for (source, name, categories), its in numbers.items()
        ]

    def groups_of(self, number: str) -> frozenset[str]:
        """Those in which any book has the number, folded."""
        rows = self._connection.rows(
            "SELECT source, categories FROM contacts WHERE number = ? AND categories <> ''",
            (writable(number),),
        )
        found = self._understood(rows, (TEXT, TEXT))
        return frozenset(folded(group) for _, column in found for group in _groups(column))

    def groups(self) -> dict[str, frozenset[str]]:
        """`groups_of` for all numbers that are in one."""
        rows = self._connection.rows(
            "SELECT number, categories FROM contacts WHERE categories <> ''"
        )
        found: dict[str, frozenset[str]] = {}
        for number, column in self._understood(rows, (TEXT, TEXT)):
            its = frozenset(map(folded, _groups(column)))
            found[number] = found.get(number, frozenset()) | its
        return found

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

    def _understood(self, rows: list[Row], kinds: Kinds = _KINDS) -> list[Row]:
        return self._connection.odd_rows.understood("contacts", rows, kinds, tuple)


def _column(groups: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(one_line(writable(group)) for group in groups))


def _groups(column: str) -> tuple[str, ...]:
    return tuple(group for group in column.split("\n") if group)


def _said_by_number(rows: Iterable[Row]) -> dict[str, set[object]]:
    said: dict[str, set[object]] = {}
    for name, number, categories in rows:
        said.setdefault(number, set()).add((name, categories))
    return said


def _changes(before: dict[str, set[object]], after: dict[str, set[object]]) -> Counts:
    updated = sum(1 for number in before.keys() & after.keys() if before[number] != after[number])
    return Counts(len(after.keys() - before.keys()), updated, len(before.keys() - after.keys()))

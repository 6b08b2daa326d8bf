"""What the last import has changed, kept until the next one, so that it can be taken back as one.

Each row remembers what stood in its place before, and what the import made of it: whoever has changed it since meant that,
and keeps it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from portinaio.store.codec import json_column, json_of, micros, moment, offset, writable
from portinaio.store.rows import NUMBER, TEXT
from portinaio.store.seals import unseal

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from portinaio.store.connection import Connection
    from portinaio.store.rows import Kinds, Row

_KINDS: Kinds = (TEXT, TEXT, NUMBER, NUMBER, TEXT)
_ENTRY = "name, note, created, created_offset, until, until_offset, once"
_THIS_ENTRY = "pattern = ? AND name_folded = '' AND kind = ?"
_AS_IMPORTED = f"{_THIS_ENTRY} AND note = ? AND created = ? AND until IS NULL AND once = 0"
_CONTACT = "name, number, categories"


class Importing(NamedTuple):
    """Which import it is, of whatever kind."""

    file: str
    at: datetime


class Imported(NamedTuple):
    kind: str
    """`block`, `allow`, `contacts` or `calls`."""
    file: str
    at: datetime


class TakenBack(NamedTuple):
    removed: int
    """What it had brought."""
    restored: int
    """What it had changed or taken out."""
    left: int
    """What was changed since, and stays."""


def remember(
    transaction: sqlite3.Connection, kind: str, importing: Importing, before: object
) -> None:
    """Part of the transaction that changes the rows; the import of before cannot be taken back any more."""
    transaction.execute(
        "INSERT OR REPLACE INTO last_import (one, kind, file, at, at_offset, before) VALUES (1, ?, ?, ?, ?, ?)",
        (
            kind,
            writable(importing.file),
            micros(importing.at),
            offset(importing.at),
            json_column(before),
        ),
    )


def entry_before(transaction: sqlite3.Connection, pattern: str, kind: str) -> list[Any] | None:
    """The row that an import is about to replace."""
    row = transaction.execute(
        f"SELECT {_ENTRY} FROM entries WHERE {_THIS_ENTRY}",  # noqa: S608  # our columns
        (pattern, kind),
    ).fetchone()
    return None if row is None else list(row)


class LastImport:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self) -> Imported | None:
        found = self._found()
        return found[0] if found else None

    def take_back(self) -> TakenBack | None:
        """All of it at once; `None` where there is nothing to take back."""
        with self._connection.transaction() as transaction:
            found = self._found()
            if found is None:
                return None
            (kind, _file, at), before = found
            match kind:
                case "contacts":
                    taken = _contacts_back(transaction, before)
                case "calls":
                    taken = _calls_back(transaction, before)
                case _:
                    taken = _entries_back(transaction, kind, micros(at), before)
            transaction.execute("DELETE FROM last_import")
        return taken

    def _found(self) -> tuple[Imported, Any] | None:
        rows = self._connection.rows("SELECT kind, file, at, at_offset, before FROM last_import")
        found = self._connection.odd_rows.understood("last_import", rows, _KINDS, _read)
        return next(iter(found), None)


def _read(row: Row) -> tuple[Imported, Any]:
    kind, file, at, minutes, before = row
    return Imported(kind, file, moment(at, minutes)), json_of(before)


def _entries_back(
    transaction: sqlite3.Connection, kind: str, created: int, changed: Iterable[Sequence[Any]]
) -> TakenBack:
    """Each `[pattern, note, row before or None]`."""
    removed = restored = left = 0
    for pattern, note, before in changed:
        imported = (pattern, kind, note, created)
        if before is None:
            gone = transaction.execute(
                f"DELETE FROM entries WHERE {_AS_IMPORTED}",  # noqa: S608  # our columns
                imported,
            ).rowcount
            removed += gone
        else:
            gone = transaction.execute(
                "UPDATE entries SET name = ?, note = ?, created = ?, created_offset = ?, until = ?, until_offset = ?,"  # noqa: S608  # as above
                f" once = ? WHERE {_AS_IMPORTED}",
                (*before, *imported),
            ).rowcount
            restored += gone
        left += not gone
    return TakenBack(removed, restored, left)


def _contacts_back(transaction: sqlite3.Connection, book: dict[str, Any]) -> TakenBack:
    """The book as it was; who was taken out by hand since stays out."""
    source = book["source"]
    before, after = [tuple(row) for row in book["before"]], [tuple(row) for row in book["after"]]
    now = transaction.execute(
        f"SELECT {_CONTACT} FROM contacts WHERE source = ? ORDER BY place",  # noqa: S608  # our columns
        (source,),
    ).fetchall()
    out = {row[1] for row in after} - {row[1] for row in now}
    rows = [row for row in before if row[1] not in out]
    transaction.execute("DELETE FROM contacts WHERE source = ?", (source,))
    transaction.executemany(
        f"INSERT INTO contacts (source, place, {_CONTACT}) VALUES (?, ?, ?, ?, ?)",  # noqa: S608  # as above
        ((source, place, *row) for place, row in enumerate(rows)),
    )
    here, there = set(now), set(rows)
    return TakenBack(len(here - there), len(there - here), len(out))


def _calls_back(transaction: sqlite3.Connection, log: dict[str, Any]) -> TakenBack:
    """Calls that a complaint tells of stay, and so does whom the user has called again since."""
    removed = restored = left = 0
    for call_id, at in log["calls"]:
        gone = transaction.execute(
            "DELETE FROM calls WHERE id = ? AND at = ? AND id NOT IN (SELECT call FROM complaint_calls)",
            (call_id, at),
        ).rowcount
        removed += gone
        left += not gone
    unseal(transaction)
    for number, day, before in log["dialled"]:
        if before is None:
            gone = transaction.execute(
                "DELETE FROM dialled WHERE number = ? AND day = ?", (number, day)
            ).rowcount
            removed += gone
        else:
            gone = transaction.execute(
                "UPDATE dialled SET day = ? WHERE number = ? AND day = ?", (before, number, day)
            ).rowcount
            restored += gone
        left += not gone
    return TakenBack(removed, restored, left)

"""The user's own list: what is allowed and what is blocked."""

from __future__ import annotations

from portinaio.core.entry import Entry, EntryBook, EntryKind
from portinaio.core.named_tuple import NamedTuple
from portinaio.core.names import NamePattern, stored_name
from portinaio.core.numbers.pattern import Pattern, stored
from portinaio.store.codec import countable, micros, moment, offset, writable
from portinaio.store.rows import MAYBE_NUMBER, NUMBER, TEXT

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

    from portinaio.store.connection import Connection
    from portinaio.store.rows import Kinds, Row

_COLUMNS = "id, pattern, name, kind, note, created, created_offset, until, until_offset, once"
_KINDS: Kinds = (
    NUMBER,
    TEXT,
    TEXT,
    TEXT,
    TEXT,
    NUMBER,
    NUMBER,
    MAYBE_NUMBER,
    MAYBE_NUMBER,
    NUMBER,
)
_ADD = """
    INSERT INTO entries
        (pattern, name, name_folded, kind, note, created, created_offset, until, until_offset, once)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (pattern, name_folded, kind) DO UPDATE SET name = excluded.name,
        note = excluded.note, created = excluded.created, created_offset = excluded.created_offset,
        until = excluded.until, until_offset = excluded.until_offset, once = excluded.once
"""
_MEANT = "pattern = ? AND name_folded = ?"


class Added(NamedTuple):
    accepted: int
    updated: int
    """There before, with another note or for a while only."""


class Entries:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(  # noqa: PLR0913, PLR0917  # the fields of an entry
        self,
        wanted: Pattern | NamePattern,
        kind: EntryKind,
        note: str,
        created: datetime,
        until: datetime | None = None,
        once: bool = False,
    ) -> Entry:
        """Write an entry down; one that means the same and is of the same kind is replaced and keeps its id."""
        pattern, name, key = _columns_of(wanted)
        values = (
            pattern,
            name,
            key,
            kind.value,
            writable(note),
            micros(created),
            offset(created),
            None if until is None else micros(until),
            None if until is None else offset(until),
            once,
        )
        with self._connection.transaction() as transaction:
            transaction.execute(_ADD, values)
            row = transaction.execute(
                f"SELECT {_COLUMNS} FROM entries WHERE {_MEANT} AND kind = ?",  # noqa: S608  # our columns
                (pattern, key, kind.value),
            ).fetchone()
        return _entry(row)

    def add_all(
        self,
        wanted: Sequence[tuple[Pattern, str]],
        kind: EntryKind,
        created: datetime,
        *,
        dry_run: bool = False,
        file: str = "",
    ) -> Added:
        """Patterns and notes, all of them or none. What was allowed or noted by hand stays so: a file knows less.

        What a `file` has changed can be taken back by its name.
        """
        from portinaio.store.imports import last_import  # noqa: PLC0415  # a check has no use for it

        accepted = updated = 0
        changed: list[tuple[str, str, object]] = []
        with self._connection.transaction() as transaction:
            there = {
                (pattern, its_kind): (note, until, once)
                for pattern, its_kind, note, until, once in transaction.execute(
                    "SELECT pattern, kind, note, until, once FROM entries"
                )
            }
            for pattern, text in wanted:
                known = there.get((pattern.text, kind.value))
                note = writable(text) or (known[0] if known else "")
                if known == (note, None, 0):
                    continue
                accepted += known is None
                updated += known is not None
                if not dry_run:
                    before = last_import.entry_before(transaction, pattern.text, kind.value)
                    changed.append((pattern.text, note, before))
                    transaction.execute(_ADD, _plain(pattern, kind, note, created))
            if file and not dry_run:
                importing = last_import.Importing(file, created)
                last_import.remember(transaction, kind.value, importing, changed)
        return Added(accepted, updated)

    def get(self, entry_id: int) -> Entry | None:
        return next(iter(self._where("id = ?", countable(entry_id))), None)

    def all(self, now: datetime) -> list[Entry]:
        """The entries that count at `now`, oldest first."""
        return self._where("until IS NULL OR until > ?", micros(now))

    def book(self) -> EntryBook:
        """All entries, also those that have run out: the book is asked with a time."""
        return EntryBook(self._where("TRUE"))

    def remove(self, wanted: str | NamePattern) -> list[Entry]:
        """Remove what stands under this pattern or name, allowed or blocked, and tell what it was."""
        pattern, _, key = (
            (writable(wanted), "", "") if isinstance(wanted, str) else _columns_of(wanted)
        )
        return self._removed(_MEANT, pattern, key)

    def use_up(self, entry_id: int) -> bool:
        """Remove an entry that was for one call; false where it is not such, or gone."""
        return bool(self._removed("once AND id = ?", countable(entry_id)))

    def purge_expired(self, now: datetime) -> int:
        """Remove what has run out by `now`; how many they were."""
        return len(self._removed("until <= ?", micros(now)))

    def bring_back(self, now: datetime, skew: timedelta) -> int:
        """Entries for a while that were written by a clock ahead of `now` last as long as they were to, from now on."""
        with self._connection.transaction() as transaction:
            moved = transaction.execute(
                "UPDATE entries SET until = ? + (until - created), created = ?"
                " WHERE until IS NOT NULL AND created > ?",
                (micros(now), micros(now), micros(now + skew)),
            )
            return moved.rowcount

    def _where(self, condition: str, *values: object) -> list[Entry]:
        rows = self._connection.rows(
            f"SELECT {_COLUMNS} FROM entries WHERE {condition} ORDER BY id",  # noqa: S608  # our conditions
            values,
        )
        return self._connection.odd_rows.understood("entries", rows, _KINDS, _entry)

    def _removed(self, condition: str, *values: object) -> list[Entry]:
        with self._connection.transaction() as transaction:
            gone = self._where(condition, *values)
            transaction.execute(
                f"DELETE FROM entries WHERE {condition}",  # noqa: S608  # our conditions
                values,
            )
        return gone


def _plain(pattern: Pattern, kind: EntryKind, note: str, created: datetime) -> tuple[object, ...]:
    """Values of an entry for ever."""
    began = micros(created), offset(created)
    return (pattern.text, "", "", kind.value, note, *began, None, None, False)


def _columns_of(wanted: Pattern | NamePattern) -> tuple[str, str, str]:
    """Pattern, name, and the name as it is compared."""
    if isinstance(wanted, NamePattern):
        return "", writable(wanted.text), writable(wanted.key)
    return wanted.text, "", ""


def _entry(row: Row) -> Entry:
    entry_id, pattern, name, kind, note, created, created_offset, until, until_offset, once = row
    return Entry(
        entry_id,
        None if name else stored(pattern),
        EntryKind(kind),
        note,
        moment(created, created_offset),
        None if until is None else moment(until, until_offset),
        bool(once),
        stored_name(name) if name else None,
    )

"""What came of files that were set aside: how many rows of each were saved, and whether somebody was told."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portinaio.store.codec import json_column, json_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from portinaio.store.connection import Connection

KEY = "recoveries"
SAVED, TAKEN_BACK, LEFT, KNOWN = "saved", "taken_back", "left", "known"
UNKNOWN = -1
"""Rows that were lost, and nobody knows how many."""

_WRITE = "INSERT OR REPLACE INTO state (key, value) VALUES (?, ?)"


class Recovery(NamedTuple):
    file: str
    """Name of the file as it lies aside, in the folder of the database."""
    way: str
    """`saved` when it was set aside, `taken_back` at a later start, or `left`: it is damaged, and a program of before set it aside.

    `known` is one that a person had put back before: what is not here of it was forgotten on purpose.
    """
    rows: dict[str, int]
    """By table, those that came over."""
    lost: dict[str, int]
    """By table, those that did not; `UNKNOWN` where they cannot be counted."""
    sealed_anew: int = 0
    """Calls whose seals had to be made anew."""
    moved: Mapping[str, int] = {}
    """Complaints that have another id than before: the old one, and the new."""
    seen: bool = False
    """The doctor has told a person."""


class Recoveries:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> list[Recovery]:
        """Oldest first."""
        row = self._connection.row("SELECT value FROM state WHERE key = ?", (KEY,))
        return _read(row[0]) if row else []

    def see(self) -> bool:
        """Somebody has been told of all; whether there was anything new in it."""
        found = self.all()
        if all(each.seen for each in found):
            return False
        with self._connection.transaction() as transaction:
            transaction.execute(
                _WRITE, (KEY, json_column([each._replace(seen=True) for each in found]))
            )
        return True


def known(connection: sqlite3.Connection) -> list[Recovery]:
    """As `Recoveries.all`, before there is a store."""
    row = connection.execute("SELECT value FROM state WHERE key = ?", (KEY,)).fetchone()
    return _read(row[0]) if row else []


def note(connection: sqlite3.Connection, recovery: Recovery) -> None:
    """Part of the transaction that it tells of, so that nothing comes over twice.

    What nobody was told yet is told as it is in the end: a complaint that moves twice has only its first id and its last.
    """
    moved, before = dict(recovery.moved), known(connection)
    for place, each in enumerate(before):
        if not each.seen:
            now = {was: moved.pop(str(at), at) for was, at in each.moved.items()}
            before[place] = each._replace(moved=now)
    connection.execute(_WRITE, (KEY, json_column([*before, recovery._replace(moved=moved)])))


def _read(text: str) -> list[Recovery]:
    try:
        return [Recovery(*fields) for fields in json_of(text)]
    except (
        TypeError,
        ValueError,
        RecursionError,
    ):  # of a disk that forgets: the files still lie there
        return []

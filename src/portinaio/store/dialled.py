"""Whom the user called, and on which day last."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from portinaio.store.columns import writable

if TYPE_CHECKING:
    from datetime import datetime

    from portinaio.store.connection import Connection

_RECORD = """
    INSERT INTO dialled (number, day) VALUES (?, ?)
    ON CONFLICT (number) DO UPDATE SET day = max(day, excluded.day)
"""


class Dialled:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def record(self, number: str, at: datetime) -> None:
        """The user called `number` at the local time `at`; only the last day is kept."""
        with self._connection.transaction() as transaction:
            transaction.execute(_RECORD, (writable(number), at.date().isoformat()))

    def last_day(self, number: str) -> date | None:
        row = self._connection.row("SELECT day FROM dialled WHERE number = ?", (writable(number),))
        return date.fromisoformat(row[0]) if row else None

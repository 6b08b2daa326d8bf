"""Whom the user called, and on which day last."""

from __future__ import annotations

from datetime import date

from portinaio.store.codec import writable
from portinaio.store.rows import TEXT

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from datetime import datetime

    from portinaio.store.connection import Connection
    from portinaio.store.rows import Row

_RECORD = """
    INSERT INTO dialled (number, day) VALUES (?, ?)
    ON CONFLICT (number) DO UPDATE SET day = max(day, excluded.day)
"""


class OutgoingCalls:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def record(self, number: str, at: datetime) -> None:
        """The user called `number` at the local time `at`; only the last day is kept."""
        with self._connection.transaction() as transaction:
            transaction.execute(_RECORD, (writable(number), at.date().isoformat()))

    def days(self) -> dict[str, date]:
        """The last day of each number."""
        return dict(self._read(self._connection.rows("SELECT number, day FROM dialled")))

    def last_day(self, number: str) -> date | None:
        rows = self._connection.rows(
            "SELECT number, day FROM dialled WHERE number = ?", (writable(number),)
        )
        return next((day for _, day in self._read(rows)), None)

    def between(self, first: str, last: str) -> list[str]:
        """The numbers that the user called, from one to another and as long as these are; the latest first."""
        rows = self._connection.rows(
            "SELECT number, day FROM dialled WHERE number BETWEEN ? AND ? AND length(number) = ? ORDER BY day DESC",
            (first, last, len(first)),
        )
        return [number for number, _ in self._read(rows)]

    def _read(self, rows: list[Row]) -> list[tuple[str, date]]:
        return self._connection.odd_rows.understood(
            "dialled", rows, (TEXT, TEXT), lambda row: (row[0], date.fromisoformat(row[1]))
        )

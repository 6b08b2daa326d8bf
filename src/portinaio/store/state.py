"""Small things that outlive a restart, such as until when screening is paused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.store.columns import writable

if TYPE_CHECKING:
    from portinaio.store.connection import Connection


class State:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, key: str) -> str | None:
        row = self._connection.row("SELECT value FROM state WHERE key = ?", (key,))
        return row[0] if row else None

    def set(self, key: str, value: str | None) -> None:
        """`None` takes the key away."""
        with self._connection.transaction() as transaction:
            if value is None:
                transaction.execute("DELETE FROM state WHERE key = ?", (key,))
            else:
                transaction.execute(
                    "INSERT OR REPLACE INTO state (key, value) VALUES (?, ?)",
                    (key, writable(value)),
                )

    def all(self) -> dict[str, str]:
        return dict(self._connection.rows("SELECT key, value FROM state ORDER BY key"))

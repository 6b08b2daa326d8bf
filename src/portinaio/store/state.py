"""Small things that outlive a restart, such as until when screening is paused."""

from __future__ import annotations

from portinaio.store.codec import writable
from portinaio.store.rows import TEXT, pair

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from portinaio.store.connection import Connection
    from portinaio.store.rows import Row


class State:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, key: str) -> str | None:
        rows = self._connection.rows("SELECT key, value FROM state WHERE key = ?", (key,))
        return self._understood(rows).get(key)

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
        return self._understood(self._connection.rows("SELECT key, value FROM state ORDER BY key"))

    def _understood(self, rows: list[Row]) -> dict[str, str]:
        return dict(self._connection.odd_rows.understood("state", rows, (TEXT, TEXT), pair))

"""What letters say of the user: asked once, kept in the house, never logged."""

from __future__ import annotations

from portinaio.store.codec import writable
from portinaio.store.rows import TEXT, pair

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Mapping

    from portinaio.store.connection import Connection
    from portinaio.store.rows import Row


class Profile:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> dict[str, str]:
        rows = self._connection.rows("SELECT key, value FROM profile ORDER BY key")
        return dict(self._understood(rows))

    def get(self, key: str) -> str:
        """Empty where nobody has said it."""
        rows = self._connection.rows(
            "SELECT key, value FROM profile WHERE key = ?", (writable(key),)
        )
        return next((value for _, value in self._understood(rows)), "")

    def set(self, values: Mapping[str, str]) -> None:
        """Write these keys and leave the others; an empty value takes its key away."""
        pairs = [(writable(key), writable(value)) for key, value in values.items()]
        with self._connection.transaction() as transaction:
            transaction.executemany(
                "DELETE FROM profile WHERE key = ?", ((key,) for key, _value in pairs)
            )
            transaction.executemany(
                "INSERT INTO profile (key, value) VALUES (?, ?)", [p for p in pairs if p[1]]
            )

    def _understood(self, rows: list[Row]) -> list[tuple[str, str]]:
        return self._connection.odd_rows.understood("profile", rows, (TEXT, TEXT), pair)

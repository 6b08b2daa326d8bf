"""What devices were given to keep, and since which version each item of it is as it is: what they ask for is what has
changed since they asked last.
"""

from __future__ import annotations

from portinaio.core.named_tuple import NamedTuple
from portinaio.store.codec import writable
from portinaio.store.rows import NUMBER, TEXT

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Mapping

    from portinaio.store.connection import Connection
    from portinaio.store.rows import Kinds, Row

MOST_GONE = (
    5_000  # items whose going is remembered; who has been away for longer asks for everything
)
_KINDS: Kinds = (TEXT, TEXT, NUMBER)


class Changes(NamedTuple):
    version: int
    """Of the book, now."""
    changed: dict[str, str]
    """Item to its tag, of those that are new or others than then."""
    gone: list[str]


class HandedOut:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def note(self, book: str, items: Mapping[str, str]) -> int:
        """The book holds these now, each with a tag that changes with it; its version."""
        with self._connection.transaction() as transaction:
            rows = transaction.execute(
                "SELECT item, tag, version FROM handed_out WHERE book = ?", (book,)
            ).fetchall()
            known = {item: tag for item, tag, _ in rows}
            version = max((version for _, _, version in rows), default=0)
            changed = {i: tag for i, tag in items.items() if known.get(i) != tag}
            changed |= {i: "" for i, tag in known.items() if tag and i not in items}
            if not changed and version:
                return version
            version += 1
            transaction.executemany(
                "INSERT OR REPLACE INTO handed_out (book, item, tag, version) VALUES (?, ?, ?, ?)",
                ((book, writable(item), tag, version) for item, tag in changed.items()),
            )
            # The book itself is an item without a name, so that an empty one has a version, too.
            transaction.execute(
                "INSERT OR REPLACE INTO handed_out (book, item, tag, version) VALUES (?, '', '', ?)",
                (book, version),
            )
            self._forget_long_gone(transaction, book)
        return version

    def since(self, book: str, version: int) -> Changes | None:
        """`None` where nobody knows any more what was there then."""
        rows = self._understood(book)
        now = max((at for _, _, at in rows), default=0)
        if not self._floor(book) <= version <= now:
            return None
        new = [(item, tag) for item, tag, at in rows if at > version and item]
        return Changes(now, {i: tag for i, tag in new if tag}, [i for i, tag in new if not tag])

    def _understood(self, book: str) -> list[Row]:
        rows = self._connection.rows(
            "SELECT item, tag, version FROM handed_out WHERE book = ?", (book,)
        )
        return self._connection.odd_rows.understood("handed_out", rows, _KINDS, tuple)

    def _floor(self, book: str) -> int:
        row = self._connection.row("SELECT value FROM state WHERE key = ?", (f"handed_out.{book}",))
        return int(row[0]) if row and str(row[0]).isdigit() else 1

    @staticmethod
    def _forget_long_gone(transaction: object, book: str) -> None:
        execute = transaction.execute  # type: ignore[attr-defined]  # a connection of SQLite
        gone = "book = ? AND tag = '' AND item <> ''"
        row = execute(
            f"SELECT version FROM handed_out WHERE {gone} ORDER BY version DESC LIMIT 1 OFFSET ?",  # noqa: S608  # our words
            (book, MOST_GONE),
        ).fetchone()
        if row is None:
            return
        execute(f"DELETE FROM handed_out WHERE {gone} AND version <= ?", (book, row[0]))  # noqa: S608  # as above
        execute(
            "INSERT OR REPLACE INTO state (key, value) VALUES (?, ?)",
            (f"handed_out.{book}", str(row[0])),
        )

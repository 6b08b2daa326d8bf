"""Cards that clients have put into the address book of blocked numbers: under which name, and which numbers they mean."""

from __future__ import annotations

from portinaio.core.named_tuple import NamedTuple
from portinaio.store.codec import writable
from portinaio.store.rows import TEXT

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from portinaio.store.connection import Connection
    from portinaio.store.rows import Row

MOST = 10_000  # beyond that a card has the name that we give it


class WrittenCard(NamedTuple):
    item: str
    """Its name in the book."""
    uid: str
    name: str
    numbers: tuple[str, ...]
    """E.164."""


class Cards:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def set(self, card: WrittenCard) -> None:
        with self._connection.transaction() as transaction:
            transaction.execute(
                "INSERT OR REPLACE INTO device_cards (item, uid, name, numbers) VALUES (?, ?, ?, ?)",
                (*map(writable, card[:3]), "\n".join(card.numbers)),
            )
            transaction.execute(
                "DELETE FROM device_cards WHERE item IN"
                " (SELECT item FROM device_cards ORDER BY item LIMIT -1 OFFSET ?)",
                (MOST,),
            )

    def all(self) -> list[WrittenCard]:
        rows = self._connection.rows(
            "SELECT item, uid, name, numbers FROM device_cards ORDER BY item"
        )
        return self._connection.odd_rows.understood("device_cards", rows, (TEXT,) * 4, _card)

    def remove(self, item: str) -> None:
        with self._connection.transaction() as transaction:
            transaction.execute("DELETE FROM device_cards WHERE item = ?", (writable(item),))


def _card(row: Row) -> WrittenCard:
    item, uid, name, numbers = row
    return WrittenCard(item, uid, name, tuple(numbers.split("\n")))

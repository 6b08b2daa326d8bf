"""The devices that ask the gateway, and what each of them has done to a number."""

from __future__ import annotations

from portinaio.core.entry import EntryKind
from portinaio.store.codec import micros, moment, offset, writable
from portinaio.store.devices.device import BOOKS, RIGHTS, Deed, Device
from portinaio.store.rows import MAYBE_NUMBER, NUMBER, TEXT

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from portinaio.store.connection import Connection
    from portinaio.store.rows import Kinds, Row

_COLUMNS = "name, digest, rights, books, created, created_offset, seen, seen_offset, lists"
_KINDS: Kinds = (TEXT, TEXT, TEXT, TEXT, NUMBER, NUMBER, MAYBE_NUMBER, MAYBE_NUMBER, TEXT)
_DEED = "entry, device, number, kind, at, at_offset, former"
_DEED_KINDS: Kinds = (NUMBER, TEXT, TEXT, TEXT, NUMBER, NUMBER, TEXT)


class Devices:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, device: Device) -> bool:
        """False where one is called so already."""
        created = device.created
        values = (
            writable(device.name),
            device.digest,
            " ".join(sorted(device.rights)),
            " ".join(sorted(device.books)),
            micros(created),
            offset(created),
            " ".join(sorted(map(writable, device.lists))),
        )
        with self._connection.transaction() as transaction:
            added = transaction.execute(
                "INSERT OR IGNORE INTO devices (name, digest, rights, books, created, created_offset, lists)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                values,
            )
            return added.rowcount > 0

    def all(self) -> list[Device]:
        """By name."""
        rows = self._connection.rows(f"SELECT {_COLUMNS} FROM devices ORDER BY name")  # noqa: S608  # our columns
        return self._connection.odd_rows.understood("devices", rows, _KINDS, _device)

    def get(self, name: str) -> Device | None:
        return next((one for one in self.all() if one.name == name), None)

    def remove(self, name: str, at: datetime) -> bool:
        """Its token opens nothing any more, in no restored backup either. What it has done to numbers stays, and is the house's from now on."""
        with self._connection.transaction() as transaction:
            transaction.execute("DELETE FROM device_deeds WHERE device = ?", (writable(name),))
            transaction.execute(
                "INSERT OR IGNORE INTO revoked_devices (digest, at)"
                " SELECT digest, ? FROM devices WHERE name = ?",
                (micros(at), writable(name)),
            )
            gone = transaction.execute("DELETE FROM devices WHERE name = ?", (writable(name),))
            return gone.rowcount > 0

    def revoked(self) -> list[tuple[str, int]]:
        """Digests of tokens, and when in microseconds since 1970."""
        rows = self._connection.rows("SELECT digest, at FROM revoked_devices")
        return self._connection.odd_rows.understood("revoked_devices", rows, (TEXT, NUMBER), tuple)

    def revoke(self, digests: Iterable[tuple[str, int]]) -> None:
        """As `revoked` of another database has them."""
        with self._connection.transaction() as transaction:
            transaction.executemany(
                "INSERT OR IGNORE INTO revoked_devices (digest, at) VALUES (?, ?)", digests
            )
            gone = "SELECT digest FROM revoked_devices"
            transaction.execute(
                f"DELETE FROM device_deeds WHERE device IN (SELECT name FROM devices WHERE digest IN ({gone}))"  # noqa: S608  # our words
            )
            transaction.execute(f"DELETE FROM devices WHERE digest IN ({gone})")  # noqa: S608  # as above

    def note_seen(self, name: str, at: datetime) -> None:
        with self._connection.transaction() as transaction:
            transaction.execute(
                "UPDATE devices SET seen = ?, seen_offset = ? WHERE name = ?",
                (micros(at), offset(at), writable(name)),
            )

    def note_deed(self, deed: Deed) -> None:
        """In place of what was noted of the same entry."""
        with self._connection.transaction() as transaction:
            transaction.execute(
                f"INSERT OR REPLACE INTO device_deeds ({_DEED}) VALUES (?, ?, ?, ?, ?, ?, ?)",  # noqa: S608  # as above
                (
                    deed.entry,
                    writable(deed.device),
                    deed.number,
                    deed.kind.value,
                    micros(deed.at),
                    offset(deed.at),
                    deed.former,
                ),
            )

    def deeds(self) -> list[Deed]:
        """Those whose entries stand, oldest first. What somebody has changed since at the house is no device's any more."""
        rows = self._connection.rows(
            f"SELECT {_DEED} FROM device_deeds WHERE entry IN (SELECT id FROM entries) ORDER BY entry"  # noqa: S608  # as above
        )
        return self._connection.odd_rows.understood("device_deeds", rows, _DEED_KINDS, _deed)

    def deed_on(self, number: str) -> Deed | None:
        return next((deed for deed in reversed(self.deeds()) if deed.number == number), None)

    def forget_deed(self, entry: int) -> None:
        with self._connection.transaction() as transaction:
            transaction.execute("DELETE FROM device_deeds WHERE entry = ?", (entry,))


def _device(row: Row) -> Device:
    name, digest, rights, books, created, created_offset, seen, seen_offset, lists = row
    return Device(
        name,
        digest,
        frozenset(rights.split()) & frozenset(RIGHTS),
        frozenset(books.split()) & frozenset(BOOKS),
        moment(created, created_offset),
        None if seen is None else moment(seen, seen_offset or 0),
        frozenset(lists.split()),
    )


def _deed(row: Row) -> Deed:
    entry, device, number, kind, at, at_offset, former = row
    return Deed(entry, device, number, EntryKind(kind), moment(at, at_offset), former)

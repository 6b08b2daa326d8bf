"""A chain of seals over the log: a later change of a call shows, though not who made it.

Each time a call is written, a seal is appended: a digest of what the device observed, salted, and chained to the seal
before it. Notes are the user's own and are not sealed. When a call is forgotten its salt goes too, and what remains in
the chain is a number that tells nothing.
"""

from __future__ import annotations

import os

from portinaio.core.message import msg
from portinaio.store.call_row import COLUMNS

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from portinaio.core.message import Message
    from portinaio.store.connection import Connection

    Salted = tuple[object, str, str]
    """Id of a call, salt and digest."""

FIRST = "0" * 64
SALT_BYTES = 16
_AT_ONCE = 1000
SEALED = tuple(c for c in COLUMNS if not c.startswith(("notes", "name_folded")))
_PLACES = tuple(COLUMNS.index(column) for column in SEALED)
_LATEST = "SELECT place, call, salt, digest FROM seals WHERE call IS NOT NULL ORDER BY place"


class Seals:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def head(self) -> str:
        """The latest seal; whoever keeps it elsewhere can tell later that nothing before it was changed."""
        row = self._connection.row("SELECT chain FROM seals ORDER BY place DESC LIMIT 1")
        return row[0] if row else ""

    def of_calls(self, call_ids: Iterable[int]) -> dict[int, str]:
        """The latest seal of each call that has one."""
        found = {}
        for call_id in call_ids:
            row = self._connection.row(
                "SELECT chain FROM seals WHERE call = ? ORDER BY place DESC LIMIT 1", (call_id,)
            )
            if row:
                found[call_id] = row[0]
        return found

    def faults(self) -> list[Message]:
        """What does not fit: a broken link, a call that was changed, a call that was slipped in."""
        broken = self._broken_link()
        if broken is not None:
            return [msg("the seals of the log are broken at seal %(place)d", place=broken)]
        latest = {
            call: (salt, digest) for _place, call, salt, digest in self._connection.search(_LATEST)
        }
        rows = self._connection.search(
            f"SELECT {', '.join(SEALED)} FROM calls WHERE id >= (SELECT first FROM sealing)"  # noqa: S608  # our columns
        )
        found = []
        for row in rows:
            salt, digest = latest.get(row[0], ("", ""))
            if not digest:
                found.append(msg("call %(id)d was written into the log from outside", id=row[0]))
            elif digest_of(row, salt) != digest:
                found.append(msg("call %(id)d was changed after it was logged", id=row[0]))
        return found

    def _broken_link(self) -> int | None:
        before = FIRST
        for place, digest, chain in self._connection.search(
            "SELECT place, digest, chain FROM seals ORDER BY place"
        ):
            if chain != _linked(before, digest):
                return int(place)
            before = chain
        return None


def seal(transaction: sqlite3.Connection, rows: Iterable[Sequence[object]]) -> None:
    """Append a seal for each row of `call_row.COLUMNS`; part of the transaction that writes them."""
    append(transaction, salted(rows))


def salted(rows: Iterable[Sequence[object]]) -> list[Salted]:
    """Digests of rows, made before the transaction that will append them: for many they take a while."""
    found = []
    for row in rows:
        salt = os.urandom(SALT_BYTES).hex()
        found.append((row[0], salt, digest_of([row[place] for place in _PLACES], salt)))
    return found


def append(transaction: sqlite3.Connection, digests: Iterable[Salted]) -> None:
    """Link them to the chain."""
    found = transaction.execute("SELECT chain FROM seals ORDER BY place DESC LIMIT 1").fetchone()
    chain = found[0] if found else FIRST
    seals = []
    for call_id, salt, digest in digests:
        chain = _linked(chain, digest)
        seals.append((call_id, salt, digest, chain))
    transaction.executemany(
        "INSERT INTO seals (call, salt, digest, chain) VALUES (?, ?, ?, ?)", seals
    )


def seal_again(transaction: sqlite3.Connection, *, after: int) -> int:
    """Append a seal for each call whose id is higher, as it stands; how many they were."""
    calls = transaction.execute(
        f"SELECT {', '.join(COLUMNS)} FROM calls WHERE id > ? ORDER BY id",  # noqa: S608  # our columns
        (after,),
    )
    count = 0
    while rows := calls.fetchmany(_AT_ONCE):
        append(transaction, salted(rows))
        count += len(rows)
    return count


def unseal(transaction: sqlite3.Connection) -> None:
    """Calls that are gone leave their link in the chain, and nothing that could be read from it."""
    transaction.execute(
        "UPDATE seals SET call = NULL, salt = ''"
        " WHERE call IS NOT NULL AND call NOT IN (SELECT id FROM calls)"
    )


def digest_of(row: Sequence[object], salt: str) -> str:
    """SHA-256 in hexadecimal of the values of `SEALED`."""
    import json  # noqa: PLC0415  # keeps json off the cold path of `check`

    while row and row[-1] is None:  # what younger columns leave empty is sealed as it always was
        row = row[:-1]
    # SQLite gives 1 back for True, and 3.0 for a 3 in a column of reals.
    plain = [float(value) if isinstance(value, bool | int | float) else value for value in row]
    # What a disk has made of a text may be no text.
    text = json.dumps([salt, *plain], ensure_ascii=False, separators=(",", ":"), default=repr)
    return _sha256(text.encode("utf-8", "surrogatepass"))


def _linked(before: str, digest: str) -> str:
    return _sha256(f"{before}{digest}".encode())


def _sha256(data: bytes) -> str:
    from hashlib import sha256  # noqa: PLC0415  # keeps it off the cold path of `check`

    return sha256(data).hexdigest()

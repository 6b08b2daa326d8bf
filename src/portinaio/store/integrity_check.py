"""What SQLite finds wrong with a file, read whole."""

from __future__ import annotations

from portinaio.store.schema.migrate import version_of
from portinaio.store.schema.scripts import KEYS_FIRST

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    import sqlite3

MOST_FAULTS = 1_000_000  # SQLite stops at a hundred, and those may all be false
CHECK = f"PRAGMA integrity_check({MOST_FAULTS})"  # the quick one does not see an index that is out of step
# SQLite 3.40.0 and 3.40.1 say so of sound rows of a table WITHOUT ROWID whose key does not stand first.
_FALSE = "NULL value in complaint_calls.place"


def faults(connection: sqlite3.Connection) -> list[str]:
    """In SQLite's words; empty for a sound file. Takes two seconds for a million calls."""
    found = connection.execute(CHECK).fetchall()
    false = _FALSE if version_of(connection) < KEYS_FIRST else ""
    return [text for (text,) in found if text not in {"ok", false}]

"""What two files remember, in one: `back`, which was set aside, and what was written since.

Rows of `back` keep their ids, since complaints that were sent and seals speak of them; what came since moves behind them.
Where both know the same thing, that of now counts.
"""
# ruff: noqa: S608  # tables and columns are ours

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.contact import OWN
from portinaio.store.call_row import COLUMNS
from portinaio.store.recovery.recoveries import KEY
from portinaio.store.seals import seal_again

if TYPE_CHECKING:
    import sqlite3

_ENTRY = (
    "pattern, name, name_folded, kind, note, created, created_offset, until, until_offset, once"
)
_CALLS = ", ".join(COLUMNS)

# A log may hold several calls of one caller at one moment, so the first of one file is the first of the other.
_PAIR = """
    CREATE TEMP TABLE moved_{table} (was INTEGER PRIMARY KEY, known INTEGER, now INTEGER);
    INSERT INTO moved_{table} (was, known)
    WITH mine AS (SELECT id, {key}, row_number() OVER (PARTITION BY {key} ORDER BY id) AS nth FROM main.{table}),
        its AS (SELECT id, {key}, row_number() OVER (PARTITION BY {key} ORDER BY id) AS nth FROM back.{table})
    SELECT mine.id, its.id FROM mine LEFT JOIN its USING ({key}, nth)
"""
_LAST = """
    SELECT max(coalesce((SELECT max(id) FROM {file}.{table}), 0),
        coalesce((SELECT max(seq) FROM {file}.sqlite_sequence WHERE name = '{table}'), 0))
"""
_IN_THE_WAY = """
    SELECT 1 FROM temp.moved_{table} WHERE iif(known IS NULL, was <= {last}, known <> was) LIMIT 1
"""
_COUNT_ON = """
    DELETE FROM main.sqlite_sequence WHERE name = '{table}';
    INSERT INTO main.sqlite_sequence (name, seq)
    SELECT '{table}', max({last}, coalesce((SELECT max(id) FROM main.{table}), 0))
"""

_SEALS = """
    DELETE FROM main.seals;
    INSERT INTO main.seals SELECT * FROM back.seals;
    DELETE FROM main.sealing;
    INSERT INTO main.sealing SELECT first FROM back.sealing
"""
_MOVE_CALLS = """
    UPDATE back.calls SET (notes, notes_folded) =
        (SELECT notes, notes_folded FROM main.calls JOIN temp.moved_calls ON was = main.calls.id WHERE known = back.calls.id)
    WHERE id IN (SELECT known FROM temp.moved_calls JOIN main.calls ON was = id WHERE main.calls.notes <> '');
    DELETE FROM main.calls WHERE id IN (SELECT was FROM temp.moved_calls WHERE known IS NOT NULL);
    UPDATE main.calls SET id = id + {shift}
"""
_MOVE_COMPLAINTS = """
    CREATE TEMP TABLE bound_calls AS SELECT * FROM main.complaint_calls;
    CREATE TEMP TABLE bound_files AS SELECT * FROM main.attachments;
    DELETE FROM main.complaint_calls;
    DELETE FROM main.attachments;
    DELETE FROM back.complaints WHERE id IN (SELECT known FROM temp.moved_complaints);
    DELETE FROM back.complaint_calls WHERE complaint NOT IN (SELECT id FROM back.complaints);
    DELETE FROM back.attachments WHERE complaint NOT IN (SELECT id FROM back.complaints);
    UPDATE main.complaints SET id = id + {shift};
    UPDATE main.complaints SET id = (SELECT now FROM temp.moved_complaints WHERE was = id - {shift});
    INSERT OR IGNORE INTO main.complaint_calls (complaint, call, place)
    SELECT (SELECT now FROM temp.moved_complaints WHERE was = complaint),
        coalesce((SELECT now FROM temp.moved_calls WHERE was = call), call + {calls_shift}), place FROM temp.bound_calls;
    INSERT INTO main.attachments (complaint, name, digest)
    SELECT (SELECT now FROM temp.moved_complaints WHERE was = complaint), name, digest FROM temp.bound_files
"""
# Small state that speaks of a complaint by its id.
_MOVE_STATE = """
    UPDATE main.state SET key = (SELECT '{about}.' || now FROM temp.moved_complaints WHERE key = '{about}.' || was)
    WHERE key IN (SELECT '{about}.' || was FROM temp.moved_complaints WHERE was <> now)
"""
_ABOUT_COMPLAINTS = ("unconfirmed", "mail", "noted")
# The chain of seals tells whose past it is, also where calls were forgotten; the counters, that nothing came later.
_KNOWN = """
    SELECT EXISTS (
        SELECT 1 FROM main.seals JOIN back.seals AS its USING (place, chain)
        WHERE place = (SELECT max(place) FROM back.seals)
    ) AND NOT EXISTS (
        SELECT 1 FROM back.sqlite_sequence AS its
        WHERE seq > coalesce((SELECT seq FROM main.sqlite_sequence WHERE name = its.name), 0)
    )
"""
_DROP = ("moved_calls", "moved_complaints", "bound_calls", "bound_files")

_BACK = {
    "calls": f"INSERT INTO main.calls ({_CALLS}) SELECT {_CALLS} FROM back.calls",
    "complaints": "INSERT INTO main.complaints SELECT * FROM back.complaints",
    "complaint_calls": "INSERT INTO main.complaint_calls SELECT * FROM back.complaint_calls",
    "attachments": "INSERT INTO main.attachments SELECT * FROM back.attachments",
    "counts": """
        INSERT INTO main.counts SELECT * FROM back.counts WHERE TRUE
        ON CONFLICT (day, label) DO UPDATE SET calls = max(calls, excluded.calls)
    """,
    "entries": f"""
        INSERT INTO main.entries ({_ENTRY}) SELECT {_ENTRY} FROM back.entries
        WHERE (pattern, name_folded) NOT IN (SELECT pattern, name_folded FROM main.entries) ORDER BY id
    """,
    "contacts": f"""
        INSERT INTO main.contacts (source, place, name, number, categories)
        SELECT source, place + coalesce((SELECT max(place) + 1 FROM main.contacts AS mine WHERE mine.source = its.source), 0),
            name, number, categories FROM back.contacts AS its
        WHERE source NOT IN (SELECT source FROM main.contacts)
            OR source = '{OWN}' AND number NOT IN (SELECT number FROM main.contacts WHERE source = '{OWN}')
    """,
    "dialled": """
        INSERT INTO main.dialled SELECT * FROM back.dialled WHERE TRUE
        ON CONFLICT (number) DO UPDATE SET day = max(day, excluded.day)
    """,
    # A pause of then may have been ended since, which leaves no trace; the door has been closed all the while.
    "state": f"""
        INSERT OR IGNORE INTO main.state SELECT * FROM back.state
        WHERE key <> '{KEY}' AND key NOT LIKE 'paused_until%' AND key NOT LIKE 'expecting_until%'
    """,
    "lists": "INSERT OR IGNORE INTO main.lists SELECT * FROM back.lists",
    "profile": "INSERT OR IGNORE INTO main.profile SELECT * FROM back.profile",
    "companies": "INSERT OR IGNORE INTO main.companies SELECT * FROM back.companies",
    "company_numbers": "INSERT OR IGNORE INTO main.company_numbers SELECT * FROM back.company_numbers",
    "last_import": "INSERT OR IGNORE INTO main.last_import SELECT * FROM back.last_import",
    "shares": "INSERT OR IGNORE INTO main.shares SELECT * FROM back.shares",
    "revoked_devices": "INSERT OR IGNORE INTO main.revoked_devices SELECT * FROM back.revoked_devices",
    "devices": """
        INSERT OR IGNORE INTO main.devices SELECT * FROM back.devices
        WHERE digest NOT IN (SELECT digest FROM main.revoked_devices)
    """,
    # The entry that a device has made may have got another id by now.
    "device_deeds": """
        INSERT OR IGNORE INTO main.device_deeds (entry, device, number, kind, at, at_offset, former)
        SELECT mine.id, its.device, its.number, its.kind, its.at, its.at_offset, its.former
        FROM back.device_deeds AS its JOIN back.entries AS was ON was.id = its.entry
        JOIN main.entries AS mine USING (pattern, kind, created)
        WHERE its.device IN (SELECT name FROM main.devices)
    """,
    "device_cards": "INSERT OR IGNORE INTO main.device_cards SELECT * FROM back.device_cards",
    "handed_out": "INSERT OR IGNORE INTO main.handed_out SELECT * FROM back.handed_out",
}


class Merged(NamedTuple):
    rows: dict[str, int]
    """By table, what of `back` is here now."""
    sealed: int
    """Calls of since, whose seals were made anew behind the chain of `back`."""
    moved: dict[str, int]
    """Complaints of since: the id that each had, and has."""


def merge(transaction: sqlite3.Connection) -> Merged:
    """Part of a transaction; both files have today's shape."""
    transaction.execute("PRAGMA defer_foreign_keys = ON")
    last, shift = _pair(transaction, "calls", "at, line, calling, called")
    last_complaint, complaint_shift = _pair(
        transaction, "complaints", "recipient, company_folded, created"
    )
    _run(transaction, _MOVE_CALLS.format(shift=shift))
    _run(transaction, _MOVE_COMPLAINTS.format(shift=complaint_shift, calls_shift=shift))
    for about in _ABOUT_COMPLAINTS:
        _run(transaction, _MOVE_STATE.format(about=about))
    moved = transaction.execute("SELECT was, now FROM temp.moved_complaints WHERE was <> now")
    renamed = {str(was): now for was, now in moved.fetchall()}
    rows = {table: transaction.execute(statement).rowcount for table, statement in _BACK.items()}
    _run(transaction, _COUNT_ON.format(table="calls", last=last + shift))
    _run(transaction, _COUNT_ON.format(table="complaints", last=last_complaint + complaint_shift))
    _run(transaction, _SEALS)
    sealed = seal_again(transaction, after=last)
    for table in _DROP:
        transaction.execute(f"DROP TABLE temp.{table}")
    return Merged({table: n for table, n in rows.items() if n}, sealed, renamed)


def is_known(transaction: sqlite3.Connection) -> bool:
    """Whether the file that is open has gone on from `back`: somebody has put a copy of it in its place by hand."""
    return bool(transaction.execute(_KNOWN).fetchone()[0])


def _pair(transaction: sqlite3.Connection, table: str, key: str) -> tuple[int, int]:
    """Say in a table of its own where each row of since will stand.

    Returns the last id of `back`, and how far those rows move that it does not know.
    """
    _run(transaction, _PAIR.format(table=table, key=key))
    here, there = (
        int(transaction.execute(_LAST.format(file=file, table=table)).fetchone()[0])
        for file in ("main", "back")
    )
    in_the_way = transaction.execute(_IN_THE_WAY.format(table=table, last=there)).fetchone()
    shift = max(here, there) if in_the_way else 0
    transaction.execute(f"UPDATE temp.moved_{table} SET now = coalesce(known, was + ?)", (shift,))
    return there, shift


def _run(transaction: sqlite3.Connection, script: str) -> None:
    for statement in script.split(";"):
        transaction.execute(statement)

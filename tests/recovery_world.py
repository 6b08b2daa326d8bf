"""Databases that were damaged, set aside, or begun since."""

import sqlite3
from datetime import timedelta

from portinaio.core.complaint import Complaint
from portinaio.core.contact import OWN
from portinaio.core.entry import EntryKind
from portinaio.store.database import open_store
from store_world import (
    DAY,
    a_furnished_file_of,
)
from worlds import FROZEN_NOW, a_logged_call, a_pattern

STAMP = "broken-20261124-140200"


def opened(path):
    return open_store(path, FROZEN_NOW, thorough=True)


def saved(path):
    """What came of the last file that was set aside."""
    with opened(path) as store:
        return store.recoveries.all()[-1]


def missing(before, after):
    """Rows that are gone, by table; those of an older shape may have got further columns."""
    gone = {
        table: {
            row for row in rows - after[table] if not any(_grown(row, new) for new in after[table])
        }
        for table, rows in before.items()
    }
    return {table: rows for table, rows in gone.items() if rows}


def _grown(row, new):
    """Whether all values of a row stand in the new one, in their order."""
    values = iter(new)
    return len(new) > len(row) and all(value in values for value in row)


def without_news(rows):
    return {**rows, "state": {row for row in rows["state"] if row[0] != "recoveries"}}


def set_aside(version, path, stamp=STAMP):
    """A file as a program of before put it away."""
    a_furnished_file_of(version, path)
    target = path.with_name(f"{path.name}.{stamp}")
    path.rename(target)
    return target


def begun_since(path):
    """What a house has in it that began anew, with the same ids."""
    with open_store(path, FROZEN_NOW) as store:
        store.calls.record_many(
            a_logged_call(i, at=FROZEN_NOW + i * timedelta(minutes=1), notes=f"new {i}")
            for i in range(1, 6)
        )
        store.entries.add(a_pattern("+390844123456"), EntryKind.ALLOW, "after all", FROZEN_NOW)
        store.entries.add(a_pattern("+390200007777"), EntryKind.BLOCK, "", FROZEN_NOW)
        store.contacts.add("Carla", "+390200000004", OWN)
        store.profile.set({"name": "Anna Nuova", "email": "a@example.com"})
        new = store.complaints.add(
            Complaint(0, "IT", "garante", "Other", (2, 5), {}, FROZEN_NOW + DAY)
        )
        store.complaints.attach(new.id, "b.pdf", "1" * 64)


def failing(code):
    """What SQLite says of a disk without room, or without a place for one more file."""
    error = sqlite3.OperationalError("disk")
    error.sqlite_errorcode = code

    def fail(*_):
        raise error

    return fail


HARDWARE = [
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
]

"""Worlds for tests of the store: a house with something in every room, in today's shape and in each of before."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from typing import TYPE_CHECKING

from portinaio.core.checks.finding import Finding
from portinaio.core.complaint import BookedCompany, Complaint
from portinaio.core.contact import OWN, Contact
from portinaio.core.entry import EntryKind
from portinaio.core.list_state import ListState
from portinaio.core.message import msg
from portinaio.core.share import SharedReport, ShareState, Topic
from portinaio.store.database import Store, open_store
from portinaio.store.devices.cards import WrittenCard
from portinaio.store.devices.device import Deed, Device
from portinaio.store.schema.migrate import migrate
from portinaio.store.schema.scripts import SCRIPTS
from portinaio.store.shares import Share
from worlds import FROZEN_NOW, a_logged_call, a_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGE_BYTES = 4096
DAY = timedelta(days=1)
FOUND = (Finding("listed", msg("on %(list)s", list="spam-it"), 74, False, "spam-it"),)


def furnished(store: Store, calls: int = 40) -> None:
    """Something in every room; one call has become a count."""
    store.calls.record(a_logged_call(1, at=FROZEN_NOW - 200 * DAY))
    store.calls.prune(FROZEN_NOW - 90 * DAY)
    store.calls.record_many(
        a_logged_call(
            i, at=FROZEN_NOW - DAY + i * timedelta(minutes=1), findings=FOUND, notes="x" * 200
        )
        for i in range(2, calls + 2)
    )
    store.entries.add(a_pattern("+390844123456"), EntryKind.BLOCK, "sells", FROZEN_NOW)
    store.entries.add(a_pattern("+390200005555"), EntryKind.ALLOW, "", FROZEN_NOW)
    store.contacts.replace_source("book", [Contact("Anna", ("+390200000001",), "book")])
    store.contacts.add("Berta", "+390200000002", OWN)
    store.entries.add_all([], EntryKind.BLOCK, FROZEN_NOW, file="mine.txt")
    store.outgoing.record("+390200000003", FROZEN_NOW)
    rights, books = frozenset({"look_up"}), frozenset({"block"})
    store.devices.add(Device("anna-phone", "0" * 64, rights, books, FROZEN_NOW))
    store.devices.add(Device("lost-phone", "1" * 64, rights, books, FROZEN_NOW))
    store.devices.remove("lost-phone", FROZEN_NOW)
    store.devices.note_deed(Deed(1, "anna-phone", "+390844123456", EntryKind.BLOCK, FROZEN_NOW))
    store.cards.set(WrittenCard("a.vcf", "a", "SPAM", ("+390844123456",)))
    store.handed_out.note("numbers", {"+390844123456": "1"})
    store.state.set("wizard", "done")
    store.lists.set(ListState("spam-it", "ok", "7", 12, FROZEN_NOW, FROZEN_NOW))
    sent = Complaint(
        0, "IT", "controller", "Acme S.p.A.", (3, 2), {"kind": "silent"}, FROZEN_NOW, text="Città"
    )
    sent = store.complaints.add(sent._replace(sent=date(2026, 11, 24), means="pec", copy="{}"))
    store.complaints.attach(sent.id, "a.pdf", "0" * 64)
    store.profile.set({"name": "Anna Esempio"})
    report = SharedReport("+390844123456", Topic.ENERGY, date(2026, 11, 24), "Acme S.p.A.")
    store.shares.set(Share(report, "phoneblock", ShareState.GIVEN, FROZEN_NOW))
    store.companies.set(
        BookedCompany("Acme S.p.A.", "via Esempio 1", "", "", "", ("+390844123456",))
    )


def a_furnished_file(path: Path, calls: int = 40) -> None:
    """In one file, as a daemon leaves it that was told to stop."""
    with open_store(path, FROZEN_NOW) as store:
        furnished(store, calls)


def a_furnished_file_of(version: int, path: Path) -> None:
    """The same house, written by a program of before: what its shape has no place for is left out."""
    now = path.with_name("today.db")
    a_furnished_file(now)
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        migrate(file, path, SCRIPTS[:version])
        file.execute("ATTACH ? AS today", (str(now),))
        for table, columns in tables(file):
            names = ", ".join(columns)
            file.execute(f"DELETE FROM main.{table}")
            file.execute(f"INSERT INTO main.{table} ({names}) SELECT {names} FROM today.{table}")
    now.unlink()


def tables(connection: sqlite3.Connection) -> Iterator[tuple[str, list[str]]]:
    """Names and columns of all tables that are ours."""
    for (table,) in connection.execute(
        "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    ).fetchall():
        yield table, [row[1] for row in connection.execute(f"PRAGMA main.table_info({table})")]


def rows_of(path: Path) -> dict[str, set[tuple[object, ...]]]:
    """Everything that stands in the file, table by table, whatever the order of rows and columns."""
    with closing(sqlite3.connect(path)) as file:
        return {
            table: set(file.execute(f"SELECT {', '.join(sorted(columns))} FROM {table}"))
            for table, columns in tables(file)
        }


def scrambled(path: Path, *names: str) -> None:
    """The first pages of these tables and indexes are overwritten, as a failing disk does it."""
    pages = [page_of(path, name) for name in names]
    with path.open("r+b") as whole:
        for page in pages:
            whole.seek((page - 1) * PAGE_BYTES)
            whole.write(b"\xff" * PAGE_BYTES)


def page_of(path: Path, name: str) -> int:
    """The first page of a table or index, counted from 1."""
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        found = file.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,))
        return int(found.fetchone()[0])

"""Reading what can be read of a damaged file: table by table, row by row, past what is destroyed.

Nothing here writes to the damaged file. A copy of it gets a header and names of tables that SQLite can make sense of.
"""

from __future__ import annotations

import difflib
import os
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING, NamedTuple

from portinaio.store.connection import primary_code
from portinaio.store.recovery.readable_rows import HARDWARE, UNREADABLE, ReadableRows
from portinaio.store.recovery.recoveries import UNKNOWN
from portinaio.store.schema.migrate import SHAPE, migrate, shape_after, version_of
from portinaio.store.schema.scripts import SCRIPTS
from portinaio.store.seals import seal_again

if TYPE_CHECKING:
    from pathlib import Path

BLOCK_BYTES = 4096
WITH_WAL = ("", "-wal")  # -shm is made anew from them
SPOILT_NAMES = 4  # two that are not what they were
ALIKE = 0.8  # of a statement in which some letters are wrong
_LIKELY = 1 << 40  # nobody is called as often


class Salvaged(NamedTuple):
    rows: dict[str, int]
    lost: dict[str, int]
    sealed_anew: int


def copied(path: Path, target: Path) -> None:
    """Copy the file and its -wal; a sector that the disk does not give is zeros."""
    for suffix in WITH_WAL:
        source, copy = (each.with_name(each.name + suffix) for each in (path, target))
        copy.unlink(missing_ok=True)
        if source.exists():
            _copy(source, copy)


def _copy(path: Path, target: Path) -> None:
    target.touch(0o600)
    with path.open("rb", buffering=0) as source, target.open("wb") as out:
        for place in range(0, path.stat().st_size, BLOCK_BYTES):
            try:
                block = os.pread(source.fileno(), BLOCK_BYTES, place)
            except OSError:
                block = bytes(BLOCK_BYTES)
            out.write(block)


def salvage(copy: Path, fresh: sqlite3.Connection, path: object) -> Salvaged:
    """Bring into `fresh`, a new file, what can be read of `copy`, which is changed in the course of it.

    Raises `sqlite3.Error` where `fresh` takes no more, and for nothing that is wrong with `copy`.
    """
    with suppress(*UNREADABLE):
        _mend_header(copy)
    migrate(fresh, path, SCRIPTS[: _version(copy)])
    rows: dict[str, int] = {}
    lost: dict[str, int] = {}
    with suppress(*UNREADABLE):
        _mend_schema(copy, fresh)
    fresh.execute("BEGIN IMMEDIATE")
    for table in tables_of(fresh):
        with closing(_reading(copy)) as old:
            rows[table], lost[table] = _bring(old, fresh, table)
    _drop_orphans(fresh, rows, lost)
    with closing(_reading(copy)) as old:
        _keep_counters(old, fresh)
    fresh.execute("COMMIT")
    migrate(fresh, path)
    return Salvaged(rows, {t: n for t, n in lost.items() if n}, _mend_seals(fresh, lost))


def _reading(path: Path) -> sqlite3.Connection:
    """A connection that makes the best of everything."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    with suppress(*UNREADABLE):
        connection.execute("PRAGMA writable_schema = ON")  # tables whose names are sound are read
    return connection


def _version(path: Path) -> int:
    """The one whose tables and indexes the file has; where they cannot be read, the one that it says."""
    said, found = 0, set()
    with closing(_reading(path)) as old, suppress(*UNREADABLE):
        said = version_of(old)
        found = set(old.execute(SHAPE))
    unlike = {v: len(found ^ shape_after(SCRIPTS[:v])) for v in range(1, len(SCRIPTS) + 1)}
    nearest = min(unlike, key=lambda version: (unlike[version], version != said))
    if unlike[nearest] <= SPOILT_NAMES:
        return nearest
    return said if said in unlike else len(SCRIPTS)


# -- a copy that SQLite opens


def _mend_header(path: Path) -> None:
    """What is the same in every file of ours (https://sqlite.org/fileformat.html §1.3) is written anew."""
    with path.open("r+b") as file:
        header = bytearray(file.read(100).ljust(100, b"\0"))
        header[0:16] = b"SQLite format 3\0"
        size = int.from_bytes(header[16:18])
        if size not in {1, *(1 << n for n in range(9, 16))}:
            size = BLOCK_BYTES
            header[16:18] = size.to_bytes(2)
        if not {header[18], header[19]} <= {1, 2}:
            header[18:20] = b"\2\2"
        header[20:24] = b"\0\x40\x20\x20"
        header[28:32] = (path.stat().st_size // (65536 if size == 1 else size)).to_bytes(4)
        header[32:40] = bytes(8)  # nobody reads the list of free pages
        header[44:48] = (4).to_bytes(4)
        header[52:60] = bytes(7) + b"\1"
        header[64:68] = bytes(4)
        header[92:96] = header[24:28]  # the number of pages above counts
        file.seek(0)
        file.write(header)


def _mend_schema(path: Path, fresh: sqlite3.Connection) -> None:
    """Names and statements in which some letters are wrong become those of `fresh` again."""
    right = {
        sql or name: (kind, name, table, sql) for kind, name, table, sql in fresh.execute(_SCHEMA)
    }
    with closing(_reading(path)) as old:
        wrong = {}
        for row_id, kind, name, table, sql in old.execute(f"SELECT rowid, {_SCHEMA[7:]}"):
            if right.get(sql or name) == (kind, name, table, sql):
                del right[sql or name]
            else:
                wrong[row_id] = str(sql or name)
        for row_id, text in wrong.items():
            nearest = difflib.get_close_matches(text, right, 1, ALIKE)
            if nearest:
                old.execute(
                    "UPDATE sqlite_master SET type = ?, name = ?, tbl_name = ?, sql = ? WHERE rowid = ?",
                    (*right.pop(nearest[0]), row_id),
                )


_SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_master"


def tables_of(connection: sqlite3.Connection) -> list[str]:
    return [
        name
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        )
    ]


# -- one table


def _bring(old: sqlite3.Connection, fresh: sqlite3.Connection, table: str) -> tuple[int, int]:
    """How many rows of it came over, and how many did not."""
    info = fresh.execute(f"PRAGMA table_info({table})").fetchall()
    columns = ", ".join(f'"{row[1]}"' for row in info)
    statement = f"INSERT OR IGNORE INTO {table} ({columns}) VALUES ({', '.join('?' * len(info))})"  # noqa: S608  # our names
    fresh.execute(f"DELETE FROM {table}")  # noqa: S608  # as above; a script may have put something there
    key = [row[1] for row in sorted(info, key=lambda row: row[5]) if row[5]]
    keyed = any(row[1] == table and row[4] for row in fresh.execute("PRAGMA table_list"))
    reading = ReadableRows(old, table, columns)
    found = reading.by_key(key) if keyed else reading.by_rowid()
    brought = 0
    for row in found:
        try:
            brought += fresh.execute(statement, row).rowcount
        except sqlite3.Error as error:
            if primary_code(error) in HARDWARE:
                raise
    return brought, _lost(reading, brought)


def _lost(reading: ReadableRows, brought: int) -> int:
    refused = reading.rows - brought
    if not reading.failed:
        return refused
    whole = reading.counted()
    return UNKNOWN if whole is None or whole <= brought else whole - brought


# -- what belongs together


def _drop_orphans(fresh: sqlite3.Connection, rows: dict[str, int], lost: dict[str, int]) -> None:
    """Rows of what is gone; the shape of the file allows none."""
    for child, column, parent, key in (
        ("complaint_calls", "complaint", "complaints", "id"),
        ("attachments", "complaint", "complaints", "id"),
        ("company_numbers", "company", "companies", "folded"),
    ):
        if child in rows:
            gone = fresh.execute(
                f"DELETE FROM {child} WHERE {column} NOT IN (SELECT {key} FROM {parent})"  # noqa: S608  # as above
            ).rowcount
            rows[child] -= gone
            lost[child] += gone if lost[child] != UNKNOWN else 0


def _keep_counters(old: sqlite3.Connection, fresh: sqlite3.Connection) -> None:
    """An id that was given is not given again, also where its row is lost."""
    with suppress(*UNREADABLE):
        for name, last in old.execute("SELECT name, seq FROM sqlite_sequence").fetchall():
            if not isinstance(last, int) or not 0 < last < _LIKELY:
                continue
            known = fresh.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (name,))
            if last > max((seq for (seq,) in known.fetchall()), default=0):
                fresh.execute("DELETE FROM sqlite_sequence WHERE name = ?", (name,))
                fresh.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (name, last))


def _mend_seals(fresh: sqlite3.Connection, lost: dict[str, int]) -> int:
    """A chain that lacks a link proves nothing any more: it begins anew. How many calls were sealed."""
    if not lost.get("seals") and not lost.get("sealing"):
        return 0
    fresh.execute("BEGIN IMMEDIATE")
    for table in ("seals", "sealing"):
        fresh.execute(f"DELETE FROM {table}")  # noqa: S608  # as above
    fresh.execute("INSERT INTO sealing (first) VALUES (1)")
    sealed = seal_again(fresh, after=0)
    fresh.execute("COMMIT")
    return sealed

"""From the shape that a file has to that of today."""

from __future__ import annotations

import sqlite3

from portinaio.core.message import msg
from portinaio.errors import HomeError
from portinaio.store.schema.scripts import SCRIPTS

SHAPE = "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master"


def version_of(connection: sqlite3.Connection) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version


def shape_of(connection: sqlite3.Connection) -> set[tuple[str, ...]]:
    """Tables and indexes as they were made."""
    return set(connection.execute(SHAPE))


def columns_of(connection: sqlite3.Connection) -> set[tuple[str, str]]:
    """Tables and their columns, by name."""
    return set(
        connection.execute(
            "SELECT m.name, c.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c WHERE m.type = 'table'"
        )
    )


def lacks_columns(connection: sqlite3.Connection) -> bool:
    """Whether a disk has spoilt a name of today's shape; then SQLite finds nothing wrong, and we find no row."""
    from contextlib import closing  # noqa: PLC0415  # a `check` comes past here and compares no shapes

    with closing(sqlite3.connect(":memory:", isolation_level=None)) as empty:
        migrate(empty, "")
        return not columns_of(empty) <= columns_of(connection)


def shape_after(scripts: tuple[str, ...]) -> set[tuple[str, ...]]:
    from contextlib import closing  # noqa: PLC0415  # a `check` comes past here and compares no shapes

    with closing(sqlite3.connect(":memory:", isolation_level=None)) as empty:
        for script in scripts:
            for statement in script.split(";"):
                empty.execute(statement)
        return shape_of(empty)


def _is_spoilt(version: int, shape: set[tuple[str, ...]], scripts: tuple[str, ...]) -> bool:
    """Whether a disk has spoilt the count: the shape is not the one that it says, but today's."""
    return shape != shape_after(scripts[:version]) and shape == shape_after(scripts)


def migrate(
    connection: sqlite3.Connection, path: object, scripts: tuple[str, ...] = SCRIPTS
) -> None:
    """Run the scripts that the file has not seen. `HomeError` for a file of a newer version."""
    version = version_of(connection)
    if version == len(scripts):
        return
    if version < len(scripts) and _is_spoilt(version, shape_of(connection), scripts):
        connection.execute(f"PRAGMA user_version = {len(scripts)}")
        return
    if version > len(scripts):
        raise HomeError(
            msg(
                "%(path)s is from a newer version of Portinaio; update the program, or move the file away",
                path=str(path),
            )
        )
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Asked again: two programs may have opened the same old file at once.
        for script in scripts[version_of(connection) :]:
            for statement in script.split(";"):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(scripts)}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise

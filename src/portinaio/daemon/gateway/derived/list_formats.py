"""The formats in which a device takes a list, and how a list is written in them, row by row."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from portinaio.core.numbers.pattern import digits_of
from portinaio.lists.formats import format_named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portinaio.core.evidence import Evidence

NUMBERS = "numbers"
"""What SpamBlocker's robots fetch: one column called `pattern`."""
TYPES = {
    "csv": "text/csv",
    "freepbx": "text/csv",
    "json": "application/json",
    "ncid": "text/plain",
    "nophonespam": "text/plain",
    NUMBERS: "text/csv",
    "ovh": "text/csv",
    "pbbl": "application/octet-stream",
    "phoneblock-json": "application/json",
    "phoneblock-xml": "application/xml",
    "plain": "text/plain",
    "saracroche": "application/json",
    "spamblocker": "text/csv",
    "vcard": "text/vcard",
    "yacb": "text/csv",
}
"""By format."""


def write(format_id: str, rows: Iterable[Evidence], out: IO[bytes]) -> None:
    """What a format cannot hold stays out of it."""
    if format_id == NUMBERS:
        out.write(b"pattern\n")
        out.writelines(f"{digits_of(row.low)}\n".encode() for row in rows if row.low == row.high)
        return
    write_rows = format_named(format_id).write
    assert write_rows is not None  # the table names those that are written
    for _refused in write_rows(rows, out):
        continue

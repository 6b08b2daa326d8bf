"""Finds out which log of calls a file is, and reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.errors import UsageError
from portinaio.wire.calllog import (
    android,
    asterisk,
    callattendant,
    fritzbox,
    fritzbox_xml,
    ncid,
    own,
    own_table,
    phone_table,
    termux,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from portinaio.core.evidence import Rejected
    from portinaio.wire.calllog.past_call import PastCall

    Reader = Callable[[str, str], Iterator[PastCall | Rejected]]

MOST_CALLS = 100_000  # a household has some thousand a year
_LOGS = (
    own,
    own_table,
    fritzbox,
    fritzbox_xml,
    android,
    termux,
    ncid,
    asterisk,
    callattendant,
    phone_table,
)
"""The first that knows a file reads it."""
READERS: dict[str, Reader] = {log.ID: log.read for log in _LOGS}
_SNIFFERS = {log.ID: log.sniff for log in _LOGS}


def which_log(data: bytes) -> str:
    """The id of the log of calls that a file is; empty where it is none."""
    return _sniffed(_decoded(data))


def read_calls(data: bytes, file: str, format_: str = "") -> Iterator[PastCall | Rejected]:
    """Its calls and the rows that are none. `UsageError` for another kind of file, or one that breaks off."""
    if data.startswith(b"SQLite format 3\0"):
        raise UsageError(
            msg(
                "%(file)s is a database; sqlite3 %(file)s .dump > calls.sql writes down what can be read",
                file=file,
            )
        )
    text = _decoded(data)
    found = format_ or _sniffed(text)
    if found not in READERS:
        raise UsageError(
            msg(
                "%(file)s is no log of calls that can be read; --format is one of %(formats)s",
                file=file,
                formats=" ".join(READERS),
            )
        )
    return _bounded(READERS[found](text, file), file)


def _sniffed(text: str) -> str:
    return next((name for name, sniff in _SNIFFERS.items() if sniff(text)), "")


def _bounded(rows: Iterator[PastCall | Rejected], file: str) -> Iterator[PastCall | Rejected]:
    for count, row in enumerate(rows, 1):
        if count > MOST_CALLS:
            raise UsageError(msg("%(file)s has more than %(n)d calls", file=file, n=MOST_CALLS))
        yield row


def _decoded(data: bytes) -> str:
    """Boxes of old write the Windows character set; everybody else UTF-8."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    return text.lstrip()

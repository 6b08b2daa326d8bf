"""Calls that other logs remember, put into ours: each once, all in one transaction."""

from __future__ import annotations

from _thread import allocate_lock
from typing import TYPE_CHECKING, NamedTuple

from portinaio.store import same_call
from portinaio.store.call_row import COLUMNS, row_of
from portinaio.store.codec import micros, writable
from portinaio.store.imports.last_import import Importing, remember
from portinaio.store.same_call import MINUTE, REACH, SECOND, unknown
from portinaio.store.seals import append, salted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from portinaio.core.logged import LoggedCall
    from portinaio.store.calls import Calls
    from portinaio.store.connection import Connection

_INSERT = f"INSERT INTO calls ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"  # noqa: S608  # our columns
_DIALLED = """
    INSERT INTO dialled (number, day) VALUES (?, ?)
    ON CONFLICT (number) DO UPDATE SET day = max(day, excluded.day)
"""


class ImportCounts(NamedTuple):
    accepted: int
    updated: int
    """Numbers that the user has called, and called once more since."""


class ImportedCalls:
    def __init__(self, connection: Connection, calls: Calls) -> None:
        self._connection = connection
        self._calls = calls
        self._turn = allocate_lock()

    def add(  # noqa: PLR0913  # what is said of an import
        self,
        calls: Sequence[LoggedCall],
        dialled: Mapping[str, date],
        *,
        exact: bool,
        dry_run: bool = False,
        wanted: Callable[[], None] = lambda: None,
        importing: Importing | None = None,
    ) -> ImportCounts:
        """What is not here yet. Ids are given anew; without `exact`, the log that it comes from counts minutes.

        `wanted` raises where nobody waits for it any more, and nothing has changed then. A call that rings waits for the transaction, so that holds nothing but the writing.
        """
        with self._turn:
            new = sorted(self._new(calls, SECOND if exact else MINUTE), key=lambda call: call.at)
            days: dict[str, str] = dict(self._connection.search("SELECT number, day FROM dialled"))
            later = [
                (writable(number), day.isoformat())
                for number, day in dialled.items()
                if day.isoformat() > days.get(number, "")
            ]
            if not dry_run:
                before = {number: days.get(number) for number, _ in later}
                self._write(new, later, wanted, importing, before)
        again = sum(number in days for number, _ in later)
        return ImportCounts(len(new) + len(later) - again, again)

    def _new(self, calls: Sequence[LoggedCall], grain: int) -> list[LoggedCall]:
        if not calls:
            return []
        moments = [micros(call.at) for call in calls]
        known = self._connection.search(
            f"SELECT {same_call.COLUMNS} FROM calls WHERE at >= ? AND at < ?",  # noqa: S608  # our columns
            (min(moments) - REACH, max(moments) + REACH + 1),
        )
        return unknown(calls, known, grain)

    def _write(
        self,
        calls: list[LoggedCall],
        dialled: list[tuple[str, str]],
        wanted: Callable[[], None],
        importing: Importing | None,
        before: Mapping[str, str | None],
    ) -> None:
        first = self._calls.reserve(len(calls))
        rows = [row_of(call._replace(id=call_id)) for call_id, call in enumerate(calls, first)]
        digests = salted(rows)
        wanted()
        with self._connection.transaction() as transaction:
            transaction.executemany(_INSERT, rows)
            append(transaction, digests)
            transaction.executemany(_DIALLED, dialled)
            if importing is not None:
                log = {
                    "calls": [(first + n, micros(call.at)) for n, call in enumerate(calls)],
                    "dialled": [(number, day, before[number]) for number, day in dialled],
                }
                remember(transaction, "calls", importing, log)
            wanted()

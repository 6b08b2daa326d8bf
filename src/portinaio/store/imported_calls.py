"""Calls that other logs remember, put into ours: each once, all in one transaction."""

from __future__ import annotations

from _thread import allocate_lock
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from portinaio.store.call_row import COLUMNS, row_of
from portinaio.store.codec import micros, writable
from portinaio.store.seals import append, salted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from portinaio.core.logged import LoggedCall
    from portinaio.store.calls import Calls
    from portinaio.store.connection import Connection

SECOND = 1_000_000  # microseconds
MINUTE = 60 * SECOND

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

    def add(
        self,
        calls: Sequence[LoggedCall],
        dialled: Mapping[str, date],
        *,
        exact: bool,
        dry_run: bool = False,
    ) -> ImportCounts:
        """What is not here yet. Ids are given anew; without `exact`, the log that it comes from counts minutes.

        A call that rings waits for the transaction, so that holds nothing but the writing.
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
                self._write(new, later)
        again = sum(number in days for number, _ in later)
        return ImportCounts(len(new) + len(later) - again, again)

    def _new(self, calls: Sequence[LoggedCall], grain: int) -> list[LoggedCall]:
        """A log may hold several calls of one caller within its grain, so how many there are is what counts."""
        if not calls:
            return []
        moments = [micros(call.at) for call in calls]
        there = Counter(
            (at // grain, number or calling)
            for at, number, calling in self._connection.search(
                "SELECT at, number, calling FROM calls WHERE at >= ? AND at < ?",
                (min(moments) - grain, max(moments) + 2 * grain),
            )
        )
        new = []
        for call, at in zip(calls, moments, strict=True):
            same = at // grain, writable(call.number or call.calling)
            if there[same]:
                there[same] -= 1
            else:
                new.append(call)
        return new

    def _write(self, calls: list[LoggedCall], dialled: list[tuple[str, str]]) -> None:
        first = self._calls.reserve(len(calls))
        rows = [row_of(call._replace(id=call_id)) for call_id, call in enumerate(calls, first)]
        digests = salted(rows)
        with self._connection.transaction() as transaction:
            transaction.executemany(_INSERT, rows)
            append(transaction, digests)
            transaction.executemany(_DIALLED, dialled)

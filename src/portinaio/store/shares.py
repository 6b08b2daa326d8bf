"""What was given back to lists, and what waits for being taken: one row for a number at a list."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.share import SharedReport, ShareState, Topic
from portinaio.store.codec import micros, moment, offset, writable
from portinaio.store.rows import NUMBER, TEXT

if TYPE_CHECKING:
    from datetime import datetime

    from portinaio.store.connection import Connection
    from portinaio.store.rows import Kinds, Row

_COLUMNS = "number, target, topic, day, company, state, at, at_offset, tries, error"
_KINDS: Kinds = (*[TEXT] * 6, NUMBER, NUMBER, NUMBER, TEXT)
_WAITING = (ShareState.WAITING.value, ShareState.WITHDRAWING.value)


class Share(NamedTuple):
    report: SharedReport
    target: str
    """Name of the list."""
    state: ShareState
    at: datetime
    """When it came into this state, or was last tried."""
    tries: int = 0
    """In vain, one after another."""
    error: str = ""
    """Why it was not taken, as a packed message."""


class Shares:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> list[Share]:
        """The latest first."""
        return self._read(
            self._connection.rows(f"SELECT {_COLUMNS} FROM shares ORDER BY at DESC, number, target")  # noqa: S608  # our columns
        )

    def of(self, number: str) -> list[Share]:
        rows = self._connection.rows(
            f"SELECT {_COLUMNS} FROM shares WHERE number = ? ORDER BY target",  # noqa: S608  # as above
            (writable(number),),
        )
        return self._read(rows)

    def waiting(self) -> list[Share]:
        """What is still to be given or taken back, the oldest first."""
        rows = self._connection.rows(
            f"SELECT {_COLUMNS} FROM shares WHERE state IN (?, ?) ORDER BY at, number, target",  # noqa: S608  # as above
            _WAITING,
        )
        return self._read(rows)

    def set(self, share: Share) -> None:
        report = share.report
        with self._connection.transaction() as transaction:
            transaction.execute(
                f"INSERT OR REPLACE INTO shares ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608  # as above
                (
                    writable(report.number),
                    writable(share.target),
                    report.topic.value,
                    report.day.isoformat(),
                    writable(report.company),
                    share.state.value,
                    micros(share.at),
                    offset(share.at),
                    share.tries,
                    share.error,
                ),
            )

    def remove(self, number: str, target: str) -> None:
        """Of what never left the house."""
        with self._connection.transaction() as transaction:
            transaction.execute(
                "DELETE FROM shares WHERE number = ? AND target = ?",
                (writable(number), writable(target)),
            )

    def _read(self, rows: list[Row]) -> list[Share]:
        return self._connection.odd_rows.understood("shares", rows, _KINDS, _share)


def _share(row: Row) -> Share:
    number, target, topic, day, company, state, at, minutes, tries, error = row
    report = SharedReport(number, Topic(topic), date.fromisoformat(day), company)
    return Share(report, target, ShareState(state), moment(at, minutes), tries, error)

"""Complaints: drafts, and what was sent as it was sent."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from portinaio.core.complaint import Complaint
from portinaio.store.codec import countable, json_column, json_of, micros, moment, offset, writable
from portinaio.store.companies import folded
from portinaio.store.rows import MAYBE_TEXT, NUMBER, TEXT

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from portinaio.store.connection import Connection
    from portinaio.store.rows import Kinds, Row

_DAYS = ("sent", "received", "extended", "answered", "insufficient", "refused", "closed")
_COLUMNS = (
    "id",
    "country",
    "recipient",
    "company",
    "company_folded",
    "answers",
    "created",
    "created_offset",
    "means",
    "text",
    "copy",
    "receipt",
    "point",
    *_DAYS,
)
_KINDS: Kinds = (
    NUMBER,
    *[TEXT] * 5,
    *[NUMBER] * 2,
    *[TEXT] * 5,
    *[MAYBE_TEXT] * len(_DAYS),
    *[TEXT] * 2,
)
_WRITE = f"""
    INSERT INTO complaints ({", ".join(_COLUMNS)}) VALUES ({", ".join("?" * len(_COLUMNS))})
    ON CONFLICT (id) DO UPDATE SET {", ".join(f"{c} = excluded.{c}" for c in _COLUMNS[1:])}
    RETURNING id
"""  # noqa: S608  # the columns are ours
_SELECT = f"""
    SELECT {", ".join(_COLUMNS)},
        (SELECT json_group_array(call) FROM
            (SELECT call FROM complaint_calls WHERE complaint = id ORDER BY place)),
        (SELECT json_group_array(name) FROM
            (SELECT name FROM attachments WHERE complaint = id ORDER BY name))
    FROM complaints
"""  # noqa: S608  # as above


class Complaints:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, complaint: Complaint) -> Complaint:
        """Keep a new one, whatever its `id` says; the same with the id that it got."""
        return complaint._replace(id=self._write(complaint, None))

    def set(self, complaint: Complaint) -> None:
        """Write `complaint.id` anew; attachments are not touched."""
        self._write(complaint, complaint.id)

    def get(self, complaint_id: int) -> Complaint | None:
        row = self._connection.row(f"{_SELECT} WHERE id = ?", (countable(complaint_id),))
        return next(iter(self._understood([row] if row else [])), None)

    def all(self) -> list[Complaint]:
        """In the order in which they were begun."""
        return self._understood(self._connection.rows(f"{_SELECT} ORDER BY id"))

    def of_company(self, name: str) -> list[Complaint]:
        rows = self._connection.rows(
            f"{_SELECT} WHERE company_folded = ? ORDER BY id", (folded(name),)
        )
        return self._understood(rows)

    def of_call(self, call_id: int) -> list[Complaint]:
        rows = self._connection.rows(
            f"{_SELECT} WHERE id IN (SELECT complaint FROM complaint_calls WHERE call = ?) ORDER BY id",  # noqa: S608  # as above
            (countable(call_id),),
        )
        return self._understood(rows)

    def remove(self, complaint_id: int) -> bool:
        """Leaves no trace; false when there is no such complaint."""
        with self._connection.transaction() as transaction:
            gone = transaction.execute(
                "DELETE FROM complaints WHERE id = ?", (countable(complaint_id),)
            )
            return gone.rowcount > 0

    def open_call_ids(self) -> frozenset[int]:
        """Calls that an open complaint is about, which are not pruned."""
        rows = self._connection.rows(
            "SELECT call FROM complaint_calls JOIN complaints ON id = complaint WHERE closed IS NULL"
        )
        return frozenset(call for (call,) in rows)

    def some_sent(self) -> bool:
        """Whether any that was sent is still open."""
        return bool(
            self._connection.row(
                "SELECT 1 FROM complaints WHERE sent IS NOT NULL AND closed IS NULL LIMIT 1"
            )
        )

    def attach(self, complaint_id: int, name: str, digest: str) -> None:
        with self._connection.transaction() as transaction:
            transaction.execute(
                "INSERT OR REPLACE INTO attachments (complaint, name, digest) VALUES (?, ?, ?)",
                (countable(complaint_id), writable(name), digest),
            )

    def detach(self, complaint_id: int, name: str) -> None:
        with self._connection.transaction() as transaction:
            transaction.execute(
                "DELETE FROM attachments WHERE complaint = ? AND name = ?",
                (countable(complaint_id), writable(name)),
            )

    def attachments(self, complaint_id: int) -> dict[str, str]:
        """SHA-256 in hexadecimal by name."""
        return dict(
            self._connection.rows(
                "SELECT name, digest FROM attachments WHERE complaint = ? ORDER BY name",
                (countable(complaint_id),),
            )
        )

    def _understood(self, rows: list[Row]) -> list[Complaint]:
        return self._connection.odd_rows.understood("complaints", rows, _KINDS, _complaint)

    def _write(self, complaint: Complaint, complaint_id: int | None) -> int:
        with self._connection.transaction() as transaction:
            (row_id,) = transaction.execute(_WRITE, (complaint_id, *_row(complaint))).fetchone()
            _write_calls(transaction, row_id, complaint.calls)
        return int(row_id)


def _write_calls(
    transaction: sqlite3.Connection, complaint_id: int, calls: tuple[int, ...]
) -> None:
    transaction.execute("DELETE FROM complaint_calls WHERE complaint = ?", (complaint_id,))
    transaction.executemany(
        "INSERT INTO complaint_calls (complaint, place, call) VALUES (?, ?, ?)",
        [(complaint_id, place, call) for place, call in enumerate(dict.fromkeys(calls))],
    )


def _row(complaint: Complaint) -> tuple[object, ...]:
    """The values of `_COLUMNS` behind `id`."""
    return (
        complaint.country,
        complaint.recipient,
        writable(complaint.company),
        folded(complaint.company),
        writable(json_column(dict(complaint.answers))),
        micros(complaint.created),
        offset(complaint.created),
        complaint.means,
        writable(complaint.text),
        writable(complaint.copy),
        complaint.receipt,
        writable(complaint.point),
        *(_iso(getattr(complaint, day)) for day in _DAYS),
    )


def _complaint(row: Row) -> Complaint:
    *columns, calls, attachments = row
    field = dict(zip(_COLUMNS, columns, strict=True))
    created: datetime = moment(field["created"], field["created_offset"])
    return Complaint(
        id=field["id"],
        country=field["country"],
        recipient=field["recipient"],
        company=field["company"],
        calls=tuple(json_of(calls)),
        answers=json_of(field["answers"]),
        created=created,
        means=field["means"],
        text=field["text"],
        copy=field["copy"],
        receipt=field["receipt"],
        point=field["point"],
        attachments=tuple(json_of(attachments)),
        **{day: date.fromisoformat(field[day]) if field[day] else None for day in _DAYS},
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None

"""How each subscribed list stands."""

from __future__ import annotations

from portinaio.core.list_state import ListState
from portinaio.store.codec import message_column, message_of, micros, moment, offset, writable
from portinaio.store.rows import MAYBE_NUMBER, MAYBE_TEXT, NUMBER, TEXT

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from datetime import datetime

    from portinaio.store.connection import Connection
    from portinaio.store.rows import Kinds, Row

_COLUMNS = (
    "name, state, version, entries, updated, updated_offset, checked, checked_offset, error, etag,"
    " last_modified, digest"
)
_PLACES = ", ".join("?" * (_COLUMNS.count(",") + 1))
_KINDS: Kinds = (*[TEXT] * 3, NUMBER, *[MAYBE_NUMBER] * 4, MAYBE_TEXT, *[TEXT] * 3)
_SET = f"INSERT OR REPLACE INTO lists ({_COLUMNS}) VALUES ({_PLACES})"  # noqa: S608  # our columns


class Lists:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, name: str) -> ListState | None:
        row = self._connection.row(
            f"SELECT {_COLUMNS} FROM lists WHERE name = ?",  # noqa: S608  # our columns
            (writable(name),),
        )
        return next(iter(self._understood([row] if row else [])), None)

    def set(self, state: ListState) -> None:
        """Write the state of the list `state.name`, whatever was there."""
        with self._connection.transaction() as transaction:
            transaction.execute(_SET, _row(state))

    def remove(self, name: str) -> bool:
        with self._connection.transaction() as transaction:
            gone = transaction.execute("DELETE FROM lists WHERE name = ?", (writable(name),))
            return gone.rowcount > 0

    def all(self) -> list[ListState]:
        """By name."""
        rows = self._connection.rows(
            f"SELECT {_COLUMNS} FROM lists ORDER BY name"  # noqa: S608  # our columns
        )
        return self._understood(rows)

    def _understood(self, rows: list[Row]) -> list[ListState]:
        return self._connection.odd_rows.understood("lists", rows, _KINDS, _state)


def _row(state: ListState) -> tuple[object, ...]:
    return (
        writable(state.name),
        writable(state.state),
        writable(state.version),
        state.entries,
        *_stamp(state.updated),
        *_stamp(state.checked),
        None if state.error is None else message_column(state.error),
        writable(state.etag),
        writable(state.last_modified),
        writable(state.digest),
    )


def _stamp(at: datetime | None) -> tuple[int | None, int | None]:
    return (None, None) if at is None else (micros(at), offset(at))


def _state(row: Row) -> ListState:
    (
        name,
        state,
        version,
        entries,
        updated,
        updated_offset,
        checked,
        checked_offset,
        error,
        etag,
        last_modified,
        digest,
    ) = row
    return ListState(
        name,
        state,
        version,
        entries,
        None if updated is None else moment(updated, updated_offset),
        None if checked is None else moment(checked, checked_offset),
        None if error is None else message_of(error),
        etag,
        last_modified,
        digest,
    )

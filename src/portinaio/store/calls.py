"""The log of calls."""

from __future__ import annotations

from _thread import allocate_lock  # `threading` would cost a cold check a millisecond
from datetime import date, datetime, timedelta

from portinaio.core.named_tuple import NamedTuple
from portinaio.core.policy import Action
from portinaio.core.verdict import Label
from portinaio.store.call_row import COLUMNS, KINDS, folded, heard_of, logged, row_of
from portinaio.store.codec import countable, micros, moment, writable
from portinaio.store.numbers_meant import condition_of
from portinaio.store.rows import MAYBE_FRACTION, MAYBE_TEXT, NUMBER, TEXT
from portinaio.store.sought import Sought, condition_for

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from portinaio.core.logged import LoggedCall
    from portinaio.core.numbers.pattern import Pattern
    from portinaio.store.connection import Connection
    from portinaio.store.rows import Kinds, Row

MOST_ATTEMPTS = (
    20  # of a person; whoever calls more often is a machine, for which older ones do not speak
)

_RECORD = f"""
    INSERT INTO calls ({", ".join(COLUMNS)}) VALUES ({", ".join("?" * len(COLUMNS))})
    ON CONFLICT (id) DO UPDATE SET {", ".join(f"{c} = excluded.{c}" for c in COLUMNS[1:-2])},
        notes = iif(excluded.notes = '', notes, excluded.notes),
        notes_folded = iif(excluded.notes = '', notes_folded, excluded.notes_folded)
"""  # noqa: S608  # the columns are ours
_SELECT = f"SELECT {', '.join(COLUMNS)} FROM calls"  # noqa: S608  # as above
_RECENT = """
    SELECT id, at, offset, rang_s, talked_s, action, cause FROM calls
    WHERE number = ? AND at >= ? AND at < ? ORDER BY at DESC LIMIT ?
"""
_ATTEMPT: Kinds = (
    NUMBER,
    NUMBER,
    NUMBER,
    MAYBE_FRACTION,
    MAYBE_FRACTION,
    TEXT,
    MAYBE_TEXT,
)


class Attempt(NamedTuple):
    """What of an earlier call counts when the same number calls again."""

    at: datetime
    rang_s: float | None
    talked_s: float | None
    action: Action
    cause: str | None = None

    @property
    def ended(self) -> datetime | None:
        """When it was over; `None` where nobody has seen that, since it may have rung on at other telephones."""
        if self.rang_s is None or self.talked_s is None:
            return None
        return self.at + timedelta(seconds=self.rang_s + self.talked_s)


class DayCount(NamedTuple):
    """What remains of calls past their shelf life."""

    day: date
    label: Label
    calls: int


class Calls:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._given: int | None = None
        """The highest id that was given to somebody who may not have recorded it yet."""
        self._giving = allocate_lock()

    def next_id(self) -> int:
        """An id that no call had, also none that was forgotten; for one process at a time.

        Only the first one asks the disk: a call that rings must not wait for whoever writes.
        """
        if self._given is None:
            return self.reserve(1)
        with self._giving:
            self._given += 1
            return self._given

    def reserve(self, count: int) -> int:
        """The first of as many such ids, one after the other."""
        row = self._connection.row("SELECT seq FROM sqlite_sequence WHERE name = 'calls'")
        with self._giving:
            first = max(self._given or 0, int(row[0]) if row else 0) + 1
            self._given = first + count - 1
            return first

    def record(self, call: LoggedCall) -> None:
        """Write the call, or write it anew; a note that was made meanwhile stays unless the call brings one."""
        self.record_many((call,))

    def record_many(self, calls: Iterable[LoggedCall]) -> None:
        """All of them, or on an error none."""
        rows = [row_of(call) for call in calls]
        with self._connection.transaction() as transaction:
            transaction.executemany(_RECORD, rows)
            from portinaio.store.seals import seal  # noqa: PLC0415  # a `check` writes no call

            seal(transaction, rows)

    def get(self, call_id: int) -> LoggedCall | None:
        row = self._connection.row(f"{_SELECT} WHERE id = ?", (countable(call_id),))
        return next(iter(self._logged([row] if row else [])), None)

    def page(  # noqa: PLR0913  # the filters that the windows offer, each by name
        self,
        *,
        since: datetime | None = None,
        number: str | None = None,
        meant: Pattern | None = None,
        label: Label | None = None,
        line: str | None = None,
        text: str | Sought | None = None,
        before_id: int | None = None,
        limit: int = 100,
    ) -> list[LoggedCall]:
        """Newest first; the next page is the one `before_id` of the last. `text` is sought in number, name and notes."""
        conditions: list[str] = []
        values: list[object] = []
        for condition, value in (
            ("at >= ?", micros(since) if since else None),
            ("number = ?", writable(number) if number is not None else None),
            ("label = ?", label),
            ("line = ?", writable(line) if line is not None else None),
            (_BEFORE, countable(before_id) if before_id is not None else None),
        ):
            if value is not None:
                conditions.append(condition)
                values.extend([value] * condition.count("?"))
        if meant:
            condition, among = condition_of(meant)
            conditions.append(condition)
            values.extend(among)
        if text:
            condition, said = condition_for(Sought(text) if isinstance(text, str) else text)
            conditions.append(condition)
            values.extend(said)
        return self._logged(self._sought(" AND ".join(conditions) or "TRUE", values, limit))

    def _sought(self, where: str, values: list[object], limit: int) -> list[Row]:
        # The ids come from an index alone, so a search through a hundred thousand calls reads none of their findings.
        return self._connection.search(
            f"{_SELECT} WHERE id IN (SELECT id FROM calls WHERE {where}"  # noqa: S608  # our own conditions
            " ORDER BY at DESC, id DESC LIMIT ?) ORDER BY at DESC, id DESC",
            (*values, countable(limit)),
        )

    def latest(self) -> datetime | None:
        """When the last call came."""
        row = self._connection.row("SELECT at, offset FROM calls ORDER BY at DESC LIMIT 1")
        return moment(*row) if row else None

    def count_since(self, at: datetime) -> int:
        row = self._connection.row("SELECT count(*) FROM calls WHERE at >= ?", (micros(at),))
        return int(row[0]) if row else 0

    def recent(self, number: str, since: datetime, before: datetime) -> list[Attempt]:
        """The latest calls of `number` before a moment, newest first."""
        asked = (writable(number), micros(since), micros(before), MOST_ATTEMPTS)
        rows = self._connection.rows(_RECENT, asked)
        return self._connection.odd_rows.understood("calls", rows, _ATTEMPT, _attempt)

    def messages(self) -> set[str]:
        """The names of files with what callers said, of calls that are here."""
        found = self._connection.search(
            'SELECT heard FROM calls WHERE heard LIKE \'%"message":"_%\'', ()
        )
        names = set()
        for (column,) in found:
            heard = heard_of(column)
            if heard and heard.message:
                names.add(heard.message)
        return names

    def note(self, call_id: int, text: str) -> bool:
        """Put a note on the call, in place of the one it has; false when there is no such call."""
        with self._connection.transaction() as transaction:
            changed = transaction.execute(
                "UPDATE calls SET notes = ?, notes_folded = ? WHERE id = ?",
                (writable(text), folded(text), countable(call_id)),
            )
            return changed.rowcount > 0

    def forget(self, call_id: int) -> bool:
        """Leaves nothing, not even a count; false when there is no such call."""
        with self._connection.transaction() as transaction:
            gone = transaction.execute("DELETE FROM calls WHERE id = ?", (countable(call_id),))
            from portinaio.store.seals import unseal  # noqa: PLC0415  # a `check` writes no call

            unseal(transaction)
            return gone.rowcount > 0

    def forget_older(self, than: datetime) -> int:
        """Forget all calls before `than`; how many they were."""
        with self._connection.transaction() as transaction:
            gone = transaction.execute("DELETE FROM calls WHERE at < ?", (micros(than),))
            from portinaio.store.seals import unseal  # noqa: PLC0415  # a `check` writes no call

            unseal(transaction)
            return gone.rowcount

    def prune(self, keep_after: datetime, keep_ids: Collection[int] = ()) -> int:
        """Calls before `keep_after` become counts per day and label; those in `keep_ids` stay. How many went."""
        values = (micros(keep_after), str(sorted(keep_ids)))
        with self._connection.transaction() as transaction:
            transaction.execute(_COUNT_OLD, values)
            gone = transaction.execute(
                f"DELETE FROM calls WHERE {_OLD}",  # noqa: S608  # our own condition
                values,
            )
            from portinaio.store.seals import unseal  # noqa: PLC0415  # a `check` writes no call

            unseal(transaction)
            return gone.rowcount

    def counts(self) -> list[DayCount]:
        """What remains of pruned calls, oldest day first."""
        rows = self._connection.rows("SELECT day, label, calls FROM counts ORDER BY day, label")
        return self._connection.odd_rows.understood(
            "counts",
            rows,
            (TEXT, TEXT, NUMBER),
            lambda row: DayCount(date.fromisoformat(row[0]), Label(row[1]), row[2]),
        )

    def _logged(self, rows: list[Row]) -> list[LoggedCall]:
        return self._connection.odd_rows.understood("calls", rows, KINDS, logged)


def _attempt(row: Row) -> Attempt:
    _id, at, offset, rang_s, talked_s, action, cause = row
    return Attempt(moment(at, offset), rang_s, talked_s, Action(action), cause)


# A call forgotten since the last page is passed over: the nearest id below it shows where to go on.
_BEFORE = """
    (at, id) <= (SELECT at, id FROM calls WHERE id <= ? ORDER BY id DESC LIMIT 1) AND id <> ?
"""
_OLD = "at < ? AND id NOT IN (SELECT value FROM json_each(?))"
_COUNT_OLD = f"""
    INSERT INTO counts (day, label, calls)
    SELECT date(at / 1000000 + offset * 60, 'unixepoch'), label, count(*) FROM calls WHERE {_OLD} GROUP BY 1, 2
    ON CONFLICT (day, label) DO UPDATE SET calls = calls + excluded.calls
"""  # noqa: S608  # our own condition

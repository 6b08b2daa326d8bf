"""The calls that are loaded, in the order of the screen: what rings on top, then newest first, a rule between days.

Pure; the table shows `rows` as they stand. A change moves one row and leaves the others alone, so an event costs the
same with a hundred calls as with a hundred thousand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portinaio.tui.call_terms import moment, rings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime

    from portinaio.api.answers import CallAnswer


Order = tuple[int, int, float, int]


class Row(NamedTuple):
    key: int
    """Id of the call; negative for a rule, on which no cursor rests."""
    order: Order
    """Descending: ringing, day, moment, id."""
    day: date
    call: CallAnswer | None = None


class CallLog:
    def __init__(self) -> None:
        self.rows: list[Row] = []

    def calls(self) -> Iterator[CallAnswer]:
        return (row.call for row in self.rows if row.call is not None)

    def load(self, calls: Iterable[CallAnswer], now: datetime) -> None:
        """These and no others."""
        self.rows = []
        self._append(sorted((_row(call, now) for call in calls), key=_order, reverse=True), now)

    def extend(self, calls: Iterable[CallAnswer], now: datetime) -> None:
        """A page of older calls."""
        known = {row.key for row in self.rows}
        older = [_row(call, now) for call in calls if call["id"] not in known]
        self._append(sorted(older, key=_order, reverse=True), now)

    def put(self, call: CallAnswer, now: datetime) -> None:
        """A new call, or a known one that has changed."""
        row = _row(call, now)
        at = self.index(row.key)
        if at is not None:
            if self.rows[at].order == row.order:
                self.rows[at] = row
                return
            self._take_out(at)
        self._put_in(row, now)

    def trim(self, rows: int) -> bool:
        """Let go of the oldest beyond `rows`, which a page brings back; whether there were any."""
        if len(self.rows) <= rows:
            return False
        del self.rows[rows:]
        if self.rows and self.rows[-1].key < 0:
            del self.rows[-1]
        return True

    def forget(self, call_id: int) -> None:
        at = self.index(call_id)
        if at is not None:
            self._take_out(at)

    def settle(self, now: datetime) -> None:
        """Put calls in their place that have rung for too long to be still ringing."""
        for row in [row for row in self.rows[:50] if row.call and row.order[0]]:
            if row.call and not rings(row.call, now):
                self.put(row.call, now)

    def index(self, key: int) -> int | None:
        """Nearly always near the top: what changes is what has just happened."""
        return next((i for i, row in enumerate(self.rows) if row.key == key), None)

    @property
    def oldest(self) -> int | None:
        """Id of the last call; the next page begins behind it."""
        return self.rows[-1].key if self.rows else None

    @property
    def ringing(self) -> bool:
        return bool(self.rows) and self.rows[0].order[0] == 1

    def _append(self, rows: list[Row], now: datetime) -> None:
        before = self._day_above(len(self.rows), now)
        for row in rows:
            if row.day != before and not row.order[0]:
                self.rows.append(_rule(row.day))
                before = row.day
            self.rows.append(row)

    def _put_in(self, row: Row, now: datetime) -> None:
        at = next((i for i, other in enumerate(self.rows) if other.order < row.order), None)
        at = len(self.rows) if at is None else at
        if row.order[0] or row.day == self._day_above(at, now):
            self.rows.insert(at, row)
            return
        self.rows[at:at] = [_rule(row.day), row]

    def _take_out(self, at: int) -> None:
        del self.rows[at]
        last_of_day = at == len(self.rows) or self.rows[at].key < 0
        if at and self.rows[at - 1].key < 0 and last_of_day:
            del self.rows[at - 1]

    def _day_above(self, at: int, now: datetime) -> date:
        """The day under whose rule position `at` stands; today needs no rule."""
        above = self.rows[at - 1] if at else None
        return now.date() if above is None or above.order[0] == 1 else above.day


def _row(call: CallAnswer, now: datetime) -> Row:
    at = moment(call["at"])
    day = at.date()  # of the house when it rang, also where the clocks have changed since
    order = (1 if rings(call, now) else 0, day.toordinal(), at.timestamp(), call["id"])
    return Row(call["id"], order, day, call)


def _rule(day: date) -> Row:
    return Row(-day.toordinal(), (0, day.toordinal(), float("inf"), 0), day)


def _order(row: Row) -> Order:
    return row.order

"""What the log amounts to: who calls, when and how often, counted by the database.

Counting looks at moments on the wall of the house, as they were when it rang. It goes through the connection for long
searches, so that no decision waits for it.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.verdict import Label
from portinaio.store.call_row import COLUMNS, logged
from portinaio.store.columns import micros

if TYPE_CHECKING:
    from datetime import datetime

    from portinaio.core.logged import LoggedCall
    from portinaio.core.pattern import Pattern
    from portinaio.store.connection import Connection

MOST_NAMED = 10  # of ranges, companies and lists; who needs more has the log
BLOCK_DIGITS = 3  # numbers are allotted by the thousand
_MONDAY = date(1969, 12, 29)  # of the week that 1970 began in

_HOURS = """
    SELECT (at / 1000000 + offset * 60) / 3600 AS hour, label, count(*) FROM calls
    WHERE at >= ? GROUP BY hour, label
"""
_OLD_DAYS = "SELECT day, label, calls FROM counts WHERE day >= ?"
_DEEDS = """
    SELECT action <> 'ring' AS refused, cast(round(rang_s) AS INTEGER) AS rang, count(*) FROM calls
    WHERE at >= ? AND (action IN ('reject', 'answer', 'announce') AND outcome = 'done'
        OR action = 'ring' AND rang_s > 0 AND coalesce(talked_s, 0) = 0)
    GROUP BY refused, rang ORDER BY refused, rang
"""
_RANGES = """
    SELECT substr(number, 1, length(number) - ?) || '*' AS block, count(*) AS n FROM calls
    WHERE at >= ? AND number IS NOT NULL AND +label = 'reported' GROUP BY block ORDER BY n DESC, block LIMIT ?
"""
_COMPANIES = """
    SELECT companies.name, count(*) AS n FROM company_numbers
    JOIN calls ON calls.number = company_numbers.number AND calls.at >= ?
    JOIN companies ON companies.folded = company_numbers.company
    GROUP BY companies.folded ORDER BY n DESC, companies.folded LIMIT ?
"""
_CAUGHT = """
    SELECT json_extract(found.value, '$[4]') AS list, count(DISTINCT calls.id) FROM calls, json_each(calls.findings) AS found
    WHERE calls.label = 'reported' AND calls.at >= ? AND json_extract(found.value, '$[0]') = 'listed' GROUP BY list
"""


class Insight(NamedTuple):
    labels: Counter[Label]
    hours: list[Counter[Label]]
    """24, from midnight."""
    weekdays: list[Counter[Label]]
    """Seven, from Monday."""
    weeks: dict[date, Counter[Label]]
    """By their Monday, oldest first; none is left out."""
    ranges: list[tuple[str, int]]
    """Blocks of a thousand from which reported calls came, the busiest first."""
    companies: list[tuple[str, int]]
    refused: int
    """Calls that were rejected or answered for the user."""
    usual_ring_s: int | None
    """Median of how long calls rang that nobody took; `None` while none has been timed."""


class Insights:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def since(self, at: datetime) -> Insight:
        first = micros(at)
        labels: Counter[Label] = Counter()
        hours: list[Counter[Label]] = [Counter() for _ in range(24)]
        weekdays: list[Counter[Label]] = [Counter() for _ in range(7)]
        weeks: dict[date, Counter[Label]] = {}
        for hour, name, calls in self._connection.search(_HOURS, (first,)):
            label = Label(name)
            days = hour // 24 + 3  # 1970 began on a Thursday
            labels[label] += calls
            hours[hour % 24][label] += calls
            weekdays[days % 7][label] += calls
            weeks.setdefault(_MONDAY + timedelta(weeks=days // 7), Counter())[label] += calls
        for text, name, calls in self._connection.search(_OLD_DAYS, (at.date().isoformat(),)):
            day, label = date.fromisoformat(text), Label(name)
            labels[label] += calls
            weekdays[day.weekday()][label] += calls
            weeks.setdefault(day - timedelta(days=day.weekday()), Counter())[label] += calls
        deeds = self._connection.search(_DEEDS, (first,))
        return Insight(
            labels,
            hours,
            weekdays,
            _whole(weeks),
            self._named(_RANGES, BLOCK_DIGITS, first, MOST_NAMED),
            self._named(_COMPANIES, first, MOST_NAMED),
            sum(n for refused, _, n in deeds if refused),
            _median([(rang, n) for refused, rang, n in deeds if not refused]),
        )

    def caught(self, since: datetime) -> dict[str, int]:
        """By list, how many reported calls it spoke against."""
        return dict(self._named(_CAUGHT, micros(since)))

    def count_of(self, pattern: Pattern) -> int:
        """How many logged calls came from a number that the pattern means."""
        condition, values = _meant(pattern)
        return self._count(f"SELECT count(*) FROM calls WHERE {condition}", *values)  # noqa: S608  # our conditions

    def latest_of(self, pattern: Pattern, limit: int) -> list[LoggedCall]:
        condition, values = _meant(pattern)
        rows = self._connection.search(
            f"SELECT {', '.join(COLUMNS)} FROM calls WHERE id IN"  # noqa: S608  # as above
            f" (SELECT id FROM calls WHERE {condition} ORDER BY at DESC LIMIT ?) ORDER BY at DESC, id DESC",
            (*values, limit),
        )
        return [logged(row) for row in rows]

    def _named(self, statement: str, *values: object) -> list[tuple[str, int]]:
        return [(str(name), int(n)) for name, n in self._connection.search(statement, values)]

    def _count(self, statement: str, *values: object) -> int:
        return int(self._connection.search(statement, values)[0][0])


def _whole(weeks: dict[date, Counter[Label]]) -> dict[date, Counter[Label]]:
    """In order, and with the weeks in which nobody called."""
    if not weeks:
        return {}
    first, last = min(weeks), max(weeks)
    steps = ((last - first).days // 7) + 1
    mondays = (first + timedelta(weeks=step) for step in range(steps))
    return {monday: weeks.get(monday, Counter()) for monday in mondays}


def _median(counted: list[tuple[int, int]]) -> int | None:
    """Of values in ascending order, each with how often it came."""
    middle = sum(n for _, n in counted) / 2
    passed = 0
    for value, n in counted:
        passed += n
        if passed >= middle:
            return value
    return None


def _meant(pattern: Pattern) -> tuple[str, tuple[object, ...]]:
    """A condition that the index over numbers answers."""
    first, dots, last = pattern.text.partition("..")
    if dots:
        return "number BETWEEN ? AND ? AND length(number) = ?", (first, last, len(first))
    if pattern.text.endswith("*"):
        return "number >= ? AND number < ?", (first[:-1], first[:-1] + ":")  # ':' follows '9'
    return "number = ?", (first,)

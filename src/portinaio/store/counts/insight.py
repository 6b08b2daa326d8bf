"""What the log amounts to: who calls, when and how often, counted by the database.

Counting looks at moments on the wall of the house, as they were when it rang. It goes through the connection for long
searches, so that no decision waits for it.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.logged import GIVEN_BACK
from portinaio.core.verdict import Label
from portinaio.store.call_row import BRANCH_S, COLUMNS, KINDS, TURNED_AWAY, logged
from portinaio.store.codec import json_column, micros
from portinaio.store.counts.year import count_year
from portinaio.store.numbers_meant import condition_of
from portinaio.store.rows import NUMBER, TEXT

if TYPE_CHECKING:
    from datetime import datetime

    from portinaio.core.logged import LoggedCall
    from portinaio.core.names import NamePattern
    from portinaio.core.numbers.pattern import Pattern
    from portinaio.store.connection import Connection
    from portinaio.store.counts.year import YearCounts

    _HoursOfTheWeek = dict[tuple[int, Label], int]
    _Weeks = dict[tuple[int, Label, int], int]

MOST_NAMED = 10  # of ranges, companies and lists; who needs more has the log
_MONDAY = date(1969, 12, 29)  # of the week that 1970 began in
_LABELS = {label.value: label for label in Label}

# As the index `calls_hours` has them: nothing is sorted, which would take longer than all the rest.
_HOUR = "(at / 1000000 + offset * 60) / 3600"
_HOURS = f"""
    SELECT {_HOUR}, label, suspected, count(*) FROM calls INDEXED BY calls_hours
    WHERE {_HOUR} >= ? AND at >= ? GROUP BY {_HOUR}, label, suspected
"""  # noqa: S608  # our own constant
_FARTHEST_HOURS = 24  # from the wall of a house to Greenwich
_OLD_DAYS = "SELECT day, label, calls FROM counts WHERE day >= ?"
_REFUSED = f"""
    SELECT count(*) FROM calls
    WHERE at >= ? AND action IN {TURNED_AWAY} AND outcome = 'done'
"""  # noqa: S608  # our own constants, here and below
# Where a telephone elsewhere may have been picked up nobody knows whether the call was taken: talked_s is NULL.
_RANG = f"""
    SELECT cast(rang_s + 0.5 AS INTEGER) AS rang, count(*) FROM calls
    WHERE at >= ? AND action = 'ring' AND rang_s > 0 AND talked_s = 0
    AND NOT (rang_s >= {BRANCH_S[0]} AND rang_s < {BRANCH_S[1]} AND cause IS '{GIVEN_BACK}')
    GROUP BY rang ORDER BY rang
"""  # noqa: S608  # our own constants
# Numbers are allotted by the thousand. They are integers: dividing tells blocks apart faster than cutting texts.
_RANGES = """
    SELECT '+' || block || '*', n FROM (
        SELECT cast(number AS INTEGER) / 1000 AS block, count(*) AS n FROM calls
        WHERE at >= ? AND number IS NOT NULL AND +label = 'reported' GROUP BY block
    ) ORDER BY n DESC, '+' || block LIMIT ?
"""
_COMPANIES = """
    SELECT companies.name, count(*) AS n FROM company_numbers
    CROSS JOIN calls ON calls.number = company_numbers.number AND calls.at >= ? -- in this order: a book is shorter than a log
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
    suspected: Counter[date]
    """By Monday too: how many of the unknown ones were suspected. Days that are counts by now do not know."""
    ranges: list[tuple[str, int]]
    """Blocks of a thousand from which reported calls came, the busiest first."""
    companies: list[tuple[str, int]]
    refused: int
    """Calls that were rejected or answered for the user."""
    usual_ring_s: int | None
    """Median of how long calls rang that nobody took; `None` while none has been timed."""
    timed: int
    """Of how many calls that is the median: of those whose times the line has seen."""


class Insights:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def since(self, at: datetime) -> Insight:
        first = micros(at)
        hours: list[Counter[Label]] = [Counter() for _ in range(24)]
        weekdays: list[Counter[Label]] = [Counter() for _ in range(7)]
        weeks: dict[int, Counter[Label]] = {}
        suspected: Counter[int] = Counter()
        of_the_week, of_weeks = self._by_week(first)
        for (hour, label), calls in of_the_week.items():
            hours[hour % 24][label] += calls
            weekdays[hour // 24][label] += calls
        for (week, label, is_suspected), calls in of_weeks.items():
            weeks.setdefault(week, Counter())[label] += calls
            if is_suspected and label is Label.UNKNOWN:
                suspected[week] += calls
        for day, label, calls in self._old_days(at):
            weekdays[day.weekday()][label] += calls
            weeks.setdefault((day - _MONDAY).days // 7, Counter())[label] += calls
        rang = [(int(rang), int(n)) for rang, n in self._connection.search(_RANG, (first,))]
        return Insight(
            sum(weeks.values(), Counter()),
            hours,
            weekdays,
            _whole(weeks),
            Counter({_monday(week): calls for week, calls in suspected.items()}),
            self._named(_RANGES, first, MOST_NAMED),
            self._named(_COMPANIES, first, MOST_NAMED),
            self._count(_REFUSED, first),
            median(rang),
            sum(n for _, n in rang),
        )

    def _by_week(self, first: int) -> tuple[_HoursOfTheWeek, _Weeks]:
        """By hour of the week, from Monday's midnight, and by week."""
        of_the_week: _HoursOfTheWeek = {}
        weeks: _Weeks = {}
        earliest = first // 3_600_000_000 - _FARTHEST_HOURS
        for hour, name, is_suspected, calls in self._connection.search(_HOURS, (earliest, first)):
            label = _LABELS.get(name)
            if label is None:
                continue  # spoilt by the disk; the log passes over it too
            week, of_the = divmod(hour + 72, 168)  # 1970 began on a Thursday
            at = (of_the, label)
            of_the_week[at] = of_the_week.get(at, 0) + calls
            kind = (week, label, is_suspected)
            weeks[kind] = weeks.get(kind, 0) + calls
        return of_the_week, weeks

    def year(self, year: int) -> YearCounts:
        return count_year(self._connection, year)

    def _old_days(self, at: datetime) -> list[tuple[date, Label, int]]:
        return self._connection.odd_rows.understood(
            "counts",
            self._connection.search(_OLD_DAYS, (at.date().isoformat(),)),
            (TEXT, TEXT, NUMBER),
            lambda row: (date.fromisoformat(row[0]), _LABELS[row[1]], row[2]),
        )

    def caught(self, since: datetime) -> dict[str, int]:
        """By list, how many reported calls it spoke against."""
        return dict(self._named(_CAUGHT, micros(since)))

    def count_of(self, pattern: Pattern) -> int:
        """How many logged calls came from a number that the pattern means."""
        condition, values = condition_of(pattern)
        return self._count(f"SELECT count(*) FROM calls WHERE {condition}", *values)  # noqa: S608  # our conditions

    def recent_of(self, pattern: Pattern, since: datetime) -> tuple[int, int]:
        """How many calls came from there since a moment, and from how many numbers."""
        condition, values = condition_of(pattern)
        counts = self._connection.search(
            f"SELECT count(*), count(DISTINCT number) FROM calls WHERE at >= ? AND {condition}",  # noqa: S608  # as above
            (micros(since), *values),
        )
        return int(counts[0][0]), int(counts[0][1])

    def latest_of(self, pattern: Pattern, limit: int) -> list[LoggedCall]:
        condition, values = condition_of(pattern)
        rows = self._connection.search(
            f"SELECT {', '.join(COLUMNS)} FROM calls WHERE id IN"  # noqa: S608  # as above
            f" (SELECT id FROM calls WHERE {condition} ORDER BY at DESC LIMIT ?) ORDER BY at DESC, id DESC",
            (*values, limit),
        )
        return self._connection.odd_rows.understood("calls", rows, KINDS, logged)

    def of_name(self, wanted: NamePattern, limit: int) -> tuple[int, list[LoggedCall]]:
        """How many logged calls came with a name that is meant, and the latest of them."""
        sent = self._named("SELECT name, count(*) FROM calls WHERE name <> '' GROUP BY name")
        meant = [(name, calls) for name, calls in sent if wanted.covers(name)]
        rows = self._connection.search(
            f"SELECT {', '.join(COLUMNS)} FROM calls"  # noqa: S608  # our columns
            " WHERE name IN (SELECT value FROM json_each(?)) ORDER BY at DESC, id DESC LIMIT ?",
            (json_column([name for name, _ in meant]), limit),
        )
        latest = self._connection.odd_rows.understood("calls", rows, KINDS, logged)
        return sum(calls for _, calls in meant), latest

    def _named(self, statement: str, *values: object) -> list[tuple[str, int]]:
        return [(str(name), int(n)) for name, n in self._connection.search(statement, values)]

    def _count(self, statement: str, *values: object) -> int:
        return int(self._connection.search(statement, values)[0][0])


def _monday(week: int) -> date:
    return _MONDAY + timedelta(weeks=week)


def _whole(weeks: dict[int, Counter[Label]]) -> dict[date, Counter[Label]]:
    """In order, and with the weeks in which nobody called."""
    if not weeks:
        return {}
    every = range(min(weeks), max(weeks) + 1)
    return {_monday(week): weeks.get(week, Counter()) for week in every}


def median(counted: list[tuple[int, int]]) -> int | None:
    """Of values in ascending order, each with how often it came."""
    middle = sum(n for _, n in counted) / 2
    passed = 0
    for value, n in counted:
        passed += n
        if passed >= middle:
            return value
    return None

"""Whether a sales call came within the hours that a law or a code allows."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container
    from datetime import date, datetime, time

    from portinaio.complaints.holding import Facts
    from portinaio.countries.pack_schema import Hours, Pack

SATURDAY, SUNDAY = 5, 6


def binding_hours(facts: Facts, pack: Pack) -> Hours | None:
    """Those that bind the company. A code binds only those who joined it."""
    return next(
        (
            hours
            for hours in pack.hours
            if hours.status == "law" or (hours.when.names and facts.holds(hours.when))
        ),
        None,
    )


def outside(at: datetime, hours: Hours, holidays: Container[date]) -> bool:
    """`at` is the called party's time. False for a day on which the rule was not yet in force."""
    day = at.date()
    if hours.since and day < hours.since:
        return False
    allowed = _allowed(day, hours, holidays)
    return allowed is None or not allowed[0] <= at.time().replace(tzinfo=None) < allowed[1]


def _allowed(day: date, hours: Hours, holidays: Container[date]) -> tuple[time, time] | None:
    if day in holidays:
        return hours.holiday
    if day.weekday() == SUNDAY:
        return hours.sunday
    # Saturday is the eve of every Sunday and has hours of its own.
    if day.weekday() == SATURDAY:
        return hours.saturday
    if hours.eve_of_holiday and day + timedelta(days=1) in holidays:
        return hours.eve_of_holiday
    return hours.mon_fri

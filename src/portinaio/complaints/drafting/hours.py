"""Whether a sales call came within the hours that a law or a code allows."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from portinaio.complaints.holding import fits

if TYPE_CHECKING:
    from collections.abc import Container
    from datetime import date, datetime

    from portinaio.countries.fact_schema import Hours, Slots
    from portinaio.countries.pack_schema import Pack

SATURDAY, SUNDAY = 5, 6


def binding_hours(facts: frozenset[str], day: date, pack: Pack) -> Hours | None:
    """Those that bind the company for a call of which `facts` hold. A code binds only those who joined it."""
    return next(
        (
            hours
            for hours in pack.hours
            if hours.in_force(day)
            and (hours.status == "law" or hours.when.names)
            and fits(hours.when, facts)
        ),
        None,
    )


def outside(at: datetime, hours: Hours, holidays: Container[date]) -> bool:
    """`at` is the called party's time. False for a day on which the rule was not in force."""
    day = at.date()
    if not hours.in_force(day):
        return False
    # A letter names the minute, and that in which the hours end is still within them.
    minute = at.time().replace(second=0, microsecond=0, tzinfo=None)
    return not any(first <= minute <= last for first, last in _allowed(day, hours, holidays))


def _allowed(day: date, hours: Hours, holidays: Container[date]) -> Slots:
    if day in holidays:
        return hours.holiday
    if day.weekday() == SUNDAY:
        return hours.sunday
    # Saturday is the eve of every Sunday and has hours of its own.
    if day.weekday() == SATURDAY:
        return hours.saturday
    if hours.eve_of_holiday is not None and day + timedelta(days=1) in holidays:
        return hours.eve_of_holiday
    return hours.mon_fri

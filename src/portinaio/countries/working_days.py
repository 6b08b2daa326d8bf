"""The working days of a country: neither Saturday nor Sunday nor a public holiday."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from portinaio.countries.public_holidays import holidays_in

if TYPE_CHECKING:
    from datetime import date

    from portinaio.countries.pack_schema import PackFile

SATURDAY = 5


def is_working(day: date, pack: PackFile) -> bool:
    return day.weekday() < SATURDAY and day not in _holidays(
        pack.holidays or pack.country, day.year
    )


def working_days_later(day: date, count: int, pack: PackFile) -> date:
    for _ in range(count):
        day = next_working(day, pack)
    return day


def or_next_working(day: date, pack: PackFile) -> date:
    """Where a period whose last day would be `day` ends: Reg. (EEC, Euratom) 1182/71 art. 3(4)."""
    while not is_working(day, pack):
        day += timedelta(days=1)
    return day


def next_working(day: date, pack: PackFile) -> date:
    """The first working day after `day`."""
    return or_next_working(day + timedelta(days=1), pack)


@lru_cache(maxsize=64)
def _holidays(country: str, year: int) -> frozenset[date]:
    return frozenset(holidays_in(country, (year,)))

"""Dates, times and spans as the reader's locale writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.dates import format_date, format_datetime, format_time, format_timedelta
from babel.numbers import format_decimal

from portinaio import language
from portinaio.core.message import msg

if TYPE_CHECKING:
    from datetime import date, datetime, timedelta

_TODAY, _YESTERDAY = msg("today"), msg("yesterday")


def day(value: date) -> str:
    """`24 Nov 2026`, `24 nov 2026`."""
    return format_date(value, "d MMM y", locale=_locale())


def near_day(value: date) -> str:
    """`Tuesday 24 November`, for days whose year goes without saying."""
    return format_date(value, "EEEE d MMMM", locale=_locale())


def relative_day(value: date, today: date) -> str:
    """`today`, `yesterday`, `Monday 9 November`, `24 Nov 2025`."""
    days = (today - value).days
    if days == 0:
        return language.translate(_TODAY)
    if days == 1:
        return language.translate(_YESTERDAY)
    return near_day(value) if 0 < days < 300 else day(value)


def short_day(value: date) -> str:
    """`24 Nov`."""
    return format_date(value, "d MMM", locale=_locale())


def clock(value: datetime) -> str:
    """`14:02`."""
    return format_time(value.time(), "HH:mm", locale=_locale())


def moment(value: datetime) -> str:
    """`24 Nov 2026, 14:02`."""
    return format_datetime(value.replace(tzinfo=None), "d MMM y, HH:mm", locale=_locale())


def span(value: timedelta) -> str:
    """`2 hours`, `3 giorni`."""
    return format_timedelta(value, locale=_locale())


def count(value: float) -> str:
    """`214,380`, `214.380`."""
    return format_decimal(value, locale=_locale())


def _locale() -> str:
    return "it_IT" if language.code() == "it" else "en_GB"

"""Dates, times and spans as the reader's locale writes them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, format_timedelta
from babel.numbers import format_decimal

from portinaio import language
from portinaio.core.message import msg

if TYPE_CHECKING:
    from datetime import date, datetime, timedelta

_YEAR = re.compile(r"\W*\by+\b.*")
"""At the end of a full date, with what leads to it."""
_TODAY, _YESTERDAY = msg("today"), msg("yesterday")


def day(value: date) -> str:
    """`24 Nov 2026`, `24 nov 2026`, `24. Nov. 2026`."""
    return _date("yMMMd", value)


def near_day(value: date) -> str:
    """`Tuesday 24 November`, for days whose year goes without saying."""
    locale = Locale.parse(_locale())
    known = locale.datetime_skeletons.get("MMMMEEEEd") or locale.date_formats["full"]
    return format_date(value, _YEAR.sub("", known.pattern), locale=locale)


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
    return _date("MMMd", value)


def clock(value: datetime) -> str:
    """`14:02`."""
    return format_time(value.time(), "HH:mm", locale=_locale())


def moment(value: datetime) -> str:
    """`24 Nov 2026, 14:02`."""
    return f"{day(value)}, {clock(value)}"


def span(value: timedelta) -> str:
    """`2 hours`, `3 giorni`."""
    return format_timedelta(value, locale=_locale())


def count(value: float) -> str:
    """`214,380`, `214.380`."""
    return format_decimal(value, locale=_locale())


def country(code: str) -> str:
    """`Italy`, `Italia`; the code itself where it has no name."""
    return str(Locale.parse(_locale()).territories.get(code, code))


def own_name(code: str) -> str:
    """Of a language, as who speaks it calls it: `Italiano`."""
    return (Locale.parse(code).get_language_name(code) or code).capitalize()


def _date(skeleton: str, value: date) -> str:
    return format_skeleton(skeleton, value, locale=_locale())


def _locale() -> str:
    code = language.code()
    return "en_GB" if code == "en" else code

"""The public holidays of a country, by the `holidays` library.

To load it takes longer than a whole `portinaio check` may. So the days of the coming years are read once and kept beside
what config.toml says; only for a day outside them the library is asked anew.
"""

from __future__ import annotations

from contextlib import suppress

from portinaio.errors import ConfigError

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from typing import Any

YEARS = 10  # a program of that age has read its configuration anew


def read_holidays(country: str, year: int) -> dict[str, Any]:
    """Plain values for `PublicHolidays`, of the year before `year` and of ten from it on."""
    from portinaio.countries.pack import has_pack, read_pack  # noqa: PLC0415  # slow to load, and read from a cache

    name = country
    if has_pack(country):
        with suppress(
            ConfigError
        ):  # a fault in somebody's letter must not keep a line from screening
            name = read_pack(country).holidays or country
    first, last = year - 1, year + YEARS
    days = sorted(day.isoformat() for day in holidays_in(name, range(first, last + 1)))
    return {"country": name, "first": first, "last": last, "days": days}


def holidays_in(country: str, years: Iterable[int]) -> Mapping[date, str]:
    """Days and names; none for a country that the library does not know."""
    import holidays  # noqa: PLC0415  # as said above

    try:
        return holidays.country_holidays(country, years=list(years), expand=False)
    except NotImplementedError:
        return {}


class PublicHolidays:
    """Holds a day that is one."""

    def __init__(self, plain: Mapping[str, Any]) -> None:
        self._country: str = plain["country"]
        self._years = range(plain["first"], plain["last"] + 1)
        self._days = frozenset(plain["days"])
        self._others: dict[int, Mapping[date, str]] = {}

    def __contains__(self, day: object) -> bool:
        when: date = day  # type: ignore[assignment]  # what a container of days is asked about
        if when.year in self._years:
            return when.isoformat() in self._days
        if when.year not in self._others:
            self._others[when.year] = holidays_in(self._country, (when.year,))
        return when in self._others[when.year]

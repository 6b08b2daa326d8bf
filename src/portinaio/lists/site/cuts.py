"""Which part of the numbers a row belongs to: never across a calling code, so that who wants a country fetches it alone."""

from __future__ import annotations

from portinaio.lists.calling_codes import COUNTRIES, Country, country_of

_BY_CODE = {country.code: country for country in COUNTRIES}


def code_of(low: int, high: int) -> str:
    """The calling code that all numbers from one key to another begin with; empty where they share none."""
    first, last = country_of(low), country_of(high)
    return first.code if first and last and first.code == last.code else ""


def country(code: str) -> Country:
    return _BY_CODE[code]

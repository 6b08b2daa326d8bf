"""Where each country's numbers begin and end.

ITU-T E.164 §6.2: calling codes have one digit in zones 1 and 7, two where assigned so, three everywhere else.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

_TWO_DIGITS = frozenset(
    {20, 27, 36, 39, 40, 41, 81, 82, 84, 86, 98}.union(
        range(30, 35), range(43, 50), range(51, 59), range(60, 67), range(90, 96)
    )
)
_THREE_DIGITS = tuple(n for n in range(200, 1000) if n // 10 not in _TWO_DIGITS and n // 100 != 7)


class Country(NamedTuple):
    first: int
    """In 15 places, as a key without its length."""
    behind: int
    """Behind the last one."""
    code: str


def _country(code: str) -> Country:
    step = 10 ** (15 - len(code))
    return Country(int(code) * step, (int(code) + 1) * step, code)


COUNTRIES = tuple(sorted(_country(str(code)) for code in (1, 7, *_TWO_DIGITS, *_THREE_DIGITS)))
_FIRSTS = tuple(country.first for country in COUNTRIES)


def country_of(key: int) -> Country | None:
    """`None` for a number that begins with 0."""
    place = bisect_right(_FIRSTS, key >> 4) - 1
    return COUNTRIES[place] if place >= 0 and key >> 4 < COUNTRIES[place].behind else None

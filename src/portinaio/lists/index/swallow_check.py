"""Rows that may not stand in a list, whoever signed it: one that swallows an emergency number or a country.

A list may add suspicion; it may not cut somebody off from help or from a country.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from portinaio.core.message import Message, msg
from portinaio.core.numbers.pattern import key, places_of
from portinaio.lists.calling_codes import COUNTRIES

if TYPE_CHECKING:
    from portinaio.core.evidence import Evidence
    from portinaio.core.numbers.plan import Plan

_NARROWEST = 10**12  # what a calling code of three digits holds, in 15 places
_LENGTH = 0b1111
_LONGEST_EMERGENCY = 10  # digits, with the calling code; a stretch of longer numbers holds none


def refuse_swallowing(row: Evidence, plan: Plan) -> Message | None:
    """Why `row` may not be listed, or `None`; `plan` names the emergency numbers."""
    emergency = _emergency(plan)
    low, high = row.low, row.high
    if low == high:
        return _emergency_words(emergency[low]) if low in emergency else None
    length = low & _LENGTH
    if length < _LONGEST_EMERGENCY:
        for wanted, number in emergency.items():
            if low <= wanted <= high and length in {0, wanted & _LENGTH}:
                return _emergency_words(number)
    return _country_words(low, high)


@lru_cache(maxsize=4)
def _emergency(plan: Plan) -> dict[int, str]:
    return {key(plan.calling_code + short): short for short in sorted(plan.emergency)}


def _emergency_words(number: str) -> Message:
    return msg("this would also catch the emergency number %(number)s", number=number)


def _country_words(low: int, high: int) -> Message | None:
    """Half of a country's numbers are as bad as all: nobody may come back with two halves less one."""
    first, behind = places_of(low, high)
    if behind - first < _NARROWEST // 2:
        return None
    for start, end, code in COUNTRIES:
        if (min(end, behind) - max(start, first)) * 2 >= end - start:
            return msg("this would catch all of +%(code)s", code=code)
    return None

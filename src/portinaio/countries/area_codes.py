"""Area codes of numbers that the library knows no groups for: in ranges that it holds for unassigned, and a regulator reserves."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from portinaio.core.numbers.grouping import in_groups
from portinaio.countries.range_schema import ranges_of
from portinaio.countries.ranges_file import ranges_file

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

_BLOCK = re.compile(r"((?:\+\d+ )?)(\d{6,})")
"""A number that the library leaves in one piece: its digits, and the calling code where that stands there."""


def grouped(written: str, read: PhoneNumber) -> str:
    """As the library has `written` it, with the digits that it left in one piece in groups."""
    if not (block := _BLOCK.fullmatch(written)):
        return written
    national = f"{'0' * (read.number_of_leading_zeros or 1) if read.italian_leading_zero else ''}{read.national_number}"
    return block[1] + in_groups(block[2], _area_code(f"+{read.country_code}", national))


def _area_code(calling_code: str, national: str) -> str:
    """Of the ranges that a regulator reserves, the longest beginning; empty where none is known."""
    number = calling_code + national
    known = [one for one in _beginnings() if number.startswith(one)]
    return max(known, key=len, default="")[len(calling_code) :]


@cache
def _beginnings() -> tuple[str, ...]:
    """Of numbers of any length, since a range of one length begins with less than an area code."""
    file = Path(ranges_file())
    return tuple(
        pattern.removesuffix("*")
        for one in ranges_of(file.read_bytes(), str(file))
        for pattern in one.patterns
        if pattern.endswith("*") and not one.digits
    )

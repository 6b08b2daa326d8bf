"""Dates, times and durations as logs of telephones write them.

Whether 03/04 is a day of April or of March is told by the other rows of the file, or by nobody: then the file is
refused, since calls of another month are worse than none.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.errors import UsageError
from portinaio.wire.calllog.past_call import LONGEST_S, likely

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 60  # characters
_CLOCK = (
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d)(?:[.,]\d+)?)?"
    r"\s*(?P<half>[ap])?\.?(?(half)m\.?)\s*(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d)?"
)
_GAP = r"(?:T|,?\s+(?:at\s+|alle\s+|um\s+|à\s+)?)"
_YEAR_FIRST = re.compile(
    rf"(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}}){_GAP}{_CLOCK}",
    re.IGNORECASE,
)
_YEAR_LAST = re.compile(
    rf"(?P<first>\d{{1,2}})(?P<between>[-/.])(?P<other>\d{{1,2}})(?P=between)(?P<year>\d{{4}}|\d\d){_GAP}{_CLOCK}",
    re.IGNORECASE,
)
_NAMED = re.compile(
    rf"(?:(?P<day1>\d{{1,2}})\.?\s+)?(?P<name>[^\W\d]{{3,10}})\.?\s+(?:(?P<day2>\d{{1,2}}),?\s+)?(?P<year>\d{{4}}){_GAP}{_CLOCK}",
    re.IGNORECASE,
)
_MONTHS = {
    beginning: month
    for month, beginnings in enumerate(
        (
            "jan gen ene",
            "feb fév",
            "mar mär",
            "apr avr abr",
            "may mag mai",
            "jun giu juin",
            "jul lug juil",
            "aug ago aoû",
            "sep set",
            "oct ott okt out",
            "nov",
            "dec dic dez déc",
        ),
        1,
    )
    for beginning in beginnings.split()
}
_PIECES = re.compile(r"(\d+)\s*(h|m|s)", re.IGNORECASE)
_SECONDS = {"h": 3600, "m": 60, "s": 1}


class Moments:
    """How one file writes its dates."""

    def __init__(self, *, day_first: bool) -> None:
        self._day_first = day_first

    @classmethod
    def of(cls, texts: Iterable[str], file: str) -> Moments:
        """Learned from all of them. `UsageError` where they tell nothing."""
        firsts, others, halves, undecided = 0, 0, False, False
        for text in texts:
            found = _YEAR_LAST.fullmatch(text.strip()) if len(text) <= LONGEST else None
            if found and found["between"] == "/":
                firsts, others = max(firsts, int(found["first"])), max(others, int(found["other"]))
                halves = halves or bool(found["half"])
                undecided = undecided or found["first"] != found["other"]
        by_day, by_month = firsts > 12, others > 12
        if by_day == by_month and undecided and (by_day or not halves):
            raise UsageError(
                msg(
                    "%(file)s does not tell whether its dates begin with the day or the month; let its program write"
                    " them as 2026-11-24",
                    file=file,
                )
            )
        # Who writes a.m. and p.m. begins with the month, unless a day shows that he does not.
        return cls(day_first=by_day or not (by_month or halves))

    def read(self, text: str) -> datetime | None:
        """Without a zone where none stands there; `None` for what is no moment."""
        text = text.strip().replace("\u202f", " ").replace("\xa0", " ")
        if len(text) > LONGEST:
            return None
        if found := _YEAR_FIRST.fullmatch(text):
            return _moment(found, int(found["year"]), int(found["month"]), int(found["day"]))
        if found := _YEAR_LAST.fullmatch(text):
            day, month = int(found["first"]), int(found["other"])
            if found["between"] == "/" and not self._day_first:
                day, month = month, day
            year = int(found["year"])
            return _moment(found, year if year > 99 else 2000 + year, month, day)
        if found := _NAMED.fullmatch(text):
            named = found["name"].lower()
            number = _MONTHS.get(named[:4], _MONTHS.get(named[:3], 0))
            return _moment(
                found, int(found["year"]), number, int(found["day1"] or found["day2"] or 0)
            )
        return None


def seconds_of(text: str) -> float | None:
    """`63`, `1:03`, `0:01:03`, `1 min 3 s`; `None` for anything else."""
    text = text.strip()
    if len(text) > LONGEST:
        return None
    parts = text.split(":")
    if len(parts) <= 3 and all(part.isascii() and part.isdigit() for part in parts):
        total = 0
        for part in parts:
            total = total * 60 + int(part)
        return min(float(total), LONGEST_S)
    if found := _PIECES.findall(text):
        return min(float(sum(int(n) * _SECONDS[unit.lower()] for n, unit in found)), LONGEST_S)
    return None


def _moment(found: re.Match[str], year: int, month: int, day: int) -> datetime | None:
    hour = int(found["hour"])
    if found["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found["half"].lower() == "p" else 0)
    try:
        at = datetime(year, month, day, hour, int(found["minute"]), int(found["second"] or 0))  # noqa: DTZ001  # a clock on the wall
    except ValueError:
        return None
    if zone := found["zone"]:
        at = at.replace(tzinfo=_zone(zone))
    return at if likely(at) else None


def _zone(text: str) -> timezone:
    if text[0] not in "+-":
        return timezone(timedelta(0))
    digits = text[1:].replace(":", "")
    span = timedelta(hours=int(digits[:2]) % 24, minutes=int(digits[2:]) % 60)
    return timezone(-span if text[0] == "-" else span)

"""Spans and moments as a person types them: `2h`, `1h30m`, `today`, `14:30`, `2026-11-24`; and short spans as one reads them.

Large and small letters and blanks around do not matter. What nobody can read is a `UsageError` that says how to write it.
"""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.errors import UsageError
from portinaio.language import _
from portinaio.language.choices import code_of

if TYPE_CHECKING:
    from portinaio.core.message import Message

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_SPAN = re.compile(r"(?:\d{1,9} ?[smhdw] ?)+", re.ASCII)
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)
_DAY = re.compile(r"\d{4}-?\d\d-?\d\d", re.ASCII)
_LAST_SECOND = time(23, 59, 59)
LONGEST_SPAN = timedelta(days=36525)
LONGEST_ECHO = 40

_A_SPAN = msg("a span such as 30m, 2h or 3d")
_A_BEGINNING = msg("a moment such as 2h, 3d, today, yesterday or 2026-11-24")
_AN_END = msg("a moment such as 14:30, tomorrow or 2026-11-24")
_A_CLOCK = msg("a time such as 14:30 or 2026-11-24T14:30")
_TO_COME = msg("a time that is still to come")
_PASSED = msg("a time that has passed")


def span(text: str) -> timedelta:
    """`2h`, `90d`, `1h30m`; more than nothing, and at most a hundred years."""
    typed = _typed(text)
    if not _SPAN.fullmatch(typed):
        raise UsageError(_unreadable(text, _A_SPAN))
    seconds = sum(int(n) * _UNITS[unit] for n, unit in re.findall(r"(\d+) ?([smhdw])", typed))
    if not 0 < seconds <= LONGEST_SPAN.total_seconds():
        raise UsageError(_unreadable(text, _A_SPAN))
    return timedelta(seconds=seconds)


def beginning(text: str, now: datetime) -> datetime:
    """Of what lies behind us: a span ago, `today`, `yesterday`, or a date."""
    typed = _typed(text)
    if word := code_of(typed, ("today", "yesterday")):
        day = now.date() - timedelta(days=word == "yesterday")
        return _in_zone(datetime.combine(day, time()), now)
    if _SPAN.fullmatch(typed):
        return now - span(typed)
    begins = _moment(text, _A_BEGINNING, now)
    if begins > now:
        raise UsageError(_unreadable(text, _PASSED))
    return begins


def end(text: str, now: datetime) -> datetime:
    """Of what lies before us; a day counts whole, to its last second."""
    typed = _typed(text)
    if word := code_of(typed, ("today", "tomorrow")):
        day = now.date() + timedelta(days=word == "tomorrow")
        return _in_zone(datetime.combine(day, _LAST_SECOND), now)
    if _DAY.fullmatch(typed):
        return _moment(f"{typed}T{_LAST_SECOND}", _AN_END, now, typed=text)
    return _moment(text, _AN_END, now)


def expiry(text: str, now: datetime) -> datetime | None:
    """When something ends that counts for a span or until an `end`; `None` where nothing is typed, for good."""
    typed = _typed(text)
    if not typed:
        return None
    ends = now + span(typed) if _SPAN.fullmatch(typed) else end(text, now)
    if ends <= now:
        raise UsageError(_unreadable(text, _TO_COME))
    return ends


def clock(text: str, now: datetime) -> datetime:
    """A time of today, or a full one."""
    return _moment(text, _A_CLOCK, now)


def iso(moment: datetime) -> str:
    """As the API takes it."""
    return moment.isoformat(timespec="seconds")


def age(span: timedelta) -> str:
    """`5 min`, `2 h`, `3 d`: the largest unit alone."""
    minutes = max(0, int(span.total_seconds() // 60))
    if minutes < 60:
        return _("%(n)d min") % {"n": minutes}
    if minutes < 48 * 60:
        return _("%(n)d h") % {"n": minutes // 60}
    return _("%(n)d d") % {"n": minutes // 1440}


def seconds(value: float) -> str:
    """`21 s`, `3:05`."""
    whole = max(0, int(value))
    return _("%(n)d s") % {"n": whole} if whole < 60 else f"{whole // 60}:{whole % 60:02d}"


def _typed(text: str) -> str:
    return text.strip().casefold()


def _moment(text: str, wanted: Message, now: datetime, typed: str | None = None) -> datetime:
    """Of a clock or an ISO 8601 text; `typed` is what an error echoes, where that is something else."""
    try:
        if found := _CLOCK.fullmatch(text.strip()):
            moment = datetime.combine(now.date(), time(int(found[1]), int(found[2])))
        else:
            moment = datetime.fromisoformat(text.strip())
        return _in_zone(moment, now)
    except (ValueError, OverflowError):
        raise UsageError(_unreadable(text if typed is None else typed, wanted)) from None


def _in_zone(moment: datetime, now: datetime) -> datetime:
    """`moment` in its own zone, else in that of `now`.

    A `now` of this computer has the offset of today alone; the computer knows that of any other day.
    """
    if moment.tzinfo:
        return moment
    here = now.replace(tzinfo=None).astimezone()
    of_this_computer = here.utcoffset() == now.utcoffset()
    return moment.astimezone() if of_this_computer else moment.replace(tzinfo=now.tzinfo)


def _unreadable(text: str, wanted: Message) -> Message:
    return msg("%(text)r is not %(wanted)s", text=text[:LONGEST_ECHO], wanted=wanted)

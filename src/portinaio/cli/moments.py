"""Times and spans as a person types them: `2h`, `3d`, `today`, `14:30`, `2026-11-24`."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.errors import UsageError

if TYPE_CHECKING:
    from portinaio.core.message import Message

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_SPAN = re.compile(r"(?:\d{1,9}[smhdw])+", re.ASCII)
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)
LONGEST_ECHO = 40


def span(text: str) -> timedelta:
    """`2h`, `90d`, `1h30m`. `UsageError` on anything else, and on nothing at all."""
    if not _SPAN.fullmatch(text):
        raise UsageError(_unreadable(text, msg("a span such as 30m, 2h or 3d")))
    seconds = sum(int(n) * _UNITS[u] for n, u in re.findall(r"(\d+)([smhdw])", text))
    try:
        found = timedelta(seconds=seconds)
    except OverflowError:
        found = timedelta()
    if not timedelta() < found <= timedelta(days=36525):
        raise UsageError(_unreadable(text, msg("a span such as 30m, 2h or 3d")))
    return found


def past(text: str, now: datetime) -> str:
    """ISO 8601 of a beginning that lies behind us: a span ago, `today`, `yesterday`, or a date."""
    if text in {"today", "yesterday"}:
        return _iso(_midnight(now - timedelta(days=text == "yesterday")))
    if _SPAN.fullmatch(text):
        return _iso(now - span(text))
    return _iso(_read(text, msg("2h, 3d, today, yesterday or a date such as 2026-11-24"), now))


def end(text: str, now: datetime) -> str:
    """ISO 8601 of an end that lies before us; a day counts whole."""
    wanted = msg("14:30, tomorrow or a date such as 2026-11-24")
    if text in {"today", "tomorrow"}:
        return _iso(_last_second(now + timedelta(days=text == "tomorrow")))
    moment = _read(text, wanted, now)
    return _iso(_last_second(moment) if re.fullmatch(r"\d{4}-?\d\d-?\d\d", text) else moment)


def clock_or_iso(text: str, now: datetime) -> str:
    """ISO 8601 of a time of today, or of a full one."""
    return _iso(_read(text, msg("14:30 or 2026-11-24T14:30"), now))


def _read(text: str, wanted: Message, now: datetime) -> datetime:
    if clock := _CLOCK.fullmatch(text):
        return _local(datetime.combine(now.date(), time(int(clock[1]), int(clock[2]))))
    try:
        return _local(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        raise UsageError(_unreadable(text, wanted)) from None


def _local(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.astimezone()


def _midnight(moment: datetime) -> datetime:
    return _local(datetime.combine(moment.date(), time()))


def _last_second(moment: datetime) -> datetime:
    return _local(datetime.combine(moment.date(), time(23, 59, 59)))


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _unreadable(text: str, wanted: Message) -> Message:
    return msg("%(text)r is not %(wanted)s", text=text[:LONGEST_ECHO], wanted=wanted)

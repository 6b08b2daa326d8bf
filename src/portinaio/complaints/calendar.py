"""The deadlines as an iCalendar file (RFC 5545), for the calendar that the user already looks at."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LONGEST_LINE = 75  # octets, RFC 5545 §3.1


class Deadline(NamedTuple):
    complaint: int
    day: date
    """Last day on which an answer is in time."""
    title: str
    text: str = ""


def as_ics(deadlines: Iterable[Deadline], now: datetime) -> str:
    """The day after each deadline, on which the user can do the next step."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Portinaio//complaints//EN"]
    for deadline in deadlines:
        lines += _event(deadline, now)
    return "".join(f"{part}\r\n" for line in (*lines, "END:VCALENDAR") for part in _folded(line))


def _event(deadline: Deadline, now: datetime) -> list[str]:
    day = deadline.day + timedelta(days=1)
    return [
        "BEGIN:VEVENT",
        f"UID:complaint-{deadline.complaint}@portinaio",
        f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(deadline.title)}",
        f"DESCRIPTION:{_escaped(deadline.text)}",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_escaped(deadline.title)}",
        "TRIGGER:PT9H",
        "END:VALARM",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    text = one_line(text)
    for character in "\\;,":
        text = text.replace(character, f"\\{character}")
    return text


def _folded(line: str) -> Iterator[str]:
    """Pieces of at most 75 octets, the later ones behind a space; no character is cut in two."""
    piece = ""
    for character in line:
        if len((piece + character).encode()) > LONGEST_LINE:
            yield piece
            piece = " "
        piece += character
    yield piece

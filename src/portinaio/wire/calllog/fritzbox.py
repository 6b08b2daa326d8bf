"""The call list of a FRITZ!Box as its pages save it.

    sep=;
    Typ;Datum;Name;Rufnummer;Nebenstelle;Eigene Rufnummer;Dauer
    1;24.11.26 14:02;Anna;0200001234;Telefon;Internet: 0200005678;0:05

Its titles are in the language of the box, so the columns go by their place; newer boxes put the area between number
and extension. Times are those of the wall, to the minute, and durations are minutes rounded up.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from io import StringIO
from itertools import islice
from typing import TYPE_CHECKING

from portinaio.core.evidence import Rejected
from portinaio.core.message import Message, msg
from portinaio.core.safe_text import one_line
from portinaio.wire.calllog.past_call import (
    LONGEST_NAME,
    LONGEST_NUMBER,
    LONGEST_SHOWN,
    CallType,
    PastCall,
    likely,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

ID = "fritzbox"
COLUMNS, WITH_AREA = 7, 8
SEPARATORS = ";\t,"
LONGEST_ROW = 1000  # characters
_KINDS = {
    "1": CallType.INCOMING,
    "2": CallType.INCOMING,
    "4": CallType.OUTGOING,
    "10": CallType.BLOCKED,
}
_AMBIGUOUS = "3"  # made, says old firmware; turned away, says that which has a 4 for those made
_MOMENTS = ("%d.%m.%y %H:%M", "%d.%m.%Y %H:%M")

_WIDTH = msg("a row of this list has 7 or 8 columns")
_KIND = msg("this kind of call is not known")
_MADE_OR_REFUSED = msg("older boxes write 3 for calls made, newer ones for calls turned away")
_MOMENT = msg("no date and time like 24.11.26 14:02")


def sniff(text: str) -> bool:
    separator, skipped, header = _beginning(text)
    cells = header.split(separator)
    first = next((row for row in islice(_rows(text, skipped), 1)), "").partition(separator)[0]
    return (
        len(cells) in {COLUMNS, WITH_AREA}
        and cells[0].strip().lower() in {"typ", "type", "tipo"}
        and (first.strip().isdecimal() or not first.strip())
    )


def read(text: str, _file: str) -> Iterator[PastCall | Rejected]:
    separator, skipped, _ = _beginning(text)
    old = _is_old(text, separator, skipped)
    for line, row in enumerate(_rows(text, skipped), skipped + 1):
        if row.strip():
            found = _call(line, [cell.strip() for cell in row.split(separator)], old=old)
            shown = one_line(row, LONGEST_SHOWN, mark="")
            yield Rejected(line, shown, found) if isinstance(found, Message) else found


def _is_old(text: str, separator: str, skipped: int) -> bool | None:
    """Whether a 3 is a call that was made: those that were turned away last for no time, and come with a 4 or a 10 for others."""
    firsts = [row.strip().split(separator) for row in _rows(text, skipped)]
    if any(row[0] in {"4", "10"} for row in firsts):
        return False
    spoke = any(row[0] == _AMBIGUOUS and (lasted(row[-1].strip()) or 0) > 0 for row in firsts)
    return True if spoke else None


def _rows(text: str, skipped: int) -> Iterator[str]:
    """A box puts nothing in quotes."""
    for row in islice(StringIO(text, newline=None), skipped, None):
        yield row[:LONGEST_ROW]


def _beginning(text: str) -> tuple[str, int, str]:
    """Separator, how many lines go before the rows, and the titles."""
    lines = text[:4096].splitlines()
    named = lines[0].strip().lower() if lines else ""
    if named.startswith("sep="):
        separator = named[4:5] if named[4:5] in SEPARATORS and named[4:5] else "\t"
        return separator, 2, lines[1] if len(lines) > 1 else ""
    header = lines[0] if lines else ""
    return max(SEPARATORS, key=header.count), 1, header


def _call(line: int, row: list[str], *, old: bool | None) -> PastCall | Message:
    if len(row) == WITH_AREA:
        row = [*row[:4], *row[5:]]
    if len(row) != COLUMNS:
        return _WIDTH
    kind, when, name, party, _extension, own, duration = row
    call_type = _KINDS.get(kind)
    if kind == _AMBIGUOUS:
        if old is None:
            return _MADE_OR_REFUSED
        call_type = CallType.OUTGOING if old else CallType.BLOCKED
    if call_type is None:
        return _KIND
    at = wall_moment(when)
    if at is None:
        return _MOMENT
    return PastCall(
        line,
        at,
        one_line(party, LONGEST_NUMBER, mark=""),
        call_type,
        own=one_line(own.rpartition(":")[2], LONGEST_NUMBER, mark=""),  # Internet: 0200005678
        name=one_line(name, LONGEST_NAME, mark=""),
        talked_s=lasted(duration) if kind == "1" else 0.0,
        exact=False,
    )


def wall_moment(text: str) -> datetime | None:
    for form in _MOMENTS:
        try:
            at = datetime.strptime(text, form)  # noqa: DTZ007  # a clock on the wall
        except ValueError:
            continue
        return at if likely(at) else None
    return None


def lasted(text: str) -> float | None:
    hours, _, minutes = text.partition(":")
    if not (hours + minutes).isdecimal() or not minutes or len(text) > 6:
        return None
    return timedelta(hours=int(hours), minutes=int(minutes)).total_seconds()

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
    separator, _, header = _beginning(text)
    cells = header.split(separator)
    return len(cells) in {COLUMNS, WITH_AREA} and cells[0].strip().lower() in {
        "typ",
        "type",
        "tipo",
    }


def read(text: str, _file: str) -> Iterator[PastCall | Rejected]:
    separator, skipped, _ = _beginning(text)
    new = any(row.startswith(f"4{separator}") for row in _rows(text, skipped))
    for line, row in enumerate(_rows(text, skipped), skipped + 1):
        if row.strip():
            found = _call(line, [cell.strip() for cell in row.split(separator)], new=new)
            shown = one_line(row, LONGEST_SHOWN, mark="")
            yield Rejected(line, shown, found) if isinstance(found, Message) else found


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


def _call(line: int, row: list[str], *, new: bool) -> PastCall | Message:
    if len(row) == WITH_AREA:
        row = [*row[:4], *row[5:]]
    if len(row) != COLUMNS:
        return _WIDTH
    kind, when, name, party, _extension, own, duration = row
    if kind == _AMBIGUOUS and not new:
        return _MADE_OR_REFUSED
    call_type = CallType.BLOCKED if kind == _AMBIGUOUS else _KINDS.get(kind)
    if call_type is None:
        return _KIND
    at = _moment(when)
    if at is None:
        return _MOMENT
    return PastCall(
        line,
        at,
        one_line(party, LONGEST_NUMBER, mark=""),
        call_type,
        own=one_line(own.rpartition(":")[2], LONGEST_NUMBER, mark=""),  # Internet: 0200005678
        name=one_line(name, LONGEST_NAME, mark=""),
        talked_s=_duration(duration) if kind == "1" else 0.0,
        exact=False,
    )


def _moment(text: str) -> datetime | None:
    for form in _MOMENTS:
        try:
            at = datetime.strptime(text, form)  # noqa: DTZ007  # a clock on the wall
        except ValueError:
            continue
        return at if likely(at) else None
    return None


def _duration(text: str) -> float | None:
    hours, _, minutes = text.partition(":")
    if not (hours + minutes).isdecimal() or not minutes or len(text) > 6:
        return None
    return timedelta(hours=int(hours), minutes=int(minutes)).total_seconds()

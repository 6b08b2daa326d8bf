"""Call detail records of Asterisk: `Master.csv`, or the table `cdr` with its titles, from a spreadsheet or a database.

    "","0200001234","200","from-trunk",Anna,"SIP/1","SIP/2","Dial","SIP/200","2026-11-24 14:02:00",
      "2026-11-24 14:02:05","2026-11-24 14:03:05",65,60,"ANSWERED","DOCUMENTATION","1795525320.7",""

One call is several records where it rings several telephones; those of one `linkedid`, or `uniqueid`, are one. A
record says from whom to whom and not which of the two is the house, so that is left to who knows its numbers. The
clock is that of the wall, but a `uniqueid` begins with the seconds since 1970: from both follows the zone.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from portinaio.core.evidence import Rejected
from portinaio.core.safe_text import one_line
from portinaio.wire.calllog import table
from portinaio.wire.calllog.moments import Moments, seconds_of
from portinaio.wire.calllog.past_call import (
    LONGEST_NAME,
    LONGEST_NUMBER,
    LONGEST_SHOWN,
    CallType,
    PastCall,
)
from portinaio.wire.calllog.phone_table import MOMENT
from portinaio.wire.calllog.records import records, titles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.wire.calllog.records import Record

ID = "asterisk"
TABLE = "cdr"
_MASTER = (
    *(
        "accountcode",
        "src",
        "dst",
        "dcontext",
        "clid",
        "channel",
        "dstchannel",
        "lastapp",
        "lastdata",
    ),
    *(
        "start",
        "answer",
        "end",
        "duration",
        "billsec",
        "disposition",
        "amaflags",
        "uniqueid",
        "userfield",
    ),
)
_DISPOSITIONS = {"ANSWERED", "NO ANSWER", "BUSY", "FAILED", "CONGESTION", "NOANSWER", "UNKNOWN"}
_NAME = re.compile(r'\s*+"?([^"<]*+)"?\s*+<')
_EPOCH = re.compile(r"(?:^|-)(\d{9,11})\.\d+$")
_ZONES = timedelta(minutes=15)  # by which offsets differ
_FARTHEST = timedelta(hours=14)
_SLOW = timedelta(seconds=60)  # from the channel to the record
_MOMENTS = Moments(day_first=True)


def sniff(text: str) -> bool:
    return _is_master(table.first_row(text)) or {"src", "dst", "disposition"} <= set(
        titles(text[: 1 << 16], TABLE)
    )


def read(text: str, file: str) -> Iterator[PastCall | Rejected]:
    legs: dict[str, list[tuple[datetime, int, Record]]] = {}
    for line, record in _records(text, file):
        at = _moment(record)
        if at is None:
            shown = one_line(", ".join(record.values()), LONGEST_SHOWN, mark="")
            yield Rejected(line, shown, MOMENT)
        else:
            name = record.get("linkedid") or record.get("uniqueid") or f"line {line}"
            legs.setdefault(name, []).append((at, line, record))
    yield from map(_call, legs.values())


def _records(text: str, file: str) -> Iterator[tuple[int, Record]]:
    if _is_master(table.first_row(text)):
        for line, row in table.rows(text, file):
            yield line, dict(zip(_MASTER, row, strict=False))
    else:
        yield from records(text, file, TABLE)


def _is_master(row: list[str]) -> bool:
    """It has no titles, and as many columns as its Asterisk was told to write."""
    return 16 <= len(row) <= 21 and row[14] in _DISPOSITIONS and _MOMENTS.read(row[9]) is not None


def _call(legs: list[tuple[datetime, int, Record]]) -> PastCall:
    at, line, first = min(legs, key=lambda leg: (leg[0].timestamp(), leg[1]))
    talked = [
        seconds_of(leg.get("billsec", "")) or 0.0
        for _, _, leg in legs
        if leg.get("disposition") == "ANSWERED"
    ]
    name = _NAME.match(first.get("clid", ""))
    return PastCall(
        line,
        at,
        _short(first.get("src", "")),
        CallType.THROUGH,
        own=_short(first.get("did") or first.get("dst", "")),
        name=one_line(first.get("cnam") or (name[1] if name else ""), LONGEST_NAME, mark=""),
        talked_s=max(talked, default=0.0),
        context=_short(first.get("dcontext", "")),
    )


def _short(text: str) -> str:
    return one_line(text, LONGEST_NUMBER, mark="")


def _moment(record: Record) -> datetime | None:
    """In the zone that the name of the call tells, else without one."""
    at = _MOMENTS.read(record.get("start") or record.get("calldate", ""))
    found = _EPOCH.search(record.get("uniqueid", ""))
    if at is None or at.tzinfo or not found:
        return at
    ahead = at.replace(tzinfo=UTC) - datetime.fromtimestamp(int(found[1]), UTC)
    offset = round(ahead / _ZONES) * _ZONES
    if abs(offset) > _FARTHEST or abs(ahead - offset) > _SLOW:
        return at
    return at.replace(tzinfo=timezone(offset))

"""The calls of callattendant: its database, what SQLite writes down of that, or its table `CallLog` as CSV.

    INSERT INTO `CallLog` VALUES (1,'Anna','0200001234','24-Nov','02:02 PM','2026-11-24 14:02:00.175','Permitted','');

Its times are those of the wall. It never tells how long anybody talked, and not what the user dials.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.core.evidence import Rejected
from portinaio.core.message import Message
from portinaio.core.safe_text import one_line
from portinaio.wire.calllog.moments import Moments
from portinaio.wire.calllog.past_call import (
    LONGEST_NAME,
    LONGEST_NUMBER,
    LONGEST_SHOWN,
    CallType,
    PastCall,
)
from portinaio.wire.calllog.phone_table import KIND, MOMENT
from portinaio.wire.calllog.records import records, titles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.wire.calllog.records import Record

ID = "callattendant"
TABLE = "calllog"
_CALL_TYPES = {
    "permitted": CallType.INCOMING,
    "screened": CallType.INCOMING,
    "": CallType.INCOMING,  # the first version wrote nothing
    "blocked": CallType.BLOCKED,
}
_MOMENTS = Moments(day_first=True)


def sniff(text: str) -> bool:
    return {"number", "systemdatetime", "action"} <= set(titles(text[: 1 << 16], TABLE))


def read(text: str, file: str) -> Iterator[PastCall | Rejected]:
    for line, record in records(text, file, TABLE):
        call = _call(line, record)
        shown = one_line(", ".join(record.values()), LONGEST_SHOWN, mark="")
        yield Rejected(line, shown, call) if isinstance(call, Message) else call


def _call(line: int, record: Record) -> PastCall | Message:
    call_type = _CALL_TYPES.get(record.get("action", "").casefold())
    if call_type is None:
        return KIND
    at = _MOMENTS.read(record.get("systemdatetime", ""))
    if at is None:
        return MOMENT
    number = record.get("number", "")
    name = record.get("name", "")
    return PastCall(
        line,
        at,
        one_line(number, LONGEST_NUMBER, mark=""),
        call_type,
        name="" if name == number else one_line(name, LONGEST_NAME, mark=""),
    )

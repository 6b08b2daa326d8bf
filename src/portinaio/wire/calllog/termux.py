"""The calls of an Android telephone as `termux-call-log` writes them.

[{"name": "UNKNOWN_CALLER", "phone_number": "0200001234", "type": "INCOMING", "date": "2026-11-24 14:02:00",
  "duration": "01:03", "sim_id": "1"}]
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from portinaio.core.call import Presentation
from portinaio.core.evidence import Rejected
from portinaio.core.message import Message
from portinaio.core.numbers.spelling import not_shown
from portinaio.core.safe_text import one_line
from portinaio.wire.calllog.json_items import items
from portinaio.wire.calllog.moments import Moments, seconds_of
from portinaio.wire.calllog.past_call import (
    LONGEST_NAME,
    LONGEST_NUMBER,
    LONGEST_SHOWN,
    CallType,
    PastCall,
)
from portinaio.wire.calllog.phone_table import KIND, MOMENT

if TYPE_CHECKING:
    from collections.abc import Iterator

ID = "termux"
_INCOMING = "INCOMING"
_CALL_TYPES = {
    _INCOMING: CallType.INCOMING,
    "MISSED": CallType.INCOMING,
    "REJECTED": CallType.INCOMING,  # by hand, so it rang
    "VOICEMAIL": CallType.INCOMING,
    "BLOCKED": CallType.BLOCKED,
    "OUTGOING": CallType.OUTGOING,
}
_NO_NAME = "UNKNOWN_CALLER"
_MOMENTS = Moments(day_first=True)


def sniff(text: str) -> bool:
    head = text[:4096]
    return text[:1] in {"[", "{"} and '"phone_number"' in head and '"duration"' in head


def read(text: str, file: str) -> Iterator[PastCall | Rejected]:
    """`UsageError` where the JSON breaks off."""
    for row, item in enumerate(items(text, file), 1):
        call = _call(row, item)
        shown = one_line(json.dumps(item, ensure_ascii=False)[:400], LONGEST_SHOWN, mark="")
        yield Rejected(row, shown, call) if isinstance(call, Message) else call


def _call(row: int, item: Any) -> PastCall | Message:
    said = (
        {key: value for key, value in item.items() if isinstance(value, str)}
        if isinstance(item, dict)
        else {}
    )
    kind = said.get("type", "")
    if kind not in _CALL_TYPES:
        return KIND
    at = _MOMENTS.read(said.get("date", ""))
    if at is None:
        return MOMENT
    number = one_line(said.get("phone_number", ""), LONGEST_NUMBER, mark="")
    hidden = not_shown(number) if number else Presentation.UNAVAILABLE
    name = one_line(said.get("name", ""), LONGEST_NAME, mark="")
    return PastCall(
        row,
        at,
        "" if hidden else number,
        _CALL_TYPES[kind],
        hidden or Presentation.ALLOWED,
        name="" if name == _NO_NAME else name,
        talked_s=seconds_of(said.get("duration", "")) if kind == _INCOMING else 0.0,
    )

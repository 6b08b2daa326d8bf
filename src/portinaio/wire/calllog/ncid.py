"""The log of NCID, a line a call.

    CID: *DATE*11242026*TIME*1402*LINE*POTS*NMBR*0200001234*MESG*NONE*NAME*ANNA*

Its times are those of the wall, to the minute. Beside calls it holds messages and how calls ended, which are passed over.
"""

from __future__ import annotations

from datetime import datetime
from io import StringIO
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

ID = "ncid"
LONGEST_ROW = 1000  # characters
_CALL_TYPES = {
    "CID": CallType.INCOMING,
    "PID": CallType.INCOMING,  # on a smartphone
    "WID": CallType.INCOMING,  # while another one was on
    "RID": CallType.INCOMING,  # rang at a distinctive ring
    "EXTRA": CallType.INCOMING,
    "HUP": CallType.BLOCKED,
    "BLK": CallType.BLOCKED,
    "OUT": CallType.OUTGOING,
}
_NO_CALLS = {"CIDINFO", "MSG", "NOT", "END", "CALL", "INFO", "LOG", "OPT", "REQ", "RESP"}
_NOBODY = {"NO NAME", "NO-NAME", "NONE", "-"}

_KIND = msg("this kind of call is not known")
_MOMENT = msg("no date like 11242026 and time like 1402")


def sniff(text: str) -> bool:
    return any(
        kind in _CALL_TYPES and "*DATE*" in rest
        for kind, _, rest in (line.partition(":") for line in text[:4096].splitlines())
    )


def read(text: str, _file: str) -> Iterator[PastCall | Rejected]:
    for line, whole in enumerate(StringIO(text, newline=None), 1):
        kind, _, rest = whole[:LONGEST_ROW].strip().partition(":")
        kind = kind.lstrip("*# ")
        if not kind or kind in _NO_CALLS:
            continue
        call = _call(line, kind, _fields(rest))
        shown = one_line(whole, LONGEST_SHOWN, mark="")
        yield Rejected(line, shown, call) if isinstance(call, Message) else call


def _fields(text: str) -> dict[str, str]:
    """A name may hold a `*` of its own; it stands last."""
    pieces = text.strip().strip("*").split("*")
    return dict(zip(pieces[::2], map(str.strip, pieces[1::2]), strict=False))


def _call(line: int, kind: str, fields: dict[str, str]) -> PastCall | Message:
    call_type = _CALL_TYPES.get(kind)
    if call_type is None:
        return _KIND
    at = _moment(fields.get("DATE", ""), fields.get("TIME", ""))
    if at is None:
        return _MOMENT
    number = fields.get("NMBR") or fields.get("NUMBER", "")
    name = fields.get("NAME", "")
    return PastCall(
        line,
        at,
        one_line(_spelled(number), LONGEST_NUMBER, mark=""),
        call_type,
        name="" if name.upper() in _NOBODY else one_line(name, LONGEST_NAME, mark=""),
        exact=False,
    )


def _spelled(number: str) -> str:
    """`OUT-OF-AREA` and `NO-NUMBER` in the words that networks use."""
    if any(map(str.isdigit, number)):
        return number
    words = number.replace("-", " ").strip()
    return "unknown number" if words.upper() in {"NO NUMBER", ""} else words


def _moment(day: str, clock: str) -> datetime | None:
    try:
        at = datetime.strptime(day + clock.replace(":", "")[:4], "%m%d%Y%H%M")  # noqa: DTZ007  # a clock on the wall
    except ValueError:
        return None
    return at if likely(at) else None

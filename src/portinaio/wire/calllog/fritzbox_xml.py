"""The call list that a FRITZ!Box gives by TR-064 (X_AVM-DE_OnTel:GetCallList).

    <root><timestamp>123</timestamp><Call><Id>7</Id><Type>1</Type><Caller>0200001234</Caller><Called>SIP: 5678</Called>
      <CalledNumber>5678</CalledNumber><Name>Anna</Name><Port>10</Port><Date>24.11.26 14:02</Date>
      <Duration>0:05</Duration></Call></root>

Times are those of the wall, to the minute, and durations are minutes rounded up, as in the list that its pages save. Old
boxes leave `CalledNumber` and `CallerNumber` out, and have the number behind the name of the account alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.core.evidence import Rejected
from portinaio.core.message import Message, msg
from portinaio.core.safe_text import one_line
from portinaio.errors import UsageError
from portinaio.wire.calllog.fritzbox import lasted, wall_moment
from portinaio.wire.calllog.past_call import (
    LONGEST_NAME,
    LONGEST_NUMBER,
    LONGEST_SHOWN,
    CallType,
    PastCall,
)
from portinaio.wire.fritzbox.records import RecordsError, records_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ID = "fritzbox-xml"
_CALL_TYPES = {
    "1": CallType.INCOMING,
    "2": CallType.INCOMING,  # nobody picked up
    "3": CallType.OUTGOING,
    "10": CallType.BLOCKED,
    "11": CallType.OUTGOING,  # at this moment, and whoever is called is known from now on
}
_TAPES = {"6", *map(str, range(40, 50))}
"""Ports of its answering machines: whoever spoke there spoke to nobody."""
_NOW = "9"
_GOES_ON = msg("this call goes on; it is here once it is over")
_KIND = msg("this kind of call is not known")
_MOMENT = msg("no date and time like 24.11.26 14:02")


def sniff(text: str) -> bool:
    head = text[:4096]
    return "<root" in head and ("<Call>" in head or "<timestamp>" in head)


def read(text: str, file: str) -> Iterator[PastCall | Rejected]:
    """`UsageError` where it is no XML, or has lost its end."""
    try:
        for row, fields in enumerate(records_of(text, "Call"), 1):
            yield _read(row, dict(fields))
    except RecordsError as error:
        raise UsageError(
            msg(
                "%(file)s line %(line)d: this is not XML, or its end is missing",
                file=file,
                line=error.line,
            )
        ) from error


def _read(row: int, fields: Mapping[str, str]) -> PastCall | Rejected:
    read_as = _call(row, fields)
    if isinstance(read_as, Message):
        return Rejected(row, one_line(" ".join(fields.values()), LONGEST_SHOWN, mark=""), read_as)
    return read_as


def _call(row: int, fields: Mapping[str, str]) -> PastCall | Message:
    kind = fields.get("Type", "")
    if kind == _NOW:
        return _GOES_ON
    call_type = _CALL_TYPES.get(kind)
    if call_type is None:
        return _KIND
    at = wall_moment(fields.get("Date", ""))
    if at is None:
        return _MOMENT
    made = call_type is CallType.OUTGOING
    party, own = ("Called", "Caller") if made else ("Caller", "Called")
    ours = fields.get(f"{own}Number") or fields.get(own, "").rpartition(":")[2]
    talked = lasted(fields.get("Duration", "")) if kind == "1" else 0.0
    return PastCall(
        row,
        at,
        one_line(fields.get(party, ""), LONGEST_NUMBER, mark=""),
        call_type,
        own=one_line(ours, LONGEST_NUMBER, mark=""),
        name=one_line(fields.get("Name", ""), LONGEST_NAME, mark=""),
        talked_s=0.0 if fields.get("Port") in _TAPES else talked,
        exact=False,
    )

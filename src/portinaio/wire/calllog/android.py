"""The calls that SMS Backup & Restore and Super Backup save from an Android telephone.

    <calls count="1"><call number="0200001234" duration="63" date="1795525320000" type="1" presentation="1"
      contact_name="(Unknown)" /></calls>

    <alllogs count="1"><log number="0200001234" time="24 nov 2026 14:02:00" date="1795525320000" type="1"
      name="Anna" new="1" dur="63" /></alllogs>

`date` is in milliseconds since 1970, durations are in seconds.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from xml.parsers import expat  # entities are refused below

from portinaio.core.call import Presentation
from portinaio.core.evidence import Rejected
from portinaio.core.message import Message, msg
from portinaio.core.numbers.spelling import not_shown
from portinaio.core.safe_text import one_line
from portinaio.errors import UsageError
from portinaio.wire.calllog.past_call import (
    LONGEST_NAME,
    LONGEST_NUMBER,
    LONGEST_S,
    LONGEST_SHOWN,
    CallType,
    PastCall,
    likely,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ID = "android"
LONGEST_TAG = 1 << 20  # bytes; a call has some hundreds
_BLOCK = 1 << 16  # characters; what is found in one is told before the next is read
_INCOMING, _ELSEWHERE, _REFUSED_LIST = "1", "7", "6"
_CALL_TYPES = {
    _INCOMING: CallType.INCOMING,
    "2": CallType.OUTGOING,
    "3": CallType.INCOMING,  # missed
    "4": CallType.INCOMING,  # voicemail
    "5": CallType.INCOMING,  # rang, and was rejected by hand
    _REFUSED_LIST: CallType.BLOCKED,
    _ELSEWHERE: CallType.INCOMING,  # answered on another device
}
_PRESENTATIONS = {
    "2": Presentation.RESTRICTED,
    "3": Presentation.UNAVAILABLE,
    "4": Presentation.UNAVAILABLE,  # a payphone
}
_NO_NAMES = {"(unknown)", "unknown", "null"}
_CALLS = {"call", "log"}

_KIND = msg("this kind of call is not known")
_MOMENT = msg("no date in milliseconds since 1970")


def sniff(text: str) -> bool:
    return "<calls" in text[:4096] or "<alllogs" in text[:4096]


def read(text: str, file: str) -> Iterator[PastCall | Rejected]:
    """`UsageError` where it is no XML, or has lost its end."""
    found: list[PastCall | Rejected] = []
    rows = fed = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal rows
        if name in _CALLS:
            rows += 1
            call = _call(rows, attributes)
            shown = one_line(" ".join(attributes.values()), LONGEST_SHOWN, mark="")
            found.append(Rejected(rows, shown, call) if isinstance(call, Message) else call)

    parser = _parser(file)
    parser.StartElementHandler = start
    for at in range(0, len(text) + 1, _BLOCK):
        block = text[at : at + _BLOCK].encode("utf-8", "replace")
        fed += len(block)
        try:
            parser.Parse(block, at + _BLOCK > len(text))
            # What is not yet told is one tag, which expat reads anew from its beginning with each block.
            if fed - max(parser.CurrentByteIndex, 0) > LONGEST_TAG:
                raise UsageError(msg("%(file)s has a tag that is far too long", file=file))
        except expat.ExpatError as error:
            raise UsageError(
                msg(
                    "%(file)s line %(line)d: this is not XML, or its end is missing",
                    file=file,
                    line=error.lineno,
                )
            ) from error
        yield from found
        found.clear()


def _parser(file: str) -> expat.XMLParserType:
    """One that refuses what a log of calls has no use for."""

    def refuse(*_: object) -> int:
        raise UsageError(msg("%(file)s asks for entities or other files", file=file))

    def declares(_name: str, _system: str | None, _public: str | None, inside: bool) -> None:
        if inside:  # it could give each tag thousands of attributes
            refuse()

    parser = expat.ParserCreate("utf-8")
    parser.StartDoctypeDeclHandler = declares
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    return parser


def _call(row: int, attributes: Mapping[str, str]) -> PastCall | Message:
    call_type = _CALL_TYPES.get(attributes.get("type", ""))
    if call_type is None:
        return _KIND
    at = _moment(attributes.get("date", ""))
    if at is None:
        return _MOMENT
    number = one_line(attributes.get("number", ""), LONGEST_NUMBER, mark="")
    presentation = _PRESENTATIONS.get(attributes.get("presentation", ""), Presentation.ALLOWED)
    # Of old telephones -1, -2 and -3: unknown, withheld, payphone.
    hidden = not_shown(number) if number else Presentation.UNAVAILABLE
    if hidden:
        number = ""
        if presentation is Presentation.ALLOWED:
            presentation = hidden
    name = one_line(
        attributes.get("contact_name") or attributes.get("name", ""), LONGEST_NAME, mark=""
    )
    return PastCall(
        row,
        at,
        number,
        call_type,
        presentation,
        name="" if name.lower() in _NO_NAMES else name,
        talked_s=_talked(attributes),
    )


def _moment(text: str) -> datetime | None:
    if not text.isdecimal() or len(text) > 13:
        return None
    at = datetime.fromtimestamp(int(text) // 1000, UTC)
    return at if likely(at) else None


def _talked(attributes: Mapping[str, str]) -> float | None:
    """0 where nobody here spoke; what a voicemail lasted is no talk. How long another device talked is often not told."""
    if attributes["type"] not in {_INCOMING, _ELSEWHERE}:
        return 0.0
    text = attributes.get("duration") or attributes.get("dur", "")
    lasted = min(float(text), LONGEST_S) if text.isdecimal() and len(text) < 10 else None
    return lasted or None if attributes["type"] == _ELSEWHERE else lasted

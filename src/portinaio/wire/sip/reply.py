"""Responses: what of a request is copied into its answer, and which way the answer goes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from portinaio.wire.sip import header

if TYPE_CHECKING:
    from portinaio.wire.sip.flow import Flow
    from portinaio.wire.sip.header import Headers

ALLOW = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, PRACK, UPDATE"
SUPPORTED = "100rel, timer"
PHRASES = {
    100: "Trying",
    180: "Ringing",
    183: "Session Progress",
    200: "OK",
    302: "Moved Temporarily",
    400: "Bad Request",
    405: "Method Not Allowed",
    420: "Bad Extension",
    480: "Temporarily Unavailable",
    481: "Call/Transaction Does Not Exist",
    482: "Loop Detected",
    486: "Busy Here",
    487: "Request Terminated",
    488: "Not Acceptable Here",
    491: "Request Pending",
    500: "Server Internal Error",
    503: "Service Unavailable",
    504: "Server Time-out",
    603: "Decline",
    607: "Unwanted",  # RFC 8197
    608: "Rejected",  # RFC 8688
}
DEFAULT_PORT = 5060

_RPORT = re.compile(r";\s*rport\s*(?==|;|$)(?:=\s*\d*)?", re.IGNORECASE)


class Answer(NamedTuple):
    code: int
    phrase: str
    more: tuple[tuple[str, str], ...] = ()
    """Headers beside those that are copied from the request."""
    body: bytes = b""


def reply(headers: Headers, answer: Answer, source: Flow, to_tag: str = "") -> bytes:
    """A response to the request with these headers, RFC 3261 8.2.6; the topmost Via tells `source`, 18.2.1."""
    lines = [f"SIP/2.0 {answer.code} {answer.phrase}"]
    top, *others = headers.getlist("Via")
    lines += [f"Via: {stamped(top, source)}", *(f"Via: {via}" for via in others)]
    for name in ("From", "To", "Call-ID", "CSeq"):
        value = headers.get(name)
        if value is None:
            continue
        if name == "To" and to_tag:
            value = _tagged(value, to_tag)
        lines.append(f"{name}: {value}")
    lines += [f"{name}: {value}" for name, value in answer.more]
    lines += [f"Content-Length: {len(answer.body)}", "", ""]
    return "\r\n".join(lines).encode() + answer.body


def stamped(via: str, source: Flow) -> str:
    """The Via with `received`, and `rport` where it was asked for, RFC 3581 4."""
    first, *others = header.elements(via) or [via]
    first = _RPORT.sub(f";rport={source.port}", first, count=1)
    return ", ".join([f"{first};received={source.host}", *others])


def way_back(headers: Headers, source: Flow) -> Flow:
    """Where the response goes: the same connection, or by RFC 3261 18.2.2 and RFC 3581 4."""
    via = header.via(headers.get("Via") or "")
    if source.reliable or via is None or "rport" in via.parameters:
        return source
    port = via.port or DEFAULT_PORT
    return source if port == source.port else source._replace(port=port)


def _tagged(to: str, tag: str) -> str:
    found = header.address(to)
    return to if found and found.tag else f"{to};tag={tag}"

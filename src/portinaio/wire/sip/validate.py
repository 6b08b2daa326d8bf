"""Whether a request may be acted on, and with which answer it is turned away if not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from portinaio.wire.sip import header
from portinaio.wire.sip.header import Address, CSeq, Via, whole
from portinaio.wire.sip.message import MAX_BODY

if TYPE_CHECKING:
    from portinaio.wire.sip.header import Headers
    from portinaio.wire.sip.message import Request

ONCE = ("From", "To", "Call-ID", "CSeq", "Max-Forwards")
MOST_FORWARDS = 255  # RFC 3261 20.22
LONGEST_IDENTIFIER = (
    512  # characters of a Call-ID, tag or branch; they are kept for as long as a call
)

_TOKEN = re.compile(r"[A-Za-z0-9\-.!%*_+`'~]{1,64}")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):(.+)", re.DOTALL)
_CALLABLE = frozenset({"sip", "sips", "tel"})


class Refusal(NamedTuple):
    code: int
    phrase: str


class Incoming(NamedTuple):
    """A request that has everything a request must have, RFC 3261 8.1.1."""

    method: str
    uri: str
    headers: Headers
    body: bytes
    via: Via
    cseq: CSeq
    caller: Address
    """From."""
    called: Address
    """To."""
    call_id: str

    @property
    def dialog_id(self) -> tuple[str, str, str]:
        """Call-ID, remote tag and local tag, RFC 3261 12."""
        return self.call_id, self.caller.tag, self.called.tag


def validated(request: Request) -> Incoming | Refusal:
    """The request once it is known to be whole, or what to answer."""
    if request.version != "SIP/2.0":
        return Refusal(505, "Version Not Supported")
    headers = request.headers
    if fault := _missing_or_doubled(headers) or _length_fault(request) or _line_fault(request):
        return fault
    via, cseq = header.via(headers["Via"]), header.cseq(headers["CSeq"])
    caller, called = header.address(headers["From"]), header.address(headers["To"])
    if via is None or _too_long(via.branch):
        return _bad("Via")
    if cseq is None or cseq.method != request.method:
        return _bad("CSeq")
    if caller is None or _too_long(caller.tag):
        return _bad("From")
    if called is None or _too_long(called.tag):
        return _bad("To")
    return Incoming(
        request.method,
        request.uri,
        headers,
        request.body,
        via,
        cseq,
        caller,
        called,
        headers["Call-ID"],
    )


def _missing_or_doubled(headers: Headers) -> Refusal | None:
    for name in ONCE:
        if len(headers.getlist(name)) > 1:
            return _bad(name)
    for name in ("Via", "From", "To", "Call-ID", "CSeq"):
        if not headers.get(name):
            return Refusal(400, f"Missing {name}")
    if _too_long(headers["Call-ID"]):
        return _bad("Call-ID")
    forwards = headers.get("Max-Forwards")
    if forwards is not None and not 0 <= (number(forwards)) <= MOST_FORWARDS:
        return _bad("Max-Forwards")
    return None


def number(value: str) -> int:
    """A header's number; -1 for what is none."""
    found = whole(value)
    return -1 if found is None else found


def _length_fault(request: Request) -> Refusal | None:
    """A datagram may be shorter than it says: some routers rewrite addresses in a body, and forget its length."""
    lengths = set(request.headers.getlist("Content-Length"))
    stated = [whole(length) for length in lengths]
    if len(lengths) > 1 or any(length is None or length > MAX_BODY for length in stated):
        return _bad("Content-Length")
    return None


def _line_fault(request: Request) -> Refusal | None:
    if not _TOKEN.fullmatch(request.method):
        return _bad("Method")
    host = request.uri.rpartition("@")[2]
    if any(c in request.uri for c in ' \t<>"') or "?" in host:  # no headers there, 19.1.1
        return _bad("Request-URI")
    scheme = _SCHEME.fullmatch(request.uri)
    if scheme is None:
        return _bad("Request-URI")
    if scheme[1].lower() not in _CALLABLE:
        return Refusal(416, "Unsupported URI Scheme")
    return None


def _too_long(identifier: str) -> bool:
    return len(identifier) > LONGEST_IDENTIFIER


def _bad(name: str) -> Refusal:
    return Refusal(400, f"Bad {name}")

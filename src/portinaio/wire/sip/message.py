"""From bytes to a SIP request or response: a tolerant and bounded reader.

Understood beyond the letter: folded lines, bytes of Latin-1, a space before the colon, any case and compact form of a
header name, and a body longer or shorter than Content-Length. Refused: anything beyond the limits below.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from portinaio.errors import ProtocolError
from portinaio.wire.sip.header import Headers, whole

MAX_HEAD = (
    32 * 1024
)  # bytes; the longest real requests, with many Vias and an Identity, stay below 8 KiB
MAX_BODY = 64 * 1024  # bytes; we read an SDP offer of a few hundred
MAX_HEADERS = 256  # lines

_FOLD = re.compile(r"\r\n[ \t]+")
_STRAY = re.compile(r"[\r\n\0]")
_REQUEST_LINE = re.compile(r"(\S+) (.+) (SIP/\d+\.\d+)[ \t]*", re.DOTALL)
_STATUS_LINE = re.compile(r"SIP/2\.0 ([1-6]\d\d)(?: (.*))?", re.DOTALL | re.ASCII)


class UnreadableError(ProtocolError):
    """Not SIP at all, or too big; there is nobody to answer."""


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    uri: str
    """As it stands, with any white space it should not have."""
    version: str
    headers: Headers
    body: bytes


@dataclass(frozen=True, slots=True)
class Response:
    code: int
    phrase: str
    headers: Headers
    body: bytes


def parse(data: bytes) -> Request | Response:
    """The message in one datagram or one frame; `UnreadableError` where there is none."""
    head, blank, body = data.lstrip(b"\r\n").partition(b"\r\n\r\n")
    if len(head) > MAX_HEAD or len(body) > MAX_BODY:
        raise UnreadableError("the SIP message is too big")
    text = _FOLD.sub(" ", _decoded(head))
    start, *lines = text.split("\r\n")
    if len(lines) > MAX_HEADERS:
        raise UnreadableError("the SIP message has too many headers")
    headers = _headers(lines)
    body = _cut(body, headers)
    if status := _STATUS_LINE.fullmatch(start):
        return Response(int(status[1]), status[2] or "", headers, body)
    request = _REQUEST_LINE.fullmatch(start)
    if request is None or not blank:
        raise UnreadableError("this is neither a SIP request nor a response")
    uri = _STRAY.sub(" ", request[2])
    return Request(request[1], uri, request[3], headers, body)


def _decoded(head: bytes) -> str:
    """Each line as UTF-8, or where no character of it is, as old exchanges write: in the letters of western Europe."""
    try:
        return head.decode()
    except UnicodeDecodeError:
        return "\r\n".join(_decoded_line(line) for line in head.split(b"\r\n"))


def _decoded_line(line: bytes) -> str:
    cut_off = not line.decode("utf-8", "ignore").isascii()  # a name of UTF-8, shortened by bytes
    try:
        return line.decode("utf-8", "replace" if cut_off else "strict")
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


def _headers(lines: list[str]) -> Headers:
    headers = Headers()
    for line in lines:
        name, colon, value = line.partition(":")
        name = name.strip()
        if colon and name and " " not in name:
            # A lone CR, LF or NUL would be echoed in our answer.
            headers.add(name, _STRAY.sub(" ", value).strip())
    return headers


def _cut(body: bytes, headers: Headers) -> bytes:
    """What of a datagram belongs to the message, RFC 3261 18.3."""
    length = whole(headers.get("Content-Length"))
    return body if length is None else body[:length]

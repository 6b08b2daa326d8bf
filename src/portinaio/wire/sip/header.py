"""Header values read with tolerance: what is plainly meant is understood, what is not gives `None`, nothing raises.

A reader that raised on an unknown scheme or an odd character would decide over a call. Each is linear in its input, since
the input is a stranger's. The same From, To and Via come with each message of a call, so what was read last is remembered.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from sys import getsizeof
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

COMPACT_FORMS = {
    "a": "accept-contact",  # RFC 3841
    "b": "referred-by",  # RFC 3892
    "c": "content-type",  # RFC 3261 20, as all that follow without another
    "d": "request-disposition",  # RFC 3841
    "e": "content-encoding",
    "f": "from",
    "i": "call-id",
    "j": "reject-contact",  # RFC 3841
    "k": "supported",
    "l": "content-length",
    "m": "contact",
    "o": "event",  # RFC 6665
    "r": "refer-to",  # RFC 3515
    "s": "subject",
    "t": "to",
    "u": "allow-events",  # RFC 6665
    "v": "via",
    "x": "session-expires",  # RFC 4028
    "y": "identity",  # RFC 8224
}
"""By their short names, in lower case."""
MAGIC_COOKIE = "z9hg4bk"  # RFC 3261 8.1.1.7, in lower case
MOST_PARAMETERS = 64  # a real header has a handful
REMEMBERED = 64  # headers: at 1,000 calls a second the ACK comes some ten calls after its INVITE
LONGEST_REMEMBERED = 512  # characters; what is longer is a stranger's, or seldom

_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_MARK = re.compile(r'\\.|[",;<>]', re.DOTALL)
_PLAIN = re.compile(r'[^"<>\\]*')
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_SENT_PROTOCOL = re.compile(r"SIP\s*/\s*2\.0\s*/\s*([^\s/]+)\s+(\S.*)", re.DOTALL | re.IGNORECASE)
_SENT_BY = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\s:\[\]]+)(?:\s*:\s*(\d{1,5}))?")
_CSEQ = re.compile(r"(\d{1,10})\s+(\S+)", re.ASCII)


class Headers:
    """Of one message, several of a name in their order. Hostile messages have hundreds, so each is a look-up."""

    __slots__ = ("_values",)

    def __init__(self, headers: Iterable[tuple[str, str]] = ()) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in headers:
            self.add(name, value)

    def add(self, name: str, value: str) -> None:
        key = name.lower()
        self._values.setdefault(COMPACT_FORMS.get(key, key), []).append(value)

    def get(self, name: str) -> str | None:
        """The first of that name."""
        values = self._values.get(name.lower())
        return values[0] if values else None

    def getlist(self, name: str) -> list[str]:
        return self._values.get(name.lower(), [])

    @property
    def size(self) -> int:
        """Bytes in memory, where one letter of another alphabet makes four of each."""
        return sum(getsizeof(one) for values in self._values.values() for one in values)

    def __getitem__(self, name: str) -> str:
        return self._values[name.lower()][0]

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._values


class Address(NamedTuple):
    """A name-addr or addr-spec, RFC 3261 20.10."""

    name: str
    uri: str
    parameters: Mapping[str, str]
    """Of the header, with names in lower case; those of the URI stay in `uri`."""

    @property
    def tag(self) -> str:
        return self.parameters.get("tag", "")


class Via(NamedTuple):
    transport: str
    host: str
    port: int | None
    parameters: Mapping[str, str]

    @property
    def branch(self) -> str:
        return self.parameters.get("branch", "")

    @property
    def sent_by(self) -> str:
        return f"{self.host}:{self.port or 5060}".lower()


class CSeq(NamedTuple):
    number: int
    method: str


def elements(value: str) -> list[str]:
    """The elements of a comma-separated header; commas in quotes and angle brackets do not separate."""
    if "," not in value:
        return [value.strip()]
    return [found for piece in _pieces(value, ",") if (found := piece.strip())]


def address(value: str) -> Address | None:
    """`None` for unbalanced quotes, a missing bracket or an empty URI."""
    return _address(value) if len(value) <= LONGEST_REMEMBERED else _address.__wrapped__(value)


@lru_cache(REMEMBERED)
def _address(value: str) -> Address | None:
    value = value.strip()
    if value.startswith('"'):
        quoted = _QUOTED.match(value)
        if quoted is None:
            return None
        name = unquoted(quoted[0])
        before, bracket, rest = value[quoted.end() :].partition("<")
        if before.strip() or not bracket:
            return None
    else:
        name, bracket, rest = value.partition("<")
        name = name.strip()
        if not bracket:
            return _addr_spec(value)
        if '"' in name:
            return None
    uri, bracket, tail = rest.partition(">")
    uri = uri.strip()
    if not bracket or not uri:
        return None
    return Address(name, uri, parameters(tail))


def _addr_spec(value: str) -> Address | None:
    """Without brackets everything from the first semicolon on belongs to the header, RFC 3261 20."""
    uri, semicolon, tail = value.partition(";")
    uri = uri.strip()
    if not uri or any(c in uri for c in ' \t">'):
        return None
    return Address("", uri, parameters(semicolon + tail))


def parameters(tail: str) -> dict[str, str]:
    """`;name=value` pairs, the first of each name; a parameter without a value is an empty string."""
    found: dict[str, str] = {}
    for piece in islice(_pieces(tail, ";"), 1, MOST_PARAMETERS + 1):
        name, _, value = piece.partition("=")
        if name := name.strip().lower():
            found.setdefault(name, unquoted(value.strip()))
    return found


def via(value: str) -> Via | None:
    """The topmost element of a Via header; `None` where a response could not find its way by it."""
    return _via(value) if len(value) <= LONGEST_REMEMBERED else _via.__wrapped__(value)


@lru_cache(REMEMBERED)
def _via(value: str) -> Via | None:
    head, semicolon, tail = next(iter(elements(value)), "").partition(";")
    protocol = _SENT_PROTOCOL.fullmatch(head.strip())
    sent_by = _SENT_BY.fullmatch(protocol[2].strip()) if protocol else None
    if not protocol or not sent_by:
        return None
    if semicolon and any(not piece.strip() for piece in tail.split(";")):
        return None
    port = int(sent_by[2]) if sent_by[2] else None
    if port is not None and not 0 < port < 65536:
        return None
    return Via(protocol[1].upper(), sent_by[1], port, parameters(semicolon + tail))


def cseq(value: str) -> CSeq | None:
    """`None` unless the number fits in 31 bits, RFC 3261 8.1.1.5."""
    found = _CSEQ.fullmatch(value.strip())
    if found is None or int(found[1]) >= 2**31:
        return None
    return CSeq(int(found[1]), found[2])


def whole(value: str | None) -> int | None:
    """A plain decimal number of at most nine digits."""
    text = (value or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None


def _pieces(text: str, separator: str) -> Iterator[str]:
    """What stands between separators, those in quotes and angle brackets not counted. One pass, whatever the text."""
    if _PLAIN.fullmatch(text):
        yield from text.split(separator)
        return
    start, quoted, bracketed = 0, False, False
    for mark in _MARK.finditer(text):
        character = mark[0]
        if character == '"' and not bracketed:
            quoted = not quoted
        elif quoted:
            continue
        elif character in "<>":
            bracketed = character == "<"
        elif character == separator and not bracketed:
            yield text[start : mark.start()]
            start = mark.end()
    yield text[start:]


def unquoted(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] == '"':
        return _ESCAPE.sub(r"\1", value[1:-1])
    return value

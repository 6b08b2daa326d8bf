"""What a CardDAV client asks (RFC 6352, RFC 6578, RFC 4918) and what it is answered, as bytes; nothing here opens a socket.

Of XML elements and text are read. Declarations of a document type are refused, and so are depth, length and number of elements
beyond what a client asks for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from xml.parsers import expat  # document types are refused below
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

DAV, CARD, CS = "DAV:", "urn:ietf:params:xml:ns:carddav", "http://calendarserver.org/ns/"
DEEPEST = 12
MOST_ELEMENTS = 20_000  # of an address book some thousand cards are asked for at once
LONGEST_TEXT = 4_000  # characters of one element: an address
_PREFIXES = {DAV: "D", CARD: "C", CS: "S"}
_NAMES = " ".join(f'xmlns:{prefix}="{space}"' for space, prefix in _PREFIXES.items())

Name = tuple[str, str]
"""Namespace and local name."""
ALL: tuple[Name, ...] = ((DAV, "resourcetype"), (DAV, "displayname"), (DAV, "getetag"))
"""What is told where nothing is named."""


class NoRequestError(ValueError):
    """These bytes are no request of a client."""


class Wanted(NamedTuple):
    """What a body asks for."""

    root: Name
    properties: tuple[Name, ...]
    hrefs: tuple[str, ...]
    sync_token: str | None
    """Empty of who asks for the first time; `None` where none is asked by."""
    limit: int | None


class Resource(NamedTuple):
    """One that is answered with: `properties` are those there are, as XML."""

    href: str
    properties: Mapping[Name, str]


class Gone(NamedTuple):
    href: str
    status: str = "404 Not Found"


def read(data: bytes) -> Wanted:
    """`NoRequestError` where it is none. An empty body of PROPFIND asks for everything."""
    if not data.strip():
        return Wanted((DAV, "propfind"), ALL, (), None, None)
    reader = _Reader()
    try:
        reader.parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:  # the last two: no known encoding
        raise NoRequestError from error
    if reader.root is None:
        raise NoRequestError
    return Wanted(
        reader.root,
        tuple(dict.fromkeys(reader.properties)) or ALL,
        tuple(reader.hrefs),
        reader.sync_token,
        reader.limit,
    )


def multistatus(
    answers: Iterable[Resource | Gone], wanted: Sequence[Name], sync_token: str = ""
) -> bytes:
    """What is there of each, and what is not (RFC 4918 §13)."""
    body = "".join(
        _gone(one) if isinstance(one, Gone) else _answered(one, wanted) for one in answers
    )
    token = f"<D:sync-token>{escape(sync_token)}</D:sync-token>" if sync_token else ""
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<D:multistatus {_NAMES}>{body}{token}</D:multistatus>'
    ).encode()


def refused(precondition: Name) -> bytes:
    """Why something was not done, as a client knows it (RFC 4918 §16)."""
    return f'<?xml version="1.0" encoding="utf-8"?>\n<D:error {_NAMES}>{_element(precondition)}</D:error>'.encode()


def text(value: str) -> str:
    return escape(value)


def href(address: str) -> str:
    return f"<D:href>{escape(address)}</D:href>"


def elements(*names: Name) -> str:
    return "".join(map(_element, names))


def _answered(resource: Resource, wanted: Sequence[Name]) -> str:
    there = [name for name in wanted if name in resource.properties]
    missing = [name for name in wanted if name not in resource.properties]
    found = "".join(_element(name, resource.properties[name]) for name in there)
    absent = "".join(map(_element, missing))
    parts = [_propstat(found, "200 OK")] if there or not missing else []
    parts += [_propstat(absent, "404 Not Found")] if missing else []
    return f"<D:response>{href(resource.href)}{''.join(parts)}</D:response>"


def _propstat(properties: str, status: str) -> str:
    return f"<D:propstat><D:prop>{properties}</D:prop><D:status>HTTP/1.1 {status}</D:status></D:propstat>"


def _gone(one: Gone) -> str:
    return f"<D:response>{href(one.href)}<D:status>HTTP/1.1 {one.status}</D:status></D:response>"


def _element(name: Name, content: str = "") -> str:
    space, local = name
    if prefix := _PREFIXES.get(space):
        tag, told = f"{prefix}:{local}", ""
    else:
        tag, told = local, f' xmlns="{escape(space, {chr(34): "&quot;"})}"'
    return f"<{tag}{told}>{content}</{tag}>" if content else f"<{tag}{told}/>"


class _Reader:
    def __init__(self) -> None:
        self.root: Name | None = None
        self.properties: list[Name] = []
        self.hrefs: list[str] = []
        self.sync_token: str | None = None
        self.limit: int | None = None
        self._path: list[Name] = []
        self._text = ""
        self._elements = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = _refuse

    def _start(self, tag: str, _attributes: dict[str, str]) -> None:
        space, _, local = tag.rpartition(" ")
        self._path.append((space, local))
        self._elements += 1
        if len(self._path) > DEEPEST or self._elements > MOST_ELEMENTS:
            raise NoRequestError
        if self.root is None:
            self.root = (space, local)
        if len(self._path) == 3 and self._path[1] == (DAV, "prop"):
            self.properties.append((space, local))
        self._text = ""

    def _characters(self, found: str) -> None:
        self._text += found
        if len(self._text) > LONGEST_TEXT:
            raise NoRequestError

    def _end(self, _tag: str) -> None:
        found = self._text.strip()
        match [local for _, local in self._path[1:]]:
            case ["href"]:
                self.hrefs.append(found)
            case ["sync-token"]:
                self.sync_token = found
            case ["limit", "nresults"] if found.isascii() and found.isdigit() and len(found) < 10:
                self.limit = int(found)
            case _:
                pass
        self._path.pop()
        self._text = ""


def _refuse(*_: object) -> None:
    raise NoRequestError

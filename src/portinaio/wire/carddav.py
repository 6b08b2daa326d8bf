"""What is asked of a CardDAV server (RFC 6352, RFC 4918) and what it answers, as bytes; nothing here opens a socket.

Of XML only elements and text are read: declarations of a document type, with which XML is made to read files or to fill
a memory, are refused, and so are depth and size beyond what an address book has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from xml.parsers import expat  # document types are refused below
from xml.sax.saxutils import escape

from portinaio.core.message import msg
from portinaio.errors import UntrustedListError

if TYPE_CHECKING:
    from collections.abc import Iterable

DEEPEST = 20
LONGEST_TEXT = 8 << 20  # characters of one element: a card with a photo
_DAV, _CARD, _CS = "DAV:", "urn:ietf:params:xml:ns:carddav", "http://calendarserver.org/ns/"
_HEAD = b'<?xml version="1.0" encoding="utf-8"?>\n'
_NAMES = (
    'xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:carddav" xmlns:S="http://calendarserver.org/ns/"'
)
WHERE = (
    _HEAD
    + (
        f"<propfind {_NAMES}><prop><resourcetype/><current-user-principal/><C:addressbook-home-set/></prop>"
        "</propfind>"
    ).encode()
)
"""Asks a resource what it is, and where the address books of whoever asks lie."""
VERSION = _HEAD + f"<propfind {_NAMES}><prop><sync-token/><S:getctag/></prop></propfind>".encode()
"""Asks an address book for its version, for which some servers read all of its cards."""
TAGS = _HEAD + f"<propfind {_NAMES}><prop><getetag/><resourcetype/></prop></propfind>".encode()
"""Asks an address book which cards it has, in which version each."""


class Resource(NamedTuple):
    """One answer of several (RFC 4918 §13)."""

    href: str
    status: int
    """Of the resource; 200 where only its properties have one."""
    texts: dict[str, str]
    """By namespace and name, the properties that are there and hold text."""
    hrefs: dict[str, str]
    """The properties that name another resource."""
    types: frozenset[str]

    @property
    def is_book(self) -> bool:
        return f"{_CARD} addressbook" in self.types

    @property
    def is_folder(self) -> bool:
        return f"{_DAV} collection" in self.types

    @property
    def principal(self) -> str:
        return self.hrefs.get(f"{_DAV} current-user-principal", "")

    @property
    def home(self) -> str:
        return self.hrefs.get(f"{_CARD} addressbook-home-set", "")

    @property
    def version(self) -> str:
        """Another one as soon as anything in the book is (RFC 6578, and what calendar servers had before it)."""
        token = self.texts.get(f"{_DAV} sync-token", "")
        return token or self.texts.get(f"{_CS} getctag", "")

    @property
    def etag(self) -> str:
        return self.texts.get(f"{_DAV} getetag", "")

    @property
    def card(self) -> str:
        return self.texts.get(f"{_CARD} address-data", "")


def cards_wanted(hrefs: Iterable[str]) -> bytes:
    """Asks for these cards at once (RFC 6352 §8.7)."""
    asked = "".join(f"<href>{escape(href)}</href>" for href in hrefs)
    return (
        _HEAD
        + (
            f"<C:addressbook-multiget {_NAMES}><prop><getetag/><C:address-data/></prop>{asked}"
            "</C:addressbook-multiget>"
        ).encode()
    )


def resources(data: bytes) -> list[Resource]:
    """Those of a whole answer. `UntrustedListError` where it is no answer of such a server."""
    reader = _Reader()
    try:
        reader.parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:  # the last two: no known encoding
        raise _no_answer() from error
    if not reader.is_answer:
        raise _no_answer()
    return reader.found


def _no_answer() -> UntrustedListError:
    return UntrustedListError(msg("it does not answer as an address book does (CardDAV)"))


class _Reader:
    def __init__(self) -> None:
        self.found: list[Resource] = []
        self.is_answer = False
        self._path: list[str] = []
        self._text: list[str] = []
        self._size = 0
        self._begin()
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = _refuse

    def _begin(self) -> None:
        self._href, self._status = "", 200
        self._texts: dict[str, str] = {}
        self._hrefs: dict[str, str] = {}
        self._types: set[str] = set()
        self._properties()

    def _properties(self) -> None:
        """Of one status: what is in it counts only where that is good, and it may stand behind them."""
        self._good = True
        self._new_texts: dict[str, str] = {}
        self._new_hrefs: dict[str, str] = {}
        self._new_types: set[str] = set()

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        self._path.append(name)
        if len(self._path) > DEEPEST:
            raise _no_answer()
        self.is_answer = self.is_answer or (self._path == [f"{_DAV} multistatus"])
        self._text, self._size = [], 0
        match self._local():
            case ["response"]:
                self._begin()
            case ["response", "propstat"]:
                self._properties()
            case ["response", "propstat", "prop", "resourcetype", _]:
                self._new_types.add(name)
            case _:
                pass

    def _local(self) -> list[str]:
        """Where we are, below the root."""
        return [step.rpartition(" ")[2] for step in self._path[1:]]

    def _characters(self, text: str) -> None:
        self._size += len(text)
        if self._size > LONGEST_TEXT:
            raise _no_answer()
        self._text.append(text)

    def _end(self, name: str) -> None:
        text = "".join(self._text).strip()
        match self._local():
            case ["response", "href"]:
                self._href = text
            case ["response", "status"]:
                self._status = _status(text)
            case ["response", "propstat", "status"]:
                self._good = _status(text) == 200
            case ["response", "propstat", "prop", _, "href"]:
                self._new_hrefs.setdefault(self._path[-2], text)
            case ["response", "propstat", "prop", _] if text:
                self._new_texts[name] = text
            case ["response", "propstat"] if self._good:
                self._texts |= self._new_texts
                self._hrefs |= self._new_hrefs
                self._types |= self._new_types
            case ["response"]:
                types = frozenset(self._types)
                self.found.append(
                    Resource(self._href, self._status, self._texts, self._hrefs, types)
                )
            case _:
                pass
        self._path.pop()
        self._text, self._size = [], 0


def _status(line: str) -> int:
    """`HTTP/1.1 200 OK`; 0 for what is none."""
    code = line.split()[1:2]
    return (
        int(code[0])
        if code and code[0].isascii() and code[0].isdigit() and len(code[0]) == 3
        else 0
    )


def _refuse(*_: object) -> None:
    raise _no_answer()

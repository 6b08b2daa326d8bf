"""XML in a stream, for lists: tags, attributes and text, and nothing that XML can do besides.

Declarations, entities and external parts are refused, which is how XML is made to read other files or to fill a memory;
so are depth and text beyond what a list has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from xml.parsers import expat  # entities are refused below

from portinaio.core.message import Message, msg
from portinaio.errors import UntrustedListError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from io import BufferedReader

DEEPEST = 20
LONGEST_TAG = 1 << 20  # bytes
LONGEST_TEXT = 10_000  # characters in one element
_BLOCK = 1 << 16


class Tag(NamedTuple):
    line: int
    name: str
    opens: bool
    attributes: Mapping[str, str]
    """Of a tag that opens."""
    text: str
    """What stood directly in the element, of a tag that closes."""
    depth: int
    """1 for the outermost."""


def tags_of(source: BufferedReader) -> Iterator[Tag]:
    """`UntrustedListError` where it is no XML or asks for more than a list needs, once its good beginning was read."""
    reader = _Reader()
    while True:
        block = source.read(_BLOCK)
        broken = reader.feed(block)
        yield from reader.taken()
        if broken:
            raise UntrustedListError(broken)
        if not block:
            return


class _Reader:
    def __init__(self) -> None:
        self._found: list[Tag] = []
        self._fed = 0
        self._texts: list[list[str]] = []
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = _no_declarations
        self._parser.EntityDeclHandler = _no_entity
        self._parser.ExternalEntityRefHandler = _no_entity

    def feed(self, block: bytes) -> Message | None:
        """Why the file cannot be read further."""
        try:
            self._parser.Parse(block, not block)
            self._fed += len(block)
            # What is not yet told is one tag: expat keeps all of it, whatever its length.
            if self._fed - max(self._parser.CurrentByteIndex, 0) > LONGEST_TAG:
                return msg("this XML has a tag that is too long for a list")
        except expat.ExpatError as error:
            return msg("line %(line)d: this is not XML, or its end is missing", line=error.lineno)
        except UntrustedListError as error:
            return (
                error.sentence
                if isinstance(error.sentence, Message)
                else msg("this XML is not that of a list: %(reason)s", reason=str(error))
            )
        except (LookupError, ValueError):
            return msg("this XML is in a character set that nobody uses")
        return None

    def taken(self) -> list[Tag]:
        found, self._found = self._found, []
        return found

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._texts) >= DEEPEST:
            raise UntrustedListError(msg("this XML is nested too deeply for a list"))
        self._texts.append([])
        self._add(name, attributes, opens=True, text="")

    def _end(self, name: str) -> None:
        self._add(name, {}, opens=False, text="".join(self._texts[-1]))
        self._texts.pop()

    def _add(self, name: str, attributes: dict[str, str], *, opens: bool, text: str) -> None:
        plain = name.rpartition(":")[2]
        line = self._parser.CurrentLineNumber
        self._found.append(Tag(line, plain, opens, attributes, text, len(self._texts)))

    def _text(self, text: str) -> None:
        if self._texts:
            parts = self._texts[-1]
            parts.append(text[:LONGEST_TEXT])
            if len(parts) > 1:
                parts[:] = ["".join(parts)[:LONGEST_TEXT]]


def _no_declarations(_name: str, _system: str | None, _public: str | None, inside: bool) -> None:
    """A document type may be named. What stands in it could give each tag thousands of attributes."""
    if inside:
        _no_entity()


def _no_entity(*_: object) -> int:
    raise UntrustedListError(msg("this XML asks for entities or other files, which no list needs"))

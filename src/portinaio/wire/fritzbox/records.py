"""The flat records of which a box makes its lists in XML: of each the names and texts of its elements, in their order.

Declarations of a document type, with which XML is made to read files or to fill a memory, are refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.parsers import expat  # document types are refused below

if TYPE_CHECKING:
    from collections.abc import Iterator

    Record = list[tuple[str, str]]

LONGEST_TEXT = 1000  # characters of one element
MOST_FIELDS = 40  # of one record; a box writes some fifteen
_BLOCK = 1 << 16


class RecordsError(Exception):
    """Stays between this file and its readers: the text is no XML, has lost its end, or declares something."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def records_of(text: str, name: str) -> Iterator[Record]:
    """Of the elements called `name`, wherever they are; attributes are not told. `RecordsError` once the good beginning was told."""
    reader = _Reader(name)
    for at in range(0, len(text) + 1, _BLOCK):
        yield from reader.feed(text[at : at + _BLOCK], last=at + _BLOCK > len(text))


class _Reader:
    def __init__(self, name: str) -> None:
        self._name = name
        self._found: list[Record] = []
        self._fields: Record | None = None
        self._text = ""
        self._parser = expat.ParserCreate("utf-8")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._said
        self._parser.StartDoctypeDeclHandler = self._refuse

    def feed(self, text: str, *, last: bool) -> list[Record]:
        try:
            self._parser.Parse(text.encode("utf-8", "replace"), last)
        except expat.ExpatError as error:
            raise RecordsError(error.lineno) from error
        found, self._found = self._found, []
        return found

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        self._text = ""
        if name == self._name:
            self._fields = []

    def _end(self, name: str) -> None:
        if self._fields is not None and name == self._name:
            self._found.append(self._fields)
            self._fields = None
        elif self._fields is not None and len(self._fields) < MOST_FIELDS:
            self._fields.append((name, self._text.strip()))
        self._text = ""

    def _said(self, part: str) -> None:
        self._text = (self._text + part)[:LONGEST_TEXT]

    def _refuse(self, *_: object) -> None:
        raise RecordsError(self._parser.CurrentLineNumber)

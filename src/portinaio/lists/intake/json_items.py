"""JSON in a stream: the members of the outermost object, and the items of its arrays one by one; or one value a line.

A list of ten million numbers is one array; it is read in blocks of text and never stands in memory. One item is bounded
in size and depth.
"""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.message import msg
from portinaio.errors import UntrustedListError
from portinaio.lists.intake.text import characters_of, decoded, head_of, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader

LONGEST_ITEM = 1 << 20  # characters
_BLOCK = 1 << 16
_LOOKED_AT = 10  # lines
_DEEPEST = 20
_LONGEST_PATH = 200  # characters, of the names that lead to a member
_SPACE = " \t\r\n"
_BROKEN = msg("this is not JSON, or its end is missing")


class Item(NamedTuple):
    member: str
    """Name in the outermost object; empty where the outermost value is an array."""
    ordinal: int
    """From 1 within an array, or the line; 0 for a member that is no array."""
    value: object


class Broken(NamedTuple):
    """A line that is no JSON, in place of its value."""

    text: str


def json_beginning(head: bytes) -> str:
    """The beginning of a JSON array or object, as text; empty for what begins otherwise."""
    text = decoded(head).lstrip()
    return text if text[:1] in {"[", "{"} else ""


def items_of(source: BufferedReader) -> Iterator[Item]:
    """`UntrustedListError` where the text is no JSON object or array, once its good beginning has been read."""
    if _one_a_line(decoded(head_of(source))):
        yield from _lines(source)
        return
    text = _Text(characters_of(source))
    if text.next_is("{"):
        yield from _members(text, "", 0)
    elif text.next_is("["):
        yield from _array(text, "")
    else:
        raise UntrustedListError(_BROKEN)
    if text.peek():
        raise UntrustedListError(_BROKEN)


def _one_a_line(text: str) -> bool:
    """Whether a value ends on the first line, and another stands whole on one of the next."""
    first, *others = (*islice(filter(str.strip, text.splitlines()), _LOOKED_AT), "")
    begun = (line for line in others if line.lstrip()[:1] in {"{", "[", '"'})
    return _value_of(first) is not None and any(_value_of(line) is not None for line in begun)


def _lines(source: BufferedReader) -> Iterator[Item]:
    for line, text in enumerate(lines_of(source), 1):
        if text.strip():
            value = _value_of(text)
            yield Item("", line, Broken(text.strip()) if value is None else value)


def _value_of(text: str) -> object:
    try:
        return json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return None


def _members(text: _Text, within: str, depth: int) -> Iterator[Item]:
    """Of an object in the outermost one, too, where that is too large to be one item."""
    if text.next_is("}"):
        return
    while True:
        name = text.value()
        if not isinstance(name, str) or not text.next_is(":"):
            raise UntrustedListError(_BROKEN)
        path = f"{within} {name}"[:_LONGEST_PATH].strip()
        if text.next_is("["):
            yield from _array(text, path)
        elif text.peek() == "{" and depth < _DEEPEST and text.is_long():
            text.expect("{")
            yield from _members(text, path, depth + 1)
        else:
            yield Item(path if within else name, 0, text.value())
        if text.next_is("}"):
            return
        text.expect(",")


def _array(text: _Text, member: str) -> Iterator[Item]:
    if text.next_is("]"):
        return
    ordinal = 0
    while True:
        ordinal += 1
        yield Item(member, ordinal, text.value())
        if text.next_is("]"):
            return
        text.expect(",")


class _Text:
    def __init__(self, blocks: Iterator[str]) -> None:
        self._blocks = blocks
        self._decode = json.JSONDecoder(parse_constant=_no_constant).raw_decode
        self._buffer = ""
        self._at = 0
        self._ended = False

    def peek(self) -> str:
        """The next character that is no space; empty at the end."""
        while True:
            buffer, at = self._buffer, self._at
            while at < len(buffer) and buffer[at] in _SPACE:
                at += 1
            self._at = at
            if at < len(buffer):
                return buffer[at]
            if not self._more():
                return ""

    def next_is(self, character: str) -> bool:
        if self.peek() != character:
            return False
        self._at += 1
        return True

    def expect(self, character: str) -> None:
        if not self.next_is(character):
            raise UntrustedListError(_BROKEN)

    def value(self) -> object:
        self.peek()
        while True:
            try:
                value, end = self._decode(self._buffer, self._at)
            except (ValueError, RecursionError) as error:
                if isinstance(error, RecursionError) or not self._more():
                    raise UntrustedListError(_BROKEN) from error
                continue
            # A number at the end of the block may go on in the next one.
            if end < len(self._buffer) or not self._more():
                self._at = end
                return value

    def is_long(self) -> bool:
        """Whether the next value is more than can be one item."""
        self.peek()
        while True:
            try:
                self._decode(self._buffer, self._at)
            except RecursionError:
                return False
            except ValueError:
                if len(self._buffer) - self._at > LONGEST_ITEM:
                    return True
                if not self._more():
                    return False
            else:
                return False

    def _more(self) -> bool:
        """Another block, or as much as there is already: a long item is not decoded once for each block."""
        kept = self._buffer[self._at :]
        if len(kept) > LONGEST_ITEM:
            raise UntrustedListError(msg("one item of this JSON is too long for a list"))
        parts, wanted = [kept], max(_BLOCK, len(kept))
        while wanted > 0 and not self._ended:
            block = next(self._blocks, "")
            self._ended = not block
            wanted -= len(block)
            parts.append(block)
        grown = len(parts) > 1 and any(parts[1:])
        self._buffer, self._at = "".join(parts), 0
        return grown


def _no_constant(name: str) -> object:
    raise ValueError(name)  # NaN and Infinity are JavaScript, not JSON

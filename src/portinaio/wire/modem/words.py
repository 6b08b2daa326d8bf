"""From what a modem sends to its words: lines of text, and what it marks with a DLE (0x10) while it is in its voice mode."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_LINE = 600  # bytes; a caller ID in hexadecimal has some 160
DLE = 0x10
_RING = frozenset(b"R")
_FRAME = frozenset(b"X.")  # around several lines, ITU-T V.253 11.2
_TONES = frozenset(b"0123456789ABCD*#")


class Line(NamedTuple):
    text: str


class Mark(NamedTuple):
    """A letter after a DLE."""

    letter: str

    @property
    def rings(self) -> bool:
        return self.letter == "R"

    @property
    def is_tone(self) -> bool:
        return self.letter in "0123456789ABCD*#"


class WordReader:
    """However it comes. A line that is too long is let pass by, and a mark within a line is taken out of it."""

    def __init__(self) -> None:
        self._line = bytearray()
        self._too_long = False
        self._marked = False

    def feed(self, data: bytes) -> Iterator[Line | Mark]:
        for byte in data:
            if self._marked:
                self._marked = False
                if byte in _RING | _TONES:
                    yield Mark(chr(byte))
                    continue
                if byte in _FRAME:
                    continue
                # A stray DLE before a line, as some modems send; what follows belongs to the line.
            if byte == DLE:
                self._marked = True
            elif byte in b"\r\n":
                yield from self._ended()
            elif len(self._line) < LONGEST_LINE:
                self._line.append(byte)
            else:
                self._too_long = True

    def _ended(self) -> Iterator[Line]:
        text = "" if self._too_long else self._line.decode("latin-1").strip("\0\t ")
        self._line.clear()
        self._too_long = False
        if text:
            yield Line(text)

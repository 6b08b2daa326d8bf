"""A gettext catalogue (.mo), of which only what is asked for is read.

The library's own reader takes all of it apart, and takes eight other modules to do so: half as long as all the rest of a `check`.
Messages stand in the file in the order of their bytes, behind tables of lengths and places, so that each is found by halving:
https://www.gnu.org/software/gettext/manual/html_node/MO-Files.html
"""

from __future__ import annotations

LITTLE, BIG = b"\xde\x12\x04\x95", b"\x95\x04\x12\xde"
PLURALS = b"nplurals=2; plural=(n != 1);"
"""The one rule that this reader knows, as English, German and Italian have it."""


class Catalogue:
    """A message that it does not have stands for itself."""

    def __init__(self, content: bytes) -> None:
        """`ValueError` where this is no catalogue, or its plurals follow another rule."""
        if content[:4] not in {LITTLE, BIG}:
            raise ValueError(content[:4])
        self._content = content
        self._big = content[:4] == BIG
        self._count, self._originals, self._translations = map(self._number, (8, 12, 16))
        self._found: dict[str, tuple[str, ...]] = {}
        if PLURALS not in self._text(self._translations, 0):
            raise ValueError(PLURALS)

    def gettext(self, message: str) -> str:
        found = self._translated(message)
        return found[0] if found else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        found = self._translated(msgid1)
        if len(found) == 2:
            return found[n != 1]
        return msgid1 if n == 1 else msgid2

    def _translated(self, message: str) -> tuple[str, ...]:
        """The translation, or that of one and that of many; none where there is no such message."""
        if message not in self._found:
            self._found[message] = self._searched(message.encode("utf-8", "replace"))
        return self._found[message]

    def _searched(self, message: bytes) -> tuple[str, ...]:
        low, high = 0, self._count
        while low < high:
            middle = (low + high) // 2
            if self._text(self._originals, middle).partition(b"\0")[0] < message:
                low = middle + 1
            else:
                high = middle
        if low == self._count or self._text(self._originals, low).partition(b"\0")[0] != message:
            return ()
        return tuple(self._text(self._translations, low).decode("utf-8").split("\0"))

    def _text(self, table: int, ordinal: int) -> bytes:
        place = table + 8 * ordinal
        begin = self._number(place + 4)
        return self._content[begin : begin + self._number(place)]

    def _number(self, place: int) -> int:
        return int.from_bytes(self._content[place : place + 4], "big" if self._big else "little")

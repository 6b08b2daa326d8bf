"""Texts of one length, looked at all at once: end to end in one text, every column of characters is a slice of it."""

from __future__ import annotations

from math import prod
from operator import itemgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

DIGITS = b"0123456789"
_END = "\n"
_PLAIN = "+0123456789"
_FEW = 100  # beginnings that may be looked up though none of the texts has them
AMERICAN = 10  # digits behind the 1


class Alike:
    """`texts` are none of no characters."""

    __slots__ = ("_joined", "size", "texts")

    def __init__(self, texts: Sequence[str], joined: str, size: int) -> None:
        self.texts = texts
        self.size = size
        self._joined = joined

    @classmethod
    def of(cls, texts: Sequence[str], end: str = _END) -> Alike | None:
        """`None` where they differ in length; `end` is empty where each brings the end of its line along."""
        size = len(texts[0]) - (not end) if texts else 0
        if size <= 0:
            return None
        joined, count = end.join(texts) + end, len(texts)
        ends = joined[size :: size + 1].count(_END)
        if len(joined) != count * (size + 1) or not ends == count == joined.count(_END):
            return None
        return cls(texts, joined, size)

    def are_digits(self, first: str = "") -> bool:
        """Whether nothing else stands in them, but for the same `first` character in each."""
        joined = self._joined
        if not joined.isascii() or joined.encode().translate(
            None, DIGITS + (first + _END).encode()
        ):
            return False
        return not first or joined.count(first) == self._column(0).count(first) == len(self.texts)

    def beginnings(self, length: int) -> Iterable[str]:
        """All that they begin with, and perhaps a few more; of a `+` and digits."""
        apart = [self._first_of(place) for place in range(min(length, self.size))]
        if prod(map(len, apart)) > _FEW:
            return set(map(itemgetter(slice(length)), self.texts))
        found = [""]
        for characters in apart:
            found = [begun + character for begun in found for character in characters]
        return found

    def least(self) -> str:
        """The lowest with which one begins, of a `+` and digits."""
        return min(self._first_of(0), default="")

    def holds(self, text: str) -> bool:
        return text in self._joined

    def _first_of(self, place: int) -> list[str]:
        column = self._column(place)
        return [character for character in _PLAIN if character in column]

    def _column(self, place: int) -> str:
        return self._joined[place :: self.size + 1]


def are_american(alike: Alike | None) -> bool:
    """Whether all are ten digits with which a number can begin."""
    return bool(alike and alike.size == AMERICAN and alike.least() > "1" and alike.are_digits())

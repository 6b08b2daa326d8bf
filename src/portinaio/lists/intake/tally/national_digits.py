"""National numbers of any length, packed a stretch at a time into floats that have the order of their keys, as `ten_digits` does.

Behind a 3 come the digits that follow the code of the country, thirteen places of them, and then how many they are: two digits.
"""

from __future__ import annotations

from array import array
from binascii import hexlify, unhexlify
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from portinaio.core.numbers.alike import DIGITS
from portinaio.core.numbers.digits import LONGEST_E164
from portinaio.lists.intake.tally.ten_digits import turn

if TYPE_CHECKING:
    from collections.abc import Iterable

PLACES = 13
_BEFORE = "3"
_DIGITS = "0123456789"
_FEW = 100  # beginnings that may be looked up though no line has them
_FLOAT = 16  # hexadecimal digits
LONGEST_CODE = LONGEST_E164 - PLACES  # digits; a longer one leaves fewer places


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of digits, all of one length, each with its end."""

    text: str
    size: int

    @classmethod
    def of(cls, text: str) -> Lines | None:
        """`None` where they are no such."""
        size = text.find("\n")
        if size <= 0 or len(text) % (size + 1) or not text.isascii():
            return None
        count = len(text) // (size + 1)
        if not text[size :: size + 1].count("\n") == count == text.count("\n"):
            return None
        return None if text.encode().translate(None, DIGITS + b"\n") else cls(text, size)

    @property
    def count(self) -> int:
        return len(self.text) // (self.size + 1)

    def first(self, most: int) -> list[str]:
        return self.text[: most * (self.size + 1)].split()

    def beginnings(self, length: int) -> set[str]:
        """All that they begin with."""
        columns = (self.text[place :: self.size + 1] for place in range(min(length, self.size)))
        return set(map("".join, set(zip(*columns, strict=True))))

    def likely_beginnings(self, length: int) -> list[str]:
        """Those and perhaps more, in less time; empty where there may be too many."""
        columns = (self.text[place :: self.size + 1] for place in range(min(length, self.size)))
        apart = [[digit for digit in _DIGITS if digit in column] for column in columns]
        if prod(map(len, apart)) > max(_FEW, self.count // 4):
            return []
        return list(map("".join, product(*apart)))

    def packed(self, taken_off: int) -> array[float]:
        """Without the digits that are taken off in front, which are the same in each."""
        digits = self.size - taken_off
        behind = f"{'0' * (PLACES - digits)}{digits:02}{_BEFORE}"
        off = self.text[:taken_off]
        together = f"\n{self.text}".replace(f"\n{off}", behind)[len(behind) - 1 : -1]
        # The last end of a line has nothing behind it that could be taken off.
        if taken_off:
            together = together.removesuffix("\n") + behind[:-1]
        floats = array("d")
        floats.frombytes(unhexlify(together))
        turn(floats)
        return floats


def keys_of(floats: Iterable[float], code: str) -> list[int]:
    """As `core.numbers.pattern.key` has them, of the numbers of a country."""
    packed = array("d", floats)
    if not packed:
        return []
    turn(packed)
    text = hexlify(packed.tobytes()).decode()
    step = 10 ** (LONGEST_CODE - len(code)) << 4
    base = int(code) * 10**PLACES * step + len(code)
    if len(set(text[_FLOAT - 2 :: _FLOAT])) == len(set(text[_FLOAT - 1 :: _FLOAT])) == 1:
        base += int(text[_FLOAT - 2 : _FLOAT])
        return [int(text[at : at + PLACES]) * step + base for at in range(1, len(text), _FLOAT)]
    numbers = [int(text[at : at + _FLOAT - 1]) for at in range(1, len(text), _FLOAT)]
    return [base + n // 100 * step + n % 100 for n in numbers]

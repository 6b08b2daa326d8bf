"""Numbers of ten digits, packed a stretch at a time into floats of the same order, without a line of ours for each.

Two digits fill a byte, as hexadecimal ones do. Behind a 3, and with five of 0 behind them, the ten digits fill the eight bytes of
a float above 0; and such floats have the order of their bytes.
"""

from __future__ import annotations

import sys
from array import array
from binascii import hexlify, unhexlify
from typing import TYPE_CHECKING

from portinaio.core.numbers.alike import AMERICAN, DIGITS

if TYPE_CHECKING:
    from collections.abc import Iterable

_BEFORE, _BEHIND = "3", "00000"
_LINE = AMERICAN + 1  # with its end
_FLOAT = len(_BEFORE) + AMERICAN + len(_BEHIND)  # digits


def are_ten_digits(lines: str) -> bool:
    """Whether each line is ten digits with which an American number can begin; the last one has its end as well."""
    if len(lines) % _LINE or not lines.isascii():
        return False
    count, first = len(lines) // _LINE, lines[::_LINE]
    return (
        lines[AMERICAN::_LINE].count("\n") == count == lines.count("\n")
        and not lines.encode().translate(None, DIGITS + b"\n")
        and "0" not in first
        and "1" not in first
    )


def packed(lines: str) -> array[float]:
    """Of lines of ten digits, each with its end."""
    floats = array("d")
    between = f"{_BEHIND}{_BEFORE}"
    floats.frombytes(unhexlify((_BEFORE + lines.replace("\n", between))[: -len(_BEFORE)]))
    turn(floats)
    return floats


def unpacked(floats: Iterable[float]) -> list[int]:
    """The ten digits as whole numbers."""
    packed = array("d", floats)
    turn(packed)
    digits = hexlify(packed.tobytes()).decode()
    starts = range(len(_BEFORE), len(digits), _FLOAT)
    return [int(digits[start : start + AMERICAN]) for start in starts]


def turn(floats: array[float]) -> None:
    """Between the order of digits, the most important first, and that of this machine."""
    if sys.byteorder == "little":
        floats.byteswap()

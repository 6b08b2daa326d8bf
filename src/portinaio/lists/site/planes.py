r"""Rows of a list as they travel: each column cut into planes of bytes, and zlib over them.

    "PLN2" | u32 rows | u32 bytes of texts | u64 step | u16 x 10 which planes are there | planes | texts
                                                                  all packed with zlib, little-endian

Columns, in this order: the places of the low key as the difference to the row before, in steps, and its length; high key minus low,
last day, first day XOR last, reporters, reports XOR reporters, disputes, kind, company. The step is what all places are a
multiple of: a number of eleven digits has four empty places behind it. Plane i of a column holds byte i of every row, and one that is nothing
but zeros is left out. Days are counted from 1970-01-01; 65,535 reporters mean a curated row, which has no count; a kind is
a category and, with bit 7, "the day is that since which it is listed". Texts are companies, each once, with a NUL behind.

Neighbours differ in their lowest bytes only, so such planes come to three bytes a row, and unpack at the speed of a slice.
"""

from __future__ import annotations

import struct
import sys
import zlib
from array import array
from itertools import accumulate
from math import gcd
from operator import sub, xor
from typing import TYPE_CHECKING, Literal

from portinaio.core.message import msg
from portinaio.errors import UntrustedListError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CURATED = 0xFFFF
SEEN = 1 << 7
MOST_ROWS = 1 << 15  # of a chunk
LARGEST_BYTES = 1 << 19  # of a body on the wire; 32,768 rows that compress badly have 400 kB
_MAGIC = b"PLN2"
_LENGTH_BITS, _LENGTH = 4, 0b1111  # of a key
_HEAD = struct.Struct("<4sIIQ10H")
_KINDS: tuple[Literal["Q", "H", "I", "B"], ...] = ("Q", "B", "Q", "H", "H", "H", "I", "H", "B", "H")
_WIDTHS = tuple(array(kind).itemsize for kind in _KINDS)
_MOST_TEXT_BYTES = 1 << 22
_BIG = sys.byteorder == "big"

Row = tuple[int, int, int, int, int, int, int, int, str]
"""Low and high key, last day, first day, reporters, reports, disputes, kind, company."""


class Rows:
    """Column by column, in the order of low and high keys."""

    __slots__ = ("columns", "companies")

    def __init__(self, columns: tuple[array[int], ...], companies: list[str]) -> None:
        self.columns = columns
        """As `Row` has them, but for the company."""
        self.companies = companies

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Rows:
        told = list(zip(*rows, strict=True)) or [()] * 9
        numbers = tuple(array(kind, column) for kind, column in zip(_HELD, told[:8], strict=True))
        return cls(numbers, list(told[8]))

    def __len__(self) -> int:
        return len(self.companies)

    def __iter__(self) -> Iterator[Row]:
        return zip(*self.columns, self.companies, strict=True)


_HELD: tuple[Literal["Q", "H", "I", "B"], ...] = ("Q", "Q", "H", "H", "H", "I", "H", "B")


def encode(rows: Rows) -> bytes:
    """The same bytes for the same rows, as long as zlib is."""
    lows, highs, lasts, firsts, reporters, reports, disputes, kinds = rows.columns
    names = sorted(set(rows.companies) - {""})
    places = {name: place for place, name in enumerate(names, 1)} | {"": 0}
    places_of = [low >> _LENGTH_BITS for low in lows]
    step = gcd(*places_of) or 1
    steps = [place // step for place in places_of]
    columns = (
        array("Q", map(sub, steps, (0, *steps[:-1]))),
        array("B", [low & _LENGTH for low in lows]),
        array("Q", map(sub, highs, lows)),
        lasts,
        array("H", map(xor, firsts, lasts)),
        reporters,
        array("I", map(xor, reports, reporters)),
        disputes,
        kinds,
        array("H", map(places.__getitem__, rows.companies)),
    )
    masks, planes = [], []
    for column, width in zip(columns, _WIDTHS, strict=True):
        data = _little(column).tobytes()
        mask = 0
        for place in range(width):
            plane = data[place::width]
            if any(plane):
                mask |= 1 << place
                planes.append(plane)
        masks.append(mask)
    texts = b"".join(name.encode() + b"\0" for name in names)
    head = _HEAD.pack(_MAGIC, len(rows), len(texts), step, *masks)
    return _packed((head, *planes, texts))


def _packed(pieces: Iterable[bytes]) -> bytes:
    """Each in a block of its own, with a code that fits it: together they are a tenth larger, and a day's changes a fifth."""
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS, 9, zlib.Z_FILTERED)
    packed = [packer.compress(piece) + packer.flush(zlib.Z_BLOCK) for piece in pieces]
    return b"".join((*packed, packer.flush()))


def decode(data: bytes, most_rows: int) -> Rows:
    """`UntrustedListError` for what is no body, holds more rows, or holds them out of order."""
    most = _HEAD.size + sum(_WIDTHS) * most_rows + _MOST_TEXT_BYTES
    try:
        inflate = zlib.decompressobj()
        plain = inflate.decompress(data, most)
        if not inflate.eof or inflate.unused_data:
            raise _no_body()
        magic, count, text_bytes, step, *masks = _HEAD.unpack_from(plain)
        if magic != _MAGIC or count > most_rows:
            raise _no_body()
        columns, end = _columns(plain, count, masks)
        companies = _companies(plain[end:], text_bytes, columns.pop())
    except (zlib.error, struct.error, ValueError, OverflowError, LookupError) as error:
        raise _no_body() from error
    steps, lengths, spans, lasts, firsts, reporters, reports, disputes, kinds = columns
    try:
        lows = array(
            "Q",
            [
                place * step << _LENGTH_BITS | length & _LENGTH
                for place, length in zip(accumulate(steps), lengths, strict=True)
            ],
        )
        highs = array("Q", map(int.__add__, lows, spans)) if any(spans) else lows
    except OverflowError as error:
        raise _no_body() from error
    firsts, reports = array("H", map(xor, firsts, lasts)), array("I", map(xor, reports, reporters))
    whole = (lows, highs, lasts, firsts, reporters, reports, disputes, kinds)
    return Rows(whole, companies)


def _columns(plain: bytes, count: int, masks: list[int]) -> tuple[list[array[int]], int]:
    at, columns = _HEAD.size, []
    for kind, width, mask in zip(_KINDS, _WIDTHS, masks, strict=True):
        data = bytearray(width * count)
        for place in range(width):
            if mask >> place & 1:
                data[place::width] = plain[at : at + count]  # ValueError where it is shorter
                at += count
        column = array(kind)
        column.frombytes(data)
        columns.append(_little(column))
    return columns, at


def _companies(texts: bytes, size_bytes: int, places: array[int]) -> list[str]:
    if len(texts) != size_bytes or texts[-1:] not in {b"", b"\0"}:
        raise _no_body()
    names = ["", *texts.decode("utf-8").split("\0")[:-1]]
    return [names[place] for place in places]


def _little(column: array[int]) -> array[int]:
    if _BIG:
        column = column[:]
        column.byteswap()
    return column


def _no_body() -> UntrustedListError:
    return UntrustedListError(msg("one of its parts is not what the parts of a list site are"))

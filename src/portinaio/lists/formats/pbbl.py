"""PBBL version 1, PhoneBlock's binary list for small devices. Little-endian throughout:

    u32 magic 'PBBL' | u16 version | u16 lengths of beginnings, a bit each | u32 numbers | u32 beginnings
    u64 for each number, then for each beginning, both sorted: key << 8 | flags

A key is the digits as sixteen symbols to the base 11, from the left; 0 ends it and digit d is d + 1. Flag 1 bars.
"""

from __future__ import annotations

import struct
from typing import IO, TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.errors import UntrustedListError
from portinaio.lists.intake.format import Format
from portinaio.lists.intake.row import beginning_of, digits_of, listed, pattern_of, rejected

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from io import BufferedReader

    from portinaio.core.evidence import Evidence, Rejected
    from portinaio.lists.intake.format import Context, Row


_MAGIC = b"PBBL"
_HEADER = struct.Struct("<4sHHII")
_VERSION = 1
_SYMBOLS = 16
_BASE = 11
_BARRED = 1
_BLOCK_RECORDS = 8192
_NO_STRETCHES = msg("this format holds numbers and beginnings, no stretches")
_NO_KEY = msg("these eight bytes are no number")


def sniff(head: bytes, _name: str) -> int:
    return 100 if head.startswith(_MAGIC) else 0


def read(source: BufferedReader, context: Context) -> Iterator[Row]:
    header = source.read(_HEADER.size)
    if len(header) < _HEADER.size or header[:4] != _MAGIC:
        raise UntrustedListError(msg("this is no PBBL list: its beginning is missing"))
    _, version, _, numbers, beginnings = _HEADER.unpack(header)
    if version != _VERSION:
        raise UntrustedListError(
            msg("this PBBL list is of version %(n)d, which is not known", n=version)
        )
    for ordinal, record in enumerate(_records(source, numbers + beginnings), 1):
        digits = _digits(record >> 8)
        if not digits:
            yield rejected(ordinal, f"{record:016x}", _NO_KEY)
        elif refusal := context.refusal(allows=not record & _BARRED):
            yield rejected(ordinal, "+" + digits, refusal)
        elif ordinal <= numbers:
            yield listed(ordinal, "+" + digits, context.numbering.with_code(digits))
        else:
            meant = context.numbering.beginning("+" + digits)
            yield listed(ordinal, f"+{digits}*", meant)


def _records(source: BufferedReader, count: int) -> Iterator[int]:
    left = count
    while left:
        block = source.read(8 * min(left, _BLOCK_RECORDS))
        if len(block) < 8 * min(left, _BLOCK_RECORDS):
            raise UntrustedListError(msg("this PBBL list ends before its last number"))
        left -= len(block) // 8
        yield from struct.unpack(f"<{len(block) // 8}Q", block)
    if source.read(1):
        raise UntrustedListError(msg("this PBBL list goes on behind its last number"))


def _digits(number_key: int) -> str:
    """Empty where the key is none."""
    symbols = []
    for _ in range(_SYMBOLS):
        number_key, symbol = divmod(number_key, _BASE)
        symbols.append(symbol)
    if number_key:
        return ""
    used = symbols[::-1]
    length = used.index(0) if 0 in used else _SYMBOLS
    return "" if any(used[length:]) else "".join(str(s - 1) for s in used[:length])


def _key(digits: str) -> int:
    number_key = 0
    for digit in digits:
        number_key = number_key * _BASE + int(digit) + 1
    for _ in range(_SYMBOLS - len(digits)):
        number_key *= _BASE
    return number_key


def write(rows: Iterable[Evidence], out: IO[bytes]) -> Iterator[Rejected]:
    numbers, beginnings, lengths = list[int](), list[int](), 0
    for ordinal, row in enumerate(rows, 1):
        beginning = beginning_of(row)
        if row.low == row.high:
            numbers.append(_key(digits_of(row.low)) << 8 | _BARRED)
        elif beginning:
            beginnings.append(_key(beginning) << 8 | _BARRED)
            lengths |= 1 << len(beginning)
        else:
            yield rejected(ordinal, pattern_of(row), _NO_STRETCHES)
    out.write(_HEADER.pack(_MAGIC, _VERSION, lengths, len(numbers), len(beginnings)))
    for records in (sorted(numbers), sorted(beginnings)):
        for start in range(0, len(records), _BLOCK_RECORDS):
            part = records[start : start + _BLOCK_RECORDS]
            out.write(struct.pack(f"<{len(part)}Q", *part))


FORMAT = Format(
    "pbbl",
    msg("PhoneBlock, binary"),
    sniff,
    read,
    write=write,
    suffix="pbbl",
    says_so=True,
)

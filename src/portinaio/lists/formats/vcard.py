"""vCards as a block list: one contact named Spam with hundreds of numbers, or one contact each."""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING

from portinaio.core.words import words
from portinaio.errors import UntrustedListError
from portinaio.lists.intake.row import NO_PATTERNS, digits_of, listed, pattern_of, plain, rejected
from portinaio.wire.vcard.properties import properties

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from io import BufferedReader

    from portinaio.core.evidence import Evidence, Rejected
    from portinaio.lists.intake.format import Context, Row

ID = "vcard"
TITLE = words("vCard, contacts to be blocked")

LARGEST_MIB = 64
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def sniff(head: bytes, _name: str) -> int:
    return 95 if b"BEGIN:VCARD" in head.replace(b"\0", b"")[:4096].upper() else 0


def read(source: BufferedReader, context: Context) -> Iterator[Row]:
    data = source.read((LARGEST_MIB << 20) + 1)
    if len(data) > LARGEST_MIB << 20:
        raise UntrustedListError(words("this file is larger than %(mib)d MiB", mib=LARGEST_MIB))
    company, waiting = "", list[tuple[int, str]]()
    for found in properties(data):
        if found.name in {"BEGIN", "END"}:
            yield from _rows(waiting, company, context)
            company, waiting = "", []
        elif found.name == "FN":
            company = plain(_ESCAPED.sub(r"\1", found.value))
        elif found.name == "TEL":
            waiting.append((found.line, _ESCAPED.sub(r"\1", found.value[:400]).strip()))
    yield from _rows(waiting, company, context)


def _rows(waiting: list[tuple[int, str]], company: str, context: Context) -> Iterator[Row]:
    for line, text in waiting:
        yield listed(line, text, context.numbering.exact(text), company=company)


def write(rows: Iterable[Evidence], out: IO[bytes]) -> Iterator[Rejected]:
    for ordinal, row in enumerate(rows, 1):
        if row.low != row.high:
            yield rejected(ordinal, pattern_of(row), NO_PATTERNS)
            continue
        number = "+" + digits_of(row.low)
        name = re.sub(r"([\\,;])", r"\\\1", plain(row.company) or f"SPAM: {number}")
        out.write(
            f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{name}\r\nCATEGORIES:SPAM\r\n"
            f"TEL;TYPE=WORK:{number}\r\nEND:VCARD\r\n".encode()
        )

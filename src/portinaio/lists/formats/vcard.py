"""vCards as a block list: one contact named Spam with hundreds of numbers, or one contact each.

A file is one where each of its cards says so, by its name or its category. Any other is an address book.
"""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.core.safe_text import one_line
from portinaio.errors import UntrustedListError
from portinaio.lists.intake.cells.persons import persons_of
from portinaio.lists.intake.cells.remarks import LONGEST, told_remark
from portinaio.lists.intake.format import Format
from portinaio.lists.intake.holds import MARKED, Holds
from portinaio.lists.intake.row import (
    NO_PATTERNS,
    digits_of,
    listed,
    pattern_of,
    rejected,
    row_text,
)
from portinaio.wire.vcard.properties import properties

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from io import BufferedReader

    from portinaio.core.evidence import Evidence, Rejected
    from portinaio.lists.intake.format import Context, Row


LARGEST_MIB = 64
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_SAYING = {"FN", "N", "CATEGORIES"}


def sniff(head: bytes, _name: str) -> int:
    return 95 if b"BEGIN:VCARD" in head.replace(b"\0", b"")[:4096].upper() else 0


def read(source: BufferedReader, context: Context) -> Iterator[Row]:
    data = source.read((LARGEST_MIB << 20) + 1)
    if len(data) > LARGEST_MIB << 20:
        raise UntrustedListError(msg("this file is larger than %(mib)d MiB", mib=LARGEST_MIB))
    company, waiting = "", list[tuple[int, str]]()
    for found in properties(data):
        if found.name in {"BEGIN", "END"}:
            yield from _rows(waiting, company, context)
            company, waiting = "", []
        elif found.name == "FN":
            company = row_text(_ESCAPED.sub(r"\1", found.value))
        elif found.name == "TEL":
            waiting.append((found.line, _ESCAPED.sub(r"\1", found.value[:400]).strip()))
        elif found.name == "NOTE":
            yield from told_remark(found.line, one_line(found.value, LONGEST))
    yield from _rows(waiting, company, context)


def holds(data: bytes) -> Holds:
    marks = [bool(MARKED.search(said)) for said in _cards(data)]
    return Holds.BLOCKED if marks and all(marks) else Holds.CONTACTS


def _cards(data: bytes) -> Iterator[str]:
    """What each card that has a number says of itself."""
    said, has_number = "", False
    for found in properties(data):
        if found.name in {"BEGIN", "END"}:
            if has_number:
                yield said
            said, has_number = "", False
        elif found.name == "TEL":
            has_number = True
        elif found.name in _SAYING:
            said += f" {found.value}"
    if has_number:
        yield said


def _rows(waiting: list[tuple[int, str]], company: str, context: Context) -> Iterator[Row]:
    for line, text in waiting:
        yield listed(line, text, context.numbering.exact(text), company=company)


def write(rows: Iterable[Evidence], out: IO[bytes]) -> Iterator[Rejected]:
    for ordinal, row in enumerate(rows, 1):
        if row.low != row.high:
            yield rejected(ordinal, pattern_of(row), NO_PATTERNS)
            continue
        number = "+" + digits_of(row.low)
        name = _escaped(row_text(row.words) or f"SPAM: {number}")
        out.write(
            f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{name}\r\nCATEGORIES:SPAM\r\n"
            f"TEL;TYPE=WORK:{number}\r\nEND:VCARD\r\n".encode()
        )


def write_contacts(rows: Iterable[Evidence], out: IO[bytes]) -> Iterator[Rejected]:
    for person in persons_of(rows):
        name = _escaped(person.name or person.numbers[0])  # a card without one is none
        telephones = "".join(f"TEL;TYPE=VOICE:{number}\r\n" for number in person.numbers)
        if person.groups:
            telephones += (
                f"CATEGORIES:{','.join(_escaped(row_text(one)) for one in person.groups)}\r\n"
            )
        out.write(
            f"BEGIN:VCARD\r\nVERSION:3.0\r\nN:;{name};;;\r\nFN:{name}\r\n{telephones}END:VCARD\r\n".encode()
        )
    yield from ()


def _escaped(text: str) -> str:
    return re.sub(r"([\\,;])", r"\\\1", text)


FORMAT = Format(
    "vcard",
    msg("vCard, contacts to be blocked"),
    sniff,
    read,
    write=write,
    write_contacts=write_contacts,
    holds=holds,
    suffix="vcf",
)

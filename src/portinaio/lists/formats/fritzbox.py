"""A FRITZ!Box phonebook as the box saves it. The book with owner 258 is its list of barred callers.

A barring list may hold beginnings, marked by a `*`; national numbers are those of the box's own country.
"""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING
from xml.sax.saxutils import escape

from portinaio.core.message import Message, msg
from portinaio.lists.intake.cells.persons import persons_of
from portinaio.lists.intake.format import Format
from portinaio.lists.intake.holds import Holds
from portinaio.lists.intake.row import (
    beginning_of,
    digits_of,
    listed,
    pattern_of,
    rejected,
    row_text,
)
from portinaio.lists.intake.text import decoded
from portinaio.lists.intake.xml_tags import tags_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from io import BufferedReader

    from portinaio.core.evidence import Evidence, Rejected
    from portinaio.lists.intake.format import Context, Row


BARRED = "258"
_BOOK = re.compile(r"<phonebook\b[^>]*>")
_BARRED = re.compile(rf"\bowner\s*=\s*[\"']{BARRED}[\"']")
VIP = "VIP"
"""The group of those whom the box calls important, by their category."""
IMPORTANT = "1"
"""The category of these."""
NO_STRETCHES = msg("a phonebook holds numbers and beginnings, no stretches")


def sniff(head: bytes, _name: str) -> int:
    if b"<phonebook" not in head:
        return 0
    return 95 if b"<telephony" in head or b"<contact" in head else 80


def read(source: BufferedReader, context: Context) -> Iterator[Row]:
    company, group, waiting = "", "", list[tuple[int, str]]()
    refusal: Message | None = None
    for tag in tags_of(source):
        match tag.name, tag.opens:
            case "phonebook", True:
                barred = tag.attributes.get("owner") == BARRED
                refusal = context.refusal(allows=False if barred else None)
            case "contact", True:
                company, group, waiting = "", "", []
            case "category", False:
                group = VIP if tag.text.strip() == IMPORTANT else ""
            case "realName", False:
                company = row_text(tag.text)
            case "number", False:
                waiting.append((tag.line, tag.text.strip()))
            case "contact", False:
                for line, text in filter(_is_external, waiting):
                    meant = refusal or context.numbering.stored(text)
                    yield listed(line, text, meant, company=company, note=group)
                waiting = []
            case _:
                pass


def holds(data: bytes) -> Holds:
    books = _BOOK.findall(decoded(data))
    return Holds.BLOCKED if books and all(map(_BARRED.search, books)) else Holds.CONTACTS


def _is_external(number: tuple[int, str]) -> bool:
    """`**610` is a telephone of the house."""
    return not number[1].startswith("**")


def write(rows: Iterable[Evidence], out: IO[bytes]) -> Iterator[Rejected]:
    out.write(b'<?xml version="1.0" encoding="utf-8"?>\n<phonebooks>\n')
    out.write(f'<phonebook owner="{BARRED}" name="Portinaio">\n'.encode())
    for ordinal, row in enumerate(rows, 1):
        beginning = beginning_of(row)
        if row.low != row.high and not beginning:
            yield rejected(ordinal, pattern_of(row), NO_STRETCHES)
            continue
        text = f"+{beginning}*" if beginning else "+" + digits_of(row.low)
        out.write(_contact(ordinal, row_text(row.words), [text]))
    out.write(b"</phonebook>\n</phonebooks>\n")


def write_contacts(rows: Iterable[Evidence], out: IO[bytes]) -> Iterator[Rejected]:
    out.write(b'<?xml version="1.0" encoding="utf-8"?>\n<phonebooks>\n')
    out.write(b'<phonebook name="Portinaio">\n')
    for ordinal, person in enumerate(persons_of(rows), 1):
        important = VIP.casefold() in map(str.casefold, person.groups)
        out.write(_contact(ordinal, person.name, person.numbers, important=important))
    out.write(b"</phonebook>\n</phonebooks>\n")
    yield from ()


def _contact(ordinal: int, name: str, numbers: list[str], *, important: bool = False) -> bytes:
    telephones = "".join(
        f'<number type="home" prio="{int(place == 0)}" id="{place}">{number}</number>'
        for place, number in enumerate(numbers)
    )
    return (
        f"<contact><category>{int(important)}</category><person><realName>{escape(name or numbers[0])}</realName></person>"
        f'<telephony nid="{len(numbers)}">{telephones}</telephony><uniqueid>{ordinal}</uniqueid></contact>\n'
    ).encode()


FORMAT = Format(
    "fritzbox",
    msg("FRITZ!Box phonebook"),
    sniff,
    read,
    write=write,
    write_contacts=write_contacts,
    holds=holds,
    suffix="xml",
)

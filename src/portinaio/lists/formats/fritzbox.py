"""A FRITZ!Box phonebook as the box saves it. The book with owner 258 is its list of barred callers.

A barring list may hold beginnings, marked by a `*`; national numbers are those of the box's own country.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING
from xml.sax.saxutils import escape

from portinaio.core.words import words
from portinaio.lists.intake.markup import tags_of
from portinaio.lists.intake.row import beginning_of, digits_of, listed, pattern_of, plain, rejected

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from io import BufferedReader

    from portinaio.core.evidence import Evidence, Rejected
    from portinaio.lists.intake.format import Context, Row

ID = "fritzbox"
TITLE = words("FRITZ!Box phonebook")

BARRED = "258"
NO_STRETCHES = words("a phonebook holds numbers and beginnings, no stretches")


def sniff(head: bytes, _name: str) -> int:
    if b"<phonebook" not in head:
        return 0
    return 95 if b"<telephony" in head or b"<contact" in head else 80


def read(source: BufferedReader, context: Context) -> Iterator[Row]:
    company, waiting = "", list[tuple[int, str]]()
    for tag in tags_of(source):
        match tag.name, tag.opens:
            case "contact", True:
                company, waiting = "", []
            case "realName", False:
                company = plain(tag.text)
            case "number", False:
                waiting.append((tag.line, tag.text.strip()))
            case "contact", False:
                for line, text in filter(_is_external, waiting):
                    yield listed(line, text, context.numbering.stored(text), company=company)
                waiting = []
            case _:
                pass


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
        name = escape(plain(row.company) or text)
        out.write(
            f"<contact><category>0</category><person><realName>{name}</realName></person>"
            f'<telephony nid="1"><number type="home" prio="1" id="0">{text}</number></telephony>'
            f"<uniqueid>{ordinal}</uniqueid></contact>\n".encode()
        )
    out.write(b"</phonebook>\n</phonebooks>\n")

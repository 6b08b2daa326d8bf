"""PhoneBlock's blocklist as XML, the form that telephones with a fixed query ask for."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.lists.intake.format import Format
from portinaio.lists.intake.phoneblock import Record, rating_of, row_of, votes_of
from portinaio.lists.intake.row import NO_PATTERNS, digits_of, millis_of, pattern_of, rejected
from portinaio.lists.intake.xml_tags import tags_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from io import BufferedReader

    from portinaio.core.evidence import Evidence, Rejected
    from portinaio.lists.intake.format import Context, Row


def sniff(head: bytes, _name: str) -> int:
    return 95 if b"<blocklist" in head else 0


def read(source: BufferedReader, context: Context) -> Iterator[Row]:
    for tag in tags_of(source):
        if not tag.opens:
            continue
        if tag.name == "blocklist" and tag.attributes.get("version", "").isdigit():
            context.version = tag.attributes["version"][:20]
        elif tag.name == "phone-info":
            record = Record(
                tag.attributes.get("phone", ""),
                tag.attributes.get("votes"),
                tag.attributes.get("rating", ""),
                tag.attributes.get("last-activity"),
            )
            yield row_of(tag.line, record, context)


def write(rows: Iterable[Evidence], out: IO[bytes]) -> Iterator[Rejected]:
    out.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<blocklist version="1"><numbers>\n')
    for ordinal, row in enumerate(rows, 1):
        if row.low != row.high:
            yield rejected(ordinal, pattern_of(row), NO_PATTERNS)
            continue
        seen = f' last-activity="{millis_of(row.last_day)}"' if row.last_day else ""
        out.write(
            f'<phone-info phone="+{digits_of(row.low)}" votes="{votes_of(row)}"'
            f' rating="{rating_of(row)}"{seen}/>\n'.encode()
        )
    out.write(b"</numbers></blocklist>\n")


FORMAT = Format(
    "phoneblock-xml",
    msg("PhoneBlock, XML"),
    sniff,
    read,
    write=write,
    suffix="xml",
    says_so=True,
)

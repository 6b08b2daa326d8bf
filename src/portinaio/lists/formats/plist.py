"""Begone's property list: an array of dictionaries with `number` such as +33162######, a `title` and a `category`, which
is 0 for a number to be blocked and 1 for one that is let through. Numbers that stand in an array by themselves are read, too.

Property lists name an Apple document type in their head, which is never fetched; entities of their own are refused.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING
from xml.sax.saxutils import escape

from portinaio.core.message import msg
from portinaio.lists.intake.format import Format
from portinaio.lists.intake.row import (
    beginning_of,
    listed,
    pattern_of,
    rejected,
    row_text,
    wildcard_of,
)
from portinaio.lists.intake.xml_tags import tags_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from io import BufferedReader

    from portinaio.core.evidence import Evidence, Rejected
    from portinaio.lists.intake.format import Context, Row


_NO_NUMBER = msg("this entry has no number")
_ALLOWS = {"0": False, "1": True}
"""Which of Begone's two lists a `category` is of."""
_OPEN = msg("this format holds ranges of a known length only")
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN"'
    ' "http://www.apple.com/DTDs/PropertyList-1.0.dtd">\n<plist version="1.0">\n<array>\n'
)


def sniff(head: bytes, _name: str) -> int:
    return 95 if b"<plist" in head else 0


def read(source: BufferedReader, context: Context) -> Iterator[Row]:
    entry, member, line = dict[str, str](), "", 0
    for tag in tags_of(source):
        if tag.name == "dict" and tag.opens:
            entry, member, line = {}, "", tag.line
        elif tag.name == "dict":
            yield _row(line, entry, context)
        elif tag.opens:
            continue
        elif tag.name in {"string", "integer"} and not member:
            yield listed(tag.line, tag.text.strip(), context.numbering.places(tag.text.strip()))
        elif tag.name == "key":
            member = tag.text.strip()
        elif member:
            entry[member[:40]] = tag.text.strip()
            member = ""


def _row(line: int, entry: dict[str, str], context: Context) -> Row:
    text = entry.get("number", "")
    if not text:
        return rejected(line, entry.get("title", ""), _NO_NUMBER)
    if refusal := context.refusal(allows=_ALLOWS.get(entry.get("category", ""))):
        return rejected(line, text, refusal)
    return listed(
        line, text, context.numbering.places(text), company=row_text(entry.get("title", ""))
    )


def write(rows: Iterable[Evidence], out: IO[bytes]) -> Iterator[Rejected]:
    out.write(_HEAD.encode())
    for ordinal, row in enumerate(rows, 1):
        pattern = "" if beginning_of(row) else wildcard_of(row)
        if not pattern:
            yield rejected(ordinal, pattern_of(row), _OPEN)
            continue
        members = {
            "addNational": "true",
            "category": "0",
            "number": pattern,
            "title": row_text(row.words),
        }
        body = "".join(f"<key>{k}</key><string>{escape(v)}</string>" for k, v in members.items())
        out.write(f"<dict>{body}</dict>\n".encode())
    out.write(b"</array>\n</plist>\n")


FORMAT = Format(
    "plist",
    msg("property list, as Begone reads it"),
    sniff,
    read,
    write=write,
    suffix="plist",
    says_so=True,
)

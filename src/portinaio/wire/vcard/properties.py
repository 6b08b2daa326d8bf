"""From the bytes of a vCard file to its properties, whatever wrote it.

Three generations of the format (2.1; 3.0, RFC 2426; 4.0, RFC 6350) and their bad habits: lines folded or softly broken,
`CR CR LF`, a character set per property or none, UTF-16. Nothing here raises, and the time grows with the size alone.
"""

from __future__ import annotations

import binascii
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

WANTED = frozenset(
    {
        *("BEGIN", "END", "VERSION", "TEL", "FN", "N", "ORG", "EMAIL", "CATEGORIES", "NOTE"),
        *("UID", "KIND", "MEMBER", "X-ADDRESSBOOKSERVER-KIND", "X-ADDRESSBOOKSERVER-MEMBER"),
    }
)
LONGEST_BYTES = 64 * 1024  # of a property; only photos are longer, and those nobody asks for

_LINE_END = re.compile(rb"\r*\n|\r+")
_FRAME = re.compile(rb"\s*(?:BEGIN|END)\s*:\s*VCARD", re.IGNORECASE)
# A parameter in quotes may hold a colon (RFC 6350 §3.3).
_HEADER = re.compile(rb'((?:[^":]|"[^"]*+")*+):')
_CHARSET = re.compile(rb'charset="?([\w.:-]{1,40})', re.IGNORECASE)
# What address books are written in. Python knows more codecs, some slow on purpose-made input.
_CHARACTER_SETS = re.compile(
    r"utf-?8|utf-?16(?:[lb]e)?|us-ascii|(?:iso|latin|windows|cp|koi8|mac|gb|big5|euc|shift)[\w-]*",
    re.IGNORECASE,
)


class Property(NamedTuple):
    line: int
    """On which it begins, from 1."""
    name: str
    """In capitals, without its group."""
    value: str
    """Decoded; backslashes still stand before what they protect."""


def properties(data: bytes) -> Iterator[Property]:
    """Those that are `WANTED`, in the order of the file."""
    for number, line in _unfolded(_as_bytes_of_utf8(data)):
        found = _HEADER.match(line)
        if found:
            header, value = found[1], line[found.end() :]
        else:  # a quote without its partner, or no property at all
            header, _, value = line.partition(b":")
        name = header.partition(b";")[0].rpartition(b".")[2].strip().upper()
        text = name.decode("latin-1")
        if text in WANTED:
            yield Property(number, text, _decoded(header, value))


def _as_bytes_of_utf8(data: bytes) -> bytes:
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", "replace").encode()
    if data[:4] in {b"B\0E\0", b"\0B\0E"}:  # the same, its mark lost
        order = "utf-16-le" if data[0] else "utf-16-be"
        return data.decode(order, "replace").encode()
    return data.removeprefix(b"\xef\xbb\xbf")


def _lines(data: bytes) -> Iterator[tuple[int, bytes]]:
    start = number = 0
    for end in _LINE_END.finditer(data):
        number += 1
        yield number, data[start : end.start()]
        start = end.end()
    yield number + 1, data[start:]


def _unfolded(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Whole properties with the number of their first line."""
    parts: list[bytes] = []
    first, size = 1, 0
    quoted = broken = False
    version_2 = False
    for number, line in _lines(data):
        if broken and not _FRAME.match(line):
            part = line
        elif parts and line[:1] in {b" ", b"\t"}:
            # 2.1 folds where a space stands, and the space stays; later versions put one more.
            part = b" " + line.lstrip() if version_2 else line[1:]
        else:
            if any(parts):
                yield first, b"".join(parts)
            first, parts, size, part = number, [], 0, line
            quoted = _is_quoted_printable(line[:LONGEST_BYTES].partition(b":")[0])
            if line[:8].upper() == b"VERSION:":
                version_2 = line[8:].strip().startswith(b"2")
        broken = quoted and part.rstrip(b" \t").endswith(b"=")
        if broken:
            part = part.rstrip(b" \t")[:-1]
        if size < LONGEST_BYTES:
            parts.append(part[: LONGEST_BYTES - size])
            size += len(part) + 1
    yield first, b"".join(parts)


def _is_quoted_printable(header: bytes) -> bool:
    return b"quoted-printable" in header.lower()


def _decoded(header: bytes, value: bytes) -> str:
    if _is_quoted_printable(header):
        value = binascii.a2b_qp(value)
    declared = _CHARSET.search(header)
    for charset in (declared[1].decode("latin-1") if declared else "", "utf-8"):
        if _CHARACTER_SETS.fullmatch(charset):
            try:
                return value.decode(charset)
            except (LookupError, UnicodeError):
                continue
    return value.decode("cp1252", "replace")

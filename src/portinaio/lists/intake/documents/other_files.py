"""Files that hold no list which can be read: what they are, by their first bytes, and what to do."""

from __future__ import annotations

import re

from portinaio.core.message import Message, msg

_PDF = msg("this is a PDF, which cannot be read; copy its numbers into a text file, one a line")
_OLD_OFFICE = msg(
    "this is a file of an old Office (.xls or .doc), which cannot be read; save it as CSV"
)
_OPEN_DOCUMENT = msg("this is a file of LibreOffice, which cannot be read; save it as CSV")
_WORD = msg(
    "this is a document of Word, which cannot be read; copy its numbers into a text file, one a line"
)
_NUMBERS = msg("this is a file of Apple's Numbers or Pages, which cannot be read; export it as CSV")
_PACKED = msg("this file is packed; unpack it first")
_PICTURE = msg("this is a picture, which cannot be read")
_RTF = msg("this is a document, which cannot be read; save it as plain text")

_PREFIXES = msg(
    "this is a table of the beginnings of numbers and what they belong to, and no list of callers"
)

_BEGINNINGS = (
    (b"%PDF", _PDF),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _OLD_OFFICE),
    (b"\x1f\x8b", _PACKED),
    (b"\x28\xb5\x2f\xfd", _PACKED),
    (b"BZh", _PACKED),
    (b"\xfd7zXZ\x00", _PACKED),
    (b"7z\xbc\xaf\x27\x1c", _PACKED),
    (b"Rar!\x1a\x07", _PACKED),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"{\\rtf", _RTF),
)
_PREFIX = re.compile(r"\d{1,8}\|[^|]*[^\W\d_][^|]*")
_LOOKED_AT = 200  # lines
_FEWEST = 5  # rows; fewer may be anything
_ZIP = b"PK\x03\x04"
_FIRST = 30  # byte at which the name of the first file in a ZIP stands
_MANIFEST = b"manifest.json"  # of a backup, which begins with it
_BACKUP = msg("this is a backup of Portinaio; portinaio restore FILE puts it in place")
_IN_ZIP = (
    (b"mimetypeapplication/vnd.oasis", _OPEN_DOCUMENT),
    (b"Index/", _NUMBERS),
    (b".iwa", _NUMBERS),
    (b"word/", _WORD),
)


def other_file(head: bytes) -> Message | None:
    """`None` for what may be a list."""
    for beginning, said in _BEGINNINGS:
        if head.startswith(beginning):
            return said
    if head.startswith(_ZIP) and head[_FIRST:].startswith(_MANIFEST):
        return _BACKUP
    if head.startswith(_ZIP):
        return next((said for mark, said in _IN_ZIP if mark in head), _PACKED)
    return _PREFIXES if _is_table_of_prefixes(head) else None


def _is_table_of_prefixes(head: bytes) -> bool:
    """Such as `390122|Torino`, as the libraries of numbers have them: all shorter than a number, and each with a word."""
    if b"|" not in head:
        return False
    *lines, _cut = head.decode("utf-8", "replace").replace("\r\n", "\n").split("\n")
    rows = [line for line in lines[:_LOOKED_AT] if line.strip() and not line.startswith("#")]
    return len(rows) >= _FEWEST and all(map(_PREFIX.fullmatch, rows))

"""Text from outside, made harmless before it reaches the screen.

Names, notes, reasons and letters come from networks, lists and files. Whatever they hold, on the screen they are plain
characters on the lines we gave them: no markup, no escape sequences, no text that runs backwards, no flood.
"""

from __future__ import annotations

import re
import unicodedata

from textual.content import Content

LONGEST_LINE = 400  # characters; more than the widest terminal shows
LONGEST_TEXT = 100_000  # characters of a letter; a hundred times a long one
MOST_MARKS = 2  # accents on one letter; more is a tower that leaves its line

# ECMA-48 §5.4: CSI to its final byte, OSC and its kin to BEL or ST, then two-character escapes.
_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"
    r"|\x1b[ -/]*[0-~]?"
)
_SPACES = frozenset({"Zs", "Zl", "Zp"})
_GONE = frozenset({"Cc", "Cf"})  # controls; direction overrides, joiners and other unseen marks
_UNKNOWN = frozenset({"Cs", "Co", "Cn"})  # nobody can say how wide a terminal draws these
_MARKS = frozenset({"Mn", "Me"})


def escaped(text: str) -> Content:
    """One line of text for a widget. Its characters are shown, and nothing in them is obeyed."""
    return Content(plain(text))


def plain(text: str) -> str:
    """The same as a string, for what draws its own cells."""
    cut = text[: LONGEST_LINE * 2]
    if cut.isascii() and cut.isprintable():
        return cut[:LONGEST_LINE]
    return _clean(cut)[:LONGEST_LINE]


def escaped_lines(text: str) -> Content:
    """Several lines, as a letter has them."""
    return Content("\n".join(plain(line) for line in text[:LONGEST_TEXT].split("\n")))


def _clean(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for character in unicodedata.normalize("NFC", _ESCAPES.sub("", text)):
        category = unicodedata.category(character)
        marks = marks + 1 if category in _MARKS else 0
        if character in "\t\n\r\v\f" or category in _SPACES:
            kept.append(" ")
        elif category in _UNKNOWN:
            kept.append("\N{REPLACEMENT CHARACTER}")
        elif category not in _GONE and marks <= MOST_MARKS:
            kept.append(character)
    return "".join(kept)

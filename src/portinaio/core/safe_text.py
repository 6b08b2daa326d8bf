"""Text from outside, made safe for where it goes: names, notes, rows of files, whatever somebody else has written.

`one_line` is for what is kept or printed as one line; `printable` for what is shown as it stands, with a mark where something
would be obeyed. What a screen of the terminal app needs besides is `tui.escape`'s business.
"""

from __future__ import annotations

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
LONGEST = 2000  # characters; what a person says of a call is shorter
_TURNING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Direction marks turn a line around; a caller's name may hold them."""


def one_line(text: str, longest: int = LONGEST, *, mark: str = "…", keep: str = "") -> str:
    """Characters that can be printed, composed and on one line; `mark` stands at the end of what had to be cut. Spaces in
    `keep` stay as they are, where a line must not break."""
    text = text[: 4 * longest]
    if not text.isascii():
        from unicodedata import normalize  # noqa: PLC0415  # a `check` of plain numbers goes without

        text = normalize("NFC", text)
    if not text.isprintable():
        text = "".join(c if c.isprintable() or c in keep else " " for c in text)
    text = " ".join(filter(None, text.split(" "))) if keep else " ".join(text.split())
    return text if len(text) <= longest else text[: longest - len(mark)] + mark


def printable(text: str, *, keep: str = "") -> str:
    """`text` with a `REPLACEMENT` for each control character, direction mark and half of a character, but those of `keep`."""
    if text.isprintable():
        return text
    return "".join(REPLACEMENT if _is_obeyed(c) and c not in keep else c for c in text)


def _is_obeyed(character: str) -> bool:
    place = ord(character)
    return place < 0x20 or 0x7F <= place < 0xA0 or 0xD800 <= place < 0xE000 or character in _TURNING

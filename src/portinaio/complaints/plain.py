"""Text from outside on its way into a letter: one line of characters that can be printed, whatever was typed."""

from __future__ import annotations

import unicodedata

LONGEST = 2000  # characters; what a person says of a call is shorter
_UNWANTED = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
"""Control, format (bidirectional overrides too), surrogates, private use, line and paragraph separators."""


def one_line(text: str, longest: int = LONGEST) -> str:
    """`text` on one line, without characters that a program could take for more than text."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text[: 2 * longest])
    text = "".join(
        " " if unicodedata.category(character) in _UNWANTED else character
        for character in text[: 2 * longest]
    )
    text = " ".join(text.split())
    return text if len(text) <= longest else text[: longest - 1] + "…"

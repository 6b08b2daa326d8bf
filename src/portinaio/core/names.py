"""Names as they are compared: without case, without accents, and with one space where several stand."""

from __future__ import annotations


def folded(text: str) -> str:
    if not text.isascii():
        from unicodedata import combining, normalize  # noqa: PLC0415  # most names need none of it

        apart = normalize("NFKD", text.casefold())
        text = "".join(each for each in apart if not combining(each))
    return " ".join(text.casefold().split())

"""Numbers as a log may hold them: enough to recognise, too little to call."""

from __future__ import annotations

import re

_KEPT = 3  # digits of each: country or area
# Six digits in a row, or seven with what people and networks write between them; a short number is a company's.
_NUMBER = r"\d{6,}|\d(?:[ ()/.-]{0,2}\d){6,}"
_ADDRESS = r"\d{1,3}(?:\.\d{1,3}){3}"


def masked(number: str) -> str:
    """`+33162•••••42`: the first six and the last two characters; shorter ones wholly."""
    if len(number) <= 8:
        return "•" * len(number)
    return f"{number[:6]}{'•' * (len(number) - 8)}{number[-2:]}"


def without_numbers(text: str) -> str:
    """A text that others may read: of each number in it the first digits, and how it is written. Addresses of computers stay."""
    return re.sub(_NUMBER, _without_digits, text)


def _without_digits(found: re.Match[str]) -> str:
    if re.fullmatch(_ADDRESS, found[0]):
        return found[0]
    first = [place for place, character in enumerate(found[0]) if character.isdigit()][_KEPT]
    return found[0][:first] + re.sub(r"\d", "•", found[0][first:])

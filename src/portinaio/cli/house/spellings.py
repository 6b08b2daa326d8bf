"""How a name may be spelt where no person wrote it: in paths, addresses and errors, with accents lost, run together, or in percents."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

LONG_PART = 4  # letters of a part of a name that is hidden however it is spelt
SECRET = "(secret)"  # noqa: S105  # what stands in the place of one
SHORTEST_INSIDE = 6  # characters of a secret that is hidden within a longer word, too
_GERMAN = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"}
)
_APART = re.compile(r"[\s'\u2019._-]+")
_BEFORE, _BEHIND = r"(?<![^\W\d_])", r"(?![^\W\d_])"
"""No letter; a `_` or a digit may stand there, as in the name of a file."""


def patterns(words: Mapping[str, str], text: Iterable[str]) -> list[tuple[re.Pattern[str], str]]:
    """Each spelling that may stand in `text`, the longest first, with what takes its place."""
    whole = "\n".join(text)
    folded = {whole.casefold(), unicodedata.normalize("NFC", whole).casefold()}
    spelt: dict[str, str] = {}
    for word, instead in words.items():
        for spelling in spellings(word):
            if any(spelling.casefold() in one for one in folded):
                spelt.setdefault(spelling, instead)
    longest = sorted(spelt, key=len, reverse=True)
    return [(each, spelt[one]) for one in longest for each in _patterns(one, spelt[one])]


def spellings(word: str) -> Iterator[str]:
    """`word` itself first; none for an empty one."""
    if not word.strip():
        return
    yield word
    told = {unicodedata.normalize("NFD", word), without_accents(word), word.translate(_GERMAN)}
    told |= {quote(word), quote(word, safe="/")}
    for one in (word, without_accents(word)):
        if len(parts := [part for part in _APART.split(one) if part]) > 1:
            told |= {joint.join(parts) for joint in ("", " ", "_", "-", ".", "\u2019", "+")}
    yield from sorted(told - {word})


def without_accents(text: str) -> str:
    apart = unicodedata.normalize("NFD", text)
    return "".join(one for one in apart if not unicodedata.combining(one))


def _patterns(word: str, instead: str) -> Iterator[re.Pattern[str]]:
    plain = re.escape(word)
    if instead == SECRET and len(word) >= SHORTEST_INSIDE:
        yield re.compile(plain)
        return
    if not word[0].isalpha():
        yield re.compile(rf"(?<!\w){plain}(?!\w)", re.IGNORECASE)
        return
    short = len(word) < LONG_PART and word[0].isupper()
    yield re.compile(f"{_BEFORE}{plain}{_BEHIND}", 0 if short else re.IGNORECASE)
    if len(word) >= LONG_PART and word[0].isupper() and word[1:].islower():
        yield re.compile(f"{plain}(?![a-zà-öø-ÿ])")  # one of several that are written as one

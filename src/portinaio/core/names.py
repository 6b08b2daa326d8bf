"""Names that the network sends: as they are compared, and patterns of them such as `tellows*`.

A name is compared without case, without accents, and with one space where several stand. In a pattern a `*` stands for any
text, an empty one too; without one the pattern is the whole name.
"""

from __future__ import annotations

from portinaio.core.message import Message, msg
from portinaio.core.named_tuple import NamedTuple

FEWEST = 2  # letters and digits of a pattern; with one it would mean half of all names
LONGEST = 100  # characters; a display name has 15 on a landline, and seldom more than 60

_VARIANTS = frozenset(map(chr, range(0xFE00, 0xFE10)))  # of the sign before them; not seen either


def folded(text: str) -> str:
    return " ".join(bare(text.casefold()).casefold().split())


def bare(text: str) -> str:
    """Without accents, and without what nobody sees: a soft hyphen in it makes no other name."""
    if text.isascii():
        return text
    from unicodedata import category, combining, normalize  # noqa: PLC0415  # most names need none of it

    return "".join(
        each
        for each in normalize("NFKD", text)
        if not combining(each) and category(each) != "Cf" and each not in _VARIANTS
    )


class NamePattern(NamedTuple):
    text: str
    """As it was typed."""
    key: str
    """Folded; patterns with the same key mean the same names."""

    @property
    def literal(self) -> int:
        """How many characters are given; the more, the more specific."""
        return len(self.key) - self.key.count("*")

    def covers(self, name: str) -> bool:
        return self.holds(folded(name))

    def holds(self, name: str) -> bool:
        """As `covers`, of a name that is folded already."""
        first, *between = self.key.split("*")
        if not between:
            return name == first
        last = between.pop()
        end = len(name) - len(last)
        at = len(first)
        if at > end or not name.startswith(first) or not name.endswith(last):
            return False
        for part in between:
            at = name.find(part, at, end)
            if at < 0:
                return False
            at += len(part)
        return True


def read_name(text: str) -> NamePattern | Message:
    """The pattern that `text` means, or why it can be none."""
    if len(text) > LONGEST:
        return msg("a name has at most %(most)d characters", most=LONGEST)
    if sum(map(str.isalnum, text)) < FEWEST:
        return msg("a name needs two letters or digits, since anything shorter means too many")
    return stored_name(" ".join(text.split()))


def stored_name(text: str) -> NamePattern:
    return NamePattern(text, folded(text))

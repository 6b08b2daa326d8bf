"""The few regular expressions that mean plain numbers, as block lists of programs with expression rules hold them.

    39024.*   ^0844   \\+?390200001234   33162\\d{6}   33162######   0200001[0-9]{3}$

Anything more clever is refused rather than guessed at.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.message import Message, msg
from portinaio.core.numbers.digits import LONGEST_E164, TRUNK_KEEPERS

if TYPE_CHECKING:
    from portinaio.lists.intake.numbering import Numbering

LONGEST_NATIONAL = 11  # digits, of the countries whose numbers keep their 0
TOO_CLEVER = msg("only expressions that mean a number or a beginning can be read")

_LONGEST = 100  # characters
_SIMPLE = re.compile(
    r"\^?(?P<plus>\+|\\\+\??|\+\?)?(?P<digits>\d+)"
    r"(?P<places>#+|(?:\\d|\[0-9\])*|\.+)?(?:(?:\\d|\[0-9\])\{(?P<count>\d{1,2})\})?"
    r"(?P<open>\.\*|\*+|\\d\*|\[0-9\]\*)?(?P<end>\$?)"
)


_BEGUN = re.compile(r"\^?(?P<plus>\+|\\\+\??|\+\?)?")
_PLACE = re.compile(
    r"(?:(?P<digit>\d)|\\d|\[0-9\]|#|\.(?![*])|(?P<set>\[[\d-]{1,12}\]))(?:\{(?P<times>[1-9]\d?)\})?",
    re.ASCII,
)
_END = re.compile(r"(?P<open>\.\*|\*+|\\d\*|\[0-9\]\*)?\$?")


class Expression(NamedTuple):
    digits: str
    international: bool
    places: int
    """How many more digits, whatever they are."""
    open: bool
    """Whether anything may follow."""


def expression_of(text: str) -> Expression | None:
    """`None` for what is no simple expression."""
    found = _SIMPLE.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if found is None:
        return None
    places = len(re.sub(r"\\d|\[0-9\]", "#", found["places"] or "")) + int(found["count"] or 0)
    return Expression(found["digits"], bool(found["plus"]), places, bool(found["open"]))


def meant_by(text: str, numbering: Numbering) -> int | tuple[int, int] | Message:
    """Keys of what an expression matches in full."""
    found = expression_of(text)
    if found is None or (found.open and found.places):
        return _chosen(text, numbering)
    if unclear := _may_be_national(found, numbering):
        return unclear
    international = found.international or _holds_code(found, numbering)
    digits = ("+" if international else "") + found.digits
    if found.open:
        return numbering.beginning(digits)
    if found.places:
        return numbering.places(digits + "#" * found.places)
    return numbering.exact(digits)


def _chosen(text: str, numbering: Numbering) -> int | tuple[int, int] | Message:
    """As `meant_by`, of one that leaves a choice of digits in the middle: `3902[13].*`, `0200\\d{2}12`, `02#5*`."""
    text = text.strip()
    begun = _BEGUN.match(text) if len(text) <= _LONGEST else None
    if begun is None:
        return TOO_CLEVER
    at, places = begun.end(), list[str]()
    while piece := _PLACE.match(text, at):
        at = piece.end()
        places += [piece["digit"] or piece["set"] or "?"] * int(piece["times"] or 1)
    end = _END.fullmatch(text, at)
    if end is None or not places or len(places) > LONGEST_E164:
        return TOO_CLEVER
    plain = "".join(takewhile(str.isdigit, places))
    found = Expression(plain, bool(begun["plus"]), len(places) - len(plain), bool(end["open"]))
    if not plain:
        return TOO_CLEVER
    if refusal := _may_be_national(found, numbering):
        return refusal
    plus = "+" if found.international or _holds_code(found, numbering) else ""
    return numbering.stored(f"{plus}{''.join(places)}{'*' * found.open}")


def _may_be_national(found: Expression, numbering: Numbering) -> Message | None:
    """Why `393.*` is a mobile's beginning as well as Italy's code before one, where numbers have no trunk prefix."""
    code = numbering.plan.calling_code
    inside = found.digits.removeprefix(code)
    beginning = (found.open or found.places) and not found.international
    if not beginning or code not in TRUNK_KEEPERS or inside in {"", found.digits}:
        return None
    # 390… is a landline behind the code far more often than one of the few mobiles that begin so.
    if inside[0] == "0" or len(found.digits) + found.places > LONGEST_NATIONAL:
        return None
    return numbering.lost_plus(found.digits)


def _holds_code(found: Expression, numbering: Numbering) -> bool:
    """Whether digits without `+` begin with the calling code of the list's country, as such programs write them.

    A full number counts only where the rest has a possible length and the whole is no number of the country.
    """
    code = numbering.plan.calling_code
    if not code or not found.digits.startswith(code):
        return False
    if found.open or found.places:
        return True
    inside = numbering.with_code(found.digits)
    return not isinstance(inside, Message) and not numbering.is_valid_national(found.digits)

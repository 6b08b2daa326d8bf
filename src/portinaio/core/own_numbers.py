"""The numbers of the house, and a caller who shows one of them or one beside it.

A line has the number that config.toml gives it and the one that the network says was called; where nobody says any, the one in the
profile, as in letters, unless that is another line's. Whoever shows the number of the very line that rings has forged it, since a line
cannot call itself; another number of the house may well call home. Dialling programs show a number that begins as the called one does,
so that it looks like one from around the corner: of the same block of 1,000, in which many a real neighbour is, too.
"""

from __future__ import annotations

from enum import StrEnum

from portinaio.core.named_tuple import NamedTuple
from portinaio.core.numbers import validity
from portinaio.core.numbers.number import parse

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Mapping

    from portinaio.core.numbers.plan import Plan

BLOCK_DIGITS = 3  # at the end: a block of 1,000, the unit in which numbers are allotted
_OF_HOUSEHOLDS = frozenset({"fixed_line", "mobile", "fixed_line_or_mobile"})


class OwnNumber(StrEnum):
    """What the number that a caller shows is to the house."""

    CALLED = "called"
    """That of the line that rings."""
    OTHER = "other"
    """That of another line."""
    BESIDE = "beside"
    """One beside that of a line."""


class OwnNumbers(NamedTuple):
    lines: Mapping[str, str] = {}
    """E.164 by name of the line; without those whose number nobody wrote down."""
    blocks: frozenset[str] = frozenset()
    """The same without their last digits."""

    @classmethod
    def of(cls, lines: Mapping[str, str]) -> OwnNumbers:
        return cls(lines, frozenset(number[:-BLOCK_DIGITS] for number in lines.values()))

    def shown(
        self, caller: str, line: str, called: str, plan: Plan, profile: str = ""
    ) -> OwnNumber | None:
        """What `caller` is to the house, on a `line` of which the network says that `called` was rung."""
        block = caller[:-BLOCK_DIGITS]
        if not called and block not in self.blocks and block != profile[:-BLOCK_DIGITS]:
            return None  # as of nearly everybody
        numbers = [*self.lines.values(), profile]
        here = [self.lines.get(line), parse(called, plan) if called else None]
        if not any(here) and profile not in self.lines.values():
            here = [profile]
        if caller in here:
            return OwnNumber.CALLED
        if caller in numbers:
            return OwnNumber.OTHER
        if any(own and own[:-BLOCK_DIGITS] == block for own in (*here, *numbers)):
            parts = validity.split(caller[1:], plan)
            if parts and validity.type_of(*parts, plan) in _OF_HOUSEHOLDS:
                return OwnNumber.BESIDE
        return None

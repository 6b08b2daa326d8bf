"""By which rule plain numbers become keys: one for all that begin alike, are as long and are written in one way.

What is not plain has no rule, and is left to `number.read`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portinaio.core.numbers import validity
from portinaio.core.numbers.digits import LONGEST_E164, TRUNK_KEEPERS
from portinaio.core.numbers.national_keys import AMERICAN, HEAD, NORTH_AMERICA, NationalKeys
from portinaio.core.numbers.pattern import key
from portinaio.lists.intake.cell_cache import CellCache

if TYPE_CHECKING:
    from portinaio.core.numbers.national_keys import Rule
    from portinaio.core.numbers.plan import Plan

FIRST_AMERICAN = key(NORTH_AMERICA + "0" * AMERICAN)
AMERICAN_STEP = key(NORTH_AMERICA + "0" * 9 + "1") - FIRST_AMERICAN
GROUPED = re.compile(r""" *(=?["'])?\+?(?:\d+[ -])?(?:\(\d+\)[ -]?)?\d+(?:[ -]\d+)*(?(1)["']?) *""")
"""Digits, in groups that one blank or hyphen divides, an area code in brackets: `+39 02 0000 1234`, `(202) 555-0100`, `="0200001234"`."""
EXPRESSION = re.compile(r' *"?\+?\d+"? *')
"""As an expression means them, or in quotation marks."""
SHORTEST, LONGEST = 8, 24  # characters
_STEPS = (0, *((key("1" * d) - d) // int("1" * d) for d in range(1, LONGEST_E164 + 1)))
"""By how many digits a number has: between the keys of neighbours."""
_DAY = len("01-11-2026")


class PlainRules:
    def __init__(self, plan: Plan, *, whole: bool) -> None:
        """`whole` rows become entries: their likely slips are asked about, one by one."""
        self._plan = plan
        self._whole = whole
        self.lengths = CellCache(self._plain_lengths)
        """By its first five characters, how long a number with a `+` may be to need no second look."""
        self.prefix = plan.international_prefix
        self.american = plan.calling_code == NORTH_AMERICA
        self._national = NationalKeys(plan)

    def rule_of(self, digits: int, head: str, *, plus: bool) -> Rule | None:
        """Of numbers of so many digits that begin with the four of `head`, behind a `+` or as they are dialled in the country."""
        if not SHORTEST <= digits <= LONGEST_E164:
            return None
        if plus:
            return (_STEPS[digits], digits) if digits + 1 in self.lengths[f"+{head}"] else None
        if self.american and digits == AMERICAN and head > "2":
            return AMERICAN_STEP, FIRST_AMERICAN
        if self.american and digits == AMERICAN + 1 and head > "12" and head[0] == "1":
            return _STEPS[digits], digits
        return None if self._whole else self._national.rule(digits, head)

    def _plain_lengths(self, head: str) -> frozenset[int]:
        if self._whole or head[:1] != "+" or not head[1:].isdigit() or len(head) < 1 + HEAD:
            return frozenset()
        parts = validity.split(head[1:], self._plan)
        if parts is None or any(
            beginning[:HEAD] == head[:HEAD] for beginning, _ in self._plan.also
        ):
            return frozenset()
        code, national = parts
        # The metadata give Germany and Japan more digits than E.164 has room for.
        # A 0 behind most codes is a slip, and a code may stand there twice; `number.read` mends both.
        slip = national[0] == "0" and code not in TRUNK_KEEPERS
        doubled = national.startswith(code[: len(national)])
        plain = () if slip or doubled else validity.possible_lengths(code)
        return frozenset(1 + len(code) + n for n in plain if 6 < n <= LONGEST_E164 - len(code))


def is_spelled(text: str, spelled: re.Pattern[str]) -> bool:
    """Whether there are but digits in it, and signs that mean nothing: one hyphen may divide two numbers, and two a day."""
    bare = text.strip()
    middle = len(bare) // 2
    divided = len(bare) % 2 == 1 and bare[middle] == "-"
    may_be_day = len(bare) == _DAY and bare.count("-") == 2
    return text.isascii() and not (divided or may_be_day) and bool(spelled.fullmatch(text))

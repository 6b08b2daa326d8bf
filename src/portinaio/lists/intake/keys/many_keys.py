"""Keys of plain numbers, many at a time; what is not plain has the key 0 here, and is left to who reads one by one."""

from __future__ import annotations

from functools import cached_property
from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.numbers.national_keys import HEAD
from portinaio.core.numbers.spelling import ON_KEYS
from portinaio.lists.intake.keys.plain_rules import GROUPED, PlainRules, is_spelled

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from portinaio.core.numbers.plan import Plan
    from portinaio.lists.intake.keys.line_keys import LineKeys

_BARE = str.maketrans("", "", " -()=\"'")
_MANY = 20_000  # numbers; reading as many one by one takes as long as to import what reads them all at once


class Keys(NamedTuple):
    keys: list[int]
    national: Sequence[int] | NDArray[np.intp]
    """Places of those that are written as they are dialled in the country."""


class ManyKeys:
    def __init__(self, plan: Plan, *, whole: bool) -> None:
        self.rules = PlainRules(plan, whole=whole)
        self._seen = 0

    def keys_of(self, texts: Sequence[str], spelled: re.Pattern[str] = GROUPED) -> Keys:
        self._seen += len(texts)
        if self._seen > _MANY:
            lines = "\n".join([*texts, ""])
            if lines.count("\n") == len(texts):
                found, inside = self.lines.keys_of(lines, spelled)
                return Keys(found.tolist(), inside)
        keys = [self._key_of(text, spelled) for text in texts]
        read = compress(range(len(keys)), keys)
        return Keys(keys, [place for place in read if self._is_inside(texts[place])])

    @cached_property
    def lines(self) -> LineKeys:
        from portinaio.lists.intake.keys.line_keys import LineKeys  # noqa: PLC0415  # with it comes numpy

        return LineKeys(self.rules)

    def _key_of(self, text: str, spelled: re.Pattern[str]) -> int:
        if not is_spelled(text, spelled):
            return 0
        digits, plus = text.translate(_BARE), False
        for sign in ("+", self.rules.prefix):
            if digits.startswith(sign) and not plus:
                digits, plus = digits[len(sign) :], True
        rule = self.rules.rule_of(len(digits), digits[:HEAD], plus=plus)
        if rule is None or (not plus and digits.lstrip("0") in ON_KEYS):
            return 0
        step, first = rule
        return int(digits) * step + first

    def _is_inside(self, text: str) -> bool:
        return not text.translate(_BARE).startswith(("+", self.rules.prefix))

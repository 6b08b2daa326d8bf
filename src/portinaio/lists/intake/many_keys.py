"""Keys of a thousand plain numbers at a time, without a line of ours for each where they are alike.

What is not plain is left to who reads one at a time: such a number has no key here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.core.numbers import validity
from portinaio.core.numbers.alike import AMERICAN, DIGITS, Alike, are_american
from portinaio.core.numbers.digits import LONGEST_E164, TRUNK_KEEPERS
from portinaio.core.numbers.national_keys import HEAD, NationalKeys
from portinaio.core.numbers.pattern import key
from portinaio.lists.intake.cell_cache import CellCache

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from portinaio.core.numbers.plan import Plan

NORTH_AMERICA = "1"
FIRST_AMERICAN = key(NORTH_AMERICA + "0" * 10)
AMERICAN_STEP = key(NORTH_AMERICA + "0" * 9 + "1") - FIRST_AMERICAN
_STEPS = (0, 0, *((key("1" * d) - d) // int("1" * d) for d in range(1, LONGEST_E164 + 1)))
"""By the length of a number with its `+`: between the keys of neighbours."""
_CODE = 5  # characters: a `+` and a calling code, or all but the digits of a subscriber


class ManyKeys:
    def __init__(self, plan: Plan, *, whole: bool) -> None:
        """`whole` rows become entries: their likely slips are asked about, one by one."""
        self._plan = plan
        self._whole = whole
        self.lengths = CellCache(self._plain_lengths)
        """By its first five characters, how long a number with a `+` may be to need no second look."""
        self.american = plan.calling_code == NORTH_AMERICA
        self._national = NationalKeys(plan)

    def with_plus(self, texts: Sequence[str]) -> Sequence[int | None]:
        """Of numbers behind a `+`."""
        lengths, alike = self.lengths, Alike.of(texts)
        if alike and alike.are_digits("+"):
            size, digits, step = (
                alike.size,
                alike.size - 1,
                _STEPS[min(alike.size, LONGEST_E164 + 1)],
            )
            if all(size in lengths[code] for code in alike.beginnings(_CODE)):
                return [n * step + digits for n in map(int, texts)]
        elif not _are_plain(texts):
            texts = [t if t.isascii() and t[1:].isdigit() else "" for t in texts]
        return [
            int(t) * _STEPS[len(t)] + len(t) - 1 if len(t) in lengths[t[:_CODE]] else None
            for t in texts
        ]

    def national(self, texts: Sequence[str]) -> Sequence[int | None]:
        """Of numbers as they are dialled in the country."""
        alike = Alike.of(texts)
        if self.american and alike and are_american(alike):
            return [n * AMERICAN_STEP + FIRST_AMERICAN for n in map(int, texts)]
        if self.american and _are_digits(texts):
            return [
                int(t) * AMERICAN_STEP + FIRST_AMERICAN if len(t) == AMERICAN and t > "2" else None
                for t in texts
            ]
        if self._whole:
            return [None] * len(texts)
        if alike and alike.are_digits() and (rule := self._rule_of(alike)):
            step, first = rule
            return [n * step + first for n in map(int, texts)]
        return self._national.keys_of(texts)

    def rule_of(
        self, size: int, heads: Iterable[str], holds: Callable[[str], bool]
    ) -> tuple[int, int] | None:
        """As `NationalKeys.rule_of`; `None` also for what becomes entries."""
        return None if self._whole else self._national.rule_of(size, heads, holds)

    def doubtful(self, size: int, heads: Iterable[str]) -> set[str]:
        """Beginnings of digits of a length that no plain rule is known for."""
        return {head for head in heads if self.rule_of(size, (head,), lambda _odd: False) is None}

    def _rule_of(self, alike: Alike) -> tuple[int, int] | None:
        return self._national.rule_of(alike.size, alike.beginnings(HEAD), alike.holds)

    def _plain_lengths(self, head: str) -> frozenset[int]:
        if self._whole or head[:1] != "+" or not head[1:].isdigit() or len(head) < _CODE:
            return frozenset()
        parts = validity.split(head[1:], self._plan)
        if parts is None or any(
            beginning[: _CODE - 1] == head[: _CODE - 1] for beginning, _ in self._plan.also
        ):
            return frozenset()
        code, national = parts
        # The metadata give Germany and Japan more digits than E.164 has room for.
        # A 0 behind most codes is a slip, and a code may stand there twice; `number.read` mends both.
        slip = national[0] == "0" and code not in TRUNK_KEEPERS
        doubled = national.startswith(code[: len(national)])
        plain = () if slip or doubled else validity.possible_lengths(code)
        return frozenset(1 + len(code) + n for n in plain if 6 < n <= LONGEST_E164 - len(code))


def _are_plain(texts: Sequence[str]) -> bool:
    """Whether each is a `+` and digits; `texts` begin with one."""
    joined = "".join(texts)
    return _are_digits([joined.replace("+", "")]) and joined.count("+") == len(texts)


def _are_digits(texts: Sequence[str]) -> bool:
    joined = "".join(texts)
    return joined.isascii() and not joined.encode().translate(None, DIGITS)

"""Keys of national numbers by a rule for each beginning and length, where a country's rule is plain.

`number.read` knows every spelling and slip, and takes ten microseconds. But among the plain digits of countries whose national
numbers are the subscriber's, behind a 0 or as they are, all of one length that begin alike become international in one way:
the 0 goes and the code comes in front. So the way is learned once, from `number.read` itself, by numbers that span all that
begin so; and where these do not agree, or where a slip may be meant, each is read by itself.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar

from portinaio.core.numbers import number
from portinaio.core.numbers.digits import LONGEST_E164, TRUNK_KEEPERS
from portinaio.core.numbers.reading import Kind
from portinaio.core.numbers.validity import possible_lengths, trunk_prefix

if TYPE_CHECKING:
    from collections.abc import Callable

    from portinaio.core.numbers.plan import Plan

    Rule = tuple[int, int]
    """What the digits as a whole number are multiplied with, and what is added."""

NORTH_AMERICA = "1"
AMERICAN = 10  # digits behind the 1
HEAD = 4  # digits
_BEGINNING = 2  # digits, by which it shows how a country writes its numbers
SHORTEST = 8  # digits; shorter ones are codes, days of a list, or slips
_PLAIN = frozenset(
    {
        *("30", "31", "32", "33", "34", "39", "41", "43", "44", "45", "46", "47", "48", "49"),
        *("351", "353", "420"),
    }
)
"""Calling codes of countries where nothing but a 0 is ever taken off."""
Learned = TypeVar("Learned")
_TAILS = ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "1234567890")


class NationalKeys:
    def __init__(self, plan: Plan) -> None:
        self._plan, code = plan, plan.calling_code
        lengths = range(LONGEST_E164 + 1)
        self._rules = [_Learned(partial(self._rule, length)) for length in lengths]
        self._ways = [_Learned(partial(self._way, length)) for length in lengths]
        self._zeros = code in TRUNK_KEEPERS or trunk_prefix(plan.country) == "0"
        """Whether a number may begin with one."""
        self.plain = code in _PLAIN

    def rule(self, length: int, head: str) -> Rule | None:
        """Of plain digits of a length that begin so; `None` where each wants to be read by itself."""
        return self._rules[length][head] if self.plain and length <= LONGEST_E164 else None

    def _rule(self, length: int, head: str) -> Rule | None:
        code = self._plan.calling_code
        if not SHORTEST <= length <= LONGEST_E164 - len(code) or self._is_doubtful(head):
            return None
        taken_off = self._ways[length][head[:_BEGINNING]]
        if taken_off is None or length - taken_off not in possible_lengths(code):
            return None
        digits = len(code) + length - taken_off
        step = 10 ** (LONGEST_E164 - digits) << 4  # between the keys of neighbours
        return step, int(code) * 10 ** (length - taken_off) * step + digits

    def _is_doubtful(self, head: str) -> bool:
        """Whether it may be international, a moment, a slip, or its country's code stand there twice."""
        code, plan = self._plan.calling_code, self._plan
        inside = head if code in TRUNK_KEEPERS else head.removeprefix("0")
        if head[0] == "0" and not self._zeros:
            return True
        if head.startswith((plan.international_prefix, "1")) or code in {
            head[: len(code)],
            inside[: len(code)],
        }:
            return True
        whole = (code + head, code + inside)
        return any(
            one.startswith(beginning[1:]) or beginning[1:].startswith(one)
            for beginning, _ in plan.also
            for one in whole
        )

    def _way(self, length: int, beginning: str) -> int | None:
        """How many digits go in front; `None` where it is not the same of all, or they are no such numbers."""
        tails = ((tail * length)[: length - len(beginning)] for tail in _TAILS)
        ways = {self._way_of(beginning + tail) for tail in tails}
        return ways.pop() if len(ways) == 1 else None

    def _way_of(self, digits: str) -> int | None:
        reading = number.read(digits, self._plan)
        if reading.number is None or reading.kind is not Kind.NUMBER:
            return None
        for taken_off in (0, 1):
            if reading.number == f"+{self._plan.calling_code}{digits[taken_off:]}":
                return taken_off if taken_off == 0 or digits[0] == "0" else None
        return None


class _Learned(dict[str, Learned], Generic[Learned]):
    """By beginning, of which there are at most as many as four digits make."""

    def __init__(self, learn: Callable[[str], Learned]) -> None:
        super().__init__()
        self._learn = learn

    def __missing__(self, head: str) -> Learned:
        found = self[head] = self._learn(head)
        return found

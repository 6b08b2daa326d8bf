"""Keys of national numbers by a rule for each beginning and length, where a country's rule is plain.

`number.read` knows every spelling and slip, and takes ten microseconds. But among the plain digits of countries whose national
numbers are the subscriber's, behind a 0 or as they are, all of one length that begin alike become international in one way:
the 0 goes and the code comes in front. So the way is learned once, from `number.read` itself, by numbers that span all that
begin so; and where these do not agree, or where a slip may be meant, each is read by itself.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from portinaio.core.numbers import number, spelling
from portinaio.core.numbers.digits import LONGEST_E164
from portinaio.core.numbers.reading import Kind
from portinaio.core.numbers.validity import possible_lengths

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from portinaio.core.numbers.plan import Plan

    Rule = tuple[int, int]
    """What the digits as a whole number are multiplied with, and what is added."""

HEAD = 4  # digits
SHORTEST = 8  # digits; shorter ones are codes, days of a list, or slips
_PLAIN = frozenset(
    {
        *("30", "31", "32", "33", "34", "39", "41", "43", "44", "45", "46", "47", "48", "49"),
        *("351", "353", "420"),
    }
)
"""Calling codes of countries where nothing but a 0 is ever taken off."""
_ON_KEYS = frozenset(zeros + text for text in spelling.ON_KEYS for zeros in ("", "0"))
_TAILS = ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "1234567890")


class NationalKeys:
    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._rules = [_Rules(partial(self._rule, length)) for length in range(LONGEST_E164 + 1)]
        self.plain = plan.calling_code in _PLAIN

    def keys_of(self, texts: Sequence[str]) -> list[int | None]:
        """`None` for each that wants to be read by itself, such as one with anything but digits in it."""
        if not self.plain:
            return [None] * len(texts)
        joined = "".join(texts)
        digits_alone = joined.isdigit() and joined.isascii()
        longest = max(map(len, texts), default=0)
        if longest > LONGEST_E164 or not digits_alone or not _ON_KEYS.isdisjoint(texts):
            texts = [text if _is_plain(text) else "" for text in texts]
        by_length = self._rules
        rules = [by_length[len(text)][text[:HEAD]] for text in texts]
        return [
            int(text) * rule[0] + rule[1] if rule else None
            for text, rule in zip(texts, rules, strict=True)
        ]

    def rule_of(
        self, length: int, heads: Iterable[str], holds: Callable[[str], bool]
    ) -> Rule | None:
        """The one rule of plain digits of a length, by their beginnings; `None` where they have more, or one has none.

        `holds` says whether a text stands in one of them.
        """
        if not self.plain or length > LONGEST_E164 or any(map(holds, spelling.ON_KEYS)):
            return None
        rules = set(map(self._rules[length].__getitem__, heads))
        return rules.pop() if len(rules) == 1 else None

    def _rule(self, length: int, head: str) -> Rule | None:
        code = self._plan.calling_code
        if not SHORTEST <= length <= LONGEST_E164 - len(code) or self._is_doubtful(head):
            return None
        ways = {self._way(head + (tail * length)[: length - HEAD]) for tail in _TAILS}
        taken_off = ways.pop()
        if ways or taken_off is None or length - taken_off not in possible_lengths(code):
            return None
        digits = len(code) + length - taken_off
        step = 10 ** (LONGEST_E164 - digits) << 4  # between the keys of neighbours
        return step, int(code) * 10 ** (length - taken_off) * step + digits

    def _is_doubtful(self, head: str) -> bool:
        """Whether it may be international, a moment, or its country's code stand there twice."""
        code, plan = self._plan.calling_code, self._plan
        inside = head.removeprefix("0")
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

    def _way(self, digits: str) -> int | None:
        """How many digits go in front; `None` where it is no such number."""
        reading = number.read(digits, self._plan)
        if reading.number is None or reading.kind is not Kind.NUMBER:
            return None
        for taken_off in (0, 1):
            if reading.number == f"+{self._plan.calling_code}{digits[taken_off:]}":
                return taken_off if taken_off == 0 or digits[0] == "0" else None
        return None


class _Rules(dict[str, "Rule | None"]):
    """By beginning, of which there are at most as many as four digits make."""

    def __init__(self, rule: Callable[[str], Rule | None]) -> None:
        super().__init__()
        self._rule = rule

    def __missing__(self, head: str) -> Rule | None:
        found = self[head] = self._rule(head)
        return found


def _is_plain(text: str) -> bool:
    digits = text.isdigit() and text.isascii() and len(text) <= LONGEST_E164
    return digits and text not in _ON_KEYS

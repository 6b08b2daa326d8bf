"""Keys of the numbers of thousands of lines, all at once.

Lines of one length that have the same signs in the same places are alike: side by side their characters are columns, and
the columns of digits come to whole numbers, of which the first four digits say the rule. `PlainRules` knows them.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from portinaio.core.numbers.digits import LONGEST_E164
from portinaio.core.numbers.national_keys import HEAD
from portinaio.core.numbers.spelling import ON_KEYS
from portinaio.lists.intake.keys.plain_rules import LONGEST, SHORTEST, is_spelled

if TYPE_CHECKING:
    import re

    from numpy.typing import NDArray

    from portinaio.core.numbers.national_keys import Rule
    from portinaio.lists.intake.keys.plain_rules import PlainRules

    Keys: TypeAlias = NDArray[np.int64]
    Characters: TypeAlias = NDArray[np.uint8]
    Mask: TypeAlias = NDArray[np.bool_]

_END, _ZERO = ord("\n"), ord("0")
_MOST_ALIKE = 8  # ways in which lines of one length are spelled; of those beyond, none is plain
_UNKNOWN = 255
_ON_KEYS = tuple(map(int, ON_KEYS))


class LineKeys:
    def __init__(self, rules: PlainRules) -> None:
        self._plain = rules
        self._prefix = np.frombuffer(rules.prefix.encode(), np.uint8)[:, None] - _ZERO
        self._places: defaultdict[tuple[int, bool], NDArray[np.uint8]] = defaultdict(
            lambda: np.full(10**HEAD, _UNKNOWN, np.uint8)
        )
        """Of rules, by how many digits there are, whether a `+` stands before them, and the first four."""
        self._rules: list[Rule] = [(0, 0)]

    def keys_of(self, lines: str, spelled: re.Pattern[str]) -> tuple[Keys, NDArray[np.intp]]:
        """Of lines each with its end; 0 for each that is not plain. And the places of those in national notation."""
        data = np.frombuffer(lines.encode("ascii", "replace"), np.uint8)
        ends = np.flatnonzero(data == _END)
        sizes = np.minimum(np.diff(ends, prepend=-1) - 1, LONGEST + 1)
        keys, inside = np.zeros(len(ends), np.int64), np.zeros(len(ends), bool)
        for size in range(SHORTEST, LONGEST + 1):
            of_size = np.flatnonzero(sizes == size)
            if len(of_size):
                columns = data[ends[of_size] - size + np.arange(size)[:, None]]
                keys[of_size], inside[of_size] = self._of_columns(columns, spelled)
        return keys, np.flatnonzero(inside)

    def _of_columns(self, columns: Characters, spelled: re.Pattern[str]) -> tuple[Keys, Mask]:
        """Of lines of one length."""
        count = columns.shape[1]
        keys, inside, left = np.zeros(count, np.int64), np.zeros(count, bool), np.arange(count)
        for _ in range(_MOST_ALIKE):
            first = columns[:, :1]
            are_digits = first - _ZERO < 10
            alike = np.where(are_digits, columns - _ZERO < 10, columns == first).all(axis=0)
            text = first.tobytes().decode("ascii")
            if is_spelled(text, spelled):
                digits, places = columns[are_digits[:, 0]][:, alike] - _ZERO, left[alike]
                keys[places], inside[places] = self._of_digits(digits, plus="+" in text)
            left, columns = left[~alike], columns[:, ~alike]
            if not len(left):
                break
        return keys, inside

    def _of_digits(self, digits: Characters, *, plus: bool) -> tuple[Keys, Mask]:
        if plus:
            return self._ruled(digits, plus=True), np.zeros(digits.shape[1], bool)
        prefix = len(self._prefix)
        abroad = (digits[:prefix] == self._prefix).all(axis=0)
        keys = np.zeros(digits.shape[1], np.int64)
        keys[~abroad] = self._ruled(digits[:, ~abroad], plus=False)
        keys[abroad] = self._ruled(digits[prefix:, abroad], plus=True)
        return keys, ~abroad & (keys > 0)

    def _ruled(self, digits: Characters, *, plus: bool) -> Keys:
        size, count = digits.shape
        if not SHORTEST <= size <= LONGEST_E164:
            return np.zeros(count, np.int64)
        numbers = _whole(digits)
        ruled = self._rule_places(numbers // 10 ** (size - HEAD), size, plus=plus)
        steps, firsts = np.array(self._rules, np.int64).T
        if (ruled == ruled[:1]).all():
            ruled = ruled[:1]
        keys: Keys = numbers * steps[ruled] + firsts[ruled]
        for on_keys in () if plus else _ON_KEYS:
            keys[numbers == on_keys] = 0
        return keys

    def _rule_places(self, heads: Keys, size: int, *, plus: bool) -> NDArray[np.uint8]:
        places = self._places[size, plus]
        found = places[heads]
        unknown = found == _UNKNOWN
        if unknown.any():
            for head in np.unique(heads[unknown]).tolist():
                rule = self._plain.rule_of(size, f"{head:0{HEAD}}", plus=plus) or (0, 0)
                if rule not in self._rules:
                    self._rules.append(rule)
                places[head] = self._rules.index(rule)
            found = places[heads]
        return found


def _whole(digits: Characters) -> Keys:
    numbers: Keys = digits[0].astype(np.int64)
    for column in digits[1:]:
        numbers *= 10
        numbers += column
    return numbers

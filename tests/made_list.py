"""A list of any size, made up: two thirds in blocks of a thousand that are half reported, the rest alone."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from portinaio.core.evidence import Evidence
from portinaio.core.numbers.pattern import key

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST, BEHIND = 12_000_000_000, 20_000_000_000
DAY = 739_900


def rows(entries: int, seed: int = 7) -> Iterator[Evidence]:
    """In the order of their keys. Lists of other seeds lie in the same stretch, and hardly a number is on two of them."""
    chance = random.Random(seed)
    sections = -(-entries // 750)
    step = (BEHIND - FIRST) // sections
    shift = key("1" * 11) // 11_111_111_111  # of a key of eleven digits
    made = 0
    for section in range(sections):
        start = FIRST + section * step
        block = start - start % 1000 + 1000 * (1 + (seed - 7) * 7)
        numbers = sorted(chance.sample(range(block, block + 1000), 500))
        numbers += sorted(chance.sample(range(block + 1000, start + step), 250))
        for number in numbers[: entries - made]:
            wanted = number * shift + 11
            yield Evidence(wanted, wanted, 3, 1, 0, 0, DAY - number % 90, "scam")
        made += len(numbers)

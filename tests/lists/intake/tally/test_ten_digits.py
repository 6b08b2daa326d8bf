"""Ten digits as floats, a stretch at a time."""

import random

import pytest

from portinaio.lists.intake.tally.ten_digits import are_ten_digits, packed, unpacked


def test_numbers_keep_their_order_and_come_back_as_they_were():
    chance = random.Random(3)
    numbers = [0, 9_999_999_999, *(chance.randrange(10**10) for _ in range(500))]

    floats = packed("".join(f"{n:010}\n" for n in numbers))

    assert unpacked(sorted(floats)) == sorted(numbers)
    assert unpacked(floats) == numbers


@pytest.mark.parametrize(
    ("lines", "are"),
    [
        ("2025550100\n2025550101\n", True),
        ("2025550100\n1025550101\n", False),
        ("2025550100\n0025550101\n", False),
        ("2025550100\n2025550101", False),
        ("2025550100\n202555010\n1", False),
        ("2025550100\n202555010x\n", False),
        ("2025550100\n202555010\u0661\n", False),
        ("20255501000\n202555010\n", False),
        ("2025550100 2025550101\n", False),
    ],
)
def test_they_are_lines_of_ten_digits_or_they_are_not(lines, are):
    assert are_ten_digits(lines) is are

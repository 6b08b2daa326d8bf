"""What was noted along the records, against going through them one by one: numbers of four lengths, some of them rare."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from portinaio.core.evidence import Evidence
from portinaio.core.numbers.pattern import key
from portinaio.lists.index.build import build
from portinaio.lists.index.density import model, notes
from portinaio.lists.index.layout import EPOCH, FAR, LOW_BITS, STRIDE
from portinaio.lists.index.reader import ListIndex

TODAY = 739_944  # 2026-11-24
LENGTHS = (8, 10, 11, 12)


def of_many_lengths(chance):
    """Lengths that take turns, then a long stretch of one, then a few of another, far apart."""
    numbers = {
        f"4420{chance.randrange(10 ** (size - 4)):0{size - 4}d}"
        for size in LENGTHS
        for _ in range(100)
    }
    numbers |= {f"4930{n:08d}" for n in range(400)}
    return numbers | {f"4931{n:08d}" for n in range(400)} | {f"4931{n:06d}" for n in range(0, 9, 4)}


def of_one_length(chance):
    return {f"4420{chance.randrange(10**8):08d}" for _ in range(600)}


@pytest.fixture(scope="module", params=[of_many_lengths, of_one_length], ids=["mixed", "alike"])
def file(request, tmp_path_factory):
    chance = random.Random(5)
    rows = [
        Evidence(key(number), key(number), 3, last_day=chance.choice([TODAY - n, TODAY - n, 0]))
        for n, number in enumerate(sorted(request.param(chance)))
    ]
    path = tmp_path_factory.mktemp("notes") / "spam.nsx"
    build(rows, path, list_date=TODAY, created=1)
    return ListIndex.open(path).base


def one_by_one(file, length, begin, end):
    """The records of a length: how many, and what each weighs on the list's day."""
    found = [p for p in range(begin, end) if file.records[p] >> LOW_BITS & 0b1111 == length]
    seen = [file.hot[place] >> 16 for place in found]
    ages = [file.day - EPOCH - last if last else 0 for last in seen]
    return found, (len(found), sum(map(model.slow, ages)), sum(map(model.fast, ages)))


def stretches(n):
    """Of every size around those at which the reading changes, anywhere, and at both ends."""
    chance = random.Random(11)
    sizes = (0, 1, 2, STRIDE, 23, 24, 25, FAR - 1, FAR, FAR + 1, 300, n)
    for size in sizes:
        begins = {0, n - size, *(chance.randrange(n - size + 1) for _ in range(5))}
        yield from ((begin, begin + size) for begin in sorted(begins))


@pytest.mark.parametrize("length", [*LENGTHS, 9])
def test_any_stretch_comes_to_what_its_records_come_to(file, length):
    for begin, end in stretches(file.n):
        found, sums = one_by_one(file, length, begin, end)

        assert notes.between(file, length, begin, end) == pytest.approx(sums), (begin, end)
        assert list(notes.places(file, length, begin, end)) == found, (begin, end)


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("around", [(0, 0), (1, 0), (12, 12), (12, 13), (40, 90)])
def test_a_wider_stretch_is_the_narrow_one_and_what_lies_around_it(file, length, around):
    for begin, end in stretches(file.n):
        outer = max(begin - around[0], 0), min(end + around[1], file.n)
        inner = notes.between(file, length, begin, end), begin, end
        _, sums = one_by_one(file, length, *outer)

        assert notes.widened(file, length, inner, outer) == pytest.approx(sums), (begin, end)


@pytest.mark.parametrize("digits", range(8, 16))
@pytest.mark.parametrize("size", [10, 100, 1_000, 5_000, 10_000])
def test_a_block_begins_with_its_first_number_and_ends_before_the_next_ones(digits, size):
    blocks = [str(10 ** (digits - 1) * 4 + n * size + 7) for n in range(3)]
    bounds = [notes.block_bounds(key(number), size) for number in blocks]

    assert [begin <= key(number) < end for number, (begin, end) in zip(blocks, bounds, strict=True)] == [True] * 3  # fmt: skip
    assert [one[1] == other[0] for one, other in pairwise(bounds)] == [True, True]
    assert bounds[0][0] >> 4 == key(str(10 ** (digits - 1) * 4)) >> 4

"""Sorting what should not stand in memory."""

import random
from collections import Counter
from itertools import chain

import pytest

from portinaio.errors import UntrustedListError
from portinaio.lists.intake.tally import runs
from portinaio.lists.intake.tally.runs import SortedRuns


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setattr(runs, "RUN", 50)
    monkeypatch.setattr(runs, "STRETCH", 20)
    monkeypatch.setattr(runs, "FEWEST_READ", 1)
    sorting = SortedRuns()
    yield sorting
    sorting.close()


def filled(sorting, numbers):
    for number in numbers:
        sorting.add([number])
    return numbers


def stretches(sorting, alike_bits=0):
    return [stretch.tolist() for stretch in sorting.stretches(alike_bits)]


def test_all_numbers_come_out_in_order(small):
    chance = random.Random(1)
    numbers = filled(small, [chance.randrange(1 << 60) for _ in range(1000)])

    found = stretches(small)

    assert list(chain.from_iterable(found)) == sorted(numbers)
    assert max(map(len, found)) <= 50


def test_numbers_alike_stand_in_one_stretch(small):
    chance = random.Random(2)
    filled(small, [chance.randrange(40) << 8 | chance.randrange(256) for _ in range(1000)])

    found = [{n >> 8 for n in stretch} for stretch in stretches(small, 8)]

    assert sum(map(len, found)) == len(set().union(*found))


def test_the_same_can_be_asked_for_twice(small):
    filled(small, [*range(200), *range(100)])

    assert stretches(small) == stretches(small)


def test_a_few_numbers_need_no_file():
    sorting = SortedRuns()
    sorting.add([3, 1])
    sorting.add([2])

    found = stretches(sorting)
    sorting.close()

    assert found == [[1, 2, 3]]


def test_of_none_there_are_none(small):
    small.add([])

    assert stretches(small) == list(small.counted()) == []


def test_one_number_over_and_over_is_refused_before_it_fills_the_memory(small, monkeypatch):
    monkeypatch.setattr(runs, "MOST_ALIKE", 100)
    filled(small, [7] * 1000)

    with pytest.raises(UntrustedListError, match="more than 100 times"):
        stretches(small)


def test_they_are_counted_in_order_each_in_one_place(small):
    chance = random.Random(4)
    numbers = filled(small, [chance.randrange(40) for _ in range(1000)])

    parts = list(small.counted())

    found = list(chain.from_iterable(zip(*part, strict=True) for part in parts))
    assert found == sorted(Counter(numbers).items())
    assert len(parts) > 1

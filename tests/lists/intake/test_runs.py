"""Sorting what does not fit into memory."""

import random
from itertools import chain

import pytest

from portinaio.errors import UntrustedListError
from portinaio.lists.intake import runs
from portinaio.lists.intake.runs import SortedRuns


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setattr(runs, "RUN", 50)
    monkeypatch.setattr(runs, "STRETCH", 20)
    sorting = SortedRuns()
    yield sorting
    sorting.close()


def filled(sorting, numbers):
    for number in numbers:
        sorting.fresh.append(number)
        sorting.settle()
    return numbers


def test_all_numbers_come_out_in_order(small):
    chance = random.Random(1)
    numbers = filled(small, [chance.randrange(1 << 60) for _ in range(1000)])

    stretches = list(small.stretches())

    assert list(chain.from_iterable(stretches)) == sorted(numbers)
    assert max(map(len, stretches)) <= 50


def test_numbers_alike_stand_in_one_stretch(small):
    chance = random.Random(2)
    filled(small, [chance.randrange(40) << 8 | chance.randrange(256) for _ in range(1000)])

    stretches = [{n >> 8 for n in stretch} for stretch in small.stretches(8)]

    assert sum(map(len, stretches)) == len(set().union(*stretches))


def test_the_same_can_be_asked_for_twice(small):
    filled(small, [*range(200), *range(100)])

    assert list(small.stretches()) == list(small.stretches())


def test_a_few_numbers_need_no_file():
    sorting = SortedRuns()
    filled(sorting, [3, 1, 2])

    found = list(sorting.stretches())
    sorting.close()

    assert found == [[1, 2, 3]]


def test_one_number_over_and_over_is_refused_before_it_fills_the_memory(small, monkeypatch):
    monkeypatch.setattr(runs, "MOST_ALIKE", 100)
    filled(small, [7] * 1000)

    with pytest.raises(UntrustedListError, match="more than 100 times"):
        list(small.stretches())

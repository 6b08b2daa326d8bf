"""Stretches of whole numbers do as sets of them do."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from portinaio.core.numbers.stretches import shared, united, width, without

ends = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda pair: tuple(sorted(pair)))
some = st.lists(ends, max_size=8)


def numbers(stretches) -> set[int]:
    return {number for first, behind in stretches for number in range(first, behind)}


@given(some)
def test_overlapping_stretches_count_once(stretches):
    together = united(stretches)

    assert (numbers(together), width(together)) == (numbers(stretches), len(numbers(stretches)))


@given(some)
def test_united_stretches_are_in_order_and_apart(stretches):
    together = united(stretches)

    assert all(one[1] < next_[0] for one, next_ in pairwise(together))


@given(some, some)
def test_what_is_shared_lies_in_both(one, other):
    assert numbers(shared(united(one), united(other))) == numbers(one) & numbers(other)


@given(some, some)
def test_what_is_left_lies_in_the_first_alone(one, other):
    assert numbers(without(united(one), united(other))) == numbers(one) - numbers(other)

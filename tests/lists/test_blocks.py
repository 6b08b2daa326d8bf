"""What several lists together say of the blocks around a number, at the very bounds: who is asked, and whose words stand."""

from __future__ import annotations

import pytest

from portinaio.core import score
from portinaio.core.facts import Density, Neighbours
from portinaio.core.numbers.pattern import key
from portinaio.lists.blocks import Near, by_trust, is_full, nearest, thickest
from portinaio.lists.index.density import model
from portinaio.lists.index.density.query import Surroundings

CALLER = key("390200001255")
FIRST = key("390200001250")
STEP = key("390200001251") - FIRST
SPEAKS = model.SPEAKS_FROM
ALL = score.RANGE / 100


class AList:
    """Says what it was told to say, and counts how often it was asked."""

    def __init__(self, share: float | None = None, worths: dict[int, float] | None = None) -> None:
        self.share = share
        self.worths = {FIRST + place * STEP: worth for place, worth in (worths or {}).items()}
        self.asked = 0

    def around(self, _key, _today, _place):
        self.asked += 1
        return None if self.share is None else Surroundings(self.asked + 6, 1_000, self.share)

    def near(self, _key, _today, _meant):
        self.asked += 1
        return dict(self.worths)


def beside(a_list: AList, trust: float = 1.0, *, first: AList | None = None, quiet: bool = False):
    return Near(a_list, first or a_list, 0, None, trust, quiet)


@pytest.mark.parametrize(
    ("share", "speaks"),
    [(None, False), (SPEAKS - 0.001, False), (SPEAKS, True), (SPEAKS + 0.001, True)],
)
def test_a_block_is_worth_a_word_from_its_bound_on(share, speaks):
    assert bool(thickest([beside(AList(share))], CALLER, 0)) == speaks


def test_the_thickest_block_is_told_whoever_stands_first():
    thin, thick = AList(0.1), AList(0.3)

    for near in ([beside(thin), beside(thick)], [beside(thick), beside(thin)]):
        found = thickest(near, CALLER, 0)
        assert (found.share, found.beside) == (0.3, None)


def test_of_two_that_say_the_same_the_more_trusted_speaks():
    near = [beside(AList(0.2), 1.0), beside(AList(0.2), 0.3)]

    assert thickest(near, CALLER, 0) == Density(7, 0.2, 1.0, None, 1_000)


def test_what_a_more_trusted_one_says_stands_beside_it():
    near = [beside(AList(0.1), 1.0), beside(AList(0.2), 0.3)]

    assert thickest(near, CALLER, 0) == Density(
        7, 0.2, 0.3, Density(7, 0.1, 1.0, None, 1_000), 1_000
    )


def test_of_two_trusted_alike_only_the_thicker_stands_before_a_third():
    near = [beside(AList(0.1), 1.0), beside(AList(0.2), 1.0), beside(AList(0.3), 0.3)]

    found = thickest(near, CALLER, 0)

    assert (found.share, found.beside.share, found.beside.beside) == (0.3, 0.2, None)


@pytest.mark.parametrize(("share", "asked"), [(ALL - 0.001, 1), (ALL, 0), (0.9, 0)])
def test_where_a_block_says_all_that_counts_nobody_else_is_asked(share, asked):
    other = AList(0.95)

    thickest([beside(AList(share)), beside(other)], CALLER, 0)

    assert other.asked == asked


def test_a_copy_is_asked_about_blocks_once():
    one, copy, other = AList(0.1), AList(0.1), AList(0.2)

    thickest([beside(one), beside(other), beside(copy, first=one)], CALLER, 0)

    assert (one.asked, other.asked, copy.asked) == (1, 1, 0)


def test_one_whose_blocks_are_quiet_is_not_asked_and_hides_nobody():
    silent, other = AList(0.4), AList(0.2)

    found = thickest([beside(silent, quiet=True), beside(other)], CALLER, 0)

    assert (silent.asked, found.share) == (0, 0.2)


@pytest.mark.parametrize(
    ("trust", "share", "full"),
    [(1.0, ALL, True), (1.0, ALL - 0.001, False), (0.999, ALL, False), (1.0, 0.9, True)],
)
def test_a_block_is_full_with_all_points_of_one_fully_trusted(trust, share, full):
    assert is_full(Density(9, share, trust)) == full


def test_nothing_is_not_full():
    assert not is_full(None)


def test_the_more_trusted_are_asked_first_and_the_others_in_their_order():
    a, b, c = (beside(AList(), trust) for trust in (0.3, 1.0, 0.3))

    assert by_trust([a, b, c]) == [b, a, c]


def test_where_a_block_of_ten_says_as_much_as_that_of_a_hundred_the_narrow_one_is_told():
    worths = {1: 1.0, **dict.fromkeys(range(10, 19), 1.0)}

    assert nearest([beside(AList(worths=worths))], CALLER, 0) == Neighbours(1, 10, 1.0, 1.0)


def test_where_it_says_less_the_wide_one_is_told():
    worths = {1: 1.0, **dict.fromkeys(range(10, 20), 1.0)}

    assert nearest([beside(AList(worths=worths))], CALLER, 0) == Neighbours(11, 100, 11.0, 1.0)


def test_a_number_beyond_the_block_of_ten_is_none_of_it():
    worths = {0: 1.0, 9: 1.0, 10: 1.0, -1: 1.0}

    assert nearest([beside(AList(worths=worths))], CALLER, 0) == Neighbours(2, 10, 2.0, 1.0)


def test_a_number_on_two_lists_counts_once_as_the_one_says_that_says_more():
    near = [beside(AList(worths={1: 0.5, 2: 0.9})), beside(AList(worths={1: 0.7, 2: 0.4, 3: 0.1}))]

    assert nearest(near, CALLER, 0) == Neighbours(3, 10, pytest.approx(1.7), 1.0)


@pytest.mark.parametrize(("worth", "asked"), [(3.99, 1), (4.0, 0), (5.0, 0)])
def test_neighbours_that_weigh_all_they_may_end_the_asking(worth, asked):
    other = AList(worths={5: 1.0})

    nearest([beside(AList(worths={1: worth})), beside(other)], CALLER, 0)

    assert other.asked == asked


def test_what_the_more_trusted_say_by_themselves_stands_beside_what_all_say():
    near = [beside(AList(worths={1: 1.0}), 1.0), beside(AList(worths={2: 1.0}), 0.3)]

    assert nearest(near, CALLER, 0) == Neighbours(2, 10, 2.0, 0.3, Neighbours(1, 10, 1.0, 1.0))


def test_lists_trusted_alike_speak_as_one():
    near = [beside(AList(worths={1: 1.0}), 0.3), beside(AList(worths={2: 1.0}), 0.3)]

    assert nearest(near, CALLER, 0) == Neighbours(2, 10, 2.0, 0.3)


def test_one_that_holds_no_neighbour_says_nothing_and_hides_nobody():
    near = [beside(AList(), 1.0), beside(AList(worths={2: 1.0}), 0.3)]

    assert nearest(near, CALLER, 0) == Neighbours(1, 10, 1.0, 0.3)

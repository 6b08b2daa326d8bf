"""The formula of the learned ranges, by figures that were worked out by hand: a constant that slips changes what is suspected."""

from __future__ import annotations

import pytest

from portinaio.lists.index.density import model

SLOW = {10_000: 0.0, 5_000: 0.0, 1_000: 0.7, 100: 1.0, 10: 2.0}
FAST = {10_000: 0.4, 5_000: 0.4, 1_000: 1.0, 100: 3.0, 10: 2.0}


@pytest.mark.parametrize(
    ("total", "normal", "share"),
    [(24.0, 0.0, 0.5), (24.0, 1.6, 0.5), (30.0, 2.0, 0.5), (8.0, 1.0, 0.25), (0.0, 0.0, 0.0)],
)
def test_a_share_is_what_stands_out_from_what_is_normal(total, normal, share):
    assert model.share(total, normal) == pytest.approx(share)


@pytest.mark.parametrize(("normal", "wanted"), [(0.0, 24 / 19), (1.6, 24 / 19), (3.8, 3.0)])
def test_a_word_is_worth_it_from_a_share_of_a_twentieth(normal, wanted):
    assert model.wanted(normal) == pytest.approx(wanted)
    assert model.share(wanted, normal) == pytest.approx(0.05)


@pytest.mark.parametrize(("age", "slow", "fast"), [(0, 1.0, 1.0), (7, 0.5 ** (7 / 90), 0.5), (90, 0.5, 0.5 ** (90 / 7)), (-3, 1.0, 1.0)])  # fmt: skip
def test_a_report_weighs_half_after_a_week_and_after_a_quarter(age, slow, fast):
    assert model.both(age) == pytest.approx((slow, fast))


@pytest.mark.parametrize("place", range(5))
def test_a_number_weighs_in_every_block_that_it_shares_with_the_caller(place):
    shared = list(SLOW)[: place + 1]
    weights = model.weights()

    assert weights.slow[place] == pytest.approx(sum(SLOW[size] for size in shared))
    assert weights.fast[place] == pytest.approx(sum(FAST[size] for size in shared))


def test_normal_is_what_evenly_listed_blocks_come_to():
    weights = model.weights()

    assert weights.normal(1.0, 0.0) == pytest.approx(0.7 + 0.1 + 0.02)
    assert weights.normal(0.0, 1.0) == pytest.approx(4 + 2 + 1 + 0.3 + 0.02)


def test_two_numbers_are_the_least_that_say_anything():
    assert model.LEAST == 2

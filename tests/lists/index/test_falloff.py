"""What is learned of a country: how fast evidence falls off with the distance, from numbers that the list hides from itself."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portinaio.core.evidence import Evidence
from portinaio.core.numbers.pattern import key
from portinaio.lists.index.build import build
from portinaio.lists.index.density import model
from portinaio.lists.index.density.countries import country_of
from portinaio.lists.index.reader import ListIndex

TODAY = 739_944  # 2026-11-24
WIDE, THOUSAND, HUNDRED, TEN = range(4)


def in_tens(count, prefix="44207"):
    """Numbers that come by four in a block of 10, a few of which lie in a block of 10,000."""
    chance = random.Random(7)
    tens = [f"{prefix}{chance.randrange(10**6):06d}" for _ in range(count // 4)]
    return [f"{ten}{n}" for ten in tens for n in (0, 3, 4, 8)]


def in_thousands(count, prefix="44207"):
    """Numbers that come by twenty in a block of 1,000, anywhere in it."""
    chance = random.Random(7)
    thousands = [f"{prefix}{chance.randrange(10**4):04d}" for _ in range(count // 20)]
    return [f"{thousand}{chance.randrange(1000):03d}" for thousand in thousands for _ in range(20)]


def learned(*numbers, caller="442070000000"):
    """The shipped weights of each width, multiplied; of the caller's country."""
    rows = [Evidence(key(number), key(number), 3) for number in dict.fromkeys(numbers)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "spam.nsx"
        build(rows, path, list_date=TODAY, created=1)
        base = ListIndex.open(path).base
    blocks = country_of(base, key(caller), TODAY).weights.blocks
    return [
        next(
            now.fast / was.fast
            for now, was in zip(blocks, model.BLOCKS, strict=True)
            if was.width == width
        )
        for width in range(model.WIDTHS)
    ]


def test_where_callers_rent_ten_numbers_the_block_of_ten_counts_more_and_wide_ones_less():
    multipliers = learned(*in_tens(4_000))

    assert multipliers[TEN] > 1.3
    assert multipliers[WIDE] < 0.5
    assert multipliers[THOUSAND] < 0.5


def test_where_callers_rent_a_thousand_the_block_of_ten_counts_less():
    multipliers = learned(*in_thousands(4_000))

    assert multipliers[TEN] < 1 < multipliers[THOUSAND]


@pytest.mark.parametrize(("entries", "as_shipped"), [(999, True), (1_000, False)])
def test_a_list_of_less_than_a_thousand_learns_nothing(entries, as_shipped):
    numbers = dict.fromkeys(in_tens(1_200))

    multipliers = learned(*list(numbers)[:entries])

    assert (multipliers == [1.0] * model.WIDTHS) is as_shipped


def test_the_fewer_numbers_of_a_country_the_nearer_to_the_shipped_weights():
    abroad = [f"3908440{n:05d}" for n in range(0, 90_000, 30)]

    tens = [learned(*in_tens(count), *abroad)[TEN] for count in (40, 400, 4_000)]

    assert 1 <= tens[0] < tens[1] < tens[2]


def test_each_country_learns_for_itself():
    both = (*in_tens(4_000), *in_thousands(4_000, "39020"))

    british, italian = (
        learned(*both, caller=caller) for caller in ("442070000000", "390200000000")
    )

    assert british[TEN] > 1 > italian[TEN]


def test_a_country_that_is_not_on_the_list_has_the_shipped_weights():
    assert learned(*in_tens(4_000), caller="33162000000") == [1.0] * model.WIDTHS


def test_the_order_of_rows_does_not_matter():
    numbers = in_tens(2_000)

    assert learned(*numbers) == learned(*reversed(numbers))


def test_numbers_too_short_for_a_block_of_ten_are_no_subscribers_to_learn_from():
    short = [f"44{n:05d}" for n in range(2_000)]

    assert learned(*short) == [1.0] * model.WIDTHS


def test_longer_numbers_that_begin_alike_tell_nothing_of_shorter_ones():
    """Each number of a block of ten, and a thousand times as many behind it that are of another length."""
    tens = in_tens(1_200)
    behind = [f"{number}{n:02d}" for number in tens for n in range(0, 100, 20)]

    alone, beside = learned(*tens), learned(*tens, *behind)

    assert beside[TEN] > 1
    assert alone[TEN] > 1


@given(st.tuples(*[st.floats(1 / 64, 64)] * model.WIDTHS))
def test_a_number_of_the_callers_ten_is_worth_as_much_in_every_country(multipliers):
    evened = model.weights(model.evened(multipliers))

    shipped = model.weights()
    assert evened.slow[-1] + evened.fast[-1] == pytest.approx(shipped.slow[-1] + shipped.fast[-1])


@given(st.tuples(*[st.floats(1 / 64, 64)] * model.WIDTHS))
def test_the_nearer_a_number_the_more_it_says_whatever_was_learned(multipliers):
    weights = model.weights(model.evened(multipliers))

    assert list(weights.slow) == sorted(weights.slow)
    assert list(weights.fast) == sorted(weights.fast)

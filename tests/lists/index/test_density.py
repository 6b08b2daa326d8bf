"""What is learned of a block is what adding up its numbers one by one would give."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portinaio.core.evidence import Evidence
from portinaio.core.numbers.pattern import key
from portinaio.lists.index.build import build
from portinaio.lists.index.changes import change
from portinaio.lists.index.density import model
from portinaio.lists.index.density.countries import country_of
from portinaio.lists.index.density.query import Surroundings
from portinaio.lists.index.reader import ListIndex

TODAY = 739_944  # 2026-11-24
NOBODY = Surroundings(0, 1_000, 0.0)

# Around the edge of a block of 10,000 and of its half, so that every kind of block has some numbers; and of three lengths,
# so that longer ones stand among those that they begin like.
whole = (
    st.integers(442_079_459_000, 442_079_461_500) | st.integers(442_079_464_000, 442_079_466_000)
).map(str)
longer = st.builds(str.__add__, whole, st.sampled_from(["0", "5", "00", "93"]))
shorter = whole.map(lambda number: number[:-2])
numbers = whole | longer | shorter
entries = st.dictionaries(numbers, st.integers(TODAY - 200, TODAY), max_size=80)


def a_list(days_by_number, *, changes=None):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "spam.nsx"
        build(rows(days_by_number), path, list_date=TODAY, created=1)
        if changes:
            news, gone = changes
            keys = [(key(number), key(number)) for number in gone]
            change(path, rows(news), keys, list_date=TODAY, created=2)
        return ListIndex.open(path)


def rows(days_by_number):
    return [
        Evidence(key(number), key(number), 3, last_day=day)
        for number, day in days_by_number.items()
    ]


def in_block(number, caller, size):
    """Whether a number is of the block, and of the caller's own length."""
    return len(number) == len(caller) and int(number) // size == int(caller) // size


def added_up(days_by_number, caller, weights):
    total = 0.0
    for number, day in days_by_number.items():
        for block in weights.blocks:
            if in_block(number, caller, block.size) and number != caller:
                total += block.slow * model.slow(TODAY - day) + block.fast * model.fast(TODAY - day)
    return total


def total_of(found, normal):
    """From the share back to the sum."""
    half = model.OUTSTANDING * max(model.LEAST_NORMAL, normal)
    return half * found.share / (1 - found.share) if found else 0.0


@given(entries, numbers)
@settings(deadline=None)
def test_a_block_weighs_what_its_numbers_weigh(days_by_number, caller):
    index = a_list(days_by_number)

    found = index.around(key(caller), TODAY)

    wide, narrow = (
        sum(in_block(other, caller, size) for other in set(days_by_number) - {caller})
        for size in (10_000, 1_000)
    )
    if narrow and wide >= 2:
        assert found[:2] == ((narrow, 1_000) if narrow >= 2 else (wide, 10_000))
        country = country_of(index.base, key(caller), TODAY)
        weights, normal = country.weights, country.normal
        assert total_of(found, normal) == pytest.approx(added_up(days_by_number, caller, weights))
    else:
        assert found is None


@given(entries, entries, numbers, st.data())
@settings(deadline=None)
def test_changes_weigh_as_in_a_list_built_anew(before, news, caller, data):
    gone = [number for number in before if data.draw(st.booleans())]
    now = {number: day for number, day in before.items() if number not in gone} | news

    laid_over = a_list(before, changes=(news, gone)).around(key(caller), TODAY)

    anew = a_list(now).around(key(caller), TODAY)
    assert (laid_over or NOBODY)[:2] == (anew or NOBODY)[:2]
    assert (laid_over or NOBODY).share == pytest.approx((anew or NOBODY).share)


@given(entries, numbers, numbers)
@settings(deadline=None)
def test_a_further_number_never_makes_a_caller_less_suspect(days_by_number, further, caller):
    before = a_list(days_by_number).around(key(caller), TODAY)

    after = a_list({further: TODAY} | days_by_number).around(key(caller), TODAY)

    rounding = 1e-12  # of sums that are added up in another order
    assert (after or NOBODY).share >= (before or NOBODY).share - rounding


@given(entries, numbers, st.integers(1, 200))
@settings(deadline=None)
def test_later_reports_never_make_a_caller_less_suspect(days_by_number, caller, days):
    earlier = {number: day - days for number, day in days_by_number.items()}

    shares = [
        (a_list(listed).around(key(caller), TODAY) or NOBODY).share
        for listed in (earlier, days_by_number)
    ]

    assert shares == sorted(shares)


def test_the_sentence_counts_numbers_of_the_block_of_a_thousand():
    listed = {f"44207946{n:04d}": TODAY - n for n in range(21)}

    index = a_list(listed)

    assert index.around(key("442079460900"), TODAY).numbers == 21


def test_a_number_says_nothing_of_itself():
    index = a_list({"442079460100": TODAY})

    found = index.around(key("442079460100"), TODAY)

    assert found is None


def test_one_number_reported_today_makes_nobody_suspected():
    index = a_list({"442079460100": TODAY})

    beside = index.around(key("442079460101"), TODAY)

    assert beside is None


@pytest.mark.parametrize(
    ("listed", "told"),
    [
        pytest.param(["442079460100", "442079460999"], (2, 1_000), id="two of its thousand"),
        pytest.param(["442079460999", "442079461000"], (2, 10_000), id="one, and one beyond"),
        pytest.param(["442079460999"], None, id="one alone"),
        pytest.param(["442079461000", "442079469999"], None, id="none of its thousand"),
        pytest.param(["442079460999", "442079470000"], None, id="one, and one too far"),
    ],
)
def test_it_takes_two_numbers_and_one_of_them_near(listed, told):
    found = a_list(dict.fromkeys(listed, TODAY)).around(key("442079460101"), TODAY)

    assert (found and found[:2]) == told


@pytest.mark.parametrize("apart", [1, 7, 50, 127, 128, 129, 1_000])
def test_numbers_of_a_length_are_found_however_many_of_another_stand_among_them(apart):
    """Long ones by the thousand, all of which begin like a short one, and a short one after every so many."""
    long = {f"39020000{n:05d}": TODAY for n in range(9_000)}
    short = {f"39020000{n:04d}": TODAY - n for n in range(0, 900, max(apart // 10, 1))}
    caller = "390200000555"

    index = a_list(long | short)

    found = index.around(key(caller), TODAY)

    country = country_of(index.base, key(caller), TODAY)
    weights, normal = country.weights, country.normal
    assert found.numbers == len(short.keys() - {caller})
    assert total_of(found, normal) == pytest.approx(added_up(short, caller, weights))


def test_a_short_number_inherits_nothing_from_longer_ones():
    """`02 0000`, a switchboard, and the numbers behind it."""
    index = a_list({f"39020000{n:04d}": TODAY for n in range(0, 10_000, 7)})

    asked = [index.around(key(caller), TODAY) for caller in ("39020000", "390200001", "3902000055")]

    assert asked == [None] * 3
    assert [index.near(key(caller), TODAY) for caller in ("39020000", "390200001")] == [{}] * 2


def test_a_long_number_inherits_nothing_from_shorter_ones():
    index = a_list({f"390200{n:04d}": TODAY for n in range(10_000)})

    assert index.around(key("390200000055"), TODAY) is None
    assert index.near(key("390200000055"), TODAY) == {}


def test_time_makes_a_block_harmless():
    index = a_list({f"44207946{n:04d}": TODAY for n in range(100)})

    shares = [index.around(key("442079460999"), TODAY + days).share for days in (0, 90, 900)]

    assert shares == sorted(shares, reverse=True)
    assert shares[-1] < 0.01


def test_where_a_country_is_full_of_listed_blocks_one_must_stand_out():
    blocks = [f"44207{block:04d}" for block in range(3000)]
    everywhere = {f"{block}{n}99": TODAY for block in blocks for n in range(4)}
    caller = key("442070042000")

    full = a_list(everywhere).around(caller, TODAY)

    here = {number: day for number, day in everywhere.items() if number[:8] == "44207004"}
    alone = a_list(here).around(caller, TODAY)
    assert full.numbers == alone.numbers == 4
    assert full.share < 0.25 < alone.share


def test_what_is_normal_in_a_country_is_so_for_numbers_of_a_length():
    blocks = [f"44207{block:04d}" for block in range(3000)]
    whole = {f"{block}{n}99": TODAY for block in blocks for n in range(4)}
    longer = {f"{block}{n}997": TODAY for block in blocks for n in range(2)}

    together = a_list(whole | longer | {"390200001234": TODAY}).base

    callers = [key("442070042000"), key("4420700420000"), key("44207004200"), key("33162000000")]
    means = [12_000 / (3_000 + 1_000), 6_000 / (6_000 + 1_000), 0, 0]  # with a thousand empty ones
    learned = [country_of(together, caller, TODAY) for caller in callers]
    assert [country.normal for country in learned] == [
        pytest.approx(country.weights.normal(mean, mean))
        for country, mean in zip(learned, means, strict=True)
    ]


def test_what_is_normal_passes_with_the_reports():
    """So that a list of last month and the same list built anew today say the same."""
    numbers = [f"44207{block:04d}{n}99" for block in range(300) for n in range(4)]
    caller = key("442070042000")

    month_old = a_list(dict.fromkeys(numbers, TODAY)).around(caller, TODAY + 30)

    anew = a_list(dict.fromkeys(numbers, TODAY - 30)).around(caller, TODAY)
    assert month_old.share == pytest.approx(anew.share)


def test_a_short_number_has_no_surroundings():
    index = a_list({"44207946": TODAY, "44207947": TODAY})

    found = index.around(key("4420794"), TODAY)

    assert found is None

"""The arithmetic by which a list learns how fast evidence falls off: by hand, of numbers that were hidden."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from portinaio.core.evidence import Evidence
from portinaio.core.numbers.pattern import key
from portinaio.lists.index.build import build
from portinaio.lists.index.density import falloff, model
from portinaio.lists.index.density.falloff import Span
from portinaio.lists.index.reader import ListIndex

WIDE, THOUSAND, HUNDRED, TEN = range(4)
EVERYWHERE = [8.0, 2.0, 5.0, 4.0]
TODAY = 739_944  # 2026-11-24
SPAN = Span(0, 1_000, 400.0, 100.0)


def telling(width, total=1.0):
    """What is around a hidden number of which one width alone tells."""
    return tuple(total if each == width else 0.0 for each in range(model.WIDTHS))


@pytest.mark.parametrize("width", range(model.WIDTHS))
def test_where_one_width_alone_tells_it_explains_every_hidden_number(width):
    likeliest = falloff._likeliest([telling(width)] * 100, 0, EVERYWHERE, 1e9)

    assert likeliest[width] == pytest.approx(100 / EVERYWHERE[width])
    assert [m for at, m in enumerate(likeliest) if at != width] == [0.0] * 3


def test_hidden_numbers_of_which_nothing_tells_are_explained_by_no_width():
    with_them, without = (
        falloff._likeliest([telling(TEN)] * 100, untold, EVERYWHERE, 1e9) for untold in (900, 0)
    )

    assert with_them == pytest.approx(without)


def test_widths_that_tell_alike_share_what_they_explain_by_how_common_each_is():
    around = [(1.0, 0.0, 0.0, 0.0)] * 30 + [(0.0, 0.0, 0.0, 1.0)] * 60

    likeliest = falloff._likeliest(around, 0, EVERYWHERE, 1e9)

    assert likeliest == pytest.approx([30 / 8, 0, 0, 60 / 4])


def test_where_the_country_is_as_full_as_the_block_nothing_is_learned_of_the_block():
    likeliest = falloff._likeliest([telling(TEN, 1e-9)] * 100, 0, EVERYWHERE, 10.0)

    assert likeliest[TEN] < 100 / EVERYWHERE[TEN]


@pytest.mark.parametrize(
    ("multiplier", "left"),
    [(1.0, 1.0), (1.9, 1.0), (2.0, 1.0), (3.0, 1.5), (1e6, 64.0), (0.9, 1.0), (0.5, 1.0), (0.25, 0.5), (1e-6, 1 / 64)],
)  # fmt: skip
def test_only_what_is_more_than_twice_or_less_than_half_counts(multiplier, left):
    assert falloff._beyond(multiplier) == pytest.approx(left)


def around_as_americans(n):
    """Hidden numbers that come out as the American multipliers: nothing is to be learned of them."""
    everywhere = [0.0] * model.WIDTHS
    for block in model.BLOCKS:
        everywhere[block.width] += block.size * (block.slow * SPAN.slow + block.fast * SPAN.fast)
    told = [m * total for m, total in zip(falloff._AMERICAN, everywhere, strict=True)]
    counts = [round(n * each / sum(told)) for each in told]
    return [telling(width) for width, count in enumerate(counts) for _ in range(count)]


def test_a_country_like_america_has_the_shipped_weights():
    assert falloff._falloff(SPAN, around_as_americans(2_000), 1.0) == model.AS_SHIPPED


@pytest.mark.parametrize("around", [[], [telling(TEN, 0.0)] * 50], ids=["none", "nothing near"])
def test_where_nothing_tells_the_shipped_weights_stay(around):
    assert falloff._falloff(SPAN, around, 0.1) == model.AS_SHIPPED


def test_a_country_that_weighs_nothing_has_the_shipped_weights():
    assert falloff._falloff(SPAN._replace(slow=0.0, fast=0.0), [telling(TEN)], 0.1) == (
        model.AS_SHIPPED
    )


@pytest.mark.parametrize(("told", "untold", "believed"), [(100, 0, 1 / 2), (100, 700, 1 / 2), (300, 0, 3 / 4)])  # fmt: skip
def test_of_a_hundred_hidden_numbers_half_is_believed(told, untold, believed):
    around = [telling(TEN)] * told + [telling(TEN, 0.0)] * untold
    nothing_wide = (1 / 64) ** believed  # as little as the furthest

    found = falloff._falloff(SPAN, around, 1.0)

    assert found == pytest.approx(model.evened((nothing_wide, nothing_wide, nothing_wide, 1.0)))


def test_weights_are_measured_by_what_the_block_of_a_thousand_is_worth():
    around = [telling(THOUSAND)] * 50 + [telling(HUNDRED)] * 50
    narrow = falloff._likeliest(around, 0, everywhere_of(SPAN), 1e10)
    hundred = falloff._beyond(narrow[HUNDRED] / narrow[THOUSAND] / falloff._AMERICAN[HUNDRED])
    nothing = (1 / 64) ** 0.5

    found = falloff._falloff(SPAN, around, 1.0)

    assert found == pytest.approx(model.evened((nothing, 1.0, hundred**0.5, nothing)))


def everywhere_of(span):
    total = [0.0] * model.WIDTHS
    for block in model.BLOCKS:
        total[block.width] += block.size * (block.slow * span.slow + block.fast * span.fast)
    return total


@pytest.fixture(scope="module")
def crowd(tmp_path_factory):
    """Two hundred numbers within a few thousand, and the days on which each was reported; a fifth have none."""
    chance = random.Random(3)
    numbers = sorted(chance.sample(range(442079460000, 442079464000), 200))
    days = {n: chance.choice([TODAY - chance.randrange(300)] * 4 + [0]) for n in numbers}
    rows = [Evidence(key(str(n)), key(str(n)), 3, last_day=day) for n, day in days.items()]
    path = tmp_path_factory.mktemp("crowd") / "spam.nsx"
    build(rows, path, list_date=TODAY, created=1)
    return ListIndex.open(path).base, days


def test_around_a_hidden_number_each_width_comes_to_what_the_others_of_its_block_come_to(crowd):
    file, days = crowd
    for place, hidden in enumerate(days):
        wanted = [0.0] * model.WIDTHS
        for block in model.BLOCKS:
            for number, day in days.items():
                if number != hidden and number // block.size == hidden // block.size:
                    age = file.day - day if day else 0
                    weight = block.slow * model.slow(age) + block.fast * model.fast(age)
                    wanted[block.width] += weight

        assert falloff._around(file, place) == pytest.approx(wanted), place


class Listed:
    """As many records as a test says; what lies around each is its place."""

    def __init__(self, n):
        self.n = n

    def let_go(self):
        pass


def hidden_of(monkeypatch, n, spans):
    """The places of the numbers that are hidden, country by country."""
    seen: list[list[int]] = []
    monkeypatch.setattr(falloff, "_around", lambda _draft, place: place)
    monkeypatch.setattr(falloff, "_falloff", lambda _span, around, _share: seen.append(around))
    falloff.falloffs(Listed(n), [Span(*span, 1.0, 1.0) for span in spans])
    return seen


@pytest.mark.parametrize(
    ("n", "hidden"), [(1_000, 6 * 31), (100_000, 100_000 // 32), (1_000_000, 16_000)]
)
def test_a_part_of_a_list_is_hidden_spread_all_over_it(monkeypatch, n, hidden):
    (places,) = hidden_of(monkeypatch, n, [(0, n)])

    steps = [later - sooner for sooner, later in pairwise(places)]
    assert len(places) == hidden
    assert places[0] == n // (2 * hidden)
    assert {n // hidden, n // hidden + 1} >= {*steps}


def test_of_a_small_list_nothing_is_hidden(monkeypatch):
    assert hidden_of(monkeypatch, 999, [(0, 999)]) == []


def test_a_hidden_number_is_of_the_country_in_whose_stretch_it_stands_or_of_none(monkeypatch):
    first, second = hidden_of(monkeypatch, 1_000, [(100, 200), (300, 900)])

    assert first
    assert second
    assert all(100 <= place < 200 for place in first)
    assert all(300 <= place < 900 for place in second)

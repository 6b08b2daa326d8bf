"""How often a number was reported, as programs write it."""

from __future__ import annotations

import io

import pytest

from portinaio.core import score
from portinaio.core.facts import Hit
from portinaio.lists.intake.row import count_of
from portinaio.lists.read_list import read_list
from worlds import FROZEN_NOW, ITALY


@pytest.mark.parametrize(
    ("text", "count"),
    [
        pytest.param("3", 3, id="plain"),
        pytest.param(" 3 ", 3, id="spaces"),
        pytest.param("3.0", 3, id="with a point, as where some cells are empty"),
        pytest.param("1.0", 1, id="one with a point"),
        pytest.param("3,00", 3, id="with a comma"),
        pytest.param("1.200", 1200, id="thousands in Italy"),
        pytest.param("1,200", 1200, id="thousands in America"),
        pytest.param("1'200", 1200, id="thousands in Switzerland"),
        pytest.param("1 234 567", 1_234_567, id="millions in France"),
        pytest.param("-3", 0, id="below none"),
        pytest.param("\N{MINUS SIGN}3", 0, id="below none, as printed"),
        pytest.param("99999999999999999999", 1_000_000_000, id="more than there are people"),
    ],
)
def test_a_count_is_read_as_it_is_written(text, count):
    assert count_of(text) == count


@pytest.mark.parametrize(
    "text", ["", "-", "n/a", "tre", "3.14", "1.20", "3 4", "0x3", "\N{ARABIC-INDIC DIGIT THREE}"]
)
def test_what_is_no_count_is_none(text):
    assert count_of(text) is None


def test_one_report_with_a_point_behind_it_does_not_suffice():
    file = b"number,reports\n+390200001234,1.0\n+390200001235,\n"

    row = next(iter(read_list(io.BytesIO(file), plan_of=lambda _: ITALY)))

    assert score.weight_of(Hit("", 1.0, FROZEN_NOW.date(), row.reporters), FROZEN_NOW.date()) == 0

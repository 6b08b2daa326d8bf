"""A list in Markdown, as notes are kept."""

from __future__ import annotations

import pytest

from list_worlds import patterns, reading_of


@pytest.mark.parametrize("bullet", ["- ", "* ", "\u2022 ", "  - ", "-\t"])
def test_a_number_behind_a_bullet_is_read(bullet):
    text = f"{bullet}+390200001234\n{bullet}+390200005678\n"

    assert patterns(text, name="numbers.md") == ["+390200001234", "+390200005678"]


def test_its_words_stay_with_it():
    rows = [*reading_of("- +390200001234 - energy\n* +390200005678 # water\n", format="plain")]

    assert [row.company for row in rows] == ["energy", "water"]


def test_a_star_without_a_space_is_no_bullet():
    reading = reading_of("+390200001234\n*1919\n", format="plain", region="IT")

    list(reading)

    assert [bad.text for bad in reading.rejected] == ["*1919"]

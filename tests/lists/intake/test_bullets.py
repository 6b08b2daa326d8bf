"""A list in Markdown, as notes are kept."""

from __future__ import annotations

import pytest

from list_worlds import pattern_of, patterns, reading_of


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


@pytest.mark.parametrize("bullet", ["- [ ] ", "- [x] ", "* [X] "])
def test_a_task_is_a_bullet(bullet):
    assert patterns(f"# Blocked\n\n{bullet}+390200001234\n", name="tasks.md") == ["+390200001234"]


def test_words_may_follow_without_a_hyphen_behind_a_bullet():
    text = "# Blocked\n\n- 02 0000 1234 Energy of Milan\n- 0200005678 - water\n- 0200009999\n"

    reading = reading_of(text, name="numbers.md", region="IT")

    assert [row.company for row in reading] == ["Energy of Milan", "water", ""]
    assert not reading.rejected


def test_without_a_bullet_words_behind_a_number_make_it_no_number():
    reading = reading_of("0200001234\n0200001235 Energy\n", format="plain", region="IT")

    list(reading)

    assert [bad.text for bad in reading.rejected] == ["0200001235 Energy"]


@pytest.mark.parametrize("mark", [".", ")"])
@pytest.mark.parametrize("words", ["", " Gas", " - Gas"])
@pytest.mark.parametrize("country", ["IT", "DE"])
def test_what_lines_are_counted_with_is_no_part_of_their_numbers(mark, words, country):
    lines = [f"{n}{mark} 02000012{n:02}{words}" for n in range(1, 31)]

    found = patterns("\n".join(lines) + "\n", region=country, name="a.txt", sure=True)

    code = {"IT": "+390", "DE": "+49"}[country]
    assert found == [f"{code}2000012{n:02}" for n in range(1, 31)]


def test_a_title_above_counts_for_nothing():
    text = "# Calls of 2026\n\nNumbers:\n1. 0200001234\n2. 0200001235\n"

    assert patterns(text, region="IT", format="plain") == ["+390200001234", "+390200001235"]


def test_a_cell_that_is_counted_is_refused_where_the_lines_are_not():
    reading = reading_of("number,name\n1. 0200001234,Gas\n0200001235,Gas\n", region="IT")

    assert [pattern_of(row) for row in reading] == ["+390200001235"]
    assert [bad.line for bad in reading.rejected] == [2]


def test_an_area_code_with_a_full_stop_is_no_ordinal():
    text = "02. 00001234\n03. 00001235\n"

    assert patterns(text, region="IT") == ["+390200001234", "+390300001235"]

"""The country is chosen from a list that what is typed makes shorter."""

from __future__ import annotations

import pytest

from portinaio import language
from tui.first_run import a_fresh_house, come
from tui.terminal import press, until, visiting, words_on


async def test_the_country_is_chosen_from_a_list_that_what_is_typed_makes_shorter():
    house = a_fresh_house()

    async with visiting(house) as pilot:
        await come(pilot)
        await press(pilot, "enter")
        before = words_on(pilot)
        await press(pilot, *"fran")
        found = words_on(pilot)
        await press(pilot, "enter")
        after = words_on(pilot)
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: bool(house.written))

    assert "Italy (IT)" in before
    assert "France (FR)" in found
    assert "Italy (IT)" not in found
    assert "France" in after
    assert house.written[0]["country"] == "FR"


@pytest.mark.parametrize(
    ("typed", "country"),
    [
        pytest.param([*"at"], "AT", id="its two letters come first"),
        pytest.param([*"osterr"], "AT", id="without accents"),
        pytest.param([*"fra", "down", "up"], "FR", id="up and down move in the list"),
    ],
)
async def test_a_country_is_found_by(typed, country):
    language.use("de")
    house = a_fresh_house()

    async with visiting(house) as pilot:
        await come(pilot)
        await press(pilot, "enter", *typed, "enter", "ctrl+s")
        await until(pilot, lambda: bool(house.written))

    assert house.written[0]["country"] == country


async def test_a_country_that_there_is_not_is_said_and_esc_leaves_the_one_of_before():
    house = a_fresh_house()

    async with visiting(house) as pilot:
        await come(pilot)
        await press(pilot, "enter", *"xyzzy", "enter", "down")
        assert "None of them holds that." in words_on(pilot)
        await press(pilot, "escape", "ctrl+s")
        await until(pilot, lambda: bool(house.written))

    assert house.written[0]["country"] == "IT"

"""What the keys do to the one caller on the screen, as they do among the calls."""

from __future__ import annotations

import pytest

from tui.house import NUMBER, a_call, a_house
from tui.terminal import press, visiting


@pytest.mark.parametrize(("key", "kind"), [("b", "block"), ("a", "allow")])
async def test_b_blocks_and_a_allows_and_again_takes_it_back(key: str, kind: str):
    house = a_house(calls=[a_call()])

    async with visiting(house) as pilot:
        await press(pilot, "enter", key)
        first = [(one["pattern"], one["kind"]) for one in house.entries()]
        await press(pilot, key)

    assert (first, house.entries()) == ([(NUMBER, kind)], [])


async def test_n_names_the_caller():
    house = a_house(calls=[a_call()])

    async with visiting(house) as pilot:
        await press(pilot, "enter", "n", *"Ada", "enter")

    assert house.book == {NUMBER: "Ada"}


async def test_e_keeps_a_note_to_the_call():
    house = a_house(calls=[a_call()])

    async with visiting(house) as pilot:
        await press(pilot, "enter", "e", *"gas", "enter")

    assert house.call(1)["notes"] == "gas"


async def test_r_drafts_the_complaint():
    house = a_house(calls=[a_call()])

    async with visiting(house) as pilot:
        await press(pilot, "enter", "r")

    assert [one["calls"] for one in house.complaints()] == [[1]]


async def test_y_copies_the_number():
    async with visiting(a_house(calls=[a_call()])) as pilot:
        await press(pilot, "enter", "y")

        assert pilot.app.clipboard == NUMBER


async def test_u_undoes_what_was_done_here():
    house = a_house(calls=[a_call()])

    async with visiting(house) as pilot:
        await press(pilot, "enter", "b", "u")

    assert house.entries() == []

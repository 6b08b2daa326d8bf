"""What the box of the house is found by, and the IP telephone that it makes."""

from __future__ import annotations

import pytest

from portinaio.errors import LineError
from portinaio.tui.lines import telephone_screen
from tui.house import a_house, a_line
from tui.terminal import press, toasts, until, visiting, words_on

BOX = {"kind": "fritzbox", "title": "FRITZ!Box 7590", "keys": {"address": "192.168.178.1"}}


@pytest.fixture(autouse=True)
def soon(monkeypatch):
    monkeypatch.setattr(telephone_screen, "ASK_S", 0.05)


async def test_capital_j_has_the_box_make_a_telephone_once_it_is_confirmed_there():
    house = a_house(lines=[a_line("box", kind="fritzbox")])
    house.unconfirmed = 10**9

    async with visiting(house) as pilot:
        await press(pilot, "5", "J")
        await until(pilot, lambda: "dial *14567" in words_on(pilot))
        shown = words_on(pilot)
        house.unconfirmed = 0
        await until(pilot, lambda: bool(toasts(pilot)))

        assert "press any button of the box" in shown
        assert toasts(pilot) == ["Line box-phone is in config.toml; it is **622 at the box"]


async def test_what_stays_at_the_box_of_a_line_that_is_removed_is_told():
    house = a_house(lines=[a_line("box", kind="fritzbox")])
    remove = house.remove_line
    house.remove_line = lambda name: remove(name) | {"notes": ["what it has barred stays there"]}

    async with visiting(house) as pilot:
        await press(pilot, "5", "d", "y")
        await until(pilot, lambda: bool(toasts(pilot)))

        assert toasts(pilot) == ["Line box is gone; what it has barred stays there"]


async def test_what_the_box_says_no_to_is_told():
    house = a_house(lines=[a_line("box", kind="fritzbox")])

    def no(*_):
        raise LineError("somebody else confirms something at the box just now")

    house.add_telephone = no
    async with visiting(house) as pilot:
        await press(pilot, "5", "J")
        await until(pilot, lambda: "somebody else confirms" in words_on(pilot))
        await press(pilot, "escape")

        assert "An IP telephone" not in words_on(pilot)


async def test_who_leaves_waits_no_longer():
    house = a_house(lines=[a_line("box", kind="fritzbox")])
    house.unconfirmed = 10**9

    async with visiting(house) as pilot:
        await press(pilot, "5", "J")
        await until(pilot, lambda: "dial *14567" in words_on(pilot))
        await press(pilot, "escape")
        house.unconfirmed = 0
        await press(pilot, "5")

        assert [one["name"] for one in house.lines()] == ["box"]


async def test_a_line_behind_which_nothing_makes_telephones_says_so():
    async with visiting(a_house()) as pilot:
        await press(pilot, "5", "J")

        assert "An IP telephone" not in words_on(pilot)
        assert "makes telephones" in " ".join([words_on(pilot), *toasts(pilot)])


async def to_the_box(pilot):
    await press(pilot, "5", "plus")
    await until(pilot, lambda: "a SIP account" in words_on(pilot))
    for _ in range(12):
        if "(●) a FRITZ!Box" in words_on(pilot):
            return
        await press(pilot, "down")
    raise AssertionError("no FRITZ!Box among the kinds")


async def test_a_box_that_is_found_need_not_be_typed():
    house = a_house(lines=[])
    house.found = (BOX,)
    kinds = house.line_kinds()
    box = {"kind": "fritzbox", "title": "a FRITZ!Box", "keys": []}
    house.line_kinds = lambda: [*kinds, box]

    async with visiting(house) as pilot:
        await to_the_box(pilot)
        await until(pilot, lambda: "found: FRITZ!Box 7590" in words_on(pilot))
        await press(pilot, "enter")
        await until(pilot, lambda: bool(house.added_lines))

    assert house.added_lines[0][2]["address"] == "192.168.178.1"

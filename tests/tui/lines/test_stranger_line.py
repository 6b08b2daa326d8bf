"""A line of a kind from somebody else's package, in the app."""

from __future__ import annotations

import pytest

from stranger_line import Hut
from tui.first_run import LINE
from tui.house import a_house, a_line
from tui.terminal import press, settled, toasts, until, visiting, words_on

KINDS = [
    {"kind": "beep", "title": "a line that beeps", "keys": []},
    {"kind": "sip", "title": "a SIP account or a PBX", "keys": []},
    {"kind": "replay", "title": "a simulated line", "keys": []},
]


@pytest.fixture
def hut(tmp_path, monkeypatch):
    hut = Hut(tmp_path)
    hut.here(monkeypatch)
    return hut


def a_house_with_a_beeper(**given):
    house = a_house(**given)
    house.line_kinds = lambda: KINDS
    return house


@pytest.mark.usefixtures("hut")
async def test_plus_shows_its_fields_and_adds_it():
    house = a_house_with_a_beeper(lines=[])

    async with visiting(house) as pilot:
        await press(pilot, "5", "plus")
        await settled(pilot)
        shown = words_on(pilot)
        await press(pilot, *"hut", "tab", *"/dev/beep", "enter")
        await until(pilot, lambda: bool(house.added_lines))

    assert ("(●) a line that beeps" in shown, "a device, such as /dev/beep" in shown) == (
        True,
        True,
    )
    assert house.added_lines == [("beep", "hut", {"device": "/dev/beep"})]


@pytest.mark.usefixtures("hut")
async def test_its_line_is_called_by_its_short_name():
    async with visiting(a_house_with_a_beeper(lines=[a_line("hut", kind="beep")])) as pilot:
        await press(pilot, "5")

        assert "beeper" in words_on(pilot)


@pytest.mark.usefixtures("hut")
async def test_the_first_run_asks_for_what_it_needs():
    house = a_house_with_a_beeper(lines=[], lists=[])
    house.guessed["fresh"] = True

    async with visiting(house) as pilot:
        await settled(pilot)
        await press(pilot, *["down"] * LINE, "enter")
        behind_provider_and_pbx = ("home", "down", "down")
        await press(pilot, *behind_provider_and_pbx, "enter")
        await press(pilot, "down", "enter", *"/dev/beep", "enter")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: bool(house.added_lines))

    assert house.added_lines == [("beep", "home", {"device": "/dev/beep"})]


async def test_a_line_whose_package_is_gone_keeps_its_name_and_the_screen():
    line = a_line("hut", kind="beep", state="refused", error="it is not installed")

    async with visiting(a_house(lines=[line])) as pilot:
        await press(pilot, "5", "P")

        assert ("beep" in words_on(pilot), "it is not installed" in words_on(pilot)) == (True, True)
        assert toasts(pilot) == ["A line of this kind needs no password"]

"""Keys that do the same on every screen."""

from __future__ import annotations

import pytest

from portinaio.tui.complaints.screen import ComplaintsScreen
from portinaio.tui.help.screen import HelpScreen
from portinaio.tui.insight.screen import InsightScreen
from portinaio.tui.lines.screen import LinesScreen
from portinaio.tui.settings.screen import SettingsScreen
from portinaio.tui.state import Connection
from tui.house import a_house
from tui.scenes import usual
from tui.terminal import press, until, visiting


@pytest.mark.parametrize(
    ("key", "screen"),
    [
        ("4", ComplaintsScreen),
        ("5", LinesScreen),
        ("6", InsightScreen),
        ("7", SettingsScreen),
        ("8", HelpScreen),
    ],
)
async def test_a_digit_goes_to_its_place_from_anywhere(key: str, screen: type):
    async with visiting(usual()) as pilot:
        await press(pilot, "enter", key)

        assert isinstance(pilot.app.screen, screen)


@pytest.mark.parametrize("place", ["2", "5", "7"])
async def test_shift_s_starts_the_screener_from_any_place(place: str):
    house = a_house()
    house.daemon = False

    async with visiting(house, start_daemon=house.come_back) as pilot:
        await press(pilot, place, "S")
        await until(pilot, lambda: pilot.app.session.state.connection is Connection.UP)

        assert house.status()["running"]


@pytest.mark.parametrize("place", ["1", "2", "3", "4", "5", "6", "7", "8", "9"])
async def test_p_pauses_from_any_place(place: str):
    house = a_house()

    async with visiting(house) as pilot:
        await press(pilot, place, "p")

    assert house.paused_until == "2026-11-24T15:10:00+01:00"

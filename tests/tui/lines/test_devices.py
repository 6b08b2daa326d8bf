"""The devices that ask the gateway, from the place of the lines."""

from __future__ import annotations

from tui.house import a_house
from tui.terminal import press, toasts, until, visiting, words_on


async def opened(pilot) -> None:
    await press(pilot, "5", "D")
    await until(pilot, lambda: "Telephones and routers" in words_on(pilot))


async def test_capital_d_shows_who_may_ask():
    house = a_house()
    house.add_device("anna-phone")

    async with visiting(house) as pilot:
        await opened(pilot)
        await until(pilot, lambda: "anna-phone" in words_on(pilot))

        assert "read the last calls" in words_on(pilot)


async def test_plus_lets_one_in_and_shows_its_token_and_qr_code_once():
    house = a_house()

    async with visiting(house) as pilot:
        await opened(pilot)
        await press(pilot, "plus", *"tablet", "enter")
        await until(pilot, lambda: "tablet may ask now" in words_on(pilot))
        shown = words_on(pilot)
        await press(pilot, "y")
        copied = pilot.app.clipboard
        await press(pilot, "escape")

        assert "token-of-tablet" not in words_on(pilot)
    assert shown.count("▄") > 50
    assert copied == "token-of-tablet"
    assert [one["name"] for one in house.devices()] == ["tablet"]


async def test_ctrl_s_shows_what_spamblocker_imports_a_text_at_a_time():
    house = a_house()

    async with visiting(house) as pilot:
        await opened(pilot)
        await press(pilot, "ctrl+s", "enter")
        await until(pilot, lambda: "Query API, New, Import" in words_on(pilot))
        first = words_on(pilot)
        await press(pilot, "right")
        await until(pilot, lambda: "Report API, New, Import" in words_on(pilot))
        await press(pilot, "y")
        copied = pilot.app.clipboard

    assert first.count("▄") > 50
    assert copied == '{"report":"token-of-spamblocker"}'
    assert [one["name"] for one in house.devices()] == ["spamblocker"]


async def test_d_revokes_one_only_after_a_yes():
    house = a_house()
    house.add_device("anna-phone")

    async with visiting(house) as pilot:
        await opened(pilot)
        await until(pilot, lambda: "anna-phone" in words_on(pilot))
        await press(pilot, "d", "n")
        kept = [one["name"] for one in house.devices()]
        await press(pilot, "d", "y")
        await until(pilot, lambda: "No device may ask yet" in words_on(pilot))

    assert (kept, house.devices()) == (["anna-phone"], [])


async def test_a_name_that_is_taken_is_told():
    house = a_house()
    house.add_device("tablet")

    async with visiting(house) as pilot:
        await opened(pilot)
        await press(pilot, "plus", *"tablet", "enter")
        await until(pilot, lambda: toasts(pilot))

        assert "there is a device called tablet" in toasts(pilot)[0]

"""A line that there is already is shown, and can be corrected."""

from __future__ import annotations

from portinaio.tui.setup.trial_call import TrialCallScreen
from tui.configuring import a_setting
from tui.first_run import LINE, come
from tui.house import a_house, a_line
from tui.terminal import press, until, visiting, words_on


def a_house_with_a_line(**keys: str):
    house = a_house(lines=[a_line("box"), a_line("demo", kind="replay")], lists=[])
    house.guessed |= {"has_line": True}
    for key, value in keys.items():
        house.config[f"line.box.{key}"] = a_setting(f"line.box.{key}", "", value=value)
    house.config["line.box.peer"] = house.config.get("line.box.peer") or a_setting(
        "line.box.peer", "", "choice", default="sole"
    )
    return house


async def test_a_saved_line_is_shown_and_stays_as_it_is_where_nobody_touches_it():
    house = a_house_with_a_line(mode="registrar", registrar="sip.example.net", username="ada")

    async with visiting(house) as pilot:
        await press(pilot, "f2")
        await come(pilot)
        shown = words_on(pilot)
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: bool(house.rehearsed))

    assert "box · SIP" in shown
    assert "sip.example.net" in shown
    assert "nobody else" in shown
    assert house.written == [{"country": "IT", "language": "en", "policy.reported": "reject"}]
    assert house.added_lines == []


async def test_a_saved_line_is_corrected_and_called_again():
    house = a_house_with_a_line(mode="registrar", registrar="fritz.bxo", username="ada")

    async with visiting(house) as pilot:
        await press(pilot, "f2")
        await come(pilot)
        await press(pilot, *["down"] * LINE, "down", "enter", *["backspace"] * 3, *"box", "enter")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: isinstance(pilot.app.screen, TrialCallScreen))

    written = house.written[0]
    assert written["line.box.registrar"] == "fritz.box"
    assert written["line.box.peer"] == "fritzbox"
    assert "line.box.username" not in written
    assert house.added_lines == []


async def test_what_is_emptied_goes_out_of_the_configuration_and_a_new_password_to_the_keyring():
    house = a_house_with_a_line(mode="registrar", registrar="sip.example.net", peer="forked")

    async with visiting(house) as pilot:
        await press(pilot, "f2")
        await come(pilot)
        await press(pilot, *["down"] * LINE, *["down"] * 5, "enter", *"new", "enter")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: bool(house.written))
    assert house.passwords == {"box": "new"}
    assert house.written[0]["line.box.password"] == {"keyring": "box"}


async def test_no_line_need_be_corrected():
    house = a_house_with_a_line(mode="registrar", registrar="fritz.box")

    async with visiting(house) as pilot:
        await press(pilot, "f2")
        await come(pilot)
        await press(pilot, *["down"] * LINE, "enter", "end", "enter", "ctrl+s")
        await until(pilot, lambda: bool(house.rehearsed))

    assert not any(key.startswith("line.") for key in house.written[0])

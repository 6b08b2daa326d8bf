"""Everything that a key does can be clicked too."""

from __future__ import annotations

from textual.command import CommandPalette

from portinaio.tui.calls.number_screen import NumberScreen
from portinaio.tui.calls.screen import CallsScreen
from portinaio.tui.complaints.screen import ComplaintsScreen
from portinaio.tui.widgets.dialogs import Prompt
from tui.house import NUMBER, a_call, a_house
from tui.scenes import usual
from tui.terminal import WIDE, press, settled, until, visiting, words_on


def place_of(pilot, text: str) -> tuple[int, int]:
    """Where on the screen `text` stands: column and line."""
    for y, line in enumerate(words_on(pilot).splitlines()):
        if text in line:
            return line.index(text) + 1, y
    raise AssertionError(f"{text!r} is not on the screen:\n{words_on(pilot)}")


async def click(pilot, text: str) -> None:
    await pilot.click(offset=place_of(pilot, text))
    await settled(pilot)


async def test_a_click_on_a_place_leads_there():
    async with visiting(usual()) as pilot:
        await click(pilot, "4 Cases")
        await until(pilot, lambda: isinstance(pilot.app.screen, ComplaintsScreen))


async def test_the_corner_opens_the_palette():
    async with visiting(usual(), size=WIDE) as pilot:
        await click(pilot, ": Commands")
        await until(pilot, lambda: isinstance(pilot.app.screen, CommandPalette))


async def test_the_way_here_leads_back():
    async with visiting(usual()) as pilot:
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, NumberScreen)
        await pilot.click(offset=(16, 0))
        await until(pilot, lambda: isinstance(pilot.app.screen, CallsScreen))


async def test_a_second_click_on_a_call_tells_why():
    async with visiting(usual()) as pilot:
        await pilot.click("CallsTable", offset=(10, 1))
        await settled(pilot)
        assert isinstance(pilot.app.screen, CallsScreen)
        await pilot.click("CallsTable", offset=(10, 1))
        await until(pilot, lambda: isinstance(pilot.app.screen, NumberScreen))


async def test_a_name_is_kept_by_a_click():
    house = a_house(calls=[a_call()])

    async with visiting(house) as pilot:
        await press(pilot, "n", *"Ada")
        await click(pilot, "enter keeps it")
        await until(pilot, lambda: house.book == {NUMBER: "Ada"})


async def test_a_question_is_left_by_a_click():
    house = a_house(calls=[a_call()])

    async with visiting(house) as pilot:
        await press(pilot, "n", *"Ada")
        await click(pilot, "esc leaves it")
        await until(pilot, lambda: not isinstance(pilot.app.screen, Prompt))

    assert house.book == {}


async def test_a_deed_is_confirmed_by_a_click():
    house = a_house(calls=[a_call()])

    async with visiting(house, size=WIDE) as pilot:
        await press(pilot, "d")
        await click(pilot, "Delete it")
        await until(pilot, lambda: not house.log)


async def test_a_choice_is_taken_by_a_click():
    house = a_house()

    async with visiting(house) as pilot:
        await press(pilot, "7")
        await until(pilot, lambda: "country" in words_on(pilot))
        await press(pilot, "down", "down", "enter", "down")
        await click(pilot, "enter takes it")
        await until(pilot, lambda: house.written == [{"policy.unknown": "silence"}])


async def test_a_setting_is_kept_by_a_click():
    house = a_house()

    async with visiting(house) as pilot:
        await press(pilot, "7")
        await until(pilot, lambda: "country" in words_on(pilot))
        await press(pilot, "enter", "backspace", "backspace", *"DE")
        await click(pilot, "enter keeps it")
        await until(pilot, lambda: house.written == [{"country": "DE"}])


async def test_a_new_entry_is_kept_by_a_click():
    house = a_house()

    async with visiting(house) as pilot:
        await press(pilot, "3", "plus", *NUMBER)
        await until(pilot, lambda: "no call in the log came from there" in words_on(pilot))
        await click(pilot, "enter keeps it")
        await until(pilot, lambda: [one["pattern"] for one in house.entries()] == [NUMBER])

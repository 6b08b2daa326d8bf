"""Where one can go is said at all times: the number and the name of every place, on every terminal that has a line to spare."""

from __future__ import annotations

from itertools import pairwise

import pytest

from portinaio import language
from portinaio.tui.actions.action import ActionContext
from portinaio.tui.actions.registry import ACTIONS, PLACES
from portinaio.tui.widgets.places_line import LOWEST, SHORTER, PlacesLine
from tui.scenes import usual
from tui.terminal import press, settled, visiting, words_on

WIDTHS = (60, 80, 81, 99, 100, 101, 120, 160, 200)


def names_of(place: str) -> set[str]:
    """As it may stand there."""
    action = ACTIONS[place]
    words = {action.title(ActionContext())} | ({SHORTER[place]()} if place in SHORTER else set())
    return {f"{action.key} {word}" for word in words}


def places_on(pilot) -> str:
    """The lines between the one on top and what the place shows."""
    line = pilot.app.screen.query_one(PlacesLine).region
    return "\n".join(words_on(pilot).splitlines()[line.y : line.bottom])


async def to_size(pilot, width: int, height: int) -> None:
    await pilot.resize_terminal(width, height)
    await settled(pilot)


@pytest.mark.parametrize("help_beside", [False, True], ids=["alone", "beside the help"])
@pytest.mark.parametrize("code", language.LANGUAGES)
async def test_every_place_has_its_number_and_its_name_at_any_width(code: str, help_beside: bool):
    language.use(code)
    unnamed = []

    async with visiting(usual(), size=(240, 24)) as pilot:
        await press(pilot, "question_mark") if help_beside else None
        for width in WIDTHS:
            await to_size(pilot, width, 24)
            shown = places_on(pilot)
            unnamed += [
                (width, place)
                for place in PLACES
                if not any(name in shown for name in names_of(place))
            ]

    assert unnamed == []


@pytest.mark.parametrize("code", language.LANGUAGES)
@pytest.mark.parametrize("width", [60, 80])
async def test_the_place_where_one_is_stands_in_brackets(code: str, width: int):
    language.use(code)

    async with visiting(usual(), size=(width, 24)) as pilot:
        for place in PLACES:
            await press(pilot, ACTIONS[place].key)
            shown = places_on(pilot)

            assert any(f"[{name}]" in shown for name in names_of(place))
            assert shown.count("[") == 1


@pytest.mark.parametrize(("width", "lines"), [(79, 1), (78, 2)])
async def test_a_second_line_is_taken_where_the_names_have_no_room_in_one(width: int, lines: int):
    async with visiting(usual(), size=(width, 24)) as pilot:
        assert pilot.app.screen.query_one(PlacesLine).size.height == lines


@pytest.mark.parametrize(("height", "lines"), [(LOWEST, 2), (LOWEST - 1, 1)])
async def test_a_terminal_of_few_lines_keeps_them_and_loses_whole_names(height: int, lines: int):
    async with visiting(usual(), size=(60, height)) as pilot:
        await press(pilot, "5")
        shown = places_on(pilot)

        assert pilot.app.screen.query_one(PlacesLine).size.height == lines
        assert "[5 Lines]" in shown
        assert all(ACTIONS[place].key in shown for place in PLACES)


async def test_names_of_two_lines_stand_below_each_other():
    async with visiting(usual(), size=(60, 24)) as pilot:
        first, second = places_on(pilot).splitlines()

    at = [first.index(key) for key in "12345"]
    assert at[:4] == [second.index(key) for key in "6789"]
    assert all(apart > 5 for apart in (b - a for a, b in pairwise(at)))


@pytest.mark.parametrize("width", [60, 80, 120])
async def test_a_click_on_any_name_leads_there(width: int):
    async with visiting(usual(), size=(width, 24)) as pilot:
        for place in reversed(PLACES):
            lines = words_on(pilot).splitlines()
            key = f"{ACTIONS[place].key} "
            y = next(y for y in (1, 2) if key in lines[y])
            await pilot.click(offset=(lines[y].index(key) + 3, y))
            await settled(pilot)

            assert pilot.app.current_mode == place

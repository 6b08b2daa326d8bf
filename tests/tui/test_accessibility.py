"""What a colour says stands there as a sign or a word too, and every act is reached with the keyboard alone and with the mouse alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.command import CommandList, CommandPalette
from textual.screen import ModalScreen
from textual.widgets import Button, OptionList

from portinaio.tui.actions.action import ActionContext
from portinaio.tui.actions.registry import ACTIONS, PLACES
from portinaio.tui.complaints.complaint_terms import STATE_SYMBOLS
from portinaio.tui.places import kind_of
from portinaio.tui.symbols import symbol_of
from tui import shelf_scenes, states
from tui.filing import a_complaint
from tui.first_run import LINE, a_fresh_house, come
from tui.house import a_call, a_house, a_line, a_list, a_sales_call, ago, now
from tui.scenes import usual
from tui.terminal import WIDE, press, settled, until, visiting, words_on
from tui.test_geometry import DIALOGS

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from portinaio.tui.app import PortinaioApp
    from portinaio.tui.screens.base_screen import BaseScreen
    from tui.house import FakeClient

CALLS = {
    "reported": a_sales_call(1),
    "reported-and-it-rang": a_sales_call(1, action="ring"),
    "suspected": a_call(1, score=40, suspected=True),
    "unknown": a_call(1),
    "known": a_call(1, label="known"),
    "ringing": a_call(1, at=ago(seconds=4), outcome=None),
}
LINES = ("up", "retrying", "refused", "gone")
LISTS = ("never", "ok", "stale", "refused")


def test_verdicts_of_other_colours_have_other_shapes():
    """A suspected caller is an unknown one, with a word beside it or a question mark."""
    symbols = {name: symbol_of(call, now()).shape for name, call in CALLS.items()}

    assert symbols.pop("suspected") == symbols["unknown"]
    assert len(set(symbols.values())) == len(symbols)


def test_complaints_of_other_states_have_other_shapes():
    assert len({one.shape for one in STATE_SYMBOLS.values()}) == len(STATE_SYMBOLS)


def a_cabinet(state: str) -> FakeClient:
    house = a_house()
    house.filed = [a_complaint(state=state)]
    return house


@pytest.mark.parametrize(
    ("key", "houses"),
    [
        pytest.param("1", [a_house(calls=[call]) for call in CALLS.values()], id="calls"),
        pytest.param("5", [a_house(lines=[a_line(state=one)]) for one in LINES], id="lines"),
        pytest.param("2", [a_house(lists=[a_list(state=one)]) for one in LISTS], id="lists"),
        pytest.param("4", [a_cabinet(one) for one in STATE_SYMBOLS], id="complaints"),
    ],
)
async def test_states_are_told_apart_without_colour(key: str, houses: list[FakeClient]):
    """Where it is narrow, and words make room for what matters more."""
    told = []
    for house in houses:
        async with visiting(house, size=(60, 24)) as pilot:
            pilot.app.use_no_colour()
            await press(pilot, key)
            told.append(words_on(pilot))

    assert len(set(told)) == len(houses)


@pytest.mark.parametrize("colours", ["sixteen", "none"])
async def test_every_place_says_the_same_in_sixteen_colours_and_in_none(colours: str):
    async with visiting(usual()) as pilot:
        in_colours = [await place_read(pilot, place) for place in PLACES]
        in_few(pilot.app, colours)
        in_few_colours = [await place_read(pilot, place) for place in PLACES]

    assert in_few_colours == in_colours


@pytest.mark.parametrize("colours", ["sixteen", "none"])
async def test_the_answer_one_is_on_differs_from_the_others_by_more_than_colour(colours: str):
    async with visiting(a_fresh_house()) as pilot:
        await come(pilot)
        in_few(pilot.app, colours)
        await press(pilot, *["down"] * LINE, "enter", "home", "down")
        answers = pilot.app.screen.query_one(OptionList)
        lines = [answers.render_line(row) for row in range(answers.option_count)]

    marked = [any(part.style and part.style.bold for part in line) for line in lines]
    assert marked == [row == 1 for row in range(len(lines))]


async def place_read(pilot: Pilot[int], place: str) -> str:
    await press(pilot, ACTIONS[place].key)
    return words_on(pilot).replace("╱", " ")  # what hatches an empty panel says nothing


def in_few(app: PortinaioApp, colours: str) -> None:
    if colours == "none":
        app.use_no_colour()
    else:
        app.use_sixteen_colours()


async def test_with_the_keyboard_alone_question_mark_lists_every_act_of_every_place():
    missing = {}
    async with visiting(usual(), size=(160, 120)) as pilot:
        for place in PLACES:
            await press(pilot, ACTIONS[place].key)
            bound = {one.binding.id for one in pilot.app.screen.active_bindings.values()}
            await press(pilot, "question_mark")
            said, own = words_on(pilot), kind_of(place).OWN_ACTIONS
            words = {one: ACTIONS[one].title(ActionContext()).split()[0] for one in own}
            missing[place] = [one for one in own if one not in bound or words[one] not in said]
            await press(pilot, "question_mark")

    assert missing == {place: [] for place in PLACES}


async def test_with_the_mouse_alone_the_corner_offers_every_act_that_is_possible_in_a_place():
    missing = {}
    async with visiting(usual(), size=(140, 40)) as pilot:
        for place in PLACES:
            await click_on(pilot, f"{ACTIONS[place].key} {ACTIONS[place].title(ActionContext())}")
            await until(pilot, lambda place=place: pilot.app.current_mode == place)
            await settled(pilot)
            missing[place] = await not_offered(pilot)

    assert missing == {place: [] for place in PLACES}


ON_TOP = {
    "number": (usual, ("why",)),
    "letter": (usual, ("report",)),
    "form-fields": (states.with_a_form, ("report", "form")),
    "catalogue": (usual, ("lists", "catalogue")),
    "inside": (shelf_scenes.with_lists, ("lists", "inside")),
    "books": (shelf_scenes.with_followed_books, ("contacts", "books")),
}
"""Screens that lie on top of a place, and the acts that lead there."""


@pytest.mark.parametrize("screen", ON_TOP)
async def test_with_the_mouse_alone_one_comes_to_what_lies_on_top_and_to_every_act_there(
    screen: str,
):
    house, acts = ON_TOP[screen]
    async with visiting(house(), size=(140, 60)) as pilot:
        for act in acts:
            before = pilot.app.screen
            await click_act(pilot, act)
            await until(pilot, lambda before=before: pilot.app.screen is not before)
            await settled(pilot)
        here = pilot.app.screen
        assert here.breadcrumbs()
        assert await not_offered(pilot) == []
        await pilot.click(offset=(16, 0))
        await until(pilot, lambda: pilot.app.screen is not here)


async def test_with_the_mouse_alone_a_device_is_let_in_and_left():
    async with visiting(states.with_devices(), size=(140, 60)) as pilot:
        await click_act(pilot, "lines")
        await until(pilot, lambda: pilot.app.current_mode == "lines")
        await settled(pilot)
        for text, screen in (
            (None, "DevicesScreen"),
            ("+ lets one in", "Prompt"),
            ("esc leaves it", "DevicesScreen"),
            ("esc back", "LinesScreen"),
        ):
            await (click_act(pilot, "devices") if text is None else click_on(pilot, text))
            await until(pilot, lambda screen=screen: type(pilot.app.screen).__name__ == screen)
            await settled(pilot)


IN_DIALOGS = {
    name: states.Scene(usual, keys, screen)
    for name, (keys, screen) in DIALOGS.items()
    if screen not in {"CallsScreen", "EntriesScreen", "CommandPalette"}
} | states.FURTHER


@pytest.mark.parametrize("dialog", IN_DIALOGS)
async def test_with_the_mouse_alone_whatever_a_key_does_in_a_dialog_can_be_clicked(dialog: str):
    scene = IN_DIALOGS[dialog]
    async with visiting(scene.house(), size=(120, 50)) as pilot:
        await press(pilot, *scene.keys)
        screen = pilot.app.screen
        if not isinstance(screen, ModalScreen):
            return  # its keys are in the palette
        own = [
            one
            for several in screen._bindings.key_to_bindings.values()
            for one in several
            if one.show and one.description
        ]
        clicked = clicks_on(pilot)
        if screen.query(Button):  # of a yes or no
            clicked.add("dismiss")
        if screen.query("#kind") and await changes_by_a_click(pilot, "#kind"):
            clicked.add("turn")

    assert {verb_of(one.action) for one in own} - clicked == set()


def verb_of(action: str) -> str:
    """What goes on to the next goes round, so that the one before is reached as well."""
    return action.removeprefix("screen.").partition("(")[0]


async def changes_by_a_click(pilot: Pilot[int], part: str) -> bool:
    before = words_on(pilot)
    await pilot.click(part, offset=(1, 0))
    await settled(pilot)
    return words_on(pilot) != before


def clicks_on(pilot: Pilot[int]) -> set[str]:
    """What clicks do, wherever on the screen."""
    app = pilot.app
    lines = app.screen._compositor.render_strips(app.size)
    found = [one.style.meta.get("@click", "") for line in lines for one in line if one.style]
    return {verb_of(str(action)) for action in found}


async def click_act(pilot: Pilot[int], act: str) -> None:
    """On its key where that is on the screen, else in the palette of the corner."""
    screen = pilot.app.screen
    title, key = ACTIONS[act].title(screen.current_context()), screen.key_of(act)
    if f"{key} {title}" in words_on(pilot):
        await click_on(pilot, f"{key} {title}")
        return
    await open_palette(pilot)
    await click_on(pilot, f"{title}  ({key})")


async def open_palette(pilot: Pilot[int]) -> CommandList:
    """All that can be done here, once it is told."""
    n = len(possible_titles(pilot.app.screen))
    await pilot.click("FooterLine", offset=(pilot.app.size.width - 2, 0))
    await until(pilot, lambda: isinstance(pilot.app.screen, CommandPalette))
    offered = pilot.app.screen.query_one(CommandList)
    await until(pilot, lambda: offered.option_count >= n)
    await settled(pilot)
    return offered


async def not_offered(pilot: Pilot[int]) -> list[str]:
    possible = possible_titles(pilot.app.screen)
    offered = await open_palette(pilot)
    texts = "\n".join(str(option.prompt) for option in offered.options)
    await pilot.press("escape")
    await settled(pilot)
    return [one for one in possible if one not in texts]


def possible_titles(screen: BaseScreen) -> list[str]:
    found = screen.current_context()
    return [
        f"{ACTIONS[one].title(found)}  ({screen.key_of(one)})"
        for one in screen.OWN_ACTIONS
        if ACTIONS[one].disabled_because(found) is None
    ]


async def test_an_act_of_the_palette_is_done_by_a_click():
    house = a_house(calls=[a_call(1)])
    async with visiting(house, size=WIDE) as pilot:
        await click_on(pilot, ": Commands")
        await until(pilot, lambda: "Block  (b)" in words_on(pilot))
        await click_on(pilot, "Block  (b)")
        await until(pilot, lambda: bool(house.entries()))


async def click_on(pilot: Pilot[int], text: str) -> None:
    lines = words_on(pilot).splitlines()
    y = next((y for y, line in enumerate(lines) if text in line), None)
    assert y is not None, f"{text!r} is not on the screen:\n{words_on(pilot)}"
    await pilot.click(offset=(lines[y].index(text) + 1, y))

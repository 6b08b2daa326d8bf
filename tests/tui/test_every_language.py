"""The app in every language: longer words push nothing off the screen, and nothing stays English."""

from __future__ import annotations

import pytest
from textual.containers import ScrollableContainer

from portinaio import language
from portinaio.language import _, terms
from portinaio.tui.actions.registry import ACTIONS, PLACES
from portinaio.tui.complaints import complaint_terms
from tui import scenes
from tui.filing import a_complaint
from tui.house import a_house
from tui.terminal import NARROW, WIDE, press, settled, visiting, words_on


@pytest.mark.parametrize("code", language.LANGUAGES)
async def test_each_place_has_the_help_in_the_bar_of_keys_at_80_columns(code):
    language.use(code)

    async with visiting(scenes.usual(), size=NARROW) as pilot:
        for place in PLACES:
            await press(pilot, ACTIONS[place].key)
            await settled(pilot)
            bar = words_on(pilot).splitlines()[-1]

            assert _("Help") in bar
            assert "…" not in bar


def test_calls_in_german_80(picture):
    language.use("de")

    assert picture(scenes.ringing(), NARROW, "down")


def test_lists_in_german_120(picture):
    language.use("de")

    assert picture(scenes.usual(), WIDE, "2")


async def test_the_state_of_a_complaint_has_room_in_its_column_in_german():
    language.use("de")
    house = a_house()
    house.filed = [a_complaint(n, state) for n, state in enumerate(terms.COMPLAINT_STATES, 1)]

    async with visiting(house, size=NARROW) as pilot:
        await press(pilot, "4")
        shown = words_on(pilot)

    assert [
        word
        for word in map(complaint_terms.state_word, terms.COMPLAINT_STATES)
        if word not in shown
    ] == []


async def test_the_help_beside_a_letter_says_nothing_in_the_words_of_the_toolkit():
    language.use("it")

    async with visiting(scenes.usual(), size=WIDE) as pilot:
        await press(pilot, "r")
        told = {one.binding.description for one in pilot.app.screen.active_bindings.values()}

    assert not told & {one.description for one in ScrollableContainer.BINDINGS}
    assert _("Say more") in told

"""The tour of the demo: a sentence in every place, two keys, and an end that leaves nothing behind."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from portinaio.language import LANGUAGES, _, use
from portinaio.tui.actions.registry import PLACES
from portinaio.tui.tour import STOPS, Tour
from portinaio.tui.widgets.tour_line import TourLine
from tui.scenes import usual
from tui.terminal import NARROW, an_app, press, settled, until, visiting, words_on

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from textual.pilot import Pilot


@asynccontextmanager
async def touring(size: tuple[int, int] = NARROW) -> AsyncIterator[Pilot[int]]:
    house = usual()
    app = an_app(house)
    app.begin_tour()
    try:
        async with app.run_test(size=size) as pilot:
            await until(pilot, lambda: app.session.state.status is not None)
            await settled(pilot)
            yield pilot
    finally:
        app.event_stream.stop()
        house.leave()


def test_it_comes_by_every_place_once():
    assert sorted(place for place, _ in STOPS) == sorted(PLACES)


async def test_it_begins_where_the_app_does():
    async with touring() as pilot:
        assert pilot.app.current_mode == STOPS[0][0]
        assert f"1/{len(STOPS)}" in words_on(pilot)


@pytest.mark.parametrize("stop", range(1, len(STOPS)))
async def test_each_step_leads_to_the_next_place_and_says_what_is_there(stop: int):
    async with touring((120, 36)) as pilot:
        await press(pilot, *[">"] * stop)

        assert pilot.app.current_mode == STOPS[stop][0]
        assert f"{stop + 1}/{len(STOPS)}" in words_on(pilot)
        assert str(STOPS[stop][1])[:30] in words_on(pilot)


async def test_the_way_back_leads_to_the_place_before():
    async with touring() as pilot:
        await press(pilot, ">", ">", "<")

        assert pilot.app.current_mode == STOPS[1][0]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("stop", range(len(STOPS)))
async def test_what_a_key_does_stands_beside_it_and_no_way_back_before_the_first(language, stop):
    use(language)
    try:
        async with touring() as pilot:
            await press(pilot, *[">"] * stop)
            (line,) = [
                one for one in words_on(pilot).split("\n") if f"{stop + 1}/{len(STOPS)} " in one
            ]
            on = _("go on") if stop + 1 < len(STOPS) else _("the end")

            assert f"> {on}  " in line
            assert (f"< {_('go back')}  " in line) == (stop > 0)
    finally:
        use("en")


async def test_nobody_goes_back_behind_the_first_stop():
    async with touring() as pilot:
        await press(pilot, "<", "<", ">")

        assert pilot.app.current_mode == STOPS[1][0]


async def test_after_the_last_stop_no_line_of_it_is_left_anywhere():
    async with touring() as pilot:
        await press(pilot, *[">"] * len(STOPS))

        assert not pilot.app.screen.query(TourLine)
        for key in "123456789":
            await press(pilot, key)
            assert not pilot.app.screen.query(TourLine)


async def test_its_keys_do_nothing_after_its_end():
    async with touring() as pilot:
        await press(pilot, *[">"] * len(STOPS), "1", ">", "<")

        assert pilot.app.current_mode == "calls"


async def test_it_closes_what_is_open_on_the_way():
    async with touring() as pilot:
        await press(pilot, "enter", ">")

        assert (pilot.app.current_mode, len(pilot.app.screen_stack)) == (STOPS[1][0], 1)


async def test_without_it_there_is_no_line_and_no_key():
    async with visiting(usual()) as pilot:
        await press(pilot, ">")

        assert pilot.app.current_mode == "calls"
        assert not pilot.app.screen.query(TourLine)


async def test_who_goes_elsewhere_by_a_digit_goes_on_from_there():
    async with touring((120, 36)) as pilot:
        await press(pilot, "4")
        at = [place for place, _ in STOPS].index("complaints")

        assert f"{at + 1}/{len(STOPS)}" in words_on(pilot)
        await press(pilot, ">")
        assert pilot.app.current_mode == STOPS[at + 1][0]


def test_behind_the_last_stop_there_is_none():
    tour = Tour()

    assert (tour.beside(STOPS[-1][0], 1), tour.beside(STOPS[-2][0], 1)) == (None, STOPS[-1][0])

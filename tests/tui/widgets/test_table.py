"""Moving in the table, and the clock that moves by itself."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from portinaio import language
from portinaio.tui.calls.number_screen import NumberScreen
from portinaio.tui.calls.table import CallsTable
from portinaio.tui.escape import plain
from portinaio.tui.widgets.virtual_table import fitted
from tui.house import NOW, a_call, a_house, a_list, ago
from tui.scenes import usual
from tui.terminal import NARROW, WIDE, press, settled, toasts, until, visiting, words_on


class Clock:
    """Stands until a test moves it."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        return self.at

    def move(self, **span: float) -> None:
        self.at += timedelta(**span)


@pytest.fixture
def italian():
    language.use("it")
    yield
    language.use("en")


def chosen(pilot) -> int:
    return pilot.app.screen.target_call()["id"]


def many(count: int = 60) -> list[dict]:
    return [a_call(n, at=ago(hours=n)) for n in range(1, count + 1)]


@pytest.mark.parametrize(
    ("keys", "call"),
    [
        pytest.param(["down"], 2, id="down"),
        pytest.param(["j", "j", "k"], 2, id="as in vi"),
        pytest.param(["up"], 1, id="up on top stays"),
        pytest.param(["end"], 60, id="to the last"),
        pytest.param(["end", "home"], 1, id="and back"),
        pytest.param(["G", "g"], 1, id="also as in vi"),
        pytest.param(["pagedown", "pageup"], 1, id="a page down and up"),
        pytest.param(["down"] * 15, 16, id="over the rule between two days"),
    ],
)
async def test_the_cursor_moves(keys: list[str], call: int):
    async with visiting(a_house(calls=many())) as pilot:
        await press(pilot, *keys)

        assert chosen(pilot) == call


async def test_the_cursor_is_always_in_sight():
    async with visiting(a_house(calls=many())) as pilot:
        await press(pilot, "end")

        assert "▌" in words_on(pilot)


async def test_a_click_chooses_a_row_and_a_second_one_shows_why():
    async with visiting(a_house(calls=many())) as pilot:
        await pilot.click(CallsTable, offset=(10, 3))
        await settled(pilot)
        first = chosen(pilot)
        await pilot.click(CallsTable, offset=(10, 3))
        await settled(pilot)

        assert (first, type(pilot.app.screen)) == (4, NumberScreen)


async def test_the_view_stays_where_one_reads_while_calls_come_above():
    house = a_house(calls=many())

    async with visiting(house) as pilot:
        await press(pilot, "end")
        before = words_on(pilot).split("\n")[3]
        house.ring(a_call(61, at=ago(seconds=4)))
        await until(pilot, lambda: pilot.app.session.log.index(61) is not None)
        await settled(pilot)

        assert words_on(pilot).split("\n")[3] == before


async def test_the_clock_of_a_ringing_call_runs_until_the_line_is_given_up():
    clock = Clock()
    house = a_house(calls=[a_call(1, at=ago(seconds=3), outcome=None)])

    async with visiting(house, now=clock) as pilot:
        clock.move(seconds=6)
        pilot.app.screen._tick()
        await settled(pilot)
        ringing = words_on(pilot)
        clock.move(seconds=200)
        pilot.app.screen._tick()
        await settled(pilot)

        assert "9 s" in ringing
        assert ("◉" in words_on(pilot), pilot.app.screen._restless()) == (False, False)


async def test_at_midnight_today_becomes_yesterday():
    clock = Clock()

    async with visiting(a_house(calls=[a_call()]), now=clock) as pilot:
        clock.move(hours=12)
        pilot.app.look_at_clock()
        await settled(pilot)

        assert "── yesterday ─" in words_on(pilot)


@pytest.mark.usefixtures("italian")
async def test_dates_are_in_the_language_of_the_house():
    async with visiting(usual()) as pilot:
        assert "venerdì 20 novembre" in words_on(pilot)


async def test_a_narrow_terminal_keeps_number_and_deed():
    async with visiting(usual(), size=(44, 16)) as pilot:
        line = next(line for line in words_on(pilot).split("\n") if "0844" in line)

        assert "rejected" in line


async def test_the_pane_comes_and_goes_with_the_width():
    async with visiting(usual(), size=NARROW) as pilot:
        narrow = "Number" in words_on(pilot)
        await pilot.resize_terminal(*WIDE)
        await until(pilot, lambda: "Number" in words_on(pilot))

        assert not narrow


async def test_sixteen_colours_are_the_terminals_own():
    async with visiting(usual()) as pilot:
        pilot.app.use_sixteen_colours()

        assert pilot.app.theme == "ansi-dark"


async def test_an_unknown_theme_is_no_reason_to_stay_away():
    async with visiting(usual(), theme="nobody-has-this") as pilot:
        assert pilot.app.theme == "portinaio"


async def test_a_daemon_that_cannot_be_started_from_here_is_named():
    house = a_house()
    house.daemon = False

    async with visiting(house) as pilot:
        await press(pilot, "enter")

        assert toasts(pilot) == ["Start it with: portinaio daemon"]


@pytest.mark.parametrize(
    ("lists", "said"),
    [
        pytest.param([], "no lists", id="none"),
        pytest.param([a_list(checked=None, updated=None)], "lists not fetched yet", id="new"),
        pytest.param([a_list(checked=ago(minutes=5))], "lists 5 min old", id="fresh"),
        pytest.param([a_list(), a_list(checked=ago(days=3))], "lists 3 d old", id="the oldest"),
    ],
)
async def test_the_header_says_how_fresh_the_lists_are(lists, said: str):
    async with visiting(a_house(lists=lists)) as pilot:
        assert said in words_on(pilot).split("\n")[0]


async def test_forgetting_old_calls_elsewhere_reads_the_log_anew():
    house = a_house(calls=[a_call(1), a_call(2, "+12025550147")])

    async with visiting(house) as pilot:
        house.log = house.log[:1]
        house.tell("forgotten", {"id": None})
        await until(pilot, lambda: "555" not in words_on(pilot))

        assert "+39 02 0000 1234" in words_on(pilot)


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("short", 8, "short   "),
        ("much too long", 8, "much to…"),
        ("渡辺", 6, "渡辺  "),
        ("渡辺さんです", 6, "渡辺… "),
        ("naïveté", 4, "naï…"),
        ("é", 1, "é"),
    ],
)
def test_a_cell_is_as_wide_as_it_should_be(text: str, width: int, shown: str):
    assert (fitted(text, width), cell_len(shown)) == (shown, width)


@given(st.text(max_size=30), st.integers(1, 40))
def test_no_text_breaks_the_width_of_its_cell(text: str, width: int):
    assert cell_len(fitted(plain(text), width)) == width

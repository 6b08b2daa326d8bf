"""The lines: how each is, and whether it works."""

from __future__ import annotations

from portinaio.errors import UsageError
from tui.house import a_house, a_line, a_sales_call
from tui.shelf_scenes import with_lines
from tui.terminal import NARROW, WIDE, press, toasts, until, visiting, words_on


def a_replay(**other):
    return a_line("demo", kind="replay", **other)


async def test_5_shows_how_each_line_is():
    async with visiting(a_house(lines=[a_line(calls=3)])) as pilot:
        await press(pilot, "5")

        assert "● home                SIP           up                  3 calls" in words_on(pilot)


async def test_the_last_error_stands_below_its_line_in_words():
    async with visiting(with_lines()) as pilot:
        await press(pilot, "5")

        assert "↳ the SIP provider did not answer for 40 s" in words_on(pilot)


async def test_t_says_how_a_line_is():
    async with visiting(a_house()) as pilot:
        await press(pilot, "5", "t")

        assert toasts(pilot) == ["Line home: up"]


async def test_t_says_what_is_wrong_with_a_line():
    house = a_house(lines=[a_line(state="refused", error="the password is wrong")])

    async with visiting(house) as pilot:
        await press(pilot, "5", "t")

        assert toasts(pilot) == ["Line home: the password is wrong"]


async def test_r_lets_a_simulated_line_ring():
    house = a_house(lines=[a_replay()])

    async with visiting(house) as pilot:
        await press(pilot, "5", "r")

    assert house.rung == ["demo"]


async def test_no_other_line_rings_by_itself_and_the_key_says_so():
    house = a_house()

    async with visiting(house) as pilot:
        await press(pilot, "5", "r")

        assert house.rung == []
        assert "Only a simulated line rings by itself" in toasts(pilot)[0]


async def test_a_refused_test_says_why():
    house = a_house(lines=[a_replay()])
    house.refuse = UsageError("the script cannot be read")

    async with visiting(house) as pilot:
        await press(pilot, "5", "r")

        assert toasts(pilot) == ["the script cannot be read"]


async def test_a_line_that_goes_down_is_shown_at_once():
    house = a_house()

    async with visiting(house) as pilot:
        await press(pilot, "5")
        house.tell("lines", [a_line(state="retrying", error="no route")])
        await until(pilot, lambda: "↳ no route" in words_on(pilot))


async def test_a_call_is_counted_on_its_line():
    house = a_house()

    async with visiting(house) as pilot:
        await press(pilot, "5")
        house.lines_ = [a_line(calls=1)]
        house.ring(a_sales_call(1))
        await until(pilot, lambda: "1 call" in words_on(pilot))


async def test_without_a_daemon_no_line_is_tested_and_the_key_says_so():
    house = a_house()
    house.daemon = False

    async with visiting(house) as pilot:
        await press(pilot, "5")
        await until(pilot, lambda: "● home" in words_on(pilot))
        await press(pilot, "t")

        assert toasts(pilot) == ["The screener is not running"]


def test_lines_usual_80(picture):
    assert picture(a_house(lines=[a_line(calls=31), a_replay()]), NARROW, "5")


def test_lines_down_80(picture):
    assert picture(with_lines(), NARROW, "5", "down")


def test_lines_down_120(picture):
    assert picture(with_lines(), WIDE, "5", "down")


def test_lines_empty_80(picture):
    assert picture(a_house(lines=[]), NARROW, "5")

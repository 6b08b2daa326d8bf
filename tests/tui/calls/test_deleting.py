"""A call is deleted for good, so the key asks."""

from __future__ import annotations

from tui.house import a_call, a_house
from tui.terminal import NARROW, press, toasts, until, visiting, words_on


def ids(house) -> list[int]:
    return [call["id"] for call in house.calls()]


async def test_d_asks_and_esc_keeps_the_call():
    house = a_house(calls=[a_call(1)])

    async with visiting(house) as pilot:
        await press(pilot, "d", "escape")

    assert ids(house) == [1]


async def test_y_deletes_the_call_and_says_so():
    house = a_house(calls=[a_call(1), a_call(2)])

    async with visiting(house) as pilot:
        await press(pilot, "d", "y")
        await until(pilot, lambda: pilot.app.session.log.index(1) is None)

        assert (ids(house), toasts(pilot)) == ([2], ["The call is deleted"])


async def test_nothing_promises_to_undo_it():
    house = a_house(calls=[a_call(1)])

    async with visiting(house) as pilot:
        await press(pilot, "d", "y")

        assert pilot.app.session.undoable == []


async def test_the_question_names_the_caller():
    async with visiting(a_house(calls=[a_call(1)])) as pilot:
        await press(pilot, "d")

        assert "Delete this call of +39 02 0000 1234?" in words_on(pilot)


def test_calls_delete_asked_80(picture):
    assert picture(a_house(calls=[a_call(1)]), NARROW, "d")

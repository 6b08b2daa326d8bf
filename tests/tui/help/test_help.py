"""The help: made from the same table as the keys, so that it cannot forget one."""

from __future__ import annotations

from portinaio.tui.actions.registry import ACTIONS, COMMON_ACTIONS, PLACES
from portinaio.tui.places import kind_of
from portinaio.tui.widgets.drawn_to_width import DrawnToWidth
from tui.house import a_call, a_house, a_sales_call, ago
from tui.terminal import press, settled, toasts, until, visiting, words_on


def shown_in(pilot) -> str:
    """Its words, wherever its lines are broken."""
    return " ".join(str(pilot.app.screen.query_one(DrawnToWidth).render()).split())


async def test_8_shows_the_keys_of_every_place():
    async with visiting(a_house()) as pilot:
        await press(pilot, "8")
        shown = shown_in(pilot)

    actions = {action for place in PLACES for action in kind_of(place).OWN_ACTIONS} | set(
        COMMON_ACTIONS
    )
    assert {action for action in actions if ACTIONS[action].help() not in shown} == set()


async def test_keys_that_were_moved_are_shown_where_they_are():
    async with visiting(a_house(), keys={"block": "X"}) as pilot:
        await press(pilot, "8")

        assert "X Block" in shown_in(pilot)


async def test_the_help_says_where_files_lie():
    async with visiting(a_house()) as pilot:
        await press(pilot, "8")

        assert "/home/ada/.config/portinaio/config.toml" in shown_in(pilot)


async def test_a_rejected_call_is_told_quietly_with_a_key_to_allow_it():
    house = a_house()

    async with visiting(house) as pilot:
        house.ring(a_sales_call(1, at=ago(seconds=3), outcome=None))
        house.ring(a_sales_call(1, at=ago(seconds=3)))
        await until(pilot, lambda: bool(toasts(pilot)))

        assert toasts(pilot) == [
            "+39 0844 123 456 was turned away: range +390844*: reserved for sales calls · A to allow"
        ]


async def test_shift_a_allows_the_caller_who_was_just_turned_away():
    house = a_house(calls=[a_call(2)])

    async with visiting(house) as pilot:
        house.ring(a_sales_call(1, at=ago(seconds=3)))
        await until(pilot, lambda: bool(toasts(pilot)))
        await press(pilot, "5", "A")
        await settled(pilot)

    assert [(one["pattern"], one["kind"]) for one in house.entries()] == [
        ("+390844123456", "allow")
    ]


async def test_what_is_told_is_masked_where_numbers_are():
    house = a_house()

    async with visiting(house) as pilot:
        await press(pilot, "m")
        house.ring(a_sales_call(1, at=ago(seconds=3)))
        await until(pilot, lambda: bool(toasts(pilot)))

        assert "123456" not in toasts(pilot)[0].replace(" ", "")


async def test_an_old_call_that_gets_a_note_is_no_news():
    house = a_house(calls=[a_sales_call(1)])

    async with visiting(house) as pilot:
        house.ring(a_sales_call(1, notes="who was it?"))
        house.ring(a_call(2, at=ago(seconds=1)))
        await until(pilot, lambda: "14:09" in words_on(pilot))

        assert toasts(pilot) == []


async def test_a_call_that_rang_is_not_told_in_a_toast():
    house = a_house()

    async with visiting(house) as pilot:
        house.ring(a_call(1, at=ago(seconds=3)))
        await until(pilot, lambda: "0000 1234" in words_on(pilot))

        assert toasts(pilot) == []

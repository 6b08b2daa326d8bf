"""What a letter would tell too is asked for by a key, and never has to be answered."""

from __future__ import annotations

from portinaio.errors import UsageError
from tui.filing import a_draft, a_gap_of
from tui.house import a_house, a_sales_call
from tui.terminal import press, toasts, visiting

QUESTIONS = [a_gap_of("consent", "Did you ever agree?"), a_gap_of("name", "Your name?")]


def a_cabinet():
    house = a_house(calls=[a_sales_call(1)])
    house.draft = a_draft(further=QUESTIONS)
    return house


async def test_e_asks_what_the_letter_would_tell_too():
    house = a_cabinet()

    async with visiting(house) as pilot:
        await press(pilot, "r", "e", "enter", *"none", "enter")

    assert house.asked[-1][1]["values"] == {"consent": "none"}


async def test_what_is_of_the_user_is_kept_for_the_next_letter():
    house = a_cabinet()

    async with visiting(house) as pilot:
        await press(pilot, "r", "e", "down", "enter", *"Ada", "enter")

    assert house.known_profile == {"name": "Ada"}


async def test_whoever_says_nothing_leaves_the_letter_as_it_is():
    house = a_cabinet()

    async with visiting(house) as pilot:
        await press(pilot, "r")
        before = len(house.asked)
        await press(pilot, "e", "enter", "enter", "e", "escape")

    assert len(house.asked) == before


async def test_an_answer_that_cannot_be_is_told_and_not_said_again():
    house = a_cabinet()

    async with visiting(house) as pilot:
        await press(pilot, "r", "e", "enter")
        house.refuse = UsageError("consent must be one of none, unknown, given")
        await press(pilot, *"x", "enter")
        told = toasts(pilot)
        house.refuse = None
        await press(pilot, "e", "down", "enter", *"Ada", "enter")

    assert any("consent must be one of" in one for one in told)
    assert "consent" not in house.asked[-1][1]["values"]

"""A call of another number, or to another line, comes to a draft that is there only after a yes."""

from __future__ import annotations

import pytest

from portinaio.tui.calls.screen import CallsScreen
from portinaio.tui.complaints.letter_screen import LetterScreen
from tui.house import a_house, a_sales_call
from tui.terminal import press, visiting, words_on

SAYS = "it would come to draft 1, which would have 2 calls then, also of: office"


def a_cabinet_that_asks():
    house = a_house(calls=[a_sales_call(1)])
    house.joins = {"draft": 1, "says": SAYS}
    return house


def drafted(house) -> int:
    return sum(what == "report" for what, _about in house.asked)


@pytest.mark.parametrize(
    ("key", "drafts", "screen"),
    [("y", 1, LetterScreen), ("n", 0, CallsScreen), ("escape", 0, CallsScreen)],
)
async def test_a_call_joins_a_draft_only_after_a_yes(key, drafts, screen):
    house = a_cabinet_that_asks()

    async with visiting(house) as pilot:
        await press(pilot, "r")
        told, before = words_on(pilot), drafted(house)
        await press(pilot, key)
        shown = type(pilot.app.screen)

    assert "Add to draft 1?" in told
    assert "also of: office" in told
    assert (before, drafted(house), shown) == (0, drafts, screen)


async def test_for_another_recipient_it_is_asked_again_and_a_no_keeps_the_letter():
    house = a_house(calls=[a_sales_call(1)])
    house.draft["routes"] = [
        {"recipient": one, "fits": True, "reasons": []} for one in ("controller", "garante")
    ]

    async with visiting(house) as pilot:
        await press(pilot, "r")
        house.joins = {"draft": 1, "says": SAYS}
        await press(pilot, "W", "down", "enter")
        asked = words_on(pilot)
        await press(pilot, "n")
        shown = type(pilot.app.screen)

    assert "Add to draft 1?" in asked
    assert (drafted(house), shown) == (1, LetterScreen)

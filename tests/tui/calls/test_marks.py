"""A row says by a sign of its own that the user has spoken of its caller."""

from __future__ import annotations

import pytest

from tui.house import NUMBER, a_call, a_house, an_entry
from tui.scenes import ringing
from tui.terminal import NARROW, WIDE, visiting, words_on


@pytest.mark.parametrize("size", [(60, 24), NARROW, WIDE], ids=["60", "80", "120"])
async def test_a_row_shows_that_its_caller_is_allowed_or_blocked(size):
    other, third = "+390200001299", "+390200001388"
    house = a_house(
        calls=[a_call(1, NUMBER), a_call(2, other), a_call(3, third)],
        entries=[an_entry(1, NUMBER, "allow"), an_entry(2, "+3902000012*", "block")],
    )

    async with visiting(house, size=size) as pilot:
        lines = words_on(pilot).splitlines()

    marks = {
        end: next(line.partition("□")[2][:1] for line in lines if end in line and "□" in line)
        for end in ("1234", "1299", "1388")
    }
    assert marks == {"1234": "✓", "1299": "⊘", "1388": " "}


async def test_the_picture_of_the_calls_has_every_sign_of_the_table():
    async with visiting(ringing(), size=NARROW) as pilot:
        shown = words_on(pilot)

    assert all(sign in shown for sign in "◉■▣□◆✓⊘")

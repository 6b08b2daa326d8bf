"""Keys that are pressed while the app is on its way out."""

from __future__ import annotations

import pytest
from textual import events

from tui.scenes import usual
from tui.terminal import until, visiting


@pytest.mark.parametrize(
    "key", ["1", "6", "b", "enter", "slash", "colon", "question_mark", "u", "q"]
)
async def test_a_key_after_q_does_nothing_and_raises_nothing(key: str):
    house = usual()
    before = [*house.entries()]

    async with visiting(house) as pilot:
        for one in ("q", key, key):
            pilot.app.post_message(events.Key(one, one if len(one) == 1 else None))
        await until(pilot, lambda: pilot.app.leaving)

    assert (pilot.app.return_value, house.entries()) == (0, before)

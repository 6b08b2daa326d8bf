"""Keys while calls come faster than they are shown."""

from __future__ import annotations

from tui.house import a_call, a_house, ago
from tui.terminal import press, until, visiting


async def test_a_key_moves_the_cursor_by_a_row_also_while_a_call_waits_to_be_shown():
    house = a_house(calls=[a_call(n, at=ago(minutes=10 * (9 - n))) for n in range(1, 6)])

    async with visiting(house) as pilot:
        app, screen = pilot.app, pilot.app.screen
        await press(pilot, "down")
        before = screen.target_call()["id"]
        app.flooded = True  # as a moment after a call was shown
        house.tell("call", a_call(6, at=ago()))
        await until(pilot, lambda: app.session.log.index(6) is not None)
        await pilot.press("down")
        after = screen.target_call()["id"]
        app.flooded = False

    assert (before, after) == (4, 3)

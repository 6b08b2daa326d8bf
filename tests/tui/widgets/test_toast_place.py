"""Where toasts stand, at every size of a terminal."""

from __future__ import annotations

import pytest
from textual.geometry import Region
from textual.widgets._toast import ToastHolder

from portinaio.tui.widgets.toast_place import BOTTOM, TOP, room_beside
from tui.scenes import usual
from tui.terminal import press, until, visiting, words_on

HEIGHTS = range(10, 101)


@pytest.mark.parametrize("lines", [1, 3, 6], ids=lambda n: f"{n} lines under the cursor")
def test_toasts_cover_nothing_that_the_cursor_is_on_at_any_height(lines: int):
    covered = [
        (height, y)
        for height in HEIGHTS
        for y in range(TOP, height - BOTTOM - lines + 1)
        if (rows := room_beside(Region(0, y, 60, lines), height).rows(height))
        and set(rows) & set(range(y, y + lines))
        and height - lines > TOP + BOTTOM + 2  # else there is no room at all
    ]

    assert covered == []


def test_toasts_have_a_third_of_the_screen_at_least():
    assert all(
        room_beside(Region(0, y, 60, 1), height).lines >= height // 3 - 2
        for height in HEIGHTS
        for y in range(TOP, height - BOTTOM)
    )


def test_without_a_cursor_they_stand_at_the_bottom():
    assert not room_beside(None, 24).on_top


async def test_toasts_that_are_gone_leave_no_lines_behind():
    """They end while one looks elsewhere, and the screen below hears of it when one comes back."""
    async with visiting(usual(), notifications=True) as pilot:
        for _ in range(3):
            pilot.app.notify("Something was done. " * 5)
            await press(pilot, "2")
            pilot.app._notifications.clear()
            await press(pilot, "1")
        pilot.app.notify("Something else was done.")
        await press(pilot, "home")
        await until(pilot, lambda: len(pilot.app.screen.query(ToastHolder)) == 1)

        assert "Something else was done." in words_on(pilot)

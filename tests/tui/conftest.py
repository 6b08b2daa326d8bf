"""Pictures of the app, compared with those that are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Input

from portinaio.tui.known import Link
from tui.terminal import an_app, press, settled, until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.pilot import Pilot

    from tui.house import FakeClient


@pytest.fixture
def picture(snap_compare: Any) -> Iterator[Callable[..., bool]]:
    """Whether the app in front of a house, after some keys, looks as it did."""
    houses: list[FakeClient] = []

    def compare(
        house: FakeClient, size: tuple[int, int], *keys: str, link=Link.HERE, **given: Any
    ) -> bool:
        houses.append(house)

        async def visit(pilot: Pilot[Any]) -> None:
            await until(pilot, lambda: pilot.app.desk.known.link is link)
            await settled(pilot)
            for key in keys:
                await press(pilot, key)
            for field in pilot.app.screen.query(Input):
                field.cursor_blink = False
            await settled(pilot)

        return snap_compare(an_app(house, **given), terminal_size=size, run_before=visit)

    yield compare
    for house in houses:
        house.leave()

"""Pictures of the app, compared with those that are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Input

from portinaio.tui.state import Connection
from tui.terminal import an_app, painted, press, settled, until, words_on

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.pilot import Pilot

    from portinaio.tui.app import PortinaioApp
    from tui.house import FakeClient


@pytest.fixture
def picture(snap_compare: Any) -> Iterator[Callable[..., bool]]:
    """Whether the app in front of a house, after some keys, looks as it did.

    With `waits` the picture is of an answer that does not come: it is taken when these words are on the screen.
    """
    houses: list[FakeClient] = []

    def compare(
        house: FakeClient,
        size: tuple[int, int],
        *keys: str,
        connection=Connection.UP,
        waits: str = "",
        **given: Any,
    ) -> bool:
        houses.append(house)
        app = an_app(house, **given)
        app.event_stream._pauses_s = (
            1.0,
        )  # the picture says when the next try is, whichever it is

        async def visit(pilot: Pilot[Any]) -> None:
            if waits:
                _answers_come_after_all(house, app)
                await until(pilot, lambda: app.session.state.connection is connection)
                await pilot.press(*keys)
                await until(pilot, lambda: waits in words_on(pilot))
                await painted(pilot)
                return
            await until(pilot, lambda: app.session.state.connection is connection)
            await settled(pilot)
            for key in keys:
                await press(pilot, key)
            for field in app.screen.query(Input):
                field.cursor_blink = False
            await settled(pilot)

        return snap_compare(app, terminal_size=size, run_before=visit)

    yield compare
    for house in houses:
        house.leave()


def _answers_come_after_all(house: FakeClient, app: PortinaioApp) -> None:
    """Once the picture is taken, so that no thread is left waiting."""
    leave = app.exit

    def release(*given: Any, **more: Any) -> None:
        house.hold.set()
        leave(*given, **more)

    app.exit = release  # type: ignore[method-assign]

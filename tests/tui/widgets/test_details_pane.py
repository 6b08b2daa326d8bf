"""The pane beside a table: what it was told stands there, whenever that was."""

from __future__ import annotations

import asyncio

from textual.app import App, ComposeResult
from textual.content import Content
from textual.widgets import Static

from portinaio.tui.widgets.details_pane import DetailsPane


class APane(App[None]):
    def compose(self) -> ComposeResult:
        yield DetailsPane("Details")

    @property
    def pane(self) -> DetailsPane:
        return self.query_one(DetailsPane)

    @property
    def shown(self) -> str:
        return "".join(
            segment.text
            for y in range(self.pane.query_one(Static).size.height)
            for segment in self.pane.query_one(Static).render_line(y)
        ).strip()


async def test_what_was_told_before_the_screen_was_laid_out_stands_there():
    app = APane()
    async with app.run_test() as pilot:
        app.pane.say(Content("first of all"))
        await pilot.pause()

        assert app.shown == "first of all"


async def test_what_was_told_while_there_was_no_room_stands_there_once_there_is():
    app = APane()
    async with app.run_test() as pilot:
        app.pane.say(Content("wide"))
        app.pane.display = False
        await pilot.pause()
        app.pane.say(Content("told in a narrow window"))
        app.pane.display = True

        async with asyncio.timeout(30):
            while app.shown != "told in a narrow window":
                await pilot.pause()

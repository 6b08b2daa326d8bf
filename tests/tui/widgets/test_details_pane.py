"""The pane beside a table: what it was told stands there, whenever that was."""

from __future__ import annotations

import asyncio

from textual.app import App, ComposeResult
from textual.content import Content
from textual.events import Show
from textual.widgets import Static

from portinaio.tui.widgets.details_pane import DetailsPane


class APane(App[None]):
    there_is_room = True

    def compose(self) -> ComposeResult:
        pane = DetailsPane("Details")
        pane.display = self.there_is_room
        yield pane

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


async def test_what_was_told_before_the_screen_was_known_to_be_wide_stands_there_without_a_word_of_show():
    app = APane()
    app.there_is_room = False
    async with app.run_test() as pilot:
        await pilot.pause()
        app.pane.say(Content("told too early"))
        with app.pane.prevent(Show):  # Textual sends none where it has drawn its map in between
            app.pane.display = True
            app.screen._refresh_layout()
        await pilot.pause()

        assert app.shown == "told too early"


async def test_a_text_that_is_longer_than_the_one_before_the_window_was_narrow_is_seen_whole():
    app = APane()
    async with app.run_test() as pilot:
        app.pane.say(Content("one line"))
        await pilot.pause()
        app.pane.display = False
        await pilot.pause()
        app.pane.say(Content("two\nlines"))
        app.pane.display = True

        async with asyncio.timeout(30):
            while "".join(app.shown.split()) != "twolines":
                await pilot.pause()

"""The terminal app itself: it listens to the house, keeps the session, and shows one screen at a time."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import App, ScreenStackError, SystemCommand
from textual.filter import Monochrome, NoColor

from portinaio import language
from portinaio.clock import local_now
from portinaio.countries.recipients import use_country
from portinaio.language import _
from portinaio.tui.actions.registry import PLACES
from portinaio.tui.desktop import copy_to_desktop, open_in_browser
from portinaio.tui.event_stream import EventStream
from portinaio.tui.house_app import HouseApp
from portinaio.tui.palette import ActionProvider
from portinaio.tui.places import HOME, SETUP, screen_of
from portinaio.tui.screens.base_screen import BaseScreen
from portinaio.tui.terminal_colours import colourless
from portinaio.tui.themes import DARK, LIGHT, verdict_variables
from portinaio.tui.tour import Tour
from portinaio.tui.widgets.toast_place import keep_clear
from portinaio.tui.widgets.tour_line import TourLine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from textual.filter import LineFilter
    from textual.screen import Screen
    from textual.timer import Timer

    from portinaio.api.answers import GuessesAnswer
    from portinaio.api.client import Client

SETTLED_S = 0.2  # after the last change of the terminal's size


def run(
    connect: Callable[[], Client],
    start_daemon: Callable[[], None] | None,
    keys: Mapping[str, str],
    theme: str,
    *,
    tour: bool = False,
) -> int:
    """Show the terminal app until the user leaves it; the exit status."""
    app = PortinaioApp(connect, start_daemon, keys, theme)
    if tour:
        app.begin_tour()
    app.session.copy_to_desktop, app.session.browse = copy_to_desktop, app.browse
    if not app.is_web and colourless(os.environ):
        app.use_no_colour()
    elif app.console.color_system == "standard":
        app.use_sixteen_colours()
    return app.run() or 0


class PortinaioApp(HouseApp):
    TITLE = "portinaio"
    CSS_PATH: ClassVar[str | Path] = "portinaio.tcss"
    COMMANDS = {ActionProvider} | App.COMMANDS
    ENABLE_COMMAND_PALETTE = True
    DEFAULT_MODE = HOME

    def __init__(
        self,
        connect: Callable[[], Client],
        start_daemon: Callable[[], None] | None = None,
        keys: Mapping[str, str] | None = None,
        theme: str = DARK.name,
        now: Callable[[], datetime] = local_now,
    ) -> None:
        super().__init__(connect, start_daemon, keys or {}, now)
        self.session.change_language, self.session.push_screen = (
            self.change_language,
            self.push_screen,
        )
        self.session.open_setup = self.open_setup
        self.session.country = language.guess_country(os.environ)
        self._welcomed = False
        self.leaving = False
        """Whether somebody has said so: from then on keys and clicks do nothing more."""
        self._settling: Timer | None = None
        for place in PLACES:
            self.add_mode(place, partial(screen_of, place, self.session))
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = theme if theme in self.available_themes else DARK.name

    def exit(self, *given: Any, **named: Any) -> None:
        self.leaving = True
        super().exit(*given, **named)

    async def on_event(self, event: events.Event) -> None:
        if not (self.leaving and isinstance(event, events.InputEvent)):
            await super().on_event(event)
        if isinstance(event, events.Key | events.MouseUp | events.Resize):
            self._keep_cursor_clear()

    def notify(self, *given: Any, **named: Any) -> None:
        super().notify(*given, **named)
        self._keep_cursor_clear(for_one_to_come=True)

    def show_rejected(self, sentence: str) -> None:
        super().show_rejected(sentence)
        self._keep_cursor_clear(for_one_to_come=True)

    def on_virtual_table_cursor_moved(self) -> None:
        self._keep_cursor_clear()

    def _keep_cursor_clear(self, *, for_one_to_come: bool = False) -> None:
        """Now, so that nothing is covered for a moment, and once the cursor is where the key has put it."""
        if (self._notifications or for_one_to_come) and self._screen_stack:
            keep_clear(self.screen)
            self.call_after_refresh(lambda: keep_clear(self.screen))

    def begin_tour(self) -> None:
        """Before the first screen: each has a line then that says what is to be seen there."""
        self.session.tour = Tour()
        self.bind("greater_than_sign", "tour(1)", show=False)
        self.bind("less_than_sign", "tour(-1)", show=False)

    def action_tour(self, by: int) -> None:
        if self.session.tour is None or not isinstance(self.screen, BaseScreen):
            return
        if place := self.session.tour.beside(self.current_mode, by):
            self.screen.go_to(place)
            return
        self.session.tour = None
        for stack in self._screen_stacks.values():
            for screen in stack:
                screen.query(TourLine).remove()

    def use_sixteen_colours(self) -> None:
        """A theme in the terminal's own colours: blends of others end up as the wrong one of sixteen."""
        if not self.current_theme.ansi:
            self.theme = "ansi-dark" if self.current_theme.dark else "ansi-light"

    def use_no_colour(self) -> None:
        """Shapes, bold and dim alone, in the terminal's own ink on its own paper."""
        self.use_sixteen_colours()
        self.no_color = True

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Where no colour is wanted, Textual would still send shades of grey."""
        filters = super().get_line_filters()
        if not (self.no_color and self.native_ansi_color):
            return filters
        return [*(one for one in filters if not isinstance(one, Monochrome)), NoColor()]

    def on_resize(self) -> None:
        """Paint all of it once the size has settled: what a terminal wrapped meanwhile is wrong also where the size is that of before."""
        if self._settling:
            self._settling.stop()
        self._settling = self.set_timer(SETTLED_S, self._paint_anew)

    def _paint_anew(self) -> None:
        with suppress(ScreenStackError):  # somebody has left meanwhile
            self.screen.refresh()

    def browse(self, address: str) -> bool:
        """Open `address` before whoever looks at us; whether that was possible."""
        if not self.is_web:
            return open_in_browser(address)
        self.open_url(address)
        return True

    def action_command_palette(self) -> None:
        """The same as our own key, also for the one that Textual binds."""
        if isinstance(self.screen, BaseScreen):
            self.screen.do_palette()

    def clear_selection(self) -> None:
        """Also while the first screen is still on its way: a field in it says that its selection has changed."""
        with suppress(ScreenStackError):
            super().clear_selection()

    def get_css_variables(self) -> dict[str, str]:
        variables = super().get_css_variables()
        return {**verdict_variables(variables), **variables}

    def on_mount(self) -> None:
        self.set_keymap(self.session.keys)
        self.set_interval(60, self.look_at_clock)
        self.event_stream.start()

    def on_unmount(self) -> None:
        self.event_stream.stop()

    def welcome(self) -> None:
        """Where nothing is configured yet, the first thing to see is the first run."""
        if self._welcomed:
            return
        self._welcomed = True
        country, tongue = self.session.country, language.code()

        def take(guessed: GuessesAnswer) -> None:
            use_country(guessed["country"])
            if guessed["fresh"]:
                self.open_setup()

        self._ask(lambda client: client.guesses(country, tongue), take)

    def open_setup(self, line: str = "") -> None:
        self.session.correcting = line
        self.push_screen(screen_of(SETUP, self.session))

    async def change_language(self, code: str) -> None:
        """Speak another language: every screen is made anew, and the house is asked again in that language."""
        language.use(code)
        self.event_stream.stop()
        self.session.client = None
        here = self.current_mode
        elsewhere = next(place for place in PLACES if place != here)
        for place in (one for one in PLACES if one != here):
            await self._make_anew(place)
        await self.switch_mode(elsewhere)
        await self._make_anew(here)
        await self.switch_mode(here)
        self.event_stream = EventStream(self._connect, self.post_message)
        self.session.reconnect_now = self.event_stream.reconnect_now
        self.event_stream.start()

    async def _make_anew(self, place: str) -> None:
        await self.remove_mode(place)
        self.add_mode(place, partial(screen_of, place, self.session))

    # -- what Textual says in its own palette

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        yield SystemCommand(_("Theme"), _("choose other colours"), self.action_change_theme)
        if not isinstance(screen, BaseScreen):
            yield SystemCommand(_("Leave"), _("leave; screening goes on"), self.action_quit)

"""The terminal app itself: it listens to the house, keeps the session, and shows one screen at a time."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import App, ScreenStackError, SystemCommand
from textual.filter import Monochrome, NoColor

from portinaio import language
from portinaio.countries.recipients import use_country
from portinaio.language import _
from portinaio.tui.actions.registry import ACTIONS, PLACES, drawn
from portinaio.tui.calls.rejected_toast import just_rejected, rejected_sentence
from portinaio.tui.desktop import copy_to_desktop, open_in_browser
from portinaio.tui.event_stream import Connected, Disconnected, EventStream, News
from portinaio.tui.palette import ActionProvider
from portinaio.tui.places import HOME, SETUP, screen_of
from portinaio.tui.screens.base_screen import BaseScreen
from portinaio.tui.session import PAGE, Session
from portinaio.tui.state import Connection, connection_after
from portinaio.tui.terminal_colours import colourless
from portinaio.tui.themes import DARK, LIGHT, verdict_variables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from textual.filter import LineFilter
    from textual.screen import Screen

    from portinaio.api.answers import CallAnswer, GuessesAnswer, StatusAnswer
    from portinaio.api.client import Client


def run(
    connect: Callable[[], Client],
    start_daemon: Callable[[], None] | None,
    keys: Mapping[str, str],
    theme: str,
) -> int:
    """Show the terminal app until the user leaves it; the exit status."""
    app = PortinaioApp(connect, start_daemon, keys, theme)
    app.session.copy_to_desktop, app.session.browse = copy_to_desktop, app.browse
    if not app.is_web and colourless(os.environ):
        app.use_no_colour()
    elif app.console.color_system == "standard":
        app.use_sixteen_colours()
    return app.run() or 0


class PortinaioApp(App[int]):
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
        now: Callable[[], datetime] = lambda: datetime.now().astimezone(),
    ) -> None:
        super().__init__()
        self.event_stream = EventStream(connect, self.post_message)
        self.session = Session(
            now, start_daemon, self.notify_screens, self.event_stream.reconnect_now
        )
        self.session.change_language, self.session.push_screen = (
            self.change_language,
            self.push_screen,
        )
        self.session.open_setup = self.open_setup
        self.session.country = language.guess_country(os.environ)
        self._welcomed = False
        self.leaving = False
        """Whether somebody has said so: from then on keys and clicks do nothing more."""
        self._connect = self.session.connect = connect
        self.session.keys = dict(keys or {})
        self._today = now().date()
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
        self.set_interval(60, self._minute)
        self.event_stream.start()

    def on_unmount(self) -> None:
        self.event_stream.stop()

    def _welcome(self) -> None:
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

    def open_setup(self) -> None:
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

    def notify_screens(self, topic: str) -> None:
        """Pass news on to the screens on view; those below look again when they come up."""
        for screen in self.screen_stack:
            if isinstance(screen, BaseScreen) and screen.is_mounted:
                screen.state_changed(topic)

    # -- the house

    def on_connected(self, message: Connected) -> None:
        held = self.session.client
        if held is None or held.daemon or message.client.daemon:
            # one way without a daemon is as good as another
            self.session.client = message.client
        if not message.client.daemon:
            self.session.state.connection = connection_after(
                message.client.daemon, self.session.state.connection
            )
            self.notify_screens("connection")
        self._welcome()

    def on_disconnected(self, message: Disconnected) -> None:
        state = self.session.state
        state.connection = connection_after(daemon=False, before=state.connection)
        state.retry_at = self.session.now() + timedelta(seconds=message.pause_s)
        self.notify_screens("connection")

    def on_news(self, message: News) -> None:
        content, now = message.content, self.session.now()
        topic = message.name
        match message.name:
            case "state":
                self._begin(content["status"], content["calls"])
                return
            case "call":
                self._tell_rejected(content)
                self.session.log.put(content, now)
                topic = "calls"
            case "forgotten" if content["id"] is not None:
                self.session.log.forget(content["id"])
                topic = "calls"
            case "forgotten":
                self._reload()
            case "contacts":
                self._ask_book()
            case _:
                self.session.state.apply(message.name, content)
        self.notify_screens(topic)

    def _tell_rejected(self, call: CallAnswer) -> None:
        at = self.session.log.index(call["id"])
        before = None if at is None else self.session.log.rows[at].call
        if not just_rejected(call, before, self.session.now()):
            return
        self.session.rejected = call if call["number"] else None
        key = drawn(self.session.keys.get("allow_rejected", ACTIONS["allow_rejected"].key))
        self.notify(rejected_sentence(call, self.session.state, key), markup=False)

    def _begin(self, status: StatusAnswer, calls: list[CallAnswer]) -> None:
        self.session.state.connection = Connection.UP
        self.session.state.status = status
        self.session.log.load(calls, self.session.now())
        self.notify_screens("loaded")
        self._ask_book()
        if len(calls) < PAGE:
            self._reload()

    def _ask_book(self) -> None:
        def take(answer: tuple[Any, Any]) -> None:
            self.session.state.entries = answer[0]
            self.session.state.take_contacts(answer[1])
            self.notify_screens("contacts")

        self._ask(lambda client: (client.entries(), client.contacts()), take)

    def _reload(self) -> None:
        def take(calls: list[CallAnswer]) -> None:
            self.session.log.load(calls, self.session.now())
            self.notify_screens("loaded")

        self._ask(lambda client: client.calls(limit=PAGE), take)

    def _ask(self, question: Callable[[Client], Any], take: Callable[[Any], object]) -> None:
        home = self.screen_stack[0]
        if isinstance(home, BaseScreen):
            home.request(question, take, group="house")

    def _minute(self) -> None:
        today = self.session.now().date()
        if today != self._today:  # yesterday gets its rule
            self._today = today
            self.session.log.load(list(self.session.log.calls()), self.session.now())
        self.notify_screens("minute")

    # -- what Textual says in its own palette

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        yield SystemCommand(_("Theme"), _("choose other colours"), self.action_change_theme)
        if not isinstance(screen, BaseScreen):
            yield SystemCommand(_("Leave"), _("leave; screening goes on"), self.action_quit)

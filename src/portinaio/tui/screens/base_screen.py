"""What all screens have in common: header, banner, keys, the actions of the house, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from textual.binding import BindingsMap
from textual.command import CommandPalette
from textual.widgets import HelpPanel

from portinaio.language import _
from portinaio.tui import format_number
from portinaio.tui.actions.action import ActionContext
from portinaio.tui.actions.registry import (
    COMMON_ACTIONS,
    bindings,
)
from portinaio.tui.escape import plain
from portinaio.tui.operations import calls as operations
from portinaio.tui.operations.done import Done
from portinaio.tui.screens.keys_screen import KeysScreen
from portinaio.tui.screens.notices_screen import NoticesScreen
from portinaio.tui.screens.reading_watch import watched
from portinaio.tui.screens.share_offer import with_offer
from portinaio.tui.widgets.banner import Banner
from portinaio.tui.widgets.footer import FooterLine
from portinaio.tui.widgets.header import HeaderLine
from portinaio.tui.widgets.places_line import PlacesLine
from portinaio.tui.widgets.tour_line import TourLine

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.app import ComposeResult

    from portinaio.api.answers import BeingReadAnswer
    from portinaio.api.client import Client
    from portinaio.tui.session import Session

PAUSE_S = 3600
EXPECT_S = 7200  # a courier says between ten and twelve


class BaseScreen(KeysScreen):
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012  # as Textual types it
    OWN_ACTIONS: ClassVar[tuple[str, ...]] = ()
    """Actions of this screen, besides those of the house."""
    BRINGS: ClassVar[str] = ""
    """What an imported file becomes here; empty where it shall say it."""
    TELLS_ABSENCE: ClassVar[bool] = False
    """Whether the screen itself says that the screener is not running."""
    _furnished = False

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.HELP = self.about()  # type: ignore[misc]  # in the language spoken now
        own = bindings((*self.OWN_ACTIONS, *COMMON_ACTIONS), ActionContext())
        self._bindings = BindingsMap.merge([BindingsMap(own), self._bindings])

    def compose(self) -> ComposeResult:
        yield HeaderLine(self.session.state, self.session.now, self.breadcrumbs())
        yield PlacesLine(self.session.keys)
        yield Banner(
            self.session.state, self.session.now, self.key_of, of_absence=not self.TELLS_ABSENCE
        )
        if self.session.tour is not None:
            yield TourLine(self.session.tour)
        yield from self.body()
        yield FooterLine(self._footer_keys)

    def body(self) -> ComposeResult:
        raise NotImplementedError

    def about(self) -> str:
        """What this screen shows, in Markdown, for the help beside it."""
        raise NotImplementedError

    def breadcrumbs(self) -> tuple[str, ...]:
        """The way here, for screens that lie on top of another."""
        return ()

    def state_changed(self, topic: str) -> None:  # noqa: ARG002  # screens look at it
        """The house has changed: `calls`, `entries`, `contacts`, `status`, `connection`, `mask` or `minute`."""
        self.query_one(HeaderLine).look()
        self.query_one(Banner).look()
        for line in self.query(TourLine):
            line.look()
        self.refresh_keys()

    def refresh_keys(self) -> None:
        self.query_one(FooterLine).look()

    def on_mount(self) -> None:
        self.query_one(Banner).look()

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002  # screens look at it
        if self.is_furnished:  # a lower screen has room for fewer notices
            self.query_one(Banner).look()

    @property
    def is_furnished(self) -> bool:
        """Whether its parts are there: on a busy machine a screen is mounted for a moment before they are."""
        if not self._furnished:  # asked about at every key, for each of its bindings
            self._furnished = self.is_mounted and bool(self.query(FooterLine))
        # One that closes is taken apart while news may still come.
        return self._furnished and self.is_mounted and not self._pruning

    def on_screen_resume(self) -> None:
        if self.is_furnished:
            self.state_changed("connection")

    @property
    def shows_notices(self) -> bool:
        return any(banner.display for banner in self.query(Banner))

    # -- actions of the house

    def carry_out(self, operation: Callable[[Client], Done], *, slow: bool = False) -> None:
        """Do it, say so, and remember the way back."""
        self.request(
            lambda client: (operation(client), client.entries(), client.contacts()),
            self._carried_out,
            slow=slow,
        )

    def _carried_out(self, answer: tuple[Done, Any, Any]) -> None:
        done, entries, contacts = answer
        state = self.session.state
        state.entries = entries
        state.take_contacts(contacts)
        sentence = plain(done.sentence)
        if done.undo:
            self.session.undoable.append(done)
            sentence = _("%(done)s · %(key)s to undo") % {
                "done": sentence,
                "key": self.key_of("undo"),
            }
        if "share" in self.OWN_ACTIONS:
            sentence = with_offer(self.session, done, sentence, self.key_of("share"))
        self.notify(sentence[:1].upper() + sentence[1:], markup=False)
        self.session.publish("entries")

    def do_bring(self) -> None:
        from portinaio.tui.screens.import_screen import ImportScreen  # noqa: PLC0415  # few do

        def kept(operation: Callable[[Client], Done] | None) -> None:
            if operation is not None:
                self.carry_out(watched(self, operation, self._take_reading))

        self.app.push_screen(ImportScreen(self.session, self.BRINGS), kept)

    def _take_reading(self, at: list[BeingReadAnswer]) -> None:
        self.session.state.being_read = at
        self.query_one(Banner).look()

    def do_undo(self) -> None:
        last = self.session.undoable.pop()

        def undo(client: Client) -> Done:
            if last.undo:
                last.undo(client)
            return Done(_("Undone: %(done)s") % {"done": last.sentence})

        self.carry_out(undo, slow=last.slow)

    def do_allow_rejected(self) -> None:
        """The caller of whose rejection the last toast told."""
        call, self.session.rejected = self.session.rejected, None
        if call is None or (number := call["number"]) is None:
            return
        state = self.session.state
        entry = state.entry(number)
        if entry is None or entry["kind"] != "allow":
            who = format_number.caller(call, state.contacts, mask=state.mask)
            self.carry_out(lambda client: operations.allow(client, number, who))

    def do_pause(self) -> None:
        take = self._taking("paused_until")
        if self.session.state.paused_until:
            self.request(lambda client: client.resume(), take)
        else:
            self.request(lambda client: client.pause(PAUSE_S), take)

    def do_expect(self) -> None:
        take = self._taking("expecting_until")
        if self.session.state.expecting_until:
            self.request(lambda client: client.expect_no_more(), take)
        else:
            self.request(lambda client: client.expect(EXPECT_S), take)

    def _taking(self, moment: Literal["paused_until", "expecting_until"]) -> Callable[[Any], None]:
        """What takes an answer in, until the news of it come."""

        def take(answer: Any) -> None:
            if status := self.session.state.status:
                status[moment] = answer["until"]
            self.state_changed("status")

        return take

    def do_mask(self) -> None:
        self.session.state.mask = not self.session.state.mask
        self.session.publish("mask")

    def do_start(self) -> None:
        start, reconnect_now = self.session.start_daemon, self.session.reconnect_now
        if start is None:
            self.notify(_("Start it with: portinaio daemon"), markup=False)
            return

        def begin(_client: Client) -> None:
            start()

        self.notify(_("Starting the screener…"), markup=False)
        self.request(begin, lambda _nothing: reconnect_now())

    def do_notices(self) -> None:
        self.app.push_screen(NoticesScreen(self.query_one(Banner).notices()))

    def do_palette(self) -> None:
        self.app.push_screen(CommandPalette(placeholder=_("Find a command…")))

    def do_help(self) -> None:
        if self.query(HelpPanel):
            self.app.action_hide_help_panel()
        else:
            self.app.action_show_help_panel()

    def do_back(self) -> None:
        """One step, and only one: help, then what the screen itself has open, then the screen."""
        if self.query(HelpPanel):
            self.app.action_hide_help_panel()
        elif not self.step_back() and len(self.app.screen_stack) > 1:
            self.dismiss()

    def step_back(self) -> bool:
        """Close what is open on this screen; whether there was anything."""
        return False

    def do_setup(self) -> None:
        self.session.open_setup("")

    def do_quit(self) -> None:
        self.app.exit(0)

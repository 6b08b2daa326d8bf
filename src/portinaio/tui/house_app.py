"""The app as it follows the house: what the event stream tells goes into the session, and the screens on view look again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.notifications import Notification, Notify

from portinaio.errors import PortinaioError
from portinaio.language import _
from portinaio.tui.actions.registry import ACTIONS, drawn
from portinaio.tui.call_terms import moment
from portinaio.tui.calls.rejected_toast import RejectedToasts, just_rejected, rejected_sentence
from portinaio.tui.event_stream import Connected, Disconnected, EventStream, News
from portinaio.tui.screens.base_screen import BaseScreen
from portinaio.tui.session import PAGE, Session
from portinaio.tui.state import Connection, connection_after
from portinaio.tui.widgets.toast_in_place import say_in_place

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from portinaio.api.answers import CallAnswer, StatusAnswer
    from portinaio.api.client import Client

REHEARSED = timedelta(minutes=10)  # while somebody reads why the simulated call was turned away
SELDOM_S = 0.15  # between two looks at the calls while they come in a flood


class HouseApp(App[int]):
    def __init__(
        self,
        connect: Callable[[], Client],
        start_daemon: Callable[[], None] | None,
        keys: Mapping[str, str],
        now: Callable[[], datetime],
    ) -> None:
        super().__init__()
        self._connect = connect
        self.event_stream = EventStream(connect, self.post_message)
        self.session = Session(
            now, start_daemon, self.notify_screens, self.event_stream.reconnect_now
        )
        self.session.connect, self.session.keys = connect, dict(keys)
        self.session.rehearse = self.rehearse
        self.flooded = False
        """Whether calls were shown a moment ago, and further ones wait."""
        self._more_calls = False
        self._rehearses = False
        """Whether a simulated call is wanted once the daemon is there."""
        self._today = now().date()
        self._rejected_toast: Notification | None = None
        self.rejected_toasts = RejectedToasts(
            self._rejected_sentence,
            self.show_rejected,
            shown=lambda: self._rejected_toast in list(self._notifications),
            later=self.set_timer,
        )

    def welcome(self) -> None:
        """There is a way to the house."""

    def notify_screens(self, topic: str) -> None:
        """Pass news on to the screens on view; those below look again when they come up."""
        for screen in self.screen_stack:
            if isinstance(screen, BaseScreen) and screen.is_furnished:
                screen.state_changed(topic)

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
        self.welcome()

    def on_disconnected(self, message: Disconnected) -> None:
        state = self.session.state
        state.connection = connection_after(daemon=False, before=state.connection)
        state.retry_at = self.session.now() + timedelta(seconds=message.pause_s)
        self.notify_screens("connection")

    def on_news(self, message: News) -> None:
        self.event_stream.looked_at()
        content, now = message.content, self.session.now()
        topic = message.name
        match message.name:
            case "state":
                self._begin(content["status"], content["calls"])
                return
            case "call":
                self._tell_rejected(content)
                self.session.log.put(content, now)
                self._show_calls_soon()
                return
            case "rehearsal":
                self._tell_rejected(content)
                self.session.rehearsed = content
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

    def _show_calls_soon(self) -> None:
        """At once, and in a flood so seldom that keys come between."""
        if self.flooded:
            self._more_calls = True
            return
        self.notify_screens("calls")
        self.flooded = True
        self.set_timer(SELDOM_S, self._show_calls_again)

    def _show_calls_again(self) -> None:
        self.flooded = False
        if self._more_calls:
            self._more_calls = False
            self._show_calls_soon()

    def _tell_rejected(self, call: CallAnswer) -> None:
        at = self.session.log.index(call["id"])
        before = None if at is None else self.session.log.rows[at].call
        if not just_rejected(call, before, self.session.now()):
            return
        self.session.rejected = call if call["number"] else None
        self.rejected_toasts.add(call)

    def _rejected_sentence(self, call: CallAnswer, calls: int) -> str:
        key = drawn(self.session.keys.get("allow_rejected", ACTIONS["allow_rejected"].key))
        return rejected_sentence(call, self.session.state, key, calls)

    def show_rejected(self, sentence: str) -> None:
        """In place of the one of before."""
        before = self._rejected_toast
        if before is not None and before in list(self._notifications):
            if say_in_place(self.screen, before, sentence):
                return
            self._unnotify(before, refresh=False)
        shown = Notification(sentence, timeout=self.NOTIFICATION_TIMEOUT, markup=False)
        self._rejected_toast = shown
        self.post_message(Notify(shown))

    def _begin(self, status: StatusAnswer, calls: list[CallAnswer]) -> None:
        self.session.state.connection = Connection.UP
        self.session.state.status = status
        self._load(calls)
        self.notify_screens("loaded")
        self._ask_book()
        if len(calls) < PAGE:
            self._reload(begun=True)
        if self._rehearses:
            self.rehearse()

    def _load(self, calls: list[CallAnswer]) -> None:
        """With the simulated call, which stands in no log, for as long as it is of interest."""
        now, simulated = self.session.now(), self.session.rehearsed
        if simulated and now - moment(simulated["at"]) >= REHEARSED:
            self.session.rehearsed = simulated = None
        kept = [] if simulated is None else [simulated]
        shown = {one["id"] for one in kept}
        self.session.log.load([*kept, *(one for one in calls if one["id"] not in shown)], now)

    def _ask_book(self) -> None:
        def take(answer: tuple[Any, Any]) -> None:
            self.session.state.entries = answer[0]
            self.session.state.take_contacts(answer[1])
            self.notify_screens("contacts")

        self._ask(lambda client: (client.entries(), client.contacts()), take)

    def _reload(self, *, begun: bool = False) -> None:
        """`begun` where the stream has just begun: what it tells before the answer is here stays."""

        def take(calls: list[CallAnswer]) -> None:
            newest = max((one["id"] for one in calls), default=0)
            came = [one for one in self.session.log.calls() if begun and one["id"] > newest]
            self._load([*came, *calls])
            self.notify_screens("loaded")

        self._ask(lambda client: client.calls(limit=PAGE), take)

    def _ask(self, question: Callable[[Client], Any], take: Callable[[Any], object]) -> None:
        home = self.screen_stack[0]
        if isinstance(home, BaseScreen):
            home.request(question, take, group="house")

    def rehearse(self) -> None:
        """Let a simulated call come once somebody here hears of it."""
        up = self.session.state.connection is Connection.UP
        self._rehearses = not up and self.session.start_daemon is not None
        if self._rehearses:
            return
        home = self.screen_stack[0]
        if isinstance(home, BaseScreen):
            home.request(_rehearsed, self._tell_rehearsal, group="house")

    def _tell_rehearsal(self, trouble: str) -> None:
        if trouble:
            said = _("No call could be simulated: %(reason)s") % {"reason": trouble}
            self.notify(said, markup=False)

    def look_at_clock(self) -> None:
        today = self.session.now().date()
        simulated = self.session.rehearsed
        faded = simulated and self.session.now() - moment(simulated["at"]) >= REHEARSED
        if faded and simulated:
            self.session.rehearsed = None
            self.session.log.forget(simulated["id"])
        if today != self._today:  # yesterday gets its rule
            self._today = today
            self._load(list(self.session.log.calls()))
        self.notify_screens("minute")


def _rehearsed(client: Client) -> str:
    """Why no call comes; empty where one does."""
    try:
        client.rehearse()
    except PortinaioError as error:
        return BaseScreen.sentence_of(error)
    return ""

"""The first screen: calls as they come, and at its right the caller under the cursor."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from textual.containers import Horizontal, Vertical
from textual.content import Content

from portinaio.language import _
from portinaio.tui.calls.call_actions import CALLER_ACTIONS, CallActionsScreen
from portinaio.tui.calls.call_details import call_details
from portinaio.tui.calls.none_yet import say_what_will_come
from portinaio.tui.calls.number_screen import NumberScreen
from portinaio.tui.calls.orders import ORDERS
from portinaio.tui.calls.pages import CallPages
from portinaio.tui.calls.table import CallsTable
from portinaio.tui.escape import plain
from portinaio.tui.screens.multi_select import MultiSelectScreen
from portinaio.tui.session import PAGE
from portinaio.tui.state import Connection
from portinaio.tui.widgets.banner import Banner
from portinaio.tui.widgets.details_pane import DetailsPane
from portinaio.tui.widgets.empty_state import EmptyState
from portinaio.tui.widgets.filter_bar import FilterBar

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.timer import Timer

    from portinaio.api.answers import CallAnswer
    from portinaio.tui.call_log import Row
    from portinaio.tui.session import Session

MOST_RINGING = 50  # on top
GLANCE = timedelta(seconds=1)  # what an eye needs
HISTORY = 50  # calls of the caller, beside the table
REST_S = 0.05  # of the cursor before its caller's history is asked for


class CallsScreen(MultiSelectScreen, CallActionsScreen):
    OWN_ACTIONS = (*CALLER_ACTIONS, "why", "filter", "mark", "sort", "forget", "bring")
    FOOTER = (
        *("block", "allow", "report", "why", "filter", "undo"),
        *("name", "mark", "forget", "pause", "help"),
    )
    BRINGS = "calls"
    ORDERS = ORDERS
    AUTO_FOCUS = "CallsTable"
    TELLS_ABSENCE = True

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._pages = CallPages(session)
        self._history: tuple[str, list[CallAnswer]] | None = None
        self._pulse: Timer | None = None
        self._rest: Timer | None = None
        self._slid: datetime | None = None
        """When a new call came under the cursor by itself."""

    def body(self) -> ComposeResult:
        with Horizontal(id="columns"):
            with Vertical(id="panel", classes="panel"):
                yield CallsTable(self.session.state, self.session.now)
                yield EmptyState()
                yield FilterBar(_("a number, a name, a note, a word such as withheld"))
            yield DetailsPane(_("Number"))

    def about(self) -> str:
        return _(
            "**Calls**, the newest on top.\n\n"
            "■ reported and refused  \n▣ reported, and it rang  \n□ unknown  \n◆ known  \n◉ rings now\n\n"
            "⊘ you block this caller  \n✓ you allow it\n\n"
            "A block or a permission of yours wins over every list."
        )

    def on_mount(self) -> None:
        self._pulse = self.set_interval(1, self._tick, pause=True)
        self.look()

    def target_call(self) -> CallAnswer | None:
        row = self.query_one(CallsTable).highlighted_row
        away = self.session.state.connection is Connection.DOWN
        return None if row is None or away else row.call

    def target_calls(self) -> list[CallAnswer]:
        if self.session.state.connection is Connection.DOWN:
            return []
        return [row.call for row in self.target_rows() if row.call is not None]

    def after_operation(self) -> None:
        self.unmark()

    def state_changed(self, topic: str) -> None:
        super().state_changed(topic)
        if topic == "loaded":
            self._pages.complete = False
        if topic in {"loaded", "calls"}:
            self._history = None
            if self._pages.filtered:
                self._seek()
        if topic == "minute":
            self._pages.log.settle(self.session.now())
        before = self.target_call()
        if not self._pages.filtered:
            self._pages.let_go(self.query_one(CallsTable).cursor)
        self.look()
        after = self.target_call()
        if topic == "calls" and before and after and before["id"] != after["id"]:
            self._slid = self.session.now()

    def objection(self, action: str) -> str:
        """A key that was meant for the call before does nothing to the one that has just come."""
        if (
            action in {*CALLER_ACTIONS, "forget"}
            and self._slid
            and self.session.now() - self._slid < GLANCE
        ):
            return _("A new call has just come here; look, and press again.")
        return super().objection(action)

    def look(self) -> None:
        """Show what there is: the table, or why it is empty."""
        table, empty_state = self.query_one(CallsTable), self.query_one(EmptyState)
        table.show(self._rows())
        empty = not self._pages.log.rows or self.session.state.connection is Connection.DOWN
        empty_state.stand_in_for(table, when=empty)
        if empty:
            self._say_why_empty(empty_state)
        elif self.focused is None:
            table.focus()
        title = (_("Calls"), *self._pages.counted(), *self.marked_title())
        self.query_one("#panel").border_title = Content(" · ".join(title))
        if self._pulse:
            self._pulse.resume() if self._restless() else self._pulse.pause()
        self._show_details()
        self.refresh_keys()

    def _rows(self) -> list[Row]:
        """As they stand now, until the table is told anew; days have their rules in the usual order alone."""
        rows = self._pages.log.rows
        if self.order is None:
            return rows.copy()
        return self.ordered((row for row in rows if row.call), lambda row: row.call)

    def do_sort(self) -> None:
        super().do_sort()
        self._read_on()

    def _say_why_empty(self, empty_state: EmptyState) -> None:
        connection = self.session.state.connection
        if connection is Connection.DOWN:
            can = self.session.start_daemon is not None
            keys = [(self.key_of("why"), _("Start it"))] if can else []
            hint = "" if can else _("Start it with: portinaio daemon")
            empty_state.say(_("The screener is not running."), *keys, hint=hint)
        elif connection is Connection.CONNECTING:
            empty_state.say(_("Looking for the screener…"))
        elif self._pages.filtered:
            sentence = _("No call matches “%(text)s”.") % {"text": plain(self._pages.sought)}
            empty_state.say(sentence, (self.key_of("back"), _("Clear the filter")))
        else:
            ways = (self.key_of("setup"), self.key_of("lines"))
            say_what_will_come(empty_state, self.session.state.status, ways)

    def _restless(self) -> bool:
        """Whether a clock is on the screen: of a call that rings, or of the next try."""
        return self.session.log.ringing or self.session.state.connection is Connection.LOST

    def _tick(self) -> None:
        log = self.session.log
        log.settle(self.session.now())
        table = self.query_one(CallsTable)
        rings = [row for row in self._pages.log.rows[:MOST_RINGING] if row.order[0] == 1]
        for index in range(len(rings) if self.order is None else 0):
            table.refresh_row(index)
        if self.order is not None:
            table.refresh()
        self.query_one(Banner).look()
        if not self._restless() or not log.ringing:
            self.look()

    # -- the details at the right

    def on_virtual_table_row_highlighted(self) -> None:
        self._show_details()
        self.refresh_keys()
        self._read_on()
        if self._rest:
            self._rest.stop()
        self._rest = self.set_timer(REST_S, self._ask_history)

    def on_virtual_table_row_selected(self) -> None:
        self.do_why()

    def _show_details(self) -> None:
        pane = self.query_one(DetailsPane)
        call = self.target_call()
        if call is None:
            pane.say(Content())
            return
        history = self._history if self._history and self._history[0] == call["number"] else None
        pane.say(call_details(self.session, call, history[1] if history else None))
        if history is None and self._rest is None:
            self._ask_history()

    def _ask_history(self) -> None:
        self._rest = None
        call = self.target_call()
        if call is None or not self.has_class("-wide"):
            return
        number = call["number"]
        if number is None or (self._history and self._history[0] == number):
            return

        def take(calls: list[CallAnswer]) -> None:
            self._history = (number, calls)
            self._show_details()

        self.request(
            lambda client: client.calls(number=number, limit=HISTORY), take, "details", latest=True
        )

    # -- paging and filter

    def _read_on(self) -> None:
        """Fetch a page of older calls when the cursor comes near the end; for another order all that are kept at a time."""
        pages, log = self._pages, self._pages.log
        wanted = self.order is not None and pages.has_room
        if not (wanted or pages.near_end(self.query_one(CallsTable).cursor)):
            return

        def take(calls: list[CallAnswer]) -> None:
            if log is pages.log:
                pages.extend(calls)
                self.look()
                if self.order is not None:
                    self._read_on()

        before, text = log.oldest, pages.text
        self.request(
            lambda client: client.calls(before=before, text=text, limit=PAGE),
            take,
            "page",
            latest=True,
        )

    def sought_title(self) -> list[str]:
        """With how many were found, it stands among the counts."""
        return []

    def seek(self) -> None:
        self._pages.sought = self.sought
        self._seek()

    def _seek(self) -> None:
        sought = self._pages.sought
        if not sought:
            self._pages.show_all()
            self.look()
            return

        def take(calls: list[CallAnswer]) -> None:
            self._pages.show_found(calls)
            self.look()

        self.request(
            lambda client: client.calls(text=sought, limit=PAGE), take, "filter", latest=True
        )

    def do_why(self) -> None:
        if self.session.state.connection is Connection.DOWN:
            self.do_start()
        elif call := self.target_call():
            self.app.push_screen(NumberScreen(self.session, call))

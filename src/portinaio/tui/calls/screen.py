"""The first screen: calls as they come, and at its right the caller under the cursor."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Label, Static

from portinaio.language import _, ngettext
from portinaio.tui.call_log import CallLog
from portinaio.tui.calls.call_actions import CALLER_ACTIONS, CallActionsScreen
from portinaio.tui.calls.call_details import call_details
from portinaio.tui.calls.number_screen import NumberScreen
from portinaio.tui.calls.table import CallsTable
from portinaio.tui.escape import plain
from portinaio.tui.screens.multi_select import MultiSelectScreen
from portinaio.tui.session import PAGE
from portinaio.tui.state import Connection
from portinaio.tui.symbols import REFUSED
from portinaio.tui.widgets.banner import Banner
from portinaio.tui.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.timer import Timer

    from portinaio.api.answers import CallAnswer
    from portinaio.tui.actions.action import ActionContext
    from portinaio.tui.session import Session

GLANCE = timedelta(seconds=1)  # what an eye needs
NEAR_END = 60  # rows from the end at which older calls are fetched
HISTORY = 50  # calls of the caller, beside the table
REST_S = 0.05  # of the cursor before its caller's history is asked for


class CallsScreen(MultiSelectScreen, CallActionsScreen):
    OWN_ACTIONS = (*CALLER_ACTIONS, "why", "filter", "mark", "forget")
    FOOTER = (
        "block",
        "allow",
        "report",
        "why",
        "filter",
        "undo",
        "name",
        "mark",
        "forget",
        "pause",
        "help",
    )
    AUTO_FOCUS = "CallsTable"
    TELLS_ABSENCE = True

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._found: CallLog | None = None
        """The calls that the filter lets through; `None` without a filter."""
        self._sought = ""
        self._complete = False
        """Whether the oldest call is loaded."""
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
                with Horizontal(id="filter"):
                    yield Label("/ ")
                    yield Input(placeholder=_("a number, a name, a note"), compact=True)
            with VerticalScroll(id="details", classes="panel", can_focus=False) as pane:
                pane.border_title = _("Number")
                yield Static()

    def about(self) -> str:
        return _(
            "**Calls**, the newest on top.\n\n"
            "■ reported and refused  \n▣ reported, and it rang  \n□ unknown  \n◆ known  \n◉ rings now\n\n"
            "A block or a permission of yours wins over every list."
        )

    def place(self) -> str:
        return f"1 {_('Calls')}"

    def on_mount(self) -> None:
        self._pulse = self.set_interval(1, self._tick, pause=True)
        self.query_one("#filter").display = False
        self.look()

    @property
    def showing(self) -> CallLog:
        return self.session.log if self._found is None else self._found

    def target_call(self) -> CallAnswer | None:
        row = self.query_one(CallsTable).highlighted_row
        return (
            row.call
            if row is not None and self.session.state.connection is not Connection.DOWN
            else None
        )

    def target_calls(self) -> list[CallAnswer]:
        if self.session.state.connection is Connection.DOWN:
            return []
        return [row.call for row in self.target_rows() if row.call is not None]

    def after_operation(self) -> None:
        self.unmark()

    def current_context(self) -> ActionContext:
        """Of several calls: whether somebody has given a number, and whether all of them are blocked or allowed."""
        found = super().current_context()
        numbers = {call["number"] for call in self.target_calls() if call["number"]}
        if not found.marked or not numbers:
            return found
        entries = [self.session.state.entry(number) for number in numbers]
        kinds = {entry["kind"] if entry else None for entry in entries}
        return found._replace(
            number=next(iter(numbers)), entry=kinds.pop() if len(kinds) == 1 else None
        )

    def state_changed(self, topic: str) -> None:
        super().state_changed(topic)
        if topic == "loaded":
            self._complete = False
        if topic in {"loaded", "calls"} and self._found is not None:
            self._seek()
        if topic in {"calls", "loaded"}:
            self._history = None
        if topic == "minute":
            self.showing.settle(self.session.now())
        before = self.target_call()
        self.look()
        after = self.target_call()
        if topic == "calls" and before and after and before["id"] != after["id"]:
            self._slid = self.session.now()

    def action_do(self, action: str) -> None:
        """A key that was meant for the call before does nothing to the one that has just come."""
        if (
            action in {*CALLER_ACTIONS, "forget"}
            and self._slid
            and self.session.now() - self._slid < GLANCE
        ):
            said = _("A new call has just come here; look, and press again.")
            self.notify(said, severity="warning", markup=False)
            return
        super().action_do(action)

    def look(self) -> None:
        """Show what there is: the table, or why it is empty."""
        table, empty_state = self.query_one(CallsTable), self.query_one(EmptyState)
        table.show(self.showing.rows)
        empty = not self.showing.rows or self.session.state.connection is Connection.DOWN
        empty_state.stand_in_for(table, when=empty)
        if empty:
            self._say_why_empty(empty_state)
        elif self.focused is None:
            table.focus()
        self.query_one("#panel").border_title = Content(self._title())
        if self._pulse:
            self._pulse.resume() if self._restless() else self._pulse.pause()
        self._show_details()
        self.refresh_keys()

    def _say_why_empty(self, empty_state: EmptyState) -> None:
        connection = self.session.state.connection
        if connection is Connection.DOWN:
            can = self.session.start_daemon is not None
            keys = [(self.key_of("why"), _("Start it"))] if can else []
            hint = "" if can else _("Start it with: portinaio daemon")
            empty_state.say(_("The screener is not running."), *keys, hint=hint)
        elif connection is Connection.CONNECTING:
            empty_state.say(_("Looking for the screener…"))
        elif self._found is not None:
            sentence = _("No call matches “%(text)s”.") % {"text": plain(self._sought)}
            empty_state.say(sentence, (self.key_of("back"), _("Clear the filter")))
        else:
            self._say_what_will_come(empty_state)

    def _say_what_will_come(self, empty_state: EmptyState) -> None:
        status = self.session.state.status
        if status is not None and not status["lines"]:
            keys = ((self.key_of("setup"), _("First steps")), (self.key_of("lines"), _("Lines")))
            empty_state.say(_("No calls yet."), *keys, hint=_("No line is set up that could ring."))
        else:
            hint = _("They will appear here the moment a line rings.")
            empty_state.say(_("No calls yet."), hint=hint)

    def _title(self) -> str:
        parts = [_("Calls")]
        if self._found is not None:
            found = sum(1 for _call in self._found.calls())
            shown = f"{found}" if self._complete else f"{found}+"
            parts.append(_("“%(text)s”: %(n)s") % {"text": plain(self._sought), "n": shown})
        else:
            parts += self._counts()
        return " · ".join((*parts, *self.marked_title()))

    def _counts(self) -> list[str]:
        now = self.session.now()
        today = now.date()
        calls: list[CallAnswer] = []
        for row in self.session.log.rows:  # today stands on top, and ends with the first rule
            if row.call is None:
                break
            if row.day == today:
                calls.append(row.call)
        if not self.session.log.rows:
            return []
        rejected = sum(call["action"] in REFUSED for call in calls)
        silenced = sum(call["action"] == "silence" for call in calls)
        parts = [_("%(n)d today") % {"n": len(calls)}]
        if rejected:
            parts.append(ngettext("%(n)d rejected", "%(n)d rejected", rejected) % {"n": rejected})
        if silenced:
            parts.append(ngettext("%(n)d silenced", "%(n)d silenced", silenced) % {"n": silenced})
        return parts

    def _restless(self) -> bool:
        """Whether a clock is on the screen: of a call that rings, or of the next try."""
        return self.session.log.ringing or self.session.state.connection is Connection.LOST

    def _tick(self) -> None:
        log = self.session.log
        log.settle(self.session.now())
        table = self.query_one(CallsTable)
        for index, row in enumerate(self.showing.rows):
            if row.order[0] != 1:
                break
            table.refresh_row(index)
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
        pane = self.query_one("#details > Static", Static)
        call = self.target_call()
        if call is None:
            pane.update()
            return
        history = self._history if self._history and self._history[0] == call["number"] else None
        pane.update(call_details(self.session, call, history[1] if history else None))
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
        """Fetch a page of older calls when the cursor comes near the end."""
        table, log = self.query_one(CallsTable), self.showing
        if self._complete or log.oldest is None or table.cursor < len(log.rows) - NEAR_END:
            return
        query = {"text": self._sought} if self._found is not None else {}

        def take(calls: list[CallAnswer]) -> None:
            if log is self.showing:
                self._complete = len(calls) < PAGE
                log.extend(calls, self.session.now())
                self.look()

        before = log.oldest
        self.request(
            lambda client: client.calls(before=before, limit=PAGE, **query),
            take,
            "page",
            latest=True,
        )

    def do_filter(self) -> None:
        self.query_one("#filter").display = True
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        self._sought = event.value.strip()
        self._seek()

    def on_input_submitted(self) -> None:
        self.query_one(CallsTable).focus()

    def _seek(self) -> None:
        sought = self._sought
        if not sought:
            self._found = None
            self._complete = False
            self.look()
            return

        def take(calls: list[CallAnswer]) -> None:
            self._found = CallLog()
            self._found.load(calls, self.session.now())
            self._complete = len(calls) < PAGE
            self.look()

        self.request(
            lambda client: client.calls(text=sought, limit=PAGE), take, "filter", latest=True
        )

    def step_back(self) -> bool:
        bar = self.query_one("#filter")
        if super().step_back():
            return True
        if not bar.display:
            return False
        self.query_one(Input).value = ""
        bar.display = False
        self.query_one(CallsTable).focus()
        return True

    def do_why(self) -> None:
        if self.session.state.connection is Connection.DOWN:
            self.do_start()
        elif call := self.target_call():
            self.app.push_screen(NumberScreen(self.session, call))

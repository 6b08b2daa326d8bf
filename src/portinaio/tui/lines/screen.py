"""The lines: how each is, what it can do, and whether it works."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portinaio.core.message import msg
from portinaio.language import _, ngettext, terms
from portinaio.tui.escape import plain
from portinaio.tui.lines.devices_screen import DevicesScreen
from portinaio.tui.lines.line_details import MARKS, kind_word, line_details, notes_of, state_word
from portinaio.tui.lines.new_line_screen import NewLineScreen
from portinaio.tui.lines.telephone_screen import TelephoneScreen
from portinaio.tui.lines.trace_screen import TraceScreen
from portinaio.tui.operations import lines as operations
from portinaio.tui.operations.done import Done
from portinaio.tui.screens.filtered_screen import Findable
from portinaio.tui.screens.sorted_screen import Order
from portinaio.tui.screens.table_screen import TableScreen, cell
from portinaio.tui.setup.answers import saved_lines
from portinaio.tui.setup.other_side_screen import OtherSideScreen, steps_of
from portinaio.tui.state import Connection
from portinaio.tui.widgets.dialogs import Confirm, Prompt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.content import Content

    from portinaio.api.answers import LineAnswer, SettingsAnswer, TraceAnswer
    from portinaio.api.client import Client
    from portinaio.tui.actions.action import ActionContext
    from portinaio.tui.session import Session
    from portinaio.tui.widgets.empty_state import EmptyState
    from portinaio.tui.widgets.virtual_table import Cell


class LinesScreen(TableScreen):
    OWN_ACTIONS = (
        *("test", "ring", "trace", "order", "line_add", "correct_line", "line_drop"),
        *("password", "other_side", "telephone", "devices", "filter", "sort"),
    )
    ORDERS = (
        Order(msg("by name"), lambda one: one["name"].casefold()),
        Order(
            msg("by state"),
            lambda one: tuple(reversed(MARKS)).index(one["state"]) if one["state"] in MARKS else -1,
        ),
        Order(msg("by calls"), lambda one: one["calls"], descending=True),
    )
    FOOTER = (
        "test",
        "ring",
        "trace",
        "line_add",
        "correct_line",
        "other_side",
        "line_drop",
        "password",
        "devices",
        "undo",
        "pause",
        "telephone",
        "filter",
        "help",
    )

    def __init__(self, session: Session) -> None:
        self._asked: list[LineAnswer] = []
        """What was told when no daemon was there to tell it by itself."""
        super().__init__(session)

    def about(self) -> str:
        return _(
            "**Lines** are what rings: a SIP account, a box, a modem, or a simulated one.\n\n"
            "● up  \n◌ down, and tried again  \n✕ refused by the other end  \n○ not served now\n\n"
            "While a line is down its calls ring as usual. "
            "What else config.toml says of a line stands in the settings."
        )

    def details_title(self) -> str:
        return _("Line")

    def on_mount(self) -> None:
        super().on_mount()
        self._read()

    def state_changed(self, topic: str) -> None:
        if topic in {"connection", "calls"}:  # lines that have had a call do not say so
            self._read()
        super().state_changed(topic)

    def _read(self) -> None:
        def take(lines: list[LineAnswer]) -> None:
            self._asked = lines
            if status := self.session.state.status:
                status["lines"] = lines
            self.look()

        if self.session.state.connection is not Connection.LOST:
            self.request(lambda client: client.lines(), take, "lines", latest=True)

    @property
    def lines(self) -> list[LineAnswer]:
        status = self.session.state.status
        return self._asked if status is None else status["lines"]

    def items(self) -> Sequence[tuple[str, Any, str]]:
        return [
            (one["name"], one, plain(one["error"] or next(iter(notes_of(one)), "")))
            for one in self.lines
        ]

    def headline(self) -> str:
        if not self.lines:
            return _("Lines")
        up = sum(one["state"] == "up" for one in self.lines)
        n = len(self.lines)
        told = ngettext("%(up)d of %(n)d up", "%(up)d of %(n)d up", n) % {"up": up, "n": n}
        return " · ".join((_("Lines"), told))

    def why_empty(self, empty_state: EmptyState) -> None:
        empty_state.say(
            _("No line is set up, so nothing can be screened."),
            (self.key_of("line_add"), _("Add one")),
            hint=_("A SIP account, a PBX, or a simulated line to look at."),
        )

    def filter_hint(self) -> str:
        return _("a name, a kind, a word such as up")

    def findable(self, item: LineAnswer) -> Findable:
        texts = (item["name"], kind_word(item["kind"]), item["error"] or "", *notes_of(item))
        return Findable((*texts, state_word(item["state"])))

    def paint(self, item: LineAnswer, width: int) -> list[Cell]:
        shape, style = MARKS.get(item["state"], ("?", "muted"))
        return [
            cell(shape, 2, style),
            cell(plain(item["name"]), 20, "strong"),
            cell(kind_word(item["kind"]), 14, "muted"),
            cell(state_word(item["state"]), 20, style),
            cell(terms.calls(item["calls"]), max(1, width - 56)),
        ]

    def detail(self, item: LineAnswer) -> Content:
        return line_details(item)

    def current_context(self) -> ActionContext:
        found, one = super().current_context(), self.under_cursor
        return found if one is None else found._replace(chosen=one["name"], kind=one["kind"])

    # -- actions

    def _carried_out(self, answer: tuple[Any, Any, Any]) -> None:
        super()._carried_out(answer)
        self._read()  # without a daemon nobody tells us

    def do_line_add(self) -> None:
        def added(done: Done | None) -> None:
            if done is not None:
                self.carry_out(lambda _client: done)

        self.app.push_screen(NewLineScreen(self.session), added)

    def do_line_drop(self) -> None:
        name = self.under_cursor["name"]

        def said(yes: bool | None) -> None:
            if yes:
                self.carry_out(lambda client: operations.remove(client, name))

        text = _(
            "It goes out of config.toml with its keys and comments, and its calls ring as usual from then on. "
            "The log keeps the calls that came on it."
        )
        asked = _("Remove line %(line)s?") % {"line": plain(name)}
        self.app.push_screen(Confirm(asked, text, _("Remove it")), said)

    def do_correct_line(self) -> None:
        if self.under_cursor is not None:
            self.session.open_setup(self.under_cursor["name"])

    def do_other_side(self) -> None:
        line = self.under_cursor
        if line is None:
            return
        title = _("On the other side of %(line)s") % {"line": plain(line["name"])}

        def show(settings: SettingsAnswer) -> None:
            saved = saved_lines({line["name"]: line["kind"]}, settings["keys"])[0]
            steps = steps_of(saved.kind, {"name": saved.name, **saved.keys})
            if steps:
                self.app.push_screen(OtherSideScreen(title, steps))
            else:
                self.notify(_("Nothing need be done on the other side."), markup=False)

        self.request(lambda client: client.settings(), show)

    def do_devices(self) -> None:
        self.app.push_screen(DevicesScreen(self.session))

    def do_telephone(self) -> None:
        def made(done: Done | None) -> None:
            if done is not None:
                self.carry_out(lambda _client: done)

        self.app.push_screen(TelephoneScreen(self.session, self.under_cursor["name"]), made)

    def do_password(self) -> None:
        name = self.under_cursor["name"]

        def typed(password: str | None) -> None:
            if password:
                self.carry_out(lambda client: operations.set_password(client, name, password))

        title = _("Password of line %(line)s") % {"line": plain(name)}
        hint = _("kept in the keyring, or in a file that only you can read")
        self.app.push_screen(Prompt(title, "", hint, hidden=True), typed)

    def do_test(self) -> None:
        name = self.under_cursor["name"]

        def test(client: Client) -> Done:
            line = client.test_line(name)
            told = plain(line["error"]) if line["error"] else state_word(line["state"])
            told = "; ".join((told, *map(plain, notes_of(line))))
            said = _("line %(line)s: %(state)s") % {"line": plain(name), "state": told}
            return Done(said)

        self.carry_out(test)

    def do_order(self) -> None:
        name = self.under_cursor["name"]

        def said(yes: bool | None) -> None:
            if yes:
                self.notify(_("Calling. It takes up to twenty seconds."), markup=False)
                self.carry_out(lambda client: operations.call_itself(client, name), slow=True)

        asked = _("Have line %(line)s call itself?") % {"line": plain(name)}
        text = _(
            "It shows whether this line is asked before the other telephones of its account. They may ring for a moment."
        )
        self.app.push_screen(Confirm(asked, text, _("Call")), said)

    def do_trace(self) -> None:
        name = self.under_cursor["name"]

        def show(traces: list[TraceAnswer]) -> None:
            if traces:
                self.app.push_screen(TraceScreen(name, traces))
                return
            said = _(
                "No headers of a call have come on line %(name)s since the daemon started. Call it from another telephone."
            )
            self.notify(said % {"name": plain(name)}, markup=False)

        self.request(lambda client: client.line_trace(name), show)

    def do_ring(self) -> None:
        name = self.under_cursor["name"]

        def ring(client: Client) -> Done:
            client.ring_line(name)
            said = _("line %(line)s rings; its call stands with the others") % {"line": plain(name)}
            return Done(said)

        self.carry_out(ring)

"""What the log amounts to: who calls, when and how often, and how much ringing was spared."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from portinaio.config.atomic_write import write_atomically
from portinaio.core.reason import reason
from portinaio.language import _, ngettext, terms, translate
from portinaio.tui import format_number
from portinaio.tui.escape import plain
from portinaio.tui.insight import charts, panels
from portinaio.tui.insight.page import page
from portinaio.tui.screens.base_screen import BaseScreen
from portinaio.tui.state import Connection
from portinaio.tui.widgets.dialogs import Confirm, Prompt
from portinaio.tui.widgets.drawn_to_width import DrawnToWidth
from portinaio.tui.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.app import ComposeResult

    from portinaio.api.answers import CountAnswer, InsightAnswer
    from portinaio.errors import PortinaioError
    from portinaio.tui.session import Session

SPANS = (30, 90, 365, 7)  # days
WIDE_FROM, SCROLLBAR = 100, 1  # cells, as the screens' breakpoint and the style sheet have them


class InsightScreen(BaseScreen):
    OWN_ACTIONS = ("days", "export")
    FOOTER = ("days", "export", "mask", "help")
    AUTO_FOCUS = "#insight"

    def __init__(self, session: Session) -> None:
        self._insight: InsightAnswer | None = None
        self._caught: list[CountAnswer] = []
        self._trouble = ""
        self._days = SPANS[0]
        super().__init__(session)

    def about(self) -> str:
        return _(
            "**Insight**: the log, counted by hour, day and week. *Ranges* are blocks of a thousand numbers, "
            "as they are allotted; *companies* are those of your company book.\n\n"
            "█ reported  \n▓ suspected  \n▒ unknown  \n░ known\n\n"
            "*Lists* are those that spoke against reported callers.\n\n"
            "*Spared* is the number of refused calls times the usual ringing: "
            "the median of the calls that rang and that nobody took."
        )

    def body(self) -> ComposeResult:
        yield EmptyState(classes="panel")
        with VerticalScroll(id="insight"):
            with Horizontal(classes="pair"):
                yield Static(id="sum", classes="panel")
                yield Static(id="spared", classes="panel")
            with Horizontal(classes="pair"):
                yield DrawnToWidth(id="hours", classes="panel")
                yield DrawnToWidth(id="weekdays", classes="panel")
            with Horizontal(classes="pair"):
                yield DrawnToWidth(id="weeks", classes="panel")
                with Vertical(classes="stack"):
                    yield DrawnToWidth(id="ranges", classes="panel")
                    yield DrawnToWidth(id="companies", classes="panel")
                    yield DrawnToWidth(id="caught", classes="panel")

    def on_mount(self) -> None:
        self.look()
        self._ask()

    def on_resize(self, event: events.Resize) -> None:
        """Columns of whole cells: of half a one, Textual counts the lines for less width than they are drawn in."""
        wide = event.size.width >= WIDE_FROM
        for pair in self.query(".pair"):
            pair.children[0].styles.width = (event.size.width - SCROLLBAR) // 2 if wide else None

    def state_changed(self, topic: str) -> None:
        super().state_changed(topic)
        if topic in {"loaded", "calls", "connection", "minute"}:
            self._ask()
        if topic == "mask":
            self.look()

    def _ask(self) -> None:
        days = self._days
        self.request(
            lambda client: (client.insight(days), client.caught(days)),
            self._take,
            "insight",
            latest=True,
        )

    def _take(self, told: tuple[InsightAnswer, list[CountAnswer]]) -> None:
        self._insight, self._caught = told
        self._trouble = ""
        self.look()

    def show_error(self, error: PortinaioError) -> None:
        """Where nothing is shown yet, in its place."""
        if self._insight is not None:
            super().show_error(error)
            return
        self._trouble = self.sentence_of(error)
        self.look()

    def look(self) -> None:
        found, empty_state = self._insight, self.query_one(EmptyState)
        empty = found is None or not charts.total(found["labels"])
        empty_state.display, self.query_one("#insight").display = empty, not empty
        empty_state.border_title = _("Insight")
        if found is None:
            self._say_why_not(empty_state)
        elif empty:
            said = ngettext("No call in %(n)d day.", "No call in %(n)d days.", found["days"])
            hint = _("What the log amounts to will stand here.")
            empty_state.say(
                said % {"n": found["days"]}, (self.key_of("days"), _("Other span")), hint=hint
            )
        else:
            self._fill(found)
        self.refresh_keys()

    def _say_why_not(self, empty_state: EmptyState) -> None:
        if self._trouble:
            empty_state.say(_("The calls cannot be counted."), hint=self._trouble)
        elif self.session.client is None and self.session.state.connection is Connection.CONNECTING:
            empty_state.say(_("Looking for the screener…"))
        else:
            empty_state.say(_("Counting…"))

    def _fill(self, found: InsightAnswer) -> None:
        said = ngettext("Insight · %(n)d day", "Insight · %(n)d days", found["days"])
        self._write("sum", said % {"n": found["days"]}, panels.total(found))
        self._write("spared", _("Ringing spared"), panels.spared(found))
        self._plot("hours", _("By hour"), partial(panels.hours, found))
        self._plot("weekdays", _("By day of the week"), partial(panels.weekdays, found))
        self._plot("weeks", _("By week"), partial(panels.weeks, found))
        mask = self.session.state.mask
        ranges = [
            (format_number.pattern(one["name"], mask=mask), one["calls"]) for one in found["ranges"]
        ]
        companies = [(plain(one["name"]), one["calls"]) for one in found["companies"]]
        none = _("no reported call has come")
        self._plot("ranges", _("Ranges that call"), partial(panels.names, ranges, none))
        none = _("no number of the company book has called")
        self._plot("companies", _("Companies"), partial(panels.names, companies, none))
        none = _("no list has spoken against a caller")
        self._plot("caught", _("Lists that spoke up"), partial(panels.names, self._lists(), none))
        self.query_one("#weeks").border_subtitle = Content("  ").join(
            Content.assemble(
                (charts.FILL[verdict], f"$verdict-{verdict}"), f" {terms.label(verdict)}"
            )
            for verdict in charts.VERDICTS
        )

    def _lists(self) -> list[tuple[str, int]]:
        """By their titles, as far as they are in use still."""
        status = self.session.state.status
        titles = {one["name"]: one["title"] for one in (status["lists"] if status else ())}
        return [(plain(titles.get(one["name"], one["name"])), one["calls"]) for one in self._caught]

    def _write(self, panel: str, title: str, content: Content) -> None:
        box = self.query_one(f"#{panel}", Static)
        box.border_title = Content(title)
        box.update(content)

    def _plot(self, panel: str, title: str, draw: Callable[[int], Content]) -> None:
        box = self.query_one(f"#{panel}", DrawnToWidth)
        box.border_title = Content(title)
        box.show(draw)

    # -- actions

    def do_days(self) -> None:
        at = SPANS.index(self._days)
        self._days = SPANS[(at + 1) % len(SPANS)]
        self._ask()

    def do_export(self) -> None:
        found, caught = self._insight, self._lists()
        if found is None:
            return
        proposal = Path.home() / f"portinaio-{self.session.now():%Y-%m-%d}.md"

        def named(name: str | None) -> None:
            if name and name.strip():
                content = page(found, caught, self.session.now())
                self._write_to(Path(name.strip()).expanduser(), content)

        hint = _("where this page is written, in Markdown")
        self.app.push_screen(Prompt(_("Export"), str(proposal), hint), named)

    def _write_to(self, path: Path, content: str) -> None:
        def said(yes: bool | None) -> None:
            if not yes:
                return
            try:
                _write(path, content)
            except OSError as error:
                told = _("%(path)s cannot be written: %(reason)s")
                self.notify(
                    told % {"path": plain(str(path)), "reason": translate(reason(error))},
                    severity="error",
                    markup=False,
                )
                return
            self.notify(_("Written to %(path)s") % {"path": plain(str(path))}, markup=False)

        text = _(
            "The page holds counts, blocks of numbers and names of companies, no single caller. "
            "From there on anybody can read it whom you give it to."
        )
        if path.exists():
            text += "\n\n" + _("A file of this name is there already; it will be replaced.")
        question = _("Write %(name)s?") % {"name": plain(path.name)}
        self.app.push_screen(Confirm(question, text, _("Write it")), said)


def _write(path: Path, content: str) -> None:
    """Through a file beside it, so that a full disk leaves what was there."""
    if path.exists() and not path.is_file():  # a device or a pipe
        path.write_text(content, encoding="utf-8")
        return
    path.parent.stat()  # one that is not there was mistyped, and is not made
    write_atomically(path, content.encode())

"""What would happen to this caller at another hour, on another line: nothing rings, nothing is written down."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingsMap
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Label, Static

from portinaio.language import _
from portinaio.tui import format_number
from portinaio.tui.calls.reasons import verdict_lines
from portinaio.tui.escape import escaped
from portinaio.tui.screens.requests import RequestScreen
from portinaio.tui.widgets.dialogs import hint

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from portinaio.api.answers import CheckAnswer
    from portinaio.tui.session import Session


class TryScreen(RequestScreen):
    AUTO_FOCUS: ClassVar[str] = "Input"

    def __init__(self, session: Session, number: str, line: str) -> None:
        super().__init__()
        self.session = session
        self._number = number
        self._lines = (
            [one["name"] for one in session.state.status["lines"]] if session.state.status else []
        )
        self._line = line if line in self._lines else next(iter(self._lines), "")
        own = [
            Binding("escape", "dismiss", _("Back"), id="back"),
            Binding("up", "turn(-1)", _("Line before")),
            Binding("down", "turn(1)", _("Next line")),
        ]
        self._bindings = BindingsMap.merge([self._bindings, BindingsMap(own)])

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            number = format_number.shown(self._number, mask=self.session.state.mask)
            box.border_title = Content(_("If %(number)s called") % {"number": number})
            box.border_subtitle = hint(_("↑ ↓ line, esc back"), "screen.turn(1)", "screen.dismiss")
            yield Label(classes="hint", id="line")
            yield Input(f"{self.session.now():%H:%M}", id="hour", max_length=5, compact=True)
            yield Static(id="answer")

    def on_mount(self) -> None:
        self._check()

    def on_input_changed(self) -> None:
        self._check()

    def action_turn(self, step: int) -> None:
        if self._line:
            at = self._lines.index(self._line) + step
            self._line = self._lines[at % len(self._lines)]
            self._check()

    def _check(self) -> None:
        line = (
            _("on line %(line)s, at this hour:") % {"line": self._line}
            if self._line
            else _("at this hour:")
        )
        self.query_one("#line", Label).update(escaped(line))
        at = self._moment()
        if at is None:
            hint = _("an hour is written like 22:30")
            self.query_one("#answer", Static).update(Content.styled(hint, "$verdict-suspected"))
            return
        moment = at.isoformat(timespec="seconds")
        self.request(
            lambda client: client.check(self._number, line=self._line or None, at=moment),
            self._show,
            "check",
            latest=True,
        )

    def _moment(self) -> datetime | None:
        try:
            hour = datetime.strptime(self.query_one("#hour", Input).value.strip(), "%H:%M")  # noqa: DTZ007  # an hour, joined to today below
        except ValueError:
            return None
        return self.session.now().replace(
            hour=hour.hour, minute=hour.minute, second=0, microsecond=0
        )

    def _show(self, check: CheckAnswer) -> None:
        box = self.query_one("#answer", Static)
        said = verdict_lines(check, box.content_size.width or 58, mask=self.session.state.mask)
        box.update(said)

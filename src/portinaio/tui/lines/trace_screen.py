"""The headers of the latest calls on a line, numbers masked, to be read or copied into a report of what went wrong."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingsMap
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from portinaio.language import _, formatting
from portinaio.tui.escape import plain
from portinaio.tui.themes import MUTED
from portinaio.tui.widgets.dialogs import hint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from portinaio.api.answers import TraceAnswer


class TraceScreen(ModalScreen[None]):
    AUTO_FOCUS: ClassVar[str] = "#trace"

    def __init__(self, name: str, traces: Sequence[TraceAnswer]) -> None:
        super().__init__()
        self._line = name
        self._traces = list(reversed(traces))
        """Newest first."""
        own = [
            Binding("escape", "dismiss", _("Back"), id="back"),
            Binding("y", "copy", _("Copy"), id="copy"),
        ]
        self._bindings = BindingsMap.merge([self._bindings, BindingsMap(own)])

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = _("Latest calls on line %(line)s") % {"line": plain(self._line)}
            box.border_subtitle = hint(_("y copies it, esc back"), "screen.copy", "screen.dismiss")
            with VerticalScroll(id="trace"):
                yield Static(Content("\n\n").join(map(_told, self._traces)))

    def action_copy(self) -> None:
        said = (f"-- {_moment(one)}\n{one['text']}\n" for one in reversed(self._traces))
        self.app.copy_to_clipboard("\n".join(said))
        self.notify(_("The headers are copied. Names stand in them as they came."), markup=False)


def _told(one: TraceAnswer) -> Content:
    text = "\n".join(map(plain, one["text"].split("\n")))
    return Content.assemble((_moment(one), MUTED), "\n", text)


def _moment(one: TraceAnswer) -> str:
    return formatting.moment(datetime.fromisoformat(one["at"]))

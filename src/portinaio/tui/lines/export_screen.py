"""What an app imports to ask Portinaio: a text at a time, each once, as a QR code and to be copied."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingsMap
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from portinaio.api.qr_code import qr_code
from portinaio.language import _
from portinaio.language.terms import EXPORTED, term
from portinaio.tui.escape import plain
from portinaio.tui.themes import DOTS, MUTED
from portinaio.tui.widgets.dialogs import hint

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from portinaio.api.answers import ExportedDeviceAnswer


class ExportScreen(ModalScreen[None]):
    AUTO_FOCUS: ClassVar[str] = "#export"

    def __init__(self, device: ExportedDeviceAnswer) -> None:
        super().__init__()
        self._device = device["name"]
        self._texts = list(device["texts"].items())
        self._at = 0
        own = [
            Binding("escape", "dismiss", _("Back"), id="back"),
            Binding("y", "copy", _("Copy"), id="copy"),
            Binding("left", "turn(-1)", _("Previous"), id="turn_back"),
            Binding("right", "turn(1)", _("Next"), id="turn"),
        ]
        self._bindings = BindingsMap.merge([self._bindings, BindingsMap(own)])

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = _("%(name)s may ask now") % {"name": plain(self._device)}
            box.border_subtitle = hint(
                _("← → the next text, y copies it, esc back"),
                "screen.turn(1)",
                "screen.copy",
                "screen.dismiss",
            )
            with VerticalScroll(id="export"):
                yield Static(id="shown")

    def on_mount(self) -> None:
        self._look()

    def action_turn(self, step: int) -> None:
        self._at = (self._at + step) % len(self._texts)
        self._look()

    def action_copy(self) -> None:
        self.app.copy_to_clipboard(self._texts[self._at][1])
        self.notify(_("The text is copied. It holds the token."), markup=False)

    def _look(self) -> None:
        which, text = self._texts[self._at]
        place = Content.styled(f"{self._at + 1}/{len(self._texts)}  {term(which, EXPORTED)}", MUTED)
        dots = [Content.styled(line, DOTS) for line in qr_code(text)]
        self.query_one("#shown", Static).update(Content("\n").join([place, Content(text), *dots]))

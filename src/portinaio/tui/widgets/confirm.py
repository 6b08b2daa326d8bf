"""The one question before what leaves the house or cannot be taken back; everything else is done at once and undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingsMap
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Label

from portinaio.language import _
from portinaio.tui.escape import escaped, escaped_lines
from portinaio.tui.widgets.key_hints import hint

if TYPE_CHECKING:
    from textual.app import ComposeResult


class Confirm(ModalScreen[bool]):
    """Ends with True only where somebody has said yes."""

    AUTO_FOCUS: ClassVar[str] = "#no"

    def __init__(self, title: str, text: str, yes: str) -> None:
        """`yes` is what will be done, in a word, for the button."""
        super().__init__()
        self._title = title
        self._text = text
        self._yes = yes
        own = [
            Binding("y", "dismiss(True)", yes, id="yes"),
            Binding("n,escape", "dismiss(False)", _("Leave it"), id="back"),
            Binding("left", "app.focus_previous", show=False),
            Binding("right", "app.focus_next", show=False),
        ]
        self._bindings = BindingsMap.merge([self._bindings, BindingsMap(own)])

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = escaped(self._title)
            box.border_subtitle = hint(
                _("y yes, esc no"), "screen.dismiss(True)", "screen.dismiss(False)"
            )
            yield Label(escaped_lines(self._text))
            with Horizontal(classes="buttons"):
                yield Button(escaped(self._yes), id="yes", compact=True)
                yield Button(_("Leave it"), id="no", compact=True)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")

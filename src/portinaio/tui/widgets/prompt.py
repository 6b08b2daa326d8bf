"""One question, one line to answer it in."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingsMap
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Label

from portinaio.language import _
from portinaio.tui.escape import escaped, plain
from portinaio.tui.widgets.key_hints import hint

if TYPE_CHECKING:
    from textual.app import ComposeResult


class Prompt(ModalScreen[str | None]):
    AUTO_FOCUS: ClassVar[str] = "Input"

    def __init__(self, title: str, value: str, hint: str, *, hidden: bool = False) -> None:
        """`hidden` for a password, of which nobody sees more than its length."""
        super().__init__()
        self._hidden = hidden
        self._title = title
        self._value = value
        self._hint = hint
        back = Binding("escape", "dismiss", _("Back"), id="back")
        self._bindings = BindingsMap.merge([self._bindings, BindingsMap([back])])

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = escaped(self._title)
            box.border_subtitle = hint(
                _("enter keeps it, esc leaves it"), "screen.keep", "screen.dismiss"
            )
            yield Input(
                plain(self._value), select_on_focus=False, compact=True, password=self._hidden
            )
            yield Label(escaped(self._hint), classes="hint")

    def action_keep(self) -> None:
        self.dismiss(self.query_one(Input).value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.dismiss(event.value)

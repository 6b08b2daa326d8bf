"""One of a few values; what it would look like is shown before it is taken, where that can be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingsMap
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Label, OptionList
from textual.widgets.option_list import Option

from portinaio.language import _
from portinaio.tui.escape import escaped, escaped_lines
from portinaio.tui.widgets.key_hints import hint

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult


class ChoiceScreen(ModalScreen[str | None]):
    AUTO_FOCUS: ClassVar[str] = "OptionList"

    def __init__(
        self,
        title: str,
        text: str,
        choices: Sequence[str],
        now: str,
        preview: Callable[[str], object] = lambda _choice: None,
    ) -> None:
        """`now` is what holds so far; `preview` shows what the cursor is on."""
        super().__init__()
        self._title = title
        self._text = text
        self._choices = list(choices)
        self._now = now
        self._preview = preview
        back = Binding("escape", "leave", _("Back"), id="back")
        self._bindings = BindingsMap.merge([self._bindings, BindingsMap([back])])

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = escaped(self._title)
            box.border_subtitle = hint(
                _("enter takes it, esc leaves it"), "screen.keep", "screen.leave"
            )
            yield Label(escaped_lines(self._text), classes="hint")
            yield OptionList(*(Option(escaped(one), id=one) for one in self._choices), compact=True)

    def on_mount(self) -> None:
        if self._now in self._choices:
            self.query_one(OptionList).highlighted = self._choices.index(self._now)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        self._preview(event.option_id or self._now)

    def action_keep(self) -> None:
        if (option := self.query_one(OptionList).highlighted_option) is not None:
            self.dismiss(option.id)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)

    def action_leave(self) -> None:
        self._preview(self._now)
        self.dismiss(None)

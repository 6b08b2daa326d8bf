"""The questions that lie over a screen: one line to type, a yes, a choice; and the hint below them that names their keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingsMap
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.style import Style
from textual.widgets import Button, Input, Label, OptionList
from textual.widgets.option_list import Option

from portinaio.language import _
from portinaio.tui.escape import escaped, escaped_lines, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult


class Prompt(ModalScreen[str | None]):
    """One question, one line to answer it in."""

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
            yield Label(escaped_lines(self._hint), classes="hint")

    def action_keep(self) -> None:
        self.dismiss(self.query_one(Input).value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.dismiss(event.value)


class Confirm(ModalScreen[bool]):
    """Before what leaves the house or cannot be taken back; everything else is done at once and undone.

    Ends with True only where somebody has said yes.
    """

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
            *(
                Binding(key, f"turn({lines})", show=False)
                for key, lines in (("up", -1), ("down", 1), ("pageup", -8), ("pagedown", 8))
            ),
        ]
        self._bindings = BindingsMap.merge([self._bindings, BindingsMap(own)])

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = escaped(self._title)
            box.border_subtitle = hint(
                _("y yes, esc no"), "screen.dismiss(True)", "screen.dismiss(False)"
            )
            with VerticalScroll(id="said", can_focus=False):
                yield Label(escaped_lines(self._text))
            with Horizontal(classes="buttons"):
                yield Button(escaped(self._yes), id="yes", compact=True)
                yield Button(_("Leave it"), id="no", compact=True)

    def action_turn(self, lines: int) -> None:
        """Of a text that is longer than the screen."""
        self.query_one("#said").scroll_relative(y=lines, animate=False)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")


class Choice(ModalScreen[str | None]):
    """One of several, of which one holds so far."""

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
            effect = Label(id="effect", classes="hint")
            effect.display = False
            yield effect

    def tell(self, choice: str, text: str) -> None:
        """What a choice would do, while the cursor is on it; the answer may come when it has moved on."""
        option = self.query_one(OptionList).highlighted_option if self.is_attached else None
        if option is None or option.id != choice:
            return
        effect = self.query_one("#effect", Label)
        effect.update(escaped_lines(text))
        effect.display = bool(text)

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


def hint(sentence: str, *actions: str) -> Content:
    """An action for each part of `sentence` between its commas, such as `enter keeps it, esc leaves it`."""
    parts = sentence.split(", ")
    clicked = [
        Content(part).stylize(Style.from_meta({"@click": action}))
        for part, action in zip(parts, actions, strict=False)
    ]
    return Content(", ").join([*clicked, *map(Content, parts[len(clicked) :])])

"""One of many: what is typed leaves those that hold it."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingsMap
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Label, OptionList
from textual.widgets.option_list import Option

from portinaio.language import _
from portinaio.tui.escape import escaped
from portinaio.tui.widgets.dialogs import hint

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult

PAGE = 10  # rows


class FilteredChoice(ModalScreen[str | None]):
    """Ends with a key of `choices`, or with None."""

    AUTO_FOCUS: ClassVar[str] = "Input"

    def __init__(self, title: str, choices: Mapping[str, str], now: str) -> None:
        """`choices` are what is chosen and how it is called, in the order in which they are shown."""
        super().__init__()
        self._title = title
        self._choices = {
            key: (called, in_order(f"{called} {key}")) for key, called in choices.items()
        }
        self._now = now
        own = [
            Binding("escape", "dismiss", _("Back"), id="back"),
            *(
                Binding(key, f"move('{key}')", show=False)
                for key in ("up", "down", "pageup", "pagedown")
            ),
        ]
        self._bindings = BindingsMap.merge([self._bindings, BindingsMap(own)])

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = escaped(self._title)
            box.border_subtitle = hint(
                _("enter takes it, esc leaves it"), "screen.keep", "screen.dismiss"
            )
            yield Input(placeholder=_("type to find"), compact=True)
            yield OptionList(compact=True)
            yield Label(_("None of them holds that."), id="nothing", classes="hint")

    def on_mount(self) -> None:
        self.query_one(OptionList).can_focus = False
        self._show("")

    def on_input_changed(self, event: Input.Changed) -> None:
        self._show(event.value)

    def on_input_submitted(self) -> None:
        self.action_keep()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)

    def action_keep(self) -> None:
        if (option := self.query_one(OptionList).highlighted_option) is not None:
            self.dismiss(option.id)

    def action_move(self, key: str) -> None:
        options = self.query_one(OptionList)
        by = {"up": -1, "down": 1, "pageup": -PAGE, "pagedown": PAGE}[key]
        if options.option_count:
            at = (options.highlighted or 0) + by
            options.highlighted = max(0, min(options.option_count - 1, at))

    def _show(self, sought: str) -> None:
        """Those that begin so come first; of a short code, the one that is meant."""
        wanted = in_order(sought.strip())
        found = [key for key, (_called, folded) in self._choices.items() if wanted in folded]
        if wanted:
            found.sort(key=lambda key: _rank(wanted, key, self._choices[key][1]))
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(Option(escaped(self._choices[key][0]), id=key) for key in found)
        if found:
            options.highlighted = found.index(self._now) if self._now in found and not wanted else 0
        self.query_one("#nothing").display = not found
        options.display = bool(found)


def _rank(wanted: str, key: str, folded: str) -> int:
    if key.casefold() == wanted:
        return 0
    return 1 if folded.startswith(wanted) else 2


def in_order(text: str) -> str:
    """Without case and accents, to find and to sort by."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))

"""To whom this complaint may go, each with the reasons for and against; those that fit come first."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingsMap
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from portinaio.language import _
from portinaio.tui.complaints import complaint_terms
from portinaio.tui.escape import plain
from portinaio.tui.widgets.dialogs import hint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from portinaio.api.answers import RouteAnswer


class RecipientScreen(ModalScreen[str | None]):
    """Ends with the key of a recipient."""

    AUTO_FOCUS: ClassVar[str] = "OptionList"

    def __init__(self, routes: Sequence[RouteAnswer], now: str) -> None:
        """`now` is to whom it is written so far."""
        super().__init__()
        self._routes = list(routes)
        self._now = now
        back = Binding("escape", "dismiss", _("Back"), id="back")
        self._bindings = BindingsMap.merge([self._bindings, BindingsMap([back])])

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = _("To whom?")
            box.border_subtitle = hint(
                _("enter writes to them, esc back"), "screen.keep", "screen.dismiss"
            )
            yield OptionList(*map(_option, self._routes), compact=True)

    def on_mount(self) -> None:
        keys = [route["recipient"] for route in self._routes]
        if self._now in keys:
            self.query_one(OptionList).highlighted = keys.index(self._now)

    def action_keep(self) -> None:
        if (option := self.query_one(OptionList).highlighted_option) is not None:
            self.dismiss(option.id)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)


def _option(route: RouteAnswer) -> Option:
    """A route that does not fit may be chosen all the same: the user knows more than we do."""
    sign, colour = ("✓", "$verdict-known") if route["fits"] else ("✕", "$verdict-suspected")
    lines = [
        Content.assemble(
            (f"{sign} ", colour), (complaint_terms.recipient_word(route["recipient"]), "bold")
        )
    ]
    lines += [
        Content.styled(f"  {plain(reason)}", "$foreground 70%") for reason in route["reasons"]
    ]
    return Option(Content("\n").join(lines), id=route["recipient"])

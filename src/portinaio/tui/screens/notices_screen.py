"""All that the line below the places has no room for, in whole sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingsMap
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from portinaio.language import _
from portinaio.tui.widgets.dialogs import hint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult


class NoticesScreen(ModalScreen[None]):
    AUTO_FOCUS: ClassVar[str] = "VerticalScroll"

    def __init__(self, notices: Sequence[Content]) -> None:
        super().__init__()
        self._notices = notices
        back = Binding("escape,enter,f3", "dismiss", _("Back"), id="back")
        self._bindings = BindingsMap.merge([self._bindings, BindingsMap([back])])

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = _("Notices")
            box.border_subtitle = hint(_("esc closes it"), "screen.dismiss")
            with VerticalScroll(id="said"):
                yield Static(Content("\n\n").join(self._notices))

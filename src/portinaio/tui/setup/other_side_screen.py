"""What is to be clicked and written beyond this computer so that calls come by a line, drawn in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingsMap
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from portinaio.config.line_kinds import line_kind
from portinaio.language import _, translate
from portinaio.tui.themes import MUTED
from portinaio.tui.widgets.dialogs import hint

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from textual.app import ComposeResult

    from portinaio.config.line_kind import Step


class OtherSideScreen(ModalScreen[None]):
    AUTO_FOCUS: ClassVar[str] = "#steps"

    def __init__(self, title: str, steps: Iterable[Step]) -> None:
        super().__init__()
        self._title = title
        self._steps = list(steps)
        own = [Binding("escape,enter,l", "dismiss", _("Back"), id="back")]
        self._bindings = BindingsMap.merge([self._bindings, BindingsMap(own)])

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = self._title
            box.border_subtitle = hint(_("esc back"), "screen.dismiss")
            with VerticalScroll(id="steps"):
                yield Static(drawn_steps(self._steps))


def steps_of(kind: str, keys: Mapping[str, Any]) -> list[Step]:
    """None where nothing need be done."""
    return list(line_kind(kind).other_side(keys)) if kind else []


def drawn_steps(steps: Iterable[Step]) -> Content:
    """Each place with its number, and below it a bar with what is seen there."""
    lines: list[Content] = []
    for number, step in enumerate(steps, 1):
        if lines:
            lines.append(Content())
        lines.append(
            Content.assemble((f"{number} ", "$primary bold"), (translate(step.place), "bold"))
        )
        lines += [Content.assemble(("  │ ", MUTED), translate(seen)) for seen in step.seen]
    return Content("\n").join(lines)

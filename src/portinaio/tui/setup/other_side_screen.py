"""What is to be clicked and written beyond this computer so that calls come by a line, drawn in words."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingsMap
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen

from portinaio.config.line_kinds import line_kind
from portinaio.language import _, translate
from portinaio.tui.themes import MUTED
from portinaio.tui.widgets.dialogs import hint
from portinaio.tui.widgets.drawn_to_width import DrawnToWidth

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from textual.app import ComposeResult

    from portinaio.config.line_kind import Step

_BAR = "  │ "


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
                yield StepsDrawn(self._steps)


class StepsDrawn(DrawnToWidth):
    """Steps to be done elsewhere, below what is said of them."""

    def __init__(self, steps: Iterable[Step], above: Content | None = None) -> None:
        super().__init__()
        kept, over = list(steps), [above, Content()] if above else []
        self.show(lambda width: Content("\n").join([*over, *drawn_steps(kept, width)]))


def steps_of(kind: str, keys: Mapping[str, Any]) -> list[Step]:
    """None where nothing need be done."""
    return list(line_kind(kind).other_side(keys)) if kind else []


def drawn_steps(steps: Iterable[Step], width: int) -> Iterator[Content]:
    """Each place with its number, and below it a bar with what is seen there; the bar goes on beside what takes more than a line."""
    for number, step in enumerate(steps, 1):
        if number > 1:
            yield Content()
        place, *further = _wrapped(translate(step.place), width - len(f"{number} "))
        yield Content.assemble((f"{number} ", "$primary bold"), (place, "bold"))
        for line in further:
            yield Content.styled(f"  {line}", "bold")
        for seen in step.seen:
            for line in _wrapped(translate(seen), width - len(_BAR)):
                yield Content.assemble((_BAR, MUTED), line)


def _wrapped(text: str, width: int) -> list[str]:
    """In lines below each other; the blanks at its beginning are kept, and before each further line."""
    indent = text[: len(text) - len(text.lstrip())]
    further = wrap(text.strip(), width - len(indent)) or [""]
    return [indent + line for line in further]

"""An empty place: it says what will appear here, and what to press."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.containers import Center, Middle
from textual.content import Content
from textual.widgets import Static

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.widget import Widget


class EmptyState(Middle):
    def compose(self) -> ComposeResult:
        with Center():
            yield Static(classes="empty-state--text")

    def stand_in_for(self, widget: Widget, *, when: bool) -> None:
        """Show this in its place; the panel around stays lit, wherever the focus has gone meanwhile."""
        self.display, widget.display = when, not when
        self.query_ancestor(".panel").set_class(when, "-empty")

    def say(self, sentence: str, *keys: tuple[str, str], hint: str = "") -> None:
        """A sentence, and below it keys with what they do."""
        lines = [Content.styled(sentence, "bold")]
        if hint:
            lines.append(Content.styled(hint, "$foreground 70%"))
        if keys:
            pressed = [
                Content.assemble((key, "bold $primary"), f" {word}") for key, word in keys if key
            ]
            lines += [Content(), Content("   ").join(pressed)]
        text = self.query_one(Static)
        text.update(Content("\n").join(lines))
        # What is said while the screen is first laid out would keep the width of what was said before.
        self.call_after_refresh(text.refresh, layout=True)

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.can_focus = False

"""The pane at the right of a table: what there is to say of the row under the cursor.

It is told something else at every key. Laying out the screen anew costs more than all the rest of a key, so the pane asks for it
only where its text has become longer than it was, or need no longer be scrolled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

if TYPE_CHECKING:
    from textual.app import ComposeResult


class DetailsPane(VerticalScroll, can_focus=False):
    def __init__(self, title: str) -> None:
        super().__init__(id="details", classes="panel")
        self.border_title = title
        self._said = Content()
        self._unseen = False
        """Whether it was told something while a narrow screen had no room for it."""

    def compose(self) -> ComposeResult:
        yield Static()

    def say(self, content: Content) -> None:
        """Show this from now on."""
        if content.is_same(self._said) and not (self._unseen and self.display):
            return
        self._said = content
        self._unseen = not self.display
        text = self.query_one(Static)
        width, height = text.size
        if self._unseen or not width:  # a narrow screen, or one that is not laid out yet
            text.update(content, layout=not self._unseen)
            return
        needed, room = (
            content.get_height(text.styles.get_rules(), width),
            self.scrollable_content_region.height,
        )
        text.update(content, layout=needed > height or needed < height > room)

    def on_show(self) -> None:
        if self._unseen:
            self._unseen = False
            self.query_one(Static).update(self._said)

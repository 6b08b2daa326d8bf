"""Rows that are marked with a key, and then acted upon together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portinaio.language import ngettext
from portinaio.tui.screens.base_screen import BaseScreen
from portinaio.tui.widgets.virtual_table import Sheet

if TYPE_CHECKING:
    from portinaio.tui.actions.action import Situation


class MultiSelectScreen(BaseScreen):
    """A screen with one sheet, whose acts mean the marked rows, or else the one under the cursor."""

    def situation(self) -> Situation:
        found = super().situation()
        if not self.is_mounted:
            return found
        sheet = self.query_one(Sheet)
        return found._replace(
            markable=sheet.chosen is not None, marked=len(sheet.marked), on_mark=sheet.on_mark
        )

    def do_mark(self) -> None:
        self.query_one(Sheet).turn_mark()
        self.look()

    def look(self) -> None:
        """Show everything as it is now."""
        raise NotImplementedError

    def target_rows(self) -> list[Any]:
        """The rows that an act means; empty where there is none."""
        sheet = self.query_one(Sheet)
        return sheet.marked_rows() or ([] if sheet.chosen is None else [sheet.chosen])

    def unmark(self) -> None:
        """Once the marked rows have been acted upon, or thought better of."""
        marked = self.query_one(Sheet).marked
        if marked:
            marked.clear()
            self.look()

    def marked_title(self) -> list[str]:
        """For the title of the table."""
        n = len(self.query_one(Sheet).marked)
        return [ngettext("%(n)d marked", "%(n)d marked", n) % {"n": n}] if n else []

    def step_back(self) -> bool:
        if self.query_one(Sheet).marked:
            self.unmark()
            return True
        return super().step_back()

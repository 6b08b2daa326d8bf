"""Rows that are marked with a key, and then acted upon together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portinaio.language import ngettext
from portinaio.tui.screens.filtered_screen import FilteredScreen
from portinaio.tui.screens.sorted_screen import SortedScreen
from portinaio.tui.widgets.virtual_table import VirtualTable

if TYPE_CHECKING:
    from portinaio.tui.actions.action import ActionContext


class MultiSelectScreen(FilteredScreen, SortedScreen):
    """A screen with one table, whose actions mean the marked rows, or else the one under the cursor."""

    def current_context(self) -> ActionContext:
        found = super().current_context()
        if not self.is_furnished:
            return found
        table = self.query_one(VirtualTable)
        return found._replace(
            markable=table.highlighted_row is not None,
            marked=len(table.marked),
            cursor_marked=table.cursor_marked,
        )

    def do_mark(self) -> None:
        self.query_one(VirtualTable).toggle_mark()
        self.look()

    def target_rows(self) -> list[Any]:
        """The rows that an action means; empty where there is none."""
        table = self.query_one(VirtualTable)
        return table.marked_rows() or (
            [] if table.highlighted_row is None else [table.highlighted_row]
        )

    def unmark(self) -> None:
        """Once the marked rows have been acted upon, or thought better of."""
        marked = self.query_one(VirtualTable).marked
        if marked:
            marked.clear()
            self.look()

    def marked_title(self) -> list[str]:
        """For the title of the table: what it holds, its order, and how many rows are marked."""
        n = len(self.query_one(VirtualTable).marked)
        marked = [ngettext("%(n)d marked", "%(n)d marked", n) % {"n": n}] if n else []
        return [*self.sought_title(), *self.order_title(), *marked]

    def step_back(self) -> bool:
        if self.query_one(VirtualTable).marked:
            self.unmark()
            return True
        return super().step_back()

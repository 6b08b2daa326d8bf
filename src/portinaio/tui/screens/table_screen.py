"""A table of a few things, each with a line of its own and perhaps a remark below, and at its right the one under the cursor."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from rich.cells import cell_len
from textual.containers import Horizontal, Vertical
from textual.content import Content

from portinaio.language import _
from portinaio.tui.screens.filtered_screen import Findable, holds
from portinaio.tui.screens.multi_select import MultiSelectScreen
from portinaio.tui.state import Connection
from portinaio.tui.widgets.details_pane import DetailsPane
from portinaio.tui.widgets.empty_state import EmptyState
from portinaio.tui.widgets.filter_bar import FilterBar
from portinaio.tui.widgets.virtual_table import Cell, VirtualTable, fitted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from textual.app import ComposeResult

MEASURED = 200  # rows; more of them would be felt at a key, and the widest are among the first ones
STYLES = ("text", "strong", "muted", "good", "doubtful", "bad", "lit")


class TableRow(NamedTuple):
    key: int
    """Negative for a remark, on which no cursor rests."""
    item: Any
    remark: str = ""


class Table(VirtualTable):
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"table--{style}" for style in STYLES}

    def __init__(self, paint: Callable[[Any, int], list[Cell]], **attributes: Any) -> None:
        super().__init__(**attributes)
        self._paint = paint

    def draw(self, row: TableRow, width: int) -> list[Cell]:
        if row.key < 0:
            return [Cell(fitted(f"   ↳ {row.remark}", width), "table--doubtful")]
        return self._paint(row.item, width)


def cell(text: str, width: int, style: str = "text") -> Cell:
    """`width` cells, of which the last stays empty."""
    return Cell(fitted(text, max(1, width - 1)) + " ", f"table--{style}")


def widest(texts: Iterable[str], *, most: int) -> int:
    """The cells of a column for the first of `texts`, with the one that stays empty."""
    return min(most, 1 + max(map(cell_len, islice(texts, MEASURED)), default=0))


class TableScreen(MultiSelectScreen):
    """What is shown comes from `items`; the screen says how, and what its keys do."""

    AUTO_FOCUS = "Table"

    def __init__(self, session: Any) -> None:
        super().__init__(session)
        self._numbers: dict[str, int] = {}
        """A number for each name, so that the cursor stays with it while others come and go."""

    def items(self) -> Sequence[tuple[str, Any, str]]:
        """Name, thing and remark of each line."""
        raise NotImplementedError

    def paint(self, item: Any, width: int) -> list[Cell]:
        raise NotImplementedError

    def measure(self, items: Sequence[Any]) -> None:
        """Take from the first of what is shown how wide columns have to be."""

    def detail(self, item: Any) -> Content:
        """What the pane at the right says."""
        raise NotImplementedError

    def headline(self) -> str:
        raise NotImplementedError

    def why_empty(self, empty_state: EmptyState) -> None:
        raise NotImplementedError

    def findable(self, item: Any) -> Findable:
        """By what the filter finds it."""
        raise NotImplementedError

    def details_title(self) -> str:
        return ""

    def filter_hint(self) -> str:
        return _("a word or a number")

    def body(self) -> ComposeResult:
        with Horizontal(id="columns"):
            with Vertical(id="panel", classes="panel"):
                yield Table(self.paint)
                yield EmptyState()
                yield from self.below()
                yield FilterBar(self.filter_hint())
            yield DetailsPane(self.details_title())

    def below(self) -> ComposeResult:
        """What stands under the table, inside its border."""
        yield from ()

    def on_mount(self) -> None:
        self.look()

    def state_changed(self, topic: str) -> None:
        super().state_changed(topic)
        self.look()

    @property
    def under_cursor(self) -> Any:
        """The thing that the keys mean, or `None`."""
        line = self.query_one(Table).highlighted_row
        return None if line is None else line.item

    def target_items(self) -> list[Any]:
        """Those that are marked, or else the one under the cursor."""
        return [line.item for line in self.target_rows()]

    def look(self) -> None:
        table, empty_state = self.query_one(Table), self.query_one(EmptyState)
        lines = self._lines()
        self.measure([line.item for line in islice(lines, MEASURED)])
        table.show(lines)
        empty_state.stand_in_for(table, when=not lines)
        if not lines:
            self._say_why_empty(empty_state)
        elif self.focused is None:
            table.focus()
        title = " · ".join((self.headline(), *self.marked_title()))
        self.query_one("#panel").border_title = Content(title)
        self.show_details()
        self.refresh_keys()

    def show_details(self) -> None:
        item = self.under_cursor
        self.query_one(DetailsPane).say(Content() if item is None else self.detail(item))

    def on_virtual_table_row_highlighted(self) -> None:
        self.show_details()
        self.refresh_keys()

    def _lines(self) -> list[TableRow]:
        lines = []
        for name, item, remark in self.ordered(self._shown_items(), lambda one: one[1]):
            number = self._numbers.setdefault(name, len(self._numbers))
            lines.append(TableRow(number, item))
            if remark:
                lines.append(TableRow(-1 - number, item, remark))
        return lines

    def _shown_items(self) -> Sequence[tuple[str, Any, str]]:
        every = self.items()
        return (
            [one for one in every if holds(self.findable(one[1]), self.sought)]
            if self.sought
            else every
        )

    def _say_why_empty(self, empty_state: EmptyState) -> None:
        connection = self.session.state.connection
        if self.sought and self.items():
            self.say_none_found(empty_state)
        elif connection is Connection.CONNECTING:
            empty_state.say(_("Looking for the screener…"))
        else:
            self.why_empty(empty_state)

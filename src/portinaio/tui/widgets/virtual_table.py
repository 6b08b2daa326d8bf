"""A table that draws only the rows on the screen, so that a hundred thousand cost what thirty do.

Rows belong to whoever shows them; the table keeps the cursor on its row while others come and go above. It never
scrolls sideways: who draws a row is told the width.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Protocol

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from portinaio.language import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    class Keyed(Protocol):
        @property
        def key(self) -> int:
            """Negative where no cursor may rest."""


class Cell(NamedTuple):
    text: str
    style: str
    """Name of a component class."""


class VirtualTable(ScrollView, can_focus=True, inherit_bindings=False):
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "virtual-table--cursor",
        "virtual-table--edge",
        "virtual-table--still",
    }
    cursor: reactive[int] = reactive(0, repaint=False)
    """Index of the row under the cursor."""

    class RowHighlighted(Message):
        """Another row, or none, is under the cursor."""

    class CursorMoved(Message):
        """The cursor stands on another line of the screen, perhaps because rows have come above."""

    class RowSelected(Message):
        """A second click on the row; what enter does, the screen's own actions say."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self._rows: Sequence[Keyed] = ()
        self._key: int | None = None
        self._highlighted: Keyed | None = None  # the rows may change under us before we are told
        self.marked: set[int] = set()
        """Keys of the rows that are marked; rows that have gone are no more."""
        self._inks: dict[tuple[str, bool], Style] = {}
        self._follows = True
        """Whether the cursor stays on top, whatever comes; until it is moved down, and again once it is moved up."""
        for binding in _bindings():
            for one in Binding.make_bindings([binding]):
                self._bindings.key_to_bindings.setdefault(one.key, []).append(one)

    def draw(self, row: Any, width: int) -> list[Cell]:
        """The cells of a row, `width` together; what is missing is filled, what is too much cut."""
        raise NotImplementedError

    def show(self, rows: Sequence[Keyed]) -> None:
        """Show `rows` from now on, or look at them again after they have changed."""
        self._rows = rows
        if self.marked:
            self.marked &= {row.key for row in rows}
        at = None if self._follows else self._find(self._key)
        if at is None:
            at = self._nearest(0 if self._follows else min(self.cursor, len(rows) - 1), 1)
        self._make_room(len(rows))
        moved = self._key_at(at) != self._key
        self._key = self._key_at(at)
        self._highlighted = None if self._key is None else rows[at]
        scrolled = self.scroll_offset.y
        delta = at - self.cursor
        self.cursor = at
        if delta and scrolled and not moved:
            self.scroll_to(y=scrolled + delta, animate=False)  # rows came above: the view stays
        self.refresh()
        if moved:
            self.post_message(self.RowHighlighted())

    @property
    def cursor_marked(self) -> bool:
        """Whether the row under the cursor is marked."""
        return self._key in self.marked

    def toggle_mark(self) -> None:
        """Mark the row under the cursor, or no more, and go on to the next."""
        if self._key is None:
            return
        self.marked ^= {self._key}
        self._follows = False  # what is marked stays under the eye, whatever comes
        self.refresh_row(self.cursor)
        self.action_move(1)

    def marked_rows(self) -> list[Any]:
        """In the order of the screen."""
        return [row for row in self._rows if row.key in self.marked] if self.marked else []

    def refresh_row(self, index: int) -> None:
        y = index - self.scroll_offset.y
        self.refresh(Region(0, y, self.size.width, 1))

    @property
    def highlighted_row(self) -> Any:
        """The row under the cursor; `None` in an empty table."""
        return self._highlighted

    def render_lines(self, crop: Region) -> list[Strip]:
        self._inks = {}  # of one painting, between which theme and focus may change
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        index = y + self.scroll_offset.y
        width = self.size.width
        if index >= len(self._rows) or width < 4:
            return Strip.blank(width, self._ink("", under=False))
        under = index == self.cursor and self._key is not None
        edge = self._ink("virtual-table--edge", under=under)
        bar = ("▌", "▐") if under and self.has_focus else (" ", " ")
        if self._rows[index].key in self.marked:
            bar = ("✓", bar[1])
        segments = [Segment(bar[0], edge)]
        left = width - 2
        for cell in self.draw(self._rows[index], width - 2):
            text = (
                cell.text
                if cell.text.isascii() and len(cell.text) <= left
                else _cut(cell.text, left)
            )
            left -= len(text) if text.isascii() else cell_len(text)
            segments.append(Segment(text, self._ink(cell.style, under=under)))
        segments += [Segment(" " * left, self._ink("", under=under)), Segment(bar[1], edge)]
        return Strip(segments, width)

    def _ink(self, name: str, *, under: bool) -> Style:
        """Of a component, or of none, on the ground of its row; found once a painting, as that takes longer than all else of it."""
        if (name, under) not in self._inks:
            self._inks[name, under] = self._mixed(name, under=under)
        return self._inks[name, under]

    def _mixed(self, name: str, *, under: bool) -> Style:
        base = self.rich_style
        ground = base
        if under:
            ground = self.get_component_rich_style(
                "virtual-table--cursor" if self.has_focus else "virtual-table--still"
            )
        lit = Style(bgcolor=ground.bgcolor, bold=ground.bold)
        if not name:
            return base + lit
        if name == "virtual-table--edge":  # the ground shows through
            return base + lit + self.get_component_rich_style(name, partial=True)
        return base + self.get_component_rich_style(name) + lit

    def action_move(self, rows: int) -> None:
        self.go(self.cursor + rows, 1 if rows > 0 else -1)

    def action_page(self, pages: int) -> None:
        self.go(self.cursor + pages * max(1, self.size.height - 1), pages)

    def action_end(self, towards: int) -> None:
        self.go(len(self._rows) - 1 if towards > 0 else 0, -towards)

    def go(self, index: int, towards: int) -> None:
        """Put the cursor on a row; where none may rest there, on the next one `towards`."""
        if not self._rows:
            return
        at = self._nearest(max(0, min(index, len(self._rows) - 1)), towards)
        if self._key_at(at) == self._key:
            return
        old, self.cursor, self._key = self.cursor, at, self._key_at(at)
        self._highlighted = self._rows[at]
        self._follows = at == self._nearest(0, 1)
        self.refresh_row(old)
        self.refresh_row(at)
        above = 1 if at and self._rows[at - 1].key < 0 else 0  # the rule belongs to the row below
        self.scroll_to_region(Region(0, at - above, 1, 1 + above), animate=False, force=True)
        self.post_message(self.RowHighlighted())

    def watch_cursor(self) -> None:
        self.post_message(self.CursorMoved())

    def on_click(self, event: events.Click) -> None:
        at = self._under(event)
        if at is None:
            return
        if at == self.cursor and self._key is not None:
            self.post_message(self.RowSelected())
        else:
            self.go(at, 1)

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_resize(self) -> None:
        self.virtual_size = Size(self.size.width, len(self._rows))

    def _make_room(self, rows: int) -> None:
        """Lay out the screen anew only where a scroll bar comes or goes: it costs more than drawing all rows."""
        room, size = self.container_size.height, Size(self.size.width, rows)
        if room and (self.virtual_size.height > room) == (rows > room):
            self.set_reactive(VirtualTable.virtual_size, size)
            self._scroll_update(size)
        else:
            self.virtual_size = size

    def _under(self, event: events.Click) -> int | None:
        offset = event.get_content_offset(self)
        at = -1 if offset is None else offset.y + self.scroll_offset.y
        return at if 0 <= at < len(self._rows) and self._rows[at].key >= 0 else None

    def _find(self, key: int | None) -> int | None:
        if key is None:
            return None
        near = range(max(0, self.cursor - 3), min(len(self._rows), self.cursor + 4))
        for at in (*near, *range(len(self._rows))):
            if self._rows[at].key == key:
                return int(at)
        return None

    def _nearest(self, at: int, towards: int) -> int:
        """The nearest row that bears a cursor, `towards` first."""
        if not self._rows:
            return 0
        at = max(0, at)
        step = 1 if towards > 0 else -1
        for path in (range(at, len(self._rows) if step > 0 else -1, step), range(at, -1, -1)):
            for index in path:
                if self._rows[index].key >= 0:
                    return index
        return next((i for i, row in enumerate(self._rows) if row.key >= 0), 0)

    def _key_at(self, at: int) -> int | None:
        key = self._rows[at].key if 0 <= at < len(self._rows) else -1
        return key if key >= 0 else None


def fitted(text: str, width: int) -> str:
    """Exactly `width` cells, with an ellipsis where something is lost."""
    if text.isascii() and len(text) <= width:
        return text.ljust(width)
    if cell_len(text) <= width or width < 2:
        return set_cell_size(text, width)
    return set_cell_size(set_cell_size(text, width - 1).rstrip() + "…", width)


def _cut(text: str, width: int) -> str:
    return text if cell_len(text) <= width else fitted(text.rstrip(), max(0, width))


def _bindings() -> list[Binding]:
    return [
        Binding("up,k", "move(-1)", _("Up"), show=False),
        Binding("down,j", "move(1)", _("Down"), show=False),
        Binding("pageup", "page(-1)", _("Page up"), show=False),
        Binding("pagedown", "page(1)", _("Page down"), show=False),
        Binding("home,g", "end(-1)", _("First"), show=False),
        Binding("end,G", "end(1)", _("Last"), show=False),
    ]

"""Lines that are drawn for the width they have, whenever that changes: charts, and texts that hang below their words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.content import Content
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.geometry import Size

NARROWEST = 20  # cells; also before the layout is known


class DrawnToWidth(Widget):
    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self._draw: Callable[[int], Content] = lambda _width: Content()

    def show(self, draw: Callable[[int], Content]) -> None:
        """No line of what `draw` makes is wider than it was told."""
        self._draw = draw
        self.refresh(layout=True)

    def render(self) -> Content:
        return self.drawn(self.content_size.width)

    def drawn(self, width: int) -> Content:
        return self._draw(max(NARROWEST, width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002  # as Textual calls it
        """Of the width that is given now; the one of before is still in `content_size`."""
        return self.drawn(width).plain.count("\n") + 1

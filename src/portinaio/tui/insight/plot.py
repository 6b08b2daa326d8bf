"""A plot that is drawn for the width it has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.content import Content
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Callable

NARROWEST = 20  # cells; also before the layout is known


class Plot(Widget):
    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self._draw: Callable[[int], Content] = lambda _width: Content()

    def show(self, draw: Callable[[int], Content]) -> None:
        """`draw` makes as many lines for one width as for another."""
        self._draw = draw
        self.refresh(layout=True)

    def render(self) -> Content:
        return self._draw(max(NARROWEST, self.content_size.width))

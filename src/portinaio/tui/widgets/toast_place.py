"""Where toasts stand: at the edge of the screen from which the cursor is farther, and never over what it is on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Region
from textual.widgets import Button, Input, OptionList

from portinaio.tui.widgets.virtual_table import VirtualTable

if TYPE_CHECKING:
    from textual.screen import Screen
    from textual.widget import Widget

TOP, BOTTOM = 2, 1  # lines at either edge that say where one is, and what keys do


def under_cursor(widget: Widget | None) -> Region | None:
    """Of the screen: the row, the field or the answer that keys mean; `None` where they only scroll."""
    if isinstance(widget, VirtualTable):
        region = widget.content_region
        y = region.y + widget.cursor - widget.scroll_offset.y
        row = Region(region.x, y, region.width, 1)
        return row if widget.highlighted_row is not None and region.contains_region(row) else None
    return widget.region if isinstance(widget, Input | Button | OptionList) else None


def _asked(screen: Screen[object]) -> Region | None:
    """Of the panel that asks something, though nobody answers yet."""
    fields = (field for field in screen.query(Input) if field.region.height and field.parent)
    return next((field.parent.region for field in fields), None)  # type: ignore[union-attr]  # it has one


def keep_clear(screen: Screen[object]) -> None:
    """Put the toasts of `screen` where they cover nothing that the cursor is on."""
    region = under_cursor(screen.focused) or _asked(screen)
    for rack in screen.query("ToastRack"):
        height = screen.size.height
        above = (region.y if region else 0) - TOP
        below = height - (region.bottom if region else 0) - BOTTOM
        on_top = above > below
        screen.set_class(on_top, "-toasts-on-top")
        rack.styles.max_height = max(1, above if on_top else below)

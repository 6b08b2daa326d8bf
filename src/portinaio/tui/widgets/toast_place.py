"""Where toasts stand: at the edge of the screen from which the cursor is farther, and never over what it is on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.geometry import Region
from textual.widgets import Button, Input, OptionList
from textual.widgets._toast import ToastRack

from portinaio.tui.widgets.places_line import PlacesLine
from portinaio.tui.widgets.virtual_table import VirtualTable

if TYPE_CHECKING:
    from textual.screen import Screen
    from textual.widget import Widget

TOP, BOTTOM = 2, 1  # lines at either edge that say where one is, and what keys do
STEP = 4  # lines by which their room grows: with each line of its own the screen would be laid out at every key


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
    fields = (
        field for field in screen.query("Input, OptionList") if field.region.height and field.parent
    )
    return next((field.parent.region for field in fields), None)  # type: ignore[union-attr]  # it has one


class ToastRoom(NamedTuple):
    on_top: bool
    lines: int
    """How many they may take, from the edge inwards."""

    def rows(self, height: int, top: int = TOP) -> range:
        """Lines of a screen of this height that they may cover."""
        first = top if self.on_top else height - BOTTOM - self.lines
        return range(first, first + self.lines)


def room_beside(region: Region | None, height: int, top: int = TOP) -> ToastRoom:
    """The larger part of the screen that `region` leaves; all of it, from the bottom, where there is none."""
    above = (region.y if region else 0) - top
    below = height - (region.bottom if region else 0) - BOTTOM
    lines = max(above, below)
    return ToastRoom(above > below, max(1, lines if lines < STEP else lines - lines % STEP))


def keep_clear(screen: Screen[object]) -> None:
    """Put the toasts of `screen` where they cover nothing that the cursor is on, and take away what is left of those that are gone."""
    for rack in screen.query_children(ToastRack):
        for holder in rack.children:
            if holder.is_mounted and not holder.children:  # Textual leaves it, with its lines
                holder.remove()
        region = under_cursor(screen.focused) or _asked(screen)
        top = max([TOP, *(line.region.bottom for line in screen.query_children(PlacesLine))])
        room = room_beside(region, screen.size.height, top)
        screen.set_class(room.on_top, "-toasts-on-top")
        rack.styles.margin = (top, 0, 0, 0) if room.on_top else None
        rack.styles.max_height = room.lines

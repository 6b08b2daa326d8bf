"""The line on top of every screen: where one is, how the lines stand, how fresh the lists are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.content import Content
from textual.style import Style
from textual.widget import Widget

from portinaio.language import _, durations, formatting
from portinaio.tui import call_terms
from portinaio.tui.escape import plain
from portinaio.tui.state import Connection

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from portinaio.api.answers import LineAnswer, ListAnswer
    from portinaio.tui.state import State

_BACK = Style.from_meta({"@click": "screen.do('back')"})
_STATES = {
    "up": ("●", "$verdict-known"),
    "retrying": ("◌", "$verdict-suspected"),
    "refused": ("✕", "$verdict-reported"),
    "gone": ("✕", "$verdict-reported"),
}


class HeaderLine(Widget):
    auto_links = False  # where one is keeps its colours; a click on it goes one step back

    def __init__(
        self,
        state: State,
        now: Callable[[], datetime],
        breadcrumbs: tuple[str, ...] = (),
        **attributes: Any,
    ) -> None:
        super().__init__(**attributes)
        self._state = state
        self._now = now
        self.breadcrumbs = breadcrumbs
        self._shown = Content()

    def look(self) -> None:
        """At how things stand now."""
        if not self._drawn().is_same(self._shown):
            self.refresh()

    def render(self) -> Content:
        self._shown = self._drawn()
        return self._shown

    def _drawn(self) -> Content:
        right = Content.assemble(*self._right(), " ")
        room = self.size.width - right.cell_length
        left = Content.assemble(" ", ("portinaio", "bold $primary"), *self._left()).truncate(
            max(0, room - 1), ellipsis=True
        )
        return Content.assemble(left, " " * max(1, room - left.cell_length), right)

    def _left(self) -> list[tuple[str, str] | Content]:
        if self.breadcrumbs:
            steps = [
                part
                for breadcrumb in self.breadcrumbs
                for part in (
                    (" \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} ", "$foreground 40%"),
                    (plain(breadcrumb), ""),
                )
            ]
            steps[-1] = (steps[-1][0], "bold")
            return [Content.assemble(*steps).stylize(_BACK)]
        status = self._state.status
        if status is None or self._state.connection is not Connection.UP:
            return []
        return [part for line in status["lines"] for part in _line(line)]

    def _right(self) -> list[tuple[str, str]]:
        state = self._state
        if state.connection in {Connection.DOWN, Connection.LOST}:
            return [("○ ", "$verdict-reported"), (_("not running"), "$verdict-reported")]
        if state.status is None:
            return []
        parts: list[tuple[str, str]] = []
        if state.paused_until:
            until = formatting.clock(call_terms.moment(state.paused_until))
            parts.append(
                (_("‖ paused until %(time)s") % {"time": until} + "   ", "$verdict-suspected")
            )
        if not self.breadcrumbs or not parts:
            parts.append((_freshness(state.status["lists"], self._now()), "$foreground 60%"))
        return parts


def _line(line: LineAnswer) -> list[tuple[str, str]]:
    dot, colour = _STATES.get(line["state"], ("○", "$foreground 60%"))
    return [("   ", ""), (f"{dot} ", colour), (plain(line["name"])[:16], "$foreground")]


def _freshness(lists: list[ListAnswer], now: datetime) -> str:
    """Of the list that is longest without news; a chain is as good as its oldest link."""
    dates = [one["checked"] or one["updated"] for one in lists]
    seen = [date for date in dates if date]
    if not lists:
        return _("no lists")
    if not seen:
        return _("lists not fetched yet")
    return _("lists %(age)s old") % {"age": durations.age(now - min(map(call_terms.moment, seen)))}

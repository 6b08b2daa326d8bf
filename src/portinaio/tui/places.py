"""The places that a digit leads to, each a mode with a screen of its own, loaded and made when one first goes there."""

from __future__ import annotations

from pkgutil import resolve_name
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portinaio.tui.desk import Desk
    from portinaio.tui.frame import Frame

HOME = "calls"
PLACES = {
    HOME: "calls_screen:CallsScreen",
    "lists": "lists_screen:ListsScreen",
    "mine": "mine_screen:MineScreen",
    "complaints": "complaints_screen:ComplaintsScreen",
    "lines": "lines_screen:LinesScreen",
    "insight": "insight_screen:InsightScreen",
    "settings": "settings_screen:SettingsScreen",
    "guide": "help_screen:HelpScreen",
}


def kind_of(place: str) -> type[Frame]:
    kind: type[Frame] = resolve_name(f"portinaio.tui.{PLACES[place]}")
    return kind


def screen_of(place: str, desk: Desk) -> Frame:
    return kind_of(place)(desk)

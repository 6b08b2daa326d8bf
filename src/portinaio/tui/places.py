"""The screens of the places that a digit leads to, and of the first run: each is loaded and made when one first goes there."""

from __future__ import annotations

from pkgutil import resolve_name
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portinaio.tui.screens.base_screen import BaseScreen
    from portinaio.tui.session import Session

HOME, SETUP = "calls", "setup"
SCREENS = {
    HOME: "calls.screen:CallsScreen",
    "lists": "lists.screen:ListsScreen",
    "mine": "entries.screen:EntriesScreen",
    "complaints": "complaints.screen:ComplaintsScreen",
    "lines": "lines.screen:LinesScreen",
    "insight": "insight.screen:InsightScreen",
    "settings": "settings.screen:SettingsScreen",
    "guide": "help.screen:HelpScreen",
    "contacts": "contacts.screen:ContactsScreen",
    SETUP: "setup.screen:SetupScreen",
}


def kind_of(place: str) -> type[BaseScreen]:
    kind: type[BaseScreen] = resolve_name(f"portinaio.tui.{SCREENS[place]}")
    return kind


def screen_of(place: str, session: Session) -> BaseScreen:
    return kind_of(place)(session)

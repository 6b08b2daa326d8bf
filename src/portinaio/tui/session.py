"""What all screens share: the client, the state of the house, the loaded calls, and the actions that can be taken back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from portinaio.tui.call_log import CallLog
from portinaio.tui.state import State

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from textual.screen import Screen

    from portinaio.api.answers import CallAnswer
    from portinaio.api.client import Client
    from portinaio.tui.operations.done import Done
    from portinaio.tui.tour import Tour

PAGE = 200  # calls; several screens, and a few milliseconds to fetch


async def _keep_language(_code: str) -> None:
    return


@dataclass
class Session:
    now: Callable[[], datetime]
    start_daemon: Callable[[], None] | None = None
    publish: Callable[[str], None] = lambda _topic: None
    """Let all screens on view look again."""
    reconnect_now: Callable[[], None] = lambda: None
    """Look for the daemon at once."""
    client: Client | None = None
    connect: Callable[[], Client] | None = None
    """The way to the house anew, once the daemon has come."""
    copy_to_desktop: Callable[[str], object] = lambda _text: None
    """Put a text on the desktop's clipboard."""
    browse: Callable[[str], bool] = lambda _address: False
    """Open an address in a browser; whether there was one."""
    push_screen: Callable[[Screen[Any]], object] = lambda _screen: None
    """Lay a screen on top."""
    open_setup: Callable[[str], object] = lambda _line: None
    """Ask the questions of the first run again, about a line where it is named."""
    rehearse: Callable[[], object] = lambda: None
    """Let a simulated call come."""
    correcting: str = ""
    """The line that the first run is to ask about; empty for any."""
    country: str = "IT"
    """As the locale has it."""
    change_language: Callable[[str], Awaitable[None]] = field(default=_keep_language)
    """Speak another language from now on."""
    state: State = field(default_factory=State)
    log: CallLog = field(default_factory=CallLog)
    keys: dict[str, str] = field(default_factory=dict)
    """What `[tui.keys]` has moved."""
    tour: Tour | None = None
    """The walk that somebody has asked for, until its end."""
    rejected: CallAnswer | None = None
    """The call of whose rejection the last toast told."""
    offered: tuple[int, ...] = ()
    """The calls of whose numbers the last toast has offered to give reports."""
    offered_at: datetime | None = None
    rehearsed: CallAnswer | None = None
    """The simulated call of the first run, which stands in no log and counts nowhere."""
    orders: dict[str, int] = field(default_factory=dict)
    """Which order the tables are in that are not in their usual one, by the class of the screen."""
    undoable: list[Done] = field(default_factory=list)
    """What can be undone, the latest last."""

"""What the window knows of the house: told by the event stream, and asked for where the stream is silent."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any

from portinaio.core.contact import OWN
from portinaio.core.numbers.pattern import stored

if TYPE_CHECKING:
    from datetime import datetime

    from portinaio.api.answers import (
        BeingReadAnswer,
        ContactAnswer,
        EntryAnswer,
        StatusAnswer,
        SyncingAnswer,
    )


class Connection(Enum):
    """How we stand with the daemon."""

    CONNECTING = "connecting"
    """Nothing heard yet."""
    UP = "up"
    DOWN = "down"
    """It was not there when we came."""
    LOST = "lost"
    """It was there and has left."""


@dataclass
class State:
    connection: Connection = Connection.CONNECTING
    retry_at: datetime | None = None
    """When we try again."""
    status: StatusAnswer | None = None
    entries: list[EntryAnswer] = field(default_factory=list)
    contacts: dict[str, str] = field(default_factory=dict)
    """Number to name."""
    book: list[ContactAnswer] = field(default_factory=list)
    """Everybody in the address book."""
    syncing: list[SyncingAnswer] = field(default_factory=list)
    """How far the list has come that is being fetched."""
    being_read: list[BeingReadAnswer] = field(default_factory=list)
    """How far the file has been read that this window brings in."""
    _covering: tuple[list[EntryAnswer], dict[str, str]] = field(
        default_factory=lambda: ([], {}), repr=False
    )
    """What was found out of the entries that there are now, by number."""
    mask: bool = False
    """Whether numbers are shown with dots."""

    def apply(self, name: str, content: Any) -> None:
        """News of the event stream; what is no state of the house is not for us."""
        match name:
            case "entries":
                self.entries = content
            case "syncing":
                self.syncing = content
            case "status":
                self.status = content
            case "lines" if self.status:
                self.status["lines"] = content
            case "lists" if self.status:
                self.status["lists"] = content

    def take_contacts(self, book: list[ContactAnswer]) -> None:
        self.book = book
        own = [one for one in book if one["source"] == OWN]
        named = [*(one for one in reversed(book) if one["source"] != OWN), *reversed(own)]
        self.contacts = {number: one["name"] for one in named for number in one["numbers"]}

    def spoken_of(self, number: str | None) -> str:
        """`allow` or `block` where an entry of the user covers this number, the more exact one; else empty."""
        if number is None or not self.entries:
            return ""
        if self._covering[0] is not self.entries:
            self._covering = (self.entries, {})
        known = self._covering[1]
        if number not in known:
            known[number] = _most_exact(self.entries, number)
        return known[number]

    def entry(self, number: str | None) -> EntryAnswer | None:
        """The user's own entry for exactly this number; an allowed one speaks before a blocked one."""
        own = [entry for entry in self.entries if number and entry["pattern"] == number]
        return min(own, key=lambda entry: entry["kind"], default=None)

    @property
    def paused_until(self) -> str | None:
        return self.status["paused_until"] if self.status else None

    @property
    def expecting_until(self) -> str | None:
        return self.status["expecting_until"] if self.status else None


def connection_after(daemon: bool, before: Connection) -> Connection:
    """How we stand once the stream has ended, or never began."""
    if daemon:
        return before
    return Connection.LOST if before in {Connection.UP, Connection.LOST} else Connection.DOWN


def _most_exact(entries: list[EntryAnswer], number: str) -> str:
    spans: list[tuple[int, str]] = []
    for one in entries:
        with suppress(ValueError):  # of a newer version
            meant = stored(one["pattern"] or "")
            if meant.covers(number):
                spans.append((meant.high - meant.low, one["kind"]))
    return min(spans, default=(0, ""))[1]

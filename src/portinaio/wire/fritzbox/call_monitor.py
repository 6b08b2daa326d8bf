"""The call monitor of a FRITZ!Box, port 1012: what it writes, a line an event, and which calls these are.

    24.11.26 14:02:05;RING;0;0200001234;0200005678;SIP0;     somebody calls; no number where it is withheld
    24.11.26 14:02:06;CALL;1;11;0200005678;0200000001;SIP0;  a telephone of the house calls
    24.11.26 14:02:09;CONNECT;0;10;0200001234;               extension 10 has picked up
    24.11.26 14:03:21;DISCONNECT;0;72;                       over, after 72 seconds of talk

Connections are numbered from 0, and a number that is free is used again: a line means the latest call of its number. The
stamps are those of the box's clock on the wall, which names no zone, and jumps twice a year. Old boxes write Latin-1.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import NamedTuple

from portinaio.core.safe_text import one_line

LONGEST_LINE = 1000  # bytes; the box writes some eighty
MOST_CALLS = 64  # at a time; a box has ten connections at most
LONGEST_NUMBER = 64  # characters
SLACK_S = 2.0  # two stamps of whole seconds, and the way through the house
_HOUR_S = 3600.0
_SERVICES = re.compile(r"(?:[*#]\d{2,4}#)+")
"""Before a number that is dialled: `*31#` hides one's own, `*122#` names the account."""
_BREAKS = re.compile(rb"\r?\n|\r")


class Rang(NamedTuple):
    handle: str
    """Of this call alone."""
    caller: str
    """As the network wrote it; empty where it is withheld."""
    called: str


class Dialled(NamedTuple):
    called: str


class PickedUp(NamedTuple):
    handle: str
    by: str
    """The extension, such as 10."""


class Over(NamedTuple):
    handle: str
    rang_s: float | None
    """`None` where its end was not heard."""
    talked_s: float | None


Event = Rang | Dialled | PickedUp | Over


class _Call(NamedTuple):
    handle: str
    """Empty for one that the house made."""
    began: float
    stamped: datetime | None
    rang_s: float | None = None
    """Until it was picked up."""


class CallMonitor:
    """One connection to the monitor; `now` is seconds of a clock that only goes forward."""

    def __init__(self, first: int = 0) -> None:
        """`first` is how many calls were seen before, so that handles stay apart."""
        self._buffer = b""
        self._skipping = False
        self._calls: dict[str, _Call] = {}
        """By the number of the connection."""
        self.seen = first

    def receive(self, data: bytes, now: float) -> list[Event]:
        """What the bytes, which may end anywhere, complete."""
        events: list[Event] = []
        *lines, rest = _BREAKS.split(self._buffer + data)
        for line in lines:
            if self._skipping or len(line) > LONGEST_LINE:
                self._skipping = False  # the rest of one that was too long
            else:
                events += self._line(line, now)
        if len(rest) > LONGEST_LINE:
            rest, self._skipping = b"", True
        self._buffer = rest
        return events

    def lost(self) -> list[Over]:
        """The connection is gone: nobody knows any more how its calls end."""
        handles = [call.handle for call in self._calls.values() if call.handle]
        self._calls.clear()
        self._buffer, self._skipping = b"", False
        return [Over(handle, None, None) for handle in handles]

    def _line(self, line: bytes, now: float) -> list[Event]:
        stamp, *fields = _text(line).split(";")
        at = _moment(stamp)
        match fields:
            case ["RING", number, caller, called, *_] if number:
                return self._rang(number, (caller, called), at, now)
            case ["CALL", number, _extension, _own, called, *_] if number:
                dialled = _SERVICES.sub("", _number(called), count=1).rstrip("#")
                begun = self._begin(number, _Call("", now, at))
                return [*begun, Dialled(dialled)] if dialled else [*begun]
            case ["CONNECT", number, extension, *_]:
                return self._picked_up(number, extension, at, now)
            case ["DISCONNECT", number, talked, *_]:
                return self._over(number, talked, at, now)
            case _:
                return []

    def _rang(
        self, number: str, parties: tuple[str, str], at: datetime | None, now: float
    ) -> list[Event]:
        self.seen += 1
        handle = f"{self.seen}"
        begun = self._begin(number, _Call(handle, now, at))
        return [*begun, Rang(handle, *map(_number, parties))]

    def _begin(self, number: str, call: _Call) -> list[Over]:
        """What had the number before is over, though nobody said so; so is the oldest of far too many."""
        lost = self._calls.pop(number, None)
        if lost is None and len(self._calls) >= MOST_CALLS:
            lost = self._calls.pop(next(iter(self._calls)))
        self._calls[number] = call
        return [Over(lost.handle, lost.rang_s, None)] if lost and lost.handle else []

    def _picked_up(
        self, number: str, extension: str, at: datetime | None, now: float
    ) -> list[Event]:
        call = self._calls.get(number)
        if call is None or not call.handle or call.rang_s is not None:
            return []
        self._calls[number] = call._replace(rang_s=_between(call, at, now))
        return [PickedUp(call.handle, _number(extension))]

    def _over(self, number: str, talked: str, at: datetime | None, now: float) -> list[Event]:
        call = self._calls.pop(number, None)
        if call is None or not call.handle:
            return []
        if call.rang_s is None:
            return [Over(call.handle, _between(call, at, now), 0.0)]
        seconds = float(talked) if talked.isdecimal() and len(talked) < 7 else None
        return [Over(call.handle, call.rang_s, seconds)]


def _between(call: _Call, at: datetime | None, now: float) -> float:
    """Seconds since the call began: those that we counted, unless the stamps tell that we heard of one end late."""
    counted = now - call.began
    if at is None or call.stamped is None:
        return counted
    stamped = (at - call.stamped).total_seconds()
    off_s = abs(stamped - counted)
    if stamped < 0 or off_s < SLACK_S or abs(off_s - _HOUR_S) < SLACK_S:
        return counted  # whole seconds say less, and a clock on the wall may have been put on
    return stamped


def _text(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1")


def _number(text: str) -> str:
    return one_line(text, LONGEST_NUMBER, mark="")


def _moment(stamp: str) -> datetime | None:
    try:
        return datetime.strptime(stamp, "%d.%m.%y %H:%M:%S")  # noqa: DTZ007  # a clock on the wall
    except ValueError:
        return None

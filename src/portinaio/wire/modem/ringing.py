"""From the words of a modem to calls: when one begins, who it is, when it rings no more. The time comes in, nothing waits here.

In Europe the caller ID comes before the first ring or after it, in America between the first and the second; so a call begins
with whichever is first, and is told once its caller ID is there, or will not come any more.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from portinaio.wire.modem.caller_id import Caller, CallerId
from portinaio.wire.modem.words import Mark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.wire.modem.words import Line

SETTLED_S = 0.4  # after the last line of a caller ID nothing more comes: many networks send no name
NO_ID_S = 3.0  # after the first ring; the caller ID comes within two seconds of its end
RINGS_NO_MORE_S = 8.0  # telephones ring every 3 to 6 seconds
_RING = re.compile(r"RING(?: ?[A-Z0-9])?|2", re.ASCII)
"""`RING`, with a letter where one line has several numbers, or `2` from a modem that speaks in figures."""


class Began(NamedTuple):
    handle: str
    caller: Caller


class Over(NamedTuple):
    handle: str
    rang_s: float


class Ringer:
    """Of one line, on which one call comes at a time; `now` is of a clock that only goes forward, in seconds."""

    def __init__(self) -> None:
        self._count = 0
        self._id = CallerId()
        self._began: float | None = None
        """When the first sign of the call came; `None` while there is none."""
        self._news = 0.0
        """When the last of them came."""
        self._rings = 0
        self._told = False

    @property
    def handle(self) -> str | None:
        """Of the call that was told and is not over."""
        return f"{self._count}" if self._told else None

    @property
    def busy(self) -> bool:
        return self._began is not None

    def take(self, word: Line | Mark, now: float) -> Iterator[Began | Over]:
        yield from self.due(now)
        if self._is_ring(word):
            yield from self._ring(now)
        elif isinstance(word, Mark):
            if word.is_tone and not self._told:
                self._begin(now)
                self._id.tone(word.letter)
        elif self._id.take(word.text) and self._id.begun:
            self._begin(now)
            if self._id.whole:
                yield from self._tell()

    def due(self, now: float) -> Iterator[Began | Over]:
        """What is to be told because nothing more has come."""
        if self._began is None:
            return
        quiet_s = now - self._news
        if not self._told and quiet_s >= (SETTLED_S if self._id.begun else NO_ID_S):
            yield from self._tell()
        if quiet_s >= RINGS_NO_MORE_S:
            yield from self.end(self._news)

    def rings_for(self, now: float) -> float:
        """Seconds since the first sign of the call."""
        return 0.0 if self._began is None else max(now - self._began, 0.0)

    def forget(self) -> None:
        """The call is over, and whoever ended it tells so."""
        self._began, self._told, self._rings, self._id = None, False, 0, CallerId()

    def end(self, now: float) -> Iterator[Over]:
        """The call is over, for whatever reason."""
        if self._told and self._began is not None:
            yield Over(f"{self._count}", self.rings_for(now))
        self.forget()

    def _is_ring(self, word: Line | Mark) -> bool:
        return word.rings if isinstance(word, Mark) else bool(_RING.fullmatch(word.text))

    def _ring(self, now: float) -> Iterator[Began]:
        self._begin(now)
        self._rings += 1
        if not self._told and (self._id.begun or self._rings > 1):
            yield from self._tell()

    def _begin(self, now: float) -> None:
        if self._began is None:
            self._began = now
        self._news = now

    def _tell(self) -> Iterator[Began]:
        if not self._told:
            self._told = True
            self._count += 1
            yield Began(f"{self._count}", self._id.caller)

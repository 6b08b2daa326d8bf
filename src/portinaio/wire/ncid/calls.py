"""From the lines of a server to calls: which one rings, and when it is over. The time comes in, nothing waits here.

A server names no call; it names a telephone line, on which one call rings at a time. It may tell of each ring (`CIDINFO`),
before the call itself or after, and of the end; or, where it is not set up to send that, of nothing but the call.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portinaio.wire.ncid.lines import Label, caller, caller_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.core.call import Presentation
    from portinaio.wire.ncid.lines import Said

SILENT_S = 12.0  # without a ring a call that rang is over; telephones ring every 4 to 6 seconds
UNTOLD_S = 90.0  # for so long a call may ring of whose rings nobody tells
SAME_S = 15.0  # the same caller on the same line within that is the same call, told twice: by modem and gateway
MOST_LINES = 32  # telephone lines of one house


class Began(NamedTuple):
    handle: str
    number: str
    presentation: Presentation
    name: str
    label: str
    """Of the telephone line."""


class Over(NamedTuple):
    handle: str
    rang_s: float | None
    talked_s: float | None
    """`None` where somebody may have answered."""
    hung_up: str = ""
    """The label of the line, where it was the server or its gateway that ended the call."""


class Made(NamedTuple):
    """Somebody of the house called a number."""

    number: str


class _Call:
    __slots__ = ("began", "handle", "news", "number", "rings")

    def __init__(self, handle: str, number: str, now: float) -> None:
        self.handle = handle
        self.number = number
        self.began = self.news = now
        self.rings = False
        """Whether each ring is told."""


class Calls:
    """The calls of one server; `now` is of a clock that only goes forward, in seconds."""

    def __init__(self) -> None:
        self._by_line: dict[str, _Call] = {}
        self._told = 0

    def take(self, said: Said, now: float) -> Iterator[Began | Over | Made]:
        line = said.get("LINE")
        match said.label:
            case Label.CID | Label.PID:
                yield from self._begin(said, line, now)
            case Label.HUP | Label.BLK:
                yield from self._hang_up(said, line, now)
            case Label.OUT:
                number, _ = caller(said.get("NMBR"))
                if number:
                    yield Made(number)
            case Label.CIDINFO:
                yield from self._ring(said, line, now)
            case Label.END if said.get("CTYPE") != "OUT":
                yield from self._end(self._meant(line), now, answered=said.get("HTYPE") != "CANCEL")
            case _:
                return

    def due(self, now: float) -> Iterator[Over]:
        """Calls of which nothing more is heard."""
        for line, call in list(self._by_line.items()):
            if now - call.news >= (SILENT_S if call.rings else UNTOLD_S):
                del self._by_line[line]
                yield Over(call.handle, call.news - call.began if call.rings else None, None)

    def all_over(self) -> Iterator[Over]:
        """The server has gone, and nobody will tell of their end."""
        for call in self._by_line.values():
            yield Over(call.handle, None, None)
        self._by_line.clear()

    @property
    def ring(self) -> bool:
        """Whether one does, or may."""
        return bool(self._by_line)

    def lives(self, handle: str) -> bool:
        return any(call.handle == handle for call in self._by_line.values())

    def _begin(self, said: Said, line: str, now: float) -> Iterator[Began | Over]:
        number, presentation = caller(said.get("NMBR"))
        known = self._by_line.get(line)
        if known and known.number == number and now - known.began < SAME_S:
            return
        yield from self._end(line, now, answered=True)
        if len(self._by_line) >= MOST_LINES:
            oldest = min(self._by_line, key=lambda each: self._by_line[each].news)
            yield from self._end(oldest, now, answered=True)
        self._told += 1
        call = self._by_line[line] = _Call(f"{self._told}", number, now)
        yield Began(call.handle, number, presentation, caller_name(said.get("NAME")), line)

    def _hang_up(self, said: Said, line: str, now: float) -> Iterator[Began | Over]:
        """It may be the first that is told of the call, and stands then in place of `CID`."""
        yield from self._begin(said, line, now)
        call = self._by_line.pop(line)
        yield Over(call.handle, None, 0.0, said.label.value)

    def _ring(self, said: Said, line: str, now: float) -> Iterator[Over]:
        count, line = said.get("RING"), self._meant(line)
        call = self._by_line.get(line)
        if call is None or not count.lstrip("-").isdecimal():
            return
        if int(count) > 0:
            call.news, call.rings = now, True
            return
        yield from self._end(line, now, answered=count != "-1", rang=count == "0")

    def _meant(self, line: str) -> str:
        """A server may tell of a gateway's call under the label of its own modem (ncidd 1.0, after `CALLINFO`)."""
        if line not in self._by_line and len(self._by_line) == 1:
            return next(iter(self._by_line))
        return line

    def _end(self, line: str, now: float, *, answered: bool, rang: bool = False) -> Iterator[Over]:
        call = self._by_line.pop(line, None)
        if call is None:
            return
        rang_s = now - call.began if rang or not answered else None
        yield Over(call.handle, rang_s, None if answered else 0.0)

"""What a service tells of the calls of a telephone, whichever it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple, Protocol

from portinaio.core.call import Presentation

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from portinaio.lines.mobile.bus import Bus, Signal


class Rings(NamedTuple):
    handle: str
    number: str
    presentation: Presentation
    name: str = ""


class Answered(NamedTuple):
    handle: str


class Over(NamedTuple):
    handle: str


class Dialled(NamedTuple):
    number: str


Told = Rings | Answered | Over | Dialled


class OpenCalls:
    """Calls of one service that are not over. Each is told once its number is there, or will not come any more."""

    def __init__(self, number_s: float) -> None:
        """`number_s`: for so long after the call its number may come."""
        self._number_s = number_s
        self._told: set[str] = set()
        self._nameless: dict[str, float] = {}
        """Those that ring without a number so far, and since when."""

    @property
    def wait(self) -> bool:
        """Whether time alone may tell something."""
        return bool(self._nameless)

    def rings(self, call: str, number: str, name: str = "", *, now: float | None) -> list[Told]:
        """`now` is `None` for one that rang before we looked."""
        if call in self._told:
            return []
        if number or now is None:
            return [self._tell(call, number, name)]
        self._nameless.setdefault(call, now)
        return []

    def number_comes(self, call: str, number: str) -> list[Told]:
        return [self._tell(call, number)] if number and call in self._nameless else []

    def answered(self, call: str) -> list[Told]:
        before = self._nameless_told(call)
        return [*before, Answered(call)] if call in self._told else []

    def over(self, call: str) -> list[Told]:
        before = self._nameless_told(call)
        if call not in self._told:
            return []
        self._told.discard(call)
        return [*before, Over(call)]

    def due(self, now: float) -> list[Told]:
        since = list(self._nameless.items())
        return [self._tell(call, "") for call, at in since if now - at >= self._number_s]

    def _nameless_told(self, call: str) -> list[Told]:
        return [self._tell(call, "")] if call in self._nameless else []

    def _tell(self, call: str, number: str, name: str = "") -> Rings:
        self._nameless.pop(call, None)
        self._told.add(call)
        return Rings(call, *presented(number), name)


class Telephone(Protocol):
    service: ClassVar[str]
    """Its name on the bus."""
    title: ClassVar[str]
    system: ClassVar[bool]
    """Whether on the bus of the system, or of the desktop."""
    hangs_up: ClassVar[bool]

    def __init__(self, bus: Bus) -> None: ...

    @property
    def waits(self) -> bool:
        """Whether time alone may tell something."""

    @property
    def missing(self) -> bool:
        """Whether no telephone is there, though its service is."""

    def begin(self) -> AsyncIterator[Told]:
        """What goes on already. `BusError` where the service is not there."""

    def take(self, signal: Signal, now: float) -> AsyncIterator[Told]:
        """What a signal means. `BusError` where the service does not answer."""

    def due(self, now: float) -> AsyncIterator[Told]:
        """What nobody told, and time does."""

    async def hang_up(self, handle: str) -> None:
        """`BusError` where it is not done."""


def presented(number: str) -> tuple[str, Presentation]:
    """Nothing, or a word such as `withheld` or `anonymous`, is a number that is not shown."""
    if any(c.isdecimal() for c in number):
        return number, Presentation.ALLOWED
    if number.strip().lower() in {"unavailable", "unknown", "out of area"}:
        return "", Presentation.UNAVAILABLE
    return "", Presentation.RESTRICTED

"""What those have in common on whose bus each call is an object of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from portinaio.lines.mobile.bus import Target
from portinaio.lines.mobile.telephone import OpenCalls

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from portinaio.lines.mobile.bus import Bus
    from portinaio.lines.mobile.telephone import Told

NUMBER_S = 1.0  # for so long after the call its number may come (+CLIP after the first RING), also a withheld one


class CallsOnBus:
    system: ClassVar = True
    hangs_up: ClassVar = True
    missing: ClassVar = False
    """A SIM stays where it is; of a telephone on Bluetooth nobody tells."""
    call: ClassVar[str]
    """The interface of a call."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._calls = OpenCalls(NUMBER_S)

    @property
    def waits(self) -> bool:
        return self._calls.wait

    async def due(self, now: float) -> AsyncIterator[Told]:
        for told in self._calls.due(now):
            yield told

    async def hang_up(self, handle: str) -> None:
        await self._bus.ask(Target(handle, self.call), "Hangup")

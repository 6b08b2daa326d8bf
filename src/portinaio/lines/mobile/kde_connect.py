"""KDE Connect: an Android telephone tells the desktop that it rings, and no more: it cannot be told to be quiet, nor to hang up."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from portinaio.lines.mobile.bus import DBUS, BusError, Target
from portinaio.lines.mobile.telephone import Over, Rings, presented

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from portinaio.lines.mobile.bus import Bus, Signal
    from portinaio.lines.mobile.telephone import Told

NAME = "org.kde.kdeconnect"
ROOT = "/modules/kdeconnect"
TELEPHONY = f"{NAME}.device.telephony"
OVER_S = 45.0  # nobody tells of the end


class KdeConnect:
    service: ClassVar = NAME
    title: ClassVar = "KDE Connect"
    system: ClassVar = False
    hangs_up: ClassVar = False
    missing: ClassVar = False
    """Which telephones are paired, and here, it is not asked."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._ringing: dict[str, float] = {}
        """Calls, and since when."""
        self._count = 0

    @property
    def waits(self) -> bool:
        return bool(self._ringing)

    async def begin(self) -> AsyncIterator[Told]:
        await self._bus.ask(Target(ROOT, f"{DBUS}.Peer"), "Ping")
        for told in self._over(0.0, OVER_S):  # none: it does not tell what goes on
            yield told

    async def take(self, signal: Signal, now: float) -> AsyncIterator[Told]:
        match signal.interface, signal.member, signal.body:
            case interface, "callReceived", (str(event), str(number), str(name)) if (
                interface == TELEPHONY
            ):
                for told in list(self._over(now, 0.0)):
                    yield told
                if event == "callReceived":
                    self._count += 1
                    handle = f"{self._count}"
                    self._ringing[handle] = now
                    yield Rings(handle, *presented(number), "" if name == number else name)

    async def due(self, now: float) -> AsyncIterator[Told]:
        for told in list(self._over(now, OVER_S)):
            yield told

    async def hang_up(self, handle: str) -> None:
        raise BusError("unable", handle)

    def _over(self, now: float, after_s: float) -> list[Told]:
        """A telephone rings for one caller at a time, as far as it tells."""
        gone = [handle for handle, since in self._ringing.items() if now - since >= after_s]
        for handle in gone:
            del self._ringing[handle]
        return [Over(handle) for handle in gone]

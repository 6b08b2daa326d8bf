"""ModemManager: a mobile modem in this computer. https://www.freedesktop.org/software/ModemManager/doc/latest/ModemManager/"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar

from portinaio.lines.mobile.bus import PROPERTIES, BusError, Target
from portinaio.lines.mobile.calls_on_bus import CallsOnBus
from portinaio.lines.mobile.telephone import Dialled

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from portinaio.lines.mobile.bus import Signal
    from portinaio.lines.mobile.telephone import Told

ROOT = "/org/freedesktop/ModemManager1"
NAME = "org.freedesktop.ModemManager1"
VOICE, CALL = f"{NAME}.Modem.Voice", f"{NAME}.Call"
OBJECTS = "org.freedesktop.DBus.ObjectManager"
INCOMING, OUTGOING = 1, 2
RINGING_IN, ACTIVE, WAITING, TERMINATED = 3, 4, 6, 7
"""MMCallDirection and MMCallState."""


class ModemManager(CallsOnBus):
    service: ClassVar = NAME
    title: ClassVar = "ModemManager"
    call: ClassVar = CALL

    async def begin(self) -> AsyncIterator[Told]:
        (objects,) = await self._bus.ask(Target(ROOT, OBJECTS), "GetManagedObjects")
        for path, interfaces in objects.items():
            for call in interfaces.get(VOICE, {}).get("Calls", ()):
                async for told in self._added(call, None):
                    yield told
            del path

    async def take(self, signal: Signal, now: float) -> AsyncIterator[Told]:
        match signal.interface, signal.member, signal.body:
            case interface, "CallAdded", (str(call),) if interface == VOICE:
                async for told in self._added(call, now):
                    yield told
            case interface, "CallDeleted", (str(call),) if interface == VOICE:
                for told in self._calls.over(call):
                    yield told
            case interface, "StateChanged", (_, int(state), *_) if interface == CALL:
                for told in self._changed(signal.path, state):
                    yield told
            case interface, "PropertiesChanged", (str(of), dict(values), *_) if (
                interface == PROPERTIES and of == CALL
            ):
                for told in self._calls.number_comes(signal.path, str(values.get("Number") or "")):
                    yield told

    async def _added(self, call: str, now: float | None) -> AsyncIterator[Told]:
        known: dict[str, Any] = {}
        with suppress(BusError):  # it has gone already
            known = await self._bus.properties(call, CALL)
        number, state = str(known.get("Number") or ""), known.get("State")
        if known.get("Direction") == OUTGOING and number:
            yield Dialled(number)
        if known.get("Direction") != INCOMING or state not in {RINGING_IN, WAITING}:
            return
        for told in self._calls.rings(call, number, now=now):
            yield told

    def _changed(self, call: str, state: int) -> list[Told]:
        if state == TERMINATED:
            return self._calls.over(call)
        return self._calls.answered(call) if state == ACTIVE else []

"""A telephone on Bluetooth for which this computer is a hands-free kit: PipeWire or BlueZ has it, and tells of its calls by D-Bus's own ObjectManager.

https://gitlab.freedesktop.org/pipewire/pipewire/-/blob/master/spa/plugins/bluez5/README-Telephony.md (1.4 and later), and
https://git.kernel.org/pub/scm/bluetooth/bluez.git/tree/doc/org.bluez.Call.rst (experimental there).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from portinaio.lines.mobile.bus import PROPERTIES, Target
from portinaio.lines.mobile.ofono import DIALS, RINGS
from portinaio.lines.mobile.telephone import Dialled, OpenCalls

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from portinaio.lines.mobile.bus import Bus, Signal
    from portinaio.lines.mobile.telephone import Told

OBJECTS = "org.freedesktop.DBus.ObjectManager"
NUMBER_S = 2.0  # a telephone tells of the call, and of the number with its first ring


class HandsFree:
    service: ClassVar[str]
    title: ClassVar[str]
    system: ClassVar[bool]
    hangs_up: ClassVar = True
    root: ClassVar[str]
    """Of its objects."""
    gateway: ClassVar[str]
    """The interface of a telephone."""
    call: ClassVar[str]
    """The interface of a call, whose properties are those of oFono."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._calls = OpenCalls(NUMBER_S)
        self._telephones: set[str] = set()

    @property
    def waits(self) -> bool:
        return self._calls.wait

    @property
    def missing(self) -> bool:
        return not self._telephones

    async def begin(self) -> AsyncIterator[Told]:
        objects = await self._objects(self.root)
        for path, interfaces in objects.items():
            for told in self._added(path, interfaces, None):
                yield told

    async def take(self, signal: Signal, now: float) -> AsyncIterator[Told]:
        match signal.interface, signal.member, signal.body:
            case interface, "InterfacesAdded", (str(path), dict(added)) if interface == OBJECTS:
                for told in self._added(path, added, now):
                    yield told
            case interface, "InterfacesRemoved", (str(path), list(gone)) if interface == OBJECTS:
                for told in self._removed(path, gone):
                    yield told
            case interface, "PropertiesChanged", (str(of), dict(values), *_) if (
                interface == PROPERTIES and of == self.call
            ):
                for told in self._changed(signal.path, values):
                    yield told

    async def due(self, now: float) -> AsyncIterator[Told]:
        for told in self._calls.due(now):
            yield told

    async def hang_up(self, handle: str) -> None:
        await self._bus.ask(Target(handle, self.call), "Hangup")

    async def _objects(self, path: str) -> dict[str, Any]:
        (found,) = await self._bus.ask(Target(path, OBJECTS), "GetManagedObjects")
        return dict(found)

    def _added(
        self, path: str, interfaces: Mapping[str, Mapping[str, Any]], now: float | None
    ) -> list[Told]:
        if self.gateway in interfaces:
            self._telephones.add(path)
        known = interfaces.get(self.call)
        if known is None:
            return []
        number, state = str(known.get("LineIdentification") or ""), known.get("State")
        if state in DIALS and number:
            return [Dialled(number)]
        if state not in RINGS:
            return []
        return self._calls.rings(path, number, str(known.get("Name") or ""), now=now)

    def _removed(self, path: str, interfaces: list[Any]) -> list[Told]:
        if self.gateway in interfaces:
            self._telephones.discard(path)
        return self._calls.over(path) if self.call in interfaces else []

    def _changed(self, call: str, values: Mapping[str, Any]) -> list[Told]:
        told = self._calls.number_comes(call, str(values.get("LineIdentification") or ""))
        match values.get("State"):
            case "active":
                told += self._calls.answered(call)
            case "disconnected":
                told += self._calls.over(call)
            case _:
                pass
        return told


class BlueZ(HandsFree):
    """`bluetoothd` with `Experimental = true`."""

    service = "org.bluez"
    title = "BlueZ"
    system = True
    root = "/"
    gateway = "org.bluez.Telephony1"
    call = "org.bluez.Call1"


class PipeWire(HandsFree):
    """Its objects are told in two steps: the telephones, and of each its calls."""

    service = "org.pipewire.Telephony"
    title = "PipeWire"
    system = False
    root = "/org/pipewire/Telephony"
    gateway = "org.pipewire.Telephony.AudioGateway1"
    call = "org.pipewire.Telephony.Call1"

    async def _objects(self, path: str) -> dict[str, Any]:
        telephones = await super()._objects(path)
        found = dict(telephones)
        for telephone in telephones:
            found |= await super()._objects(telephone)
        return found

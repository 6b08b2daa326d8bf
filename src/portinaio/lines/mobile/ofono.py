"""oFono: a mobile modem, or a telephone that is connected by Bluetooth. https://git.kernel.org/pub/scm/network/ofono/ofono.git/tree/doc"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from portinaio.lines.mobile.bus import Target
from portinaio.lines.mobile.calls_on_bus import CallsOnBus
from portinaio.lines.mobile.telephone import Dialled

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Mapping

    from portinaio.lines.mobile.bus import Signal
    from portinaio.lines.mobile.telephone import Told

NAME = "org.ofono"
MANAGER, MODEM = f"{NAME}.Manager", f"{NAME}.Modem"
CALLS, CALL = f"{NAME}.VoiceCallManager", f"{NAME}.VoiceCall"
RINGS, DIALS = frozenset({"incoming", "waiting"}), frozenset({"dialing", "alerting"})


class Ofono(CallsOnBus):
    service: ClassVar = NAME
    title: ClassVar = "oFono"
    call: ClassVar = CALL

    async def begin(self) -> AsyncIterator[Told]:
        (modems,) = await self._bus.ask(Target("/", MANAGER), "GetModems")
        for path, known in _pairs(modems):
            # PipeWire, where it stands in for oFono, names no interfaces.
            if CALLS in known.get("Interfaces", (CALLS,)):
                (calls,) = await self._bus.ask(Target(path, CALLS), "GetCalls")
                for call, properties in _pairs(calls):
                    for told in self._added(call, properties, None):
                        yield told

    async def take(self, signal: Signal, now: float) -> AsyncIterator[Told]:
        match signal.interface, signal.member, signal.body:
            case interface, "CallAdded", (str(call), dict(known)) if interface == CALLS:
                for told in self._added(call, known, now):
                    yield told
            case interface, "CallRemoved", (str(call),) if interface == CALLS:
                for told in self._calls.over(call):
                    yield told
            case interface, "PropertyChanged", (str(key), value) if interface == CALL:
                for told in self._changed(signal.path, key, value):
                    yield told

    def _added(self, call: str, known: Mapping[str, Any], now: float | None) -> list[Told]:
        number, state = str(known.get("LineIdentification") or ""), known.get("State")
        if state in DIALS and number:
            return [Dialled(number)]
        if state not in RINGS:
            return []
        return self._calls.rings(call, number, str(known.get("Name") or ""), now=now)

    def _changed(self, call: str, key: str, value: Any) -> list[Told]:
        match key, value:
            case "LineIdentification", str(number):
                return self._calls.number_comes(call, number)
            case "State", "disconnected":
                return self._calls.over(call)
            case "State", "active":
                return self._calls.answered(call)
            case _:
                return []


def _pairs(found: Any) -> Iterable[tuple[str, Mapping[str, Any]]]:
    """Of objects and their properties: oFono gives a list of both, PipeWire in its place a dictionary."""
    return found.items() if isinstance(found, dict) else found

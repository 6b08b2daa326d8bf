"""The mobile line: calls as a service on the D-Bus tells them, and hung up by it."""

from __future__ import annotations

import asyncio
import logging
from importlib.util import find_spec
from typing import TYPE_CHECKING, ClassVar, Literal

from portinaio.config.line_kind import Field, Question
from portinaio.config.settings import LineSettings
from portinaio.core.call import Ringing
from portinaio.core.message import Message, msg
from portinaio.core.policy import Action, Outcome
from portinaio.errors import LineError
from portinaio.lines.line import CallEnded, Line, LineState, Performed
from portinaio.lines.mobile.bus import Bus, BusError
from portinaio.lines.mobile.hands_free import BlueZ, PipeWire
from portinaio.lines.mobile.kde_connect import KdeConnect
from portinaio.lines.mobile.modem_manager import ModemManager
from portinaio.lines.mobile.ofono import Ofono
from portinaio.lines.mobile.other_side import other_side
from portinaio.lines.mobile.telephone import Answered, Dialled, Over, Rings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Mapping
    from typing import Any

    from portinaio.core.policy import Decision
    from portinaio.lines.line import CallHandler
    from portinaio.lines.mobile.telephone import Telephone, Told

log = logging.getLogger(__name__)

TICK_S = 0.25  # while a call may ring
LOOK_S = 30.0
DROPPED = frozenset({Action.REJECT})
TELEPHONES: Mapping[str, type[Telephone]] = {
    "modemmanager": ModemManager,
    "ofono": Ofono,
    "pipewire": PipeWire,
    "bluez": BlueZ,
    "kdeconnect": KdeConnect,
}
VIAS: Mapping[str, Message] = {
    "modemmanager": msg("a SIM in this computer, on ModemManager"),
    "ofono": msg("a SIM in this computer, or a telephone on Bluetooth, on oFono"),
    "pipewire": msg("a telephone on Bluetooth, on PipeWire of the desktop (1.4 or later)"),
    "bluez": msg("a telephone on Bluetooth, on BlueZ with Experimental = true"),
    "kdeconnect": msg("an Android telephone with KDE Connect: it tells who calls, and rings on"),
}


class MobileSettings(LineSettings, frozen=True):
    via: Literal["modemmanager", "ofono", "pipewire", "bluez", "kdeconnect"] = "modemmanager"


class MobileLine(Line[MobileSettings]):
    settings_type = MobileSettings
    title = msg("a mobile telephone or a SIM at this computer")
    short = msg("mobile")
    keys: ClassVar = {
        "via": msg(
            "who has it: modemmanager, ofono, pipewire, bluez, or kdeconnect, which tells of calls and cannot hang up"
        )
    }
    fields = (Field("via", msg("modemmanager, ofono, pipewire, bluez or kdeconnect")),)
    other_side = staticmethod(other_side)

    def __init__(
        self,
        settings: MobileSettings,
        password: str | None = None,
        folder: str = "",
    ) -> None:
        super().__init__(settings, password, folder)
        self._kind = TELEPHONES[settings.via]
        self._telephone: Telephone | None = None
        self._began: dict[str, float] = {}
        """Calls that are not over, and since when they ring."""
        self._answered: dict[str, float] = {}
        self._missing = False

    @classmethod
    def can(cls, settings: MobileSettings) -> frozenset[Action]:
        """A network takes a call that is hung up before it was answered for a busy line."""
        able = DROPPED if TELEPHONES[settings.via].hangs_up else frozenset[Action]()
        return frozenset({Action.RING, *able})

    @classmethod
    def questions(cls, keys: Mapping[str, Any]) -> Iterable[Question]:
        if "via" not in keys:
            yield Question(
                "via", msg("Who has the telephone or the SIM?"), VIAS, guess="modemmanager"
            )

    async def run(self, handler: CallHandler) -> None:
        """`LineError` where the bus or the service is not there, or goes."""
        if find_spec("dbus_fast") is None:
            raise LineError(
                msg(
                    "a mobile line needs dbus-fast, which is not installed; pip install 'portinaio[desktop]'"
                )
            )
        bus = await Bus.connected(self._kind.service, system=self._kind.system)
        telephone = self._telephone = self._kind(bus)
        try:
            await bus.listen()
            await self._tell(handler, telephone.begin())
            handler.state_changed(self, LineState.UP)
            self._look(handler, telephone)
            await self._serve(handler, bus, telephone)
        except BusError as error:
            raise self._unserved(error) from error
        finally:
            self._telephone = None
            if self._missing:  # of that nothing is known any more
                handler.noted(self, "telephone", None)
            for handle in list(self._began):
                self._end(handler, handle, seen=False)
            bus.close()

    async def perform(self, handle: str, decision: Decision) -> Performed:
        if handle not in self._began or self._telephone is None:
            return Performed(Outcome.TOO_LATE)
        if decision.action is Action.RING:
            return Performed(Outcome.DONE)
        if decision.action not in DROPPED or not self._kind.hangs_up:
            return Performed(Outcome.UNABLE)
        try:
            await self._telephone.hang_up(handle)
        except BusError as error:
            log.warning("line %s: %s does not hang up: %s", self.name, self._kind.title, error)
            return Performed(Outcome.UNABLE if handle in self._began else Outcome.TOO_LATE)
        return Performed(Outcome.DONE)

    async def _serve(self, handler: CallHandler, bus: Bus, telephone: Telephone) -> None:
        while True:
            try:
                async with asyncio.timeout(TICK_S if telephone.waits else LOOK_S):
                    signal = await bus.signals.get()
            except TimeoutError:
                await self._tell(handler, telephone.due(_now()))
            else:
                if signal.member == "NameOwnerChanged" and signal.body[-1:] == ("",):
                    raise BusError("lost", "")
                await self._tell(handler, telephone.take(signal, _now()))
                await self._tell(handler, telephone.due(_now()))
                self._look(handler, telephone)
            if bus.lost or bus.flooded:
                raise BusError("lost", "")

    def _look(self, handler: CallHandler, telephone: Telephone) -> None:
        """Whether there is one; a telephone on Bluetooth goes out with whoever carries it."""
        if telephone.missing != self._missing:
            self._missing = telephone.missing
            away = msg("no telephone is connected to %(service)s", service=self._kind.title)
            handler.noted(self, "telephone", away if self._missing else None)

    def _unserved(self, error: BusError) -> LineError:
        if error.is_absent:
            return LineError(
                msg("%(service)s does not run; install or start it", service=self._kind.title)
            )
        if error.name == "lost":
            return LineError(msg("%(service)s has stopped", service=self._kind.title))
        return LineError(
            msg("%(service)s says: %(reason)s", service=self._kind.title, reason=str(error))
        )

    async def _tell(self, handler: CallHandler, news: AsyncIterator[Told]) -> None:
        async for one in news:
            match one:
                case Rings():
                    self._began[one.handle] = _now()
                    handler.ringing(self, one.handle, self._ringing(one))
                case Answered():
                    self._answered.setdefault(one.handle, _now())
                case Over():
                    self._end(handler, one.handle, seen=True)
                case Dialled():
                    handler.dialled(self, one.number)

    def _end(self, handler: CallHandler, handle: str, *, seen: bool) -> None:
        """`seen`: whether it ended while we looked, so that its times are known."""
        began, answered = self._began.pop(handle, None), self._answered.pop(handle, None)
        if began is None:
            return
        now = _now()
        if not seen or not self._kind.hangs_up:
            handler.ended(self, handle, CallEnded(None, None))
        elif answered is None:
            handler.ended(self, handle, CallEnded(now - began, 0.0))
        else:
            handler.ended(self, handle, CallEnded(answered - began, now - answered))

    def _ringing(self, rings: Rings) -> Ringing:
        return Ringing(
            self.name,
            self.now(),
            rings.number,
            self.settings.number,
            rings.name,
            rings.presentation,
        )


def _now() -> float:
    return asyncio.get_running_loop().time()

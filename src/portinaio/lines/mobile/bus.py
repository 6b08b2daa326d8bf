"""One connection to a D-Bus, as the services of telephones are spoken to: calls with an end, signals in a queue with an end."""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from portinaio.core.message import msg
from portinaio.core.reason import reason
from portinaio.errors import LineError

if TYPE_CHECKING:
    from dbus_fast import Message
    from dbus_fast.aio import MessageBus

ANSWER_S = 5.0
MOST_SIGNALS = 1000  # a telephone tells a few for each call; who floods more than that is cut off
DBUS, DBUS_PATH = "org.freedesktop.DBus", "/org/freedesktop/DBus"
PROPERTIES = "org.freedesktop.DBus.Properties"
_ABSENT = ("org.freedesktop.DBus.Error.ServiceUnknown", "org.freedesktop.DBus.Error.NameHasNoOwner")


class Signal(NamedTuple):
    path: str
    interface: str
    member: str
    body: tuple[Any, ...]
    """Without the wrapping of variants."""


class Target(NamedTuple):
    """An interface of an object."""

    path: str
    interface: str


class BusError(Exception):
    def __init__(self, name: str, text: str) -> None:
        super().__init__(text or name)
        self.name = name

    @property
    def is_absent(self) -> bool:
        """Whether nobody has the name of the service."""
        return self.name in _ABSENT


class Bus:
    """All of it runs in the loop's thread."""

    def __init__(self, bus: MessageBus, service: str) -> None:
        self._bus = bus
        self._service = service
        self._owner = ""
        """Of the name of the service, as the bus names connections; whoever else tells of calls is not listened to."""
        self.signals: asyncio.Queue[Signal] = asyncio.Queue(MOST_SIGNALS)
        self.flooded = False
        bus.add_message_handler(self._hear)

    @classmethod
    async def connected(cls, service: str, *, system: bool) -> Bus:
        """`LineError` where there is no such bus."""
        from dbus_fast import BusType  # noqa: PLC0415  # an extra
        from dbus_fast.aio import MessageBus  # noqa: PLC0415  # as above

        kind = BusType.SYSTEM if system else BusType.SESSION
        try:
            async with asyncio.timeout(ANSWER_S):
                bus = await MessageBus(bus_type=kind).connect()
        except Exception as error:  # dbus-fast raises of its own, beside OSError
            nobody = not system and "DBUS_SESSION_BUS_ADDRESS" not in os.environ
            why = msg("there is no desktop session") if nobody else reason(error)
            raise LineError(
                msg("the system's D-Bus cannot be reached: %(reason)s", reason=why)
                if system
                else msg("the desktop's D-Bus cannot be reached: %(reason)s", reason=why)
            ) from error
        return cls(bus, service)

    async def listen(self) -> None:
        """From now on the signals of the service, and whether it goes."""
        for rule in (
            f"type='signal',sender='{self._service}'",
            f"type='signal',sender='{DBUS}',member='NameOwnerChanged',arg0='{self._service}'",
        ):
            await self._ask(DBUS, Target(DBUS_PATH, DBUS), "AddMatch", "s", rule)
        with suppress(BusError):  # nobody has it yet; the bus tells once somebody does
            (self._owner,) = await self._ask(
                DBUS, Target(DBUS_PATH, DBUS), "GetNameOwner", "s", self._service
            )

    async def ask(self, target: Target, member: str, signature: str = "", *body: Any) -> list[Any]:
        """Of the service. `BusError` with what it says."""
        return await self._ask(self._service, target, member, signature, *body)

    async def properties(self, path: str, interface: str) -> dict[str, Any]:
        (found,) = await self.ask(Target(path, PROPERTIES), "GetAll", "s", interface)
        return dict(found)

    def close(self) -> None:
        self._bus.disconnect()

    @property
    def lost(self) -> bool:
        return not self._bus.connected

    async def _ask(
        self, service: str, target: Target, member: str, signature: str, *body: Any
    ) -> list[Any]:
        from dbus_fast import Message, MessageType  # noqa: PLC0415  # as above
        from dbus_fast.unpack import unpack_variants  # noqa: PLC0415  # as above

        message = Message(
            destination=service,
            path=target.path,
            interface=target.interface,
            member=member,
            signature=signature,
            body=list(body),
        )
        try:
            async with asyncio.timeout(ANSWER_S):
                answer = await self._bus.call(message)
        except TimeoutError as error:
            raise BusError("timeout", "no answer came in time") from error
        except (OSError, EOFError) as error:
            raise BusError("lost", str(error)) from error
        if answer.message_type is MessageType.ERROR:
            said = answer.body[0] if answer.body else ""
            raise BusError(answer.error_name or "", str(said))
        return list(unpack_variants(answer.body))

    def _hear(self, message: Message) -> None:
        from dbus_fast import MessageType  # noqa: PLC0415  # as above
        from dbus_fast.unpack import unpack_variants  # noqa: PLC0415  # as above

        if message.message_type is not MessageType.SIGNAL:
            return
        # Any program of this computer may send a signal to us alone, without a match.
        if message.sender not in {DBUS, self._owner}:
            return
        signal = Signal(
            message.path or "",
            message.interface or "",
            message.member or "",
            tuple(unpack_variants(message.body)),
        )
        if message.sender == DBUS and signal.member == "NameOwnerChanged":
            self._owner = str(signal.body[-1])
        try:
            self.signals.put_nowait(signal)
        except asyncio.QueueFull:
            self.flooded = True

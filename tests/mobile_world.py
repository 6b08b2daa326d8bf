"""A D-Bus of one's own, and on it the services that have a telephone, as far as a line asks them."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from dbus_fast import Message, MessageType, Variant
from dbus_fast.aio import MessageBus

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>unix:path={path}</listen><auth>EXTERNAL</auth><policy context="default">
<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>"""
PROPERTIES = "org.freedesktop.DBus.Properties"
OBJECTS = "org.freedesktop.DBus.ObjectManager"
MM, OFONO, KDE = "org.freedesktop.ModemManager1", "org.ofono", "org.kde.kdeconnect"


@asynccontextmanager
async def a_bus(folder: Path) -> AsyncIterator[str]:
    """Its address."""
    path = folder / "bus"
    (folder / "bus.conf").write_text(CONFIG.format(path=path))
    daemon = await asyncio.create_subprocess_exec(
        *("dbus-daemon", f"--config-file={folder}/bus.conf", "--nofork", "--print-address"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        assert daemon.stdout
        await asyncio.wait_for(daemon.stdout.readline(), 10)  # said once it listens
        yield f"unix:path={path}"
    finally:
        daemon.kill()
        await daemon.wait()


class AService:
    """Answers what a line asks, and tells what the test has happen."""

    name = ""

    def __init__(self, bus: MessageBus) -> None:
        self.bus = bus
        self.hung_up: list[str] = []
        self.refuses = ""
        """Name of the error with which it answers a hang-up."""
        self.calls: dict[str, dict[str, Variant]] = {}
        self._count = 0
        self.to: list[str] = []
        """Connections that are told, each by itself; where there is none, whoever listens."""

    async def start(self) -> None:
        self.bus.add_message_handler(self._answer)
        await self.bus.request_name(self.name)

    async def stop(self) -> None:
        await self.bus.release_name(self.name)

    def tell(self, path: str, interface: str, member: str, signature: str, *body: Any) -> None:
        for one in self.to or [None]:
            signal = Message.new_signal(path, interface, member, signature, list(body))
            signal.destination = one
            self.bus.send(signal)

    def ring(self, number: str, **more: Any) -> str:
        raise NotImplementedError

    def number_comes(self, call: str, number: str) -> None:
        raise NotImplementedError

    def end(self, call: str) -> None:
        raise NotImplementedError

    def answered(self, call: str) -> None:
        raise NotImplementedError

    def replies(self, message: Message) -> tuple[str, list[Any]] | None:
        raise NotImplementedError

    def _answer(self, message: Message) -> Message | bool:
        if message.message_type is not MessageType.METHOD_CALL:
            return False
        if message.member == "Hangup":
            if self.refuses:
                return Message.new_error(message, self.refuses, "not allowed")
            self.hung_up.append(message.path or "")
            self.end(message.path or "")
            return Message.new_method_return(message)
        reply = self.replies(message)
        return Message.new_method_return(message, *reply) if reply else False

    def _next(self, root: str) -> str:
        self._count += 1
        return f"{root}/{self._count}"


class AModemManager(AService):
    name = MM
    modem = f"/{MM.replace('.', '/')}/Modem/0"

    def ring(self, number: str, **more: Any) -> str:
        """`direction` and `state` as MMCallDirection and MMCallState number them."""
        call = self._next(f"/{MM.replace('.', '/')}/Call")
        self.calls[call] = {
            "Number": Variant("s", number),
            "Direction": Variant("i", more.get("direction", 1)),
            "State": Variant("i", more.get("state", 3)),
        }
        self.tell(self.modem, f"{MM}.Modem.Voice", "CallAdded", "o", call)
        return call

    def number_comes(self, call: str, number: str) -> None:
        changed = {"Number": Variant("s", number)}
        self.calls[call] |= changed
        self.tell(call, PROPERTIES, "PropertiesChanged", "sa{sv}as", f"{MM}.Call", changed, [])

    def answered(self, call: str) -> None:
        self.tell(call, f"{MM}.Call", "StateChanged", "iiu", 3, 4, 3)

    def end(self, call: str) -> None:
        self.tell(call, f"{MM}.Call", "StateChanged", "iiu", 3, 7, 4)
        self.tell(self.modem, f"{MM}.Modem.Voice", "CallDeleted", "o", call)

    def replies(self, message: Message) -> tuple[str, list[Any]] | None:
        if message.member == "GetManagedObjects":
            calls = Variant("ao", list(self.calls))
            return "a{oa{sa{sv}}}", [{self.modem: {f"{MM}.Modem.Voice": {"Calls": calls}}}]
        if message.member == "GetAll":
            return "a{sv}", [self.calls.get(message.path or "", {})]
        return None


class AnOfono(AService):
    name = OFONO
    modem = "/phonesim"

    def ring(self, number: str, **more: Any) -> str:
        call = self._next(f"{self.modem}/voicecall")
        self.calls[call] = {
            "LineIdentification": Variant("s", number),
            "Name": Variant("s", more.get("name", "")),
            "State": Variant("s", more.get("state", "incoming")),
        }
        self.tell(
            self.modem, f"{OFONO}.VoiceCallManager", "CallAdded", "oa{sv}", call, self.calls[call]
        )
        return call

    def number_comes(self, call: str, number: str) -> None:
        self._changed(call, "LineIdentification", number)

    def answered(self, call: str) -> None:
        self._changed(call, "State", "active")

    def end(self, call: str) -> None:
        self._changed(call, "State", "disconnected")
        self.tell(self.modem, f"{OFONO}.VoiceCallManager", "CallRemoved", "o", call)

    def _changed(self, call: str, key: str, value: str) -> None:
        self.tell(call, f"{OFONO}.VoiceCall", "PropertyChanged", "sv", key, Variant("s", value))

    def replies(self, message: Message) -> tuple[str, list[Any]] | None:
        if message.member == "GetModems":
            interfaces = Variant("as", [f"{OFONO}.VoiceCallManager"])
            return "a(oa{sv})", [[[self.modem, {"Interfaces": interfaces}], ["/other", {}]]]
        if message.member == "GetCalls":
            return "a(oa{sv})", [[[path, known] for path, known in self.calls.items()]]
        return None


class AHandsFree(AService):
    """As PipeWire and BlueZ tell of telephones on Bluetooth; one is connected."""

    root = ""
    """Of its telephones."""
    telephone = ""
    gateway = call_interface = ""
    manager = ""
    """Of the object that tells of calls."""

    def __init__(self, bus: MessageBus) -> None:
        super().__init__(bus)
        self.connected = True

    def ring(self, number: str, **more: Any) -> str:
        call = self._next(f"{self.telephone}/call")
        self.calls[call] = {
            "LineIdentification": Variant("s", number),
            "Name": Variant("s", more.get("name", "")),
            "State": Variant("s", more.get("state", "incoming")),
            "Multiparty": Variant("b", False),
        }
        added = {self.call_interface: self.calls[call]}
        self.tell(self.manager, OBJECTS, "InterfacesAdded", "oa{sa{sv}}", call, added)
        return call

    def number_comes(self, call: str, number: str) -> None:
        self._changed(call, "LineIdentification", number)

    def answered(self, call: str) -> None:
        self._changed(call, "State", "active")

    def end(self, call: str) -> None:
        self._changed(call, "State", "disconnected")
        self.tell(self.manager, OBJECTS, "InterfacesRemoved", "oas", call, [self.call_interface])

    def goes(self) -> None:
        """Out of the house."""
        self.connected = False
        self.tell(self.root, OBJECTS, "InterfacesRemoved", "oas", self.telephone, [self.gateway])

    def comes(self) -> None:
        self.connected = True
        added: dict[str, dict[str, Variant]] = {self.gateway: {}}
        self.tell(self.root, OBJECTS, "InterfacesAdded", "oa{sa{sv}}", self.telephone, added)

    def _changed(self, call: str, key: str, value: str) -> None:
        changed = {key: Variant("s", value)}
        self.calls[call] |= changed
        self.tell(
            call, PROPERTIES, "PropertiesChanged", "sa{sv}as", self.call_interface, changed, []
        )

    def replies(self, message: Message) -> tuple[str, list[Any]] | None:
        if message.member != "GetManagedObjects":
            return None
        found: dict[str, dict[str, dict[str, Variant]]] = {}
        if message.path == self.root and self.connected:
            found[self.telephone] = {self.gateway: {}}
        if message.path == self.manager:
            found |= {call: {self.call_interface: known} for call, known in self.calls.items()}
        return "a{oa{sa{sv}}}", [found]


class ABlueZ(AHandsFree):
    """One ObjectManager tells of all."""

    name = "org.bluez"
    root = manager = "/"
    telephone = "/org/bluez/hci0/dev_00_00_5E_00_53_01/telephony0"
    gateway, call_interface = "org.bluez.Telephony1", "org.bluez.Call1"


class APipeWire(AHandsFree):
    """Each telephone tells of its calls."""

    name = "org.pipewire.Telephony"
    root = "/org/pipewire/Telephony"
    telephone = manager = f"{root}/ag0"
    gateway, call_interface = f"{name}.AudioGateway1", f"{name}.Call1"


class AnOfonoOfPipeWire(AnOfono):
    """PipeWire in the place of oFono (`bluez5.telephony.provide-ofono`): other containers, and no interfaces named."""

    def replies(self, message: Message) -> tuple[str, list[Any]] | None:
        if message.member == "GetModems":
            return "a{oa{sv}}", [{self.modem: {}}]
        if message.member == "GetCalls":
            return "a{oa{sv}}", [self.calls]
        return None


class AKdeConnect(AService):
    name = KDE

    def ring(self, number: str, **more: Any) -> str:
        event, name = more.get("event", "callReceived"), more.get("name", number)
        path = "/modules/kdeconnect/devices/1/telephony"
        self.tell(path, f"{KDE}.device.telephony", "callReceived", "sss", event, number, name)
        return ""

    def replies(self, message: Message) -> tuple[str, list[Any]] | None:
        return ("", []) if message.member == "Ping" else None


@asynccontextmanager
async def a_service(kind: type[AService], address: str) -> AsyncIterator[AService]:
    bus = await MessageBus(bus_address=address).connect()
    service = kind(bus)
    await service.start()
    try:
        yield service
    finally:
        bus.disconnect()
        await asyncio.sleep(0.01)

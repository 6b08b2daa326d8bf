"""The mobile line at the real kdeconnectd, to which a telephone is paired that is none: protocol 7 over TLS, as an Android speaks it."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("dbus_fast", reason="dbus-fast is not installed")

from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

from certificates import an_identity
from mobile_world import KDE, a_bus
from ncid_world import AHandler
from portinaio.core.call import Presentation
from portinaio.errors import LineError
from portinaio.lines.mobile import MobileLine, MobileSettings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

pytestmark = pytest.mark.peers

PROGRAM = next(Path("/usr/lib").glob("*/libexec/kdeconnectd"), None)
PHONE = "_portinaio_test_phone_0001_"
ROOT = "/modules/kdeconnect"
DEVICE = f"{ROOT}/devices/{PHONE}"
WAIT_S = 30.0
FIRST_PORT = 1716


class APhone:
    """Connects as a telephone does, and rings."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._transport: asyncio.Transport
        self._reading: asyncio.Task[None]
        self.paired = asyncio.Event()

    async def connect(self, port: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        self._writer = writer  # which closes the connection when nobody has it any more
        identity = {
            "deviceId": PHONE,
            "deviceName": "a telephone",
            "deviceType": "phone",
            "protocolVersion": 7,
            "tcpPort": FIRST_PORT,
            "incomingCapabilities": ["kdeconnect.telephony.request_mute"],
            "outgoingCapabilities": ["kdeconnect.telephony"],
        }
        writer.write(packet("kdeconnect.identity", identity))
        await writer.drain()
        # Whoever has connected is the server of TLS, with a certificate that bears the id.
        own, plain = an_identity(self._folder, PHONE), writer.transport
        made = await asyncio.get_running_loop().start_tls(
            plain, plain.get_protocol(), own.context, server_side=True
        )
        assert made
        self._transport = made
        self._reading = asyncio.ensure_future(self._read(reader))

    async def close(self) -> None:
        self._reading.cancel()
        self._transport.close()
        with suppress(OSError, asyncio.CancelledError):
            await self._reading

    def say(self, kind: str, **body: Any) -> None:
        self._transport.write(packet(kind, body))

    def ring(self, **who: str) -> None:
        self.say("kdeconnect.telephony", event="ringing", **who)

    async def _read(self, reader: asyncio.StreamReader) -> None:
        while line := await reader.readline():
            told = json.loads(line)
            if told["type"] == "kdeconnect.pair" and told["body"].get("pair"):
                self.paired.set()


def packet(kind: str, body: dict[str, Any]) -> bytes:
    return json.dumps({"id": 1, "type": kind, "body": body}).encode() + b"\n"


@asynccontextmanager
async def kdeconnectd(folder: Path, address: str) -> AsyncIterator[int]:
    """Its port, of those that it tries one after the other."""
    if PROGRAM is None:
        pytest.skip("kdeconnectd is not installed")
    home = folder / "home"
    home.mkdir()
    environ = {
        **os.environ,
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "QT_QPA_PLATFORM": "offscreen",
        "DBUS_SESSION_BUS_ADDRESS": address,
        **{f"XDG_{one}_HOME": str(home / one) for one in ("CONFIG", "DATA", "CACHE", "STATE")},
    }
    quiet = asyncio.subprocess.DEVNULL
    program = await asyncio.create_subprocess_exec(
        str(PROGRAM), env=environ, stdout=quiet, stderr=quiet
    )
    try:
        async with asyncio.timeout(WAIT_S):
            while not (port := listens_at(program.pid)):
                assert program.returncode is None
                await asyncio.sleep(0.05)
        yield port
    finally:
        with suppress(ProcessLookupError):
            program.kill()
        await program.wait()


def listens_at(pid: int) -> int:
    """The TCP port at which a process listens; 0 while there is none."""
    with suppress(OSError):
        own = {str(one.readlink()) for one in Path(f"/proc/{pid}/fd").iterdir()}
        for table in ("tcp", "tcp6"):
            for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
                fields = line.split()
                if fields[3] == "0A" and f"socket:[{fields[9]}]" in own:
                    return int(fields[1].rpartition(":")[2], 16)
    return 0


async def ask(bus: MessageBus, path: str, of: str, *words: str) -> Any:
    """`of` is interface and member; asked again until it is there."""
    interface, _, member = of.rpartition(".")
    message = Message(
        destination=KDE,
        path=path,
        interface=f"{KDE}.{interface}",
        member=member,
        signature="s" * len(words),
        body=list(words),
    )
    async with asyncio.timeout(WAIT_S):
        while True:
            answer = await bus.call(message)
            assert answer
            if answer.message_type is not MessageType.ERROR:
                return answer.body[0] if answer.body else None
            await asyncio.sleep(0.1)


async def pair(phone: APhone, port: int, address: str) -> None:
    bus = await MessageBus(bus_address=address).connect()
    try:
        await phone.connect(port)
        phone.say("kdeconnect.pair", pair=True)
        async with asyncio.timeout(WAIT_S):
            while not await ask(bus, DEVICE, "device.hasPairingRequests"):  # noqa: ASYNC110  # it tells too early
                await asyncio.sleep(0.05)
        await ask(bus, DEVICE, "device.acceptPairing")
        await asyncio.wait_for(phone.paired.wait(), WAIT_S)
        async with asyncio.timeout(WAIT_S):
            while "kdeconnect_telephony" not in await ask(bus, DEVICE, "device.loadedPlugins"):  # noqa: ASYNC110  # as above
                await asyncio.sleep(0.05)
    finally:
        bus.disconnect()


async def test_who_calls_a_paired_telephone_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if shutil.which("dbus-daemon") is None:
        pytest.skip("dbus-daemon is not installed")
    monkeypatch.setattr("ncid_world.WAIT_S", WAIT_S)
    handler, phone = AHandler(), APhone(tmp_path)
    settings = MobileSettings(name="mobile", kind="mobile", via="kdeconnect")
    async with a_bus(tmp_path) as address, kdeconnectd(tmp_path, address) as port:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        await pair(phone, port, address)
        task = asyncio.ensure_future(MobileLine(settings).run(handler))
        await handler.until(lambda: handler.states)
        for count, who in enumerate(
            (
                {"phoneNumber": "+390844000001", "contactName": "ACME"},
                {"phoneNumber": "02 0000 1234"},
                {},
            ),
            1,
        ):
            phone.ring(**who)
            await handler.until(lambda count=count: len(handler.rang) == count)
        task.cancel()
        with suppress(asyncio.CancelledError, LineError):
            await task
        await phone.close()

    assert [(one.calling, one.presentation, one.name) for one in handler.rang] == [
        ("+390844000001", Presentation.ALLOWED, "ACME"),
        ("02 0000 1234", Presentation.ALLOWED, ""),
        ("", Presentation.RESTRICTED, ""),
    ]

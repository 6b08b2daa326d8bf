"""The mobile line at the real ModemManager and the real oFono, each with a modem that is none."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("dbus_fast", reason="dbus-fast is not installed")

from dbus_fast import Message, MessageType, Variant
from dbus_fast.aio import MessageBus

from gsm_modem import GsmModem
from mobile_world import MM, OFONO, a_bus
from ncid_world import AHandler
from portinaio.core.call import Presentation
from portinaio.core.message import msg
from portinaio.core.policy import Action, Decision
from portinaio.errors import LineError
from portinaio.lines.mobile import MobileLine, MobileSettings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from portinaio.core.call import Ringing
    from portinaio.lines.line import Line

pytestmark = pytest.mark.peers
SECOND_RING_S = 4.0  # after the first; networks take three to six
PLUGINS = next(Path("/usr/lib").glob("*/ModemManager"), Path("/nowhere"))


class Chooses(AHandler):
    """Hangs up on whom it knows to sell."""

    async def _act(self, line: Line[Any], handle: str) -> None:
        sells = self.rang[-1].calling.startswith("+390844")
        action = Action.REJECT if sells else Action.RING
        self.performed.append(await line.perform(handle, Decision(action, msg("so it is"))))
        self._changed.set()


async def ask(
    bus: MessageBus, service: str, path: str, of: str, signature: str = "", *body: Any
) -> Any:
    """`of` is interface and member; asked again while the service starts."""
    interface, _, member = of.rpartition(".")
    message = Message(
        destination=service,
        path=path,
        interface=interface,
        member=member,
        signature=signature,
        body=list(body),
    )
    async with asyncio.timeout(15):
        while True:
            answer = await bus.call(message)
            assert answer
            if answer.message_type is not MessageType.ERROR:
                return answer.body[0] if answer.body else None
            await asyncio.sleep(0.1)


@asynccontextmanager
async def a_program(*words: str, address: str) -> AsyncIterator[None]:
    if shutil.which(words[0]) is None:
        pytest.skip(f"{words[0]} is not installed")
    environ = {
        **os.environ,
        "DBUS_SYSTEM_BUS_ADDRESS": address,
        "DBUS_SESSION_BUS_ADDRESS": address,
    }
    quiet = asyncio.subprocess.DEVNULL
    program = await asyncio.create_subprocess_exec(*words, env=environ, stdout=quiet, stderr=quiet)
    try:
        yield
    finally:
        with suppress(ProcessLookupError):
            program.kill()
        await program.wait()


@asynccontextmanager
async def modem_manager(address: str) -> AsyncIterator[GsmModem]:
    modem, name = GsmModem(), f"portinaio{os.getpid()}"
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(f"\0abstract:{name}")  # the prefix is a part of the name, for ModemManager
    listening.listen(5)
    server = await asyncio.start_unix_server(modem.serve, sock=listening)
    words = (
        "ModemManager", "--test-session", "--no-auto-scan", "--test-enable", "--test-no-udev",
        "--test-no-suspend-resume", f"--test-plugin-dir={PLUGINS}",
    )  # fmt: skip
    async with a_program(*words, address=address):
        bus = await MessageBus(bus_address=address).connect()
        root = "/org/freedesktop/ModemManager1"
        await ask(
            bus, MM, root, f"{MM}.Test.SetProfile", "ssas", "t", "generic", [f"abstract:{name}"]
        )
        async with asyncio.timeout(20):
            while True:
                objects = await ask(
                    bus, MM, root, "org.freedesktop.DBus.ObjectManager.GetManagedObjects"
                )
                found = [path for path, known in objects.items() if f"{MM}.Modem.Voice" in known]
                if found:
                    break
                await asyncio.sleep(0.1)
        await ask(bus, MM, found[0], f"{MM}.Modem.Enable", "b", True)  # D-Bus has no names
        yield modem
        bus.disconnect()
    server.close()


@asynccontextmanager
async def ofono(address: str) -> AsyncIterator[GsmModem]:
    """Its plugin for a simulated telephone connects to the port that its file names."""
    file = Path("/etc/ofono/phonesim.conf")
    if os.geteuid() or not _is_folder(file.parent):
        pytest.skip("ofono reads a file of root's")
    modem = GsmModem()
    server = await asyncio.start_server(modem.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    before = _read(file)
    _write(file, f"[phonesim]\nAddress=127.0.0.1\nPort={port}\n")
    try:
        async with a_program("ofonod", "-n", address=address):
            bus = await MessageBus(bus_address=address).connect()
            async with asyncio.timeout(15):
                while not (modems := await ask(bus, OFONO, "/", f"{OFONO}.Manager.GetModems")):  # noqa: ASYNC110  # it tells nobody
                    await asyncio.sleep(0.1)
            path = modems[0][0]
            for key in ("Powered", "Online"):
                await ask(
                    bus, OFONO, path, f"{OFONO}.Modem.SetProperty", "sv", key, Variant("b", True)
                )  # as above
            async with asyncio.timeout(15):
                interfaces: list[str] = []
                while f"{OFONO}.VoiceCallManager" not in interfaces:
                    known = await ask(bus, OFONO, path, f"{OFONO}.Modem.GetProperties")
                    interfaces = known["Interfaces"].value
            yield modem
            bus.disconnect()
    finally:
        _write(file, before)
        server.close()


def _is_folder(path: Path) -> bool:
    return path.is_dir()


def _read(path: Path) -> str | None:
    return path.read_text() if path.exists() else None


def _write(path: Path, text: str | None) -> None:
    if text is None:
        path.unlink()
    else:
        path.write_text(text)


DAEMONS = {"modemmanager": modem_manager, "ofono": ofono}


@pytest.mark.parametrize("via", DAEMONS)
async def test_a_reported_caller_is_hung_up_before_the_second_ring(
    tmp_path: Path, via: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if shutil.which("dbus-daemon") is None:
        pytest.skip("dbus-daemon is not installed")
    handler, loop = Chooses(), asyncio.get_running_loop()
    settings = MobileSettings(name="mobile", kind="mobile", via=via)  # type: ignore[arg-type]  # one of them
    async with a_bus(tmp_path) as address:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        async with DAEMONS[via](address) as modem:
            task = asyncio.ensure_future(MobileLine(settings).run(handler))
            await handler.until(lambda: handler.states)
            await modem.settled()
            rang_at = loop.time()
            modem.ring("+390844000001")
            await modem.until(lambda heard: "AT+CHUP" in heard)
            took_s = loop.time() - rang_at
            await handler.until(lambda: handler.over)
            for number in ("+390200001234", ""):
                before = len(handler.over)
                modem.ring(number)
                await handler.until(lambda before=before: len(handler.rang) == before + 1)
                await asyncio.sleep(0.3)
                modem.give_up()
                await handler.until(lambda before=before: len(handler.over) == before + 1)
            task.cancel()
            with suppress(asyncio.CancelledError, LineError):
                await task

    assert took_s < SECOND_RING_S
    assert modem.heard.count("AT+CHUP") == 1
    assert [shown(one) for one in handler.rang] == [
        ("+390844000001", Presentation.ALLOWED),
        ("+390200001234", Presentation.ALLOWED),
        ("", Presentation.RESTRICTED),
    ]


def shown(ringing: Ringing) -> tuple[str, Presentation]:
    return ringing.calling, ringing.presentation

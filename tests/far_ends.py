"""The far ends of a house that has a line of every kind: each tells of calls, hears what becomes of them, and can be killed and restored."""

from __future__ import annotations

import asyncio
import itertools
import json
import socket
from typing import TYPE_CHECKING, Any

from dbus_fast.aio import MessageBus

from daemon_world import until
from free_ports import free_port
from fritzbox_world import AMonitor
from mobile_world import AModemManager
from modem_world import USR, AModem

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from daemon_world import ADaemon

WAIT_S = 15.0


class News:
    """What the daemon tells whoever listens: calls by number, lines by name."""

    def __init__(self) -> None:
        self.calls: dict[str, Any] = {}
        self.decided_at: dict[str, float] = {}
        """By number, when somebody who listens saw what had become of the call."""
        self.lines: dict[str, Any] = {}
        self.states: dict[str, list[str]] = {}
        """By line, each change of its state."""
        self._changed = asyncio.Event()

    async def listen(self, socket: str) -> None:
        reader, writer = await asyncio.open_unix_connection(socket, limit=1 << 20)
        writer.write(b"GET /v1/events HTTP/1.0\r\nHost: x\r\n\r\n")
        name = ""
        try:
            while line := (await reader.readline()).decode():
                head, _, rest = line.strip().partition(": ")
                if head == "event":
                    name = rest
                elif head == "data":
                    self._take(name, json.loads(rest))
        finally:
            writer.transport.abort()

    async def until(self, true: Callable[[], object]) -> None:
        async with asyncio.timeout(WAIT_S):
            while not true():
                self._changed.clear()
                await self._changed.wait()

    def _take(self, name: str, told: Any) -> None:
        lines = told if name == "lines" else told["status"]["lines"] if name == "state" else ()
        for line in lines:
            self.lines[line["name"]] = line
            states = self.states.setdefault(line["name"], [])
            if states[-1:] != [line["state"]]:
                states.append(line["state"])
        if name == "call":
            self.calls[told["number"]] = told
            if told["outcome"]:
                now = asyncio.get_running_loop().time()
                self.decided_at.setdefault(told["number"], now)
        self._changed.set()


class FarEnd:
    """Of one line."""

    kind = ""
    rests_s = 0.0
    """Between two calls, where a line takes one at a time."""
    acts = True
    """Whether its line can turn a call away."""

    def __init__(self, news: News) -> None:
        self.news = news

    async def on(self) -> str:
        """From now on it is there; its keys for config.toml."""
        return ""

    async def begin(self, daemon: ADaemon) -> None:
        """Once the daemon answers."""

    async def call(self, number: str) -> str:
        """What the far end was told to do with the call, by the time it is over."""
        raise NotImplementedError

    async def kill(self, number: str) -> None:
        """While `number` rings."""
        raise NotImplementedError

    async def restore(self) -> None:
        raise NotImplementedError

    async def end(self) -> None:
        """For good."""

    def is_down(self) -> bool:
        return bool(self.news.lines[self.kind]["state"] != "up")

    async def decided(self, number: str) -> None:
        """Until the daemon has done what it does."""
        await self.news.until(lambda: self.news.calls.get(number, {}).get("outcome"))


class Box(FarEnd):
    kind = "fritzbox"
    acts = False

    def __init__(self, news: News) -> None:
        super().__init__(news)
        self._monitor = AMonitor()
        self._numbers = itertools.count()

    async def begin(self, daemon: ADaemon) -> None:
        del daemon
        await self._monitor.heard()

    async def on(self) -> str:
        await self._monitor.on()
        return f'address = "127.0.0.1"\nmonitor_port = {self._monitor.port}\n'

    async def call(self, number: str) -> str:
        own = next(self._numbers) % 10
        self._monitor.say(f"24.11.26 14:02:05;RING;{own};{number[3:]};0200005678;SIP0;")
        await self.decided(number)
        self._monitor.say(f"24.11.26 14:02:06;DISCONNECT;{own};0;")
        return "ring"

    async def kill(self, number: str) -> None:
        self._monitor.say(f"24.11.26 14:02:05;RING;99;{number[3:]};0200005678;SIP0;")
        await self.decided(number)
        await self._monitor.off()

    async def restore(self) -> None:
        await self._monitor.on()

    async def end(self) -> None:
        await self._monitor.off()


class Landline(FarEnd):
    """A modem, which is unplugged."""

    kind = "modem"
    rests_s = 2.0

    def __init__(self, news: News, device: Path) -> None:
        super().__init__(news)
        self._device = device
        self._modem: AModem | None = None

    async def on(self) -> str:
        self._modem = AModem(USR, str(self._device))
        return f'device = "{self._device}"\n'

    async def call(self, number: str) -> str:
        modem = self._modem
        assert modem
        before = len(modem.heard)
        modem.call(number[3:])
        await modem.until(lambda heard: "ATH1" in heard[before:])
        return "reject"

    async def kill(self, number: str) -> None:
        assert self._modem
        self._modem.call(number[3:])
        await self.news.until(lambda: number in self.news.calls)
        self._modem.unplug()

    async def restore(self) -> None:
        assert self._modem
        self._modem.plug_in()

    async def end(self) -> None:
        assert self._modem
        self._modem.unplug()


class Mobile(FarEnd):
    """A service on a D-Bus, which vanishes."""

    kind = "mobile"

    def __init__(self, news: News, bus: str) -> None:
        super().__init__(news)
        self._address = bus
        self._service: AModemManager | None = None

    async def on(self) -> str:
        await self.restore()
        return 'via = "modemmanager"\n'

    async def call(self, number: str) -> str:
        service = self._service
        assert service
        call = service.ring(number)
        await self.decided(number)
        if call in service.hung_up:
            return "reject"
        service.end(call)
        return "ring"

    async def kill(self, number: str) -> None:
        assert self._service
        self._service.ring(number)
        await self.decided(number)
        await self.end()

    async def restore(self) -> None:
        self._service = AModemManager(await MessageBus(bus_address=self._address).connect())
        await self._service.start()

    async def end(self) -> None:
        assert self._service
        self._service.bus.disconnect()


class Device(FarEnd):
    """A telephone that asks the gateway: it has no line, and its connection breaks in the middle of a question."""

    kind = "phone"

    def __init__(self, news: News) -> None:
        super().__init__(news)
        self.port = free_port()
        self._token = ""

    async def begin(self, daemon: ADaemon) -> None:
        made = await asyncio.to_thread(daemon.ask, "/v1/devices", "POST", {"name": self.kind})
        self._token = made["token"]
        await asyncio.to_thread(until, self._is_listened_to)

    async def call(self, number: str) -> str:
        reader, writer = await self._asks(number, "\r\n")
        try:
            answer = (await reader.read()).decode()
        finally:
            writer.transport.abort()
        return (
            "reject" if answer.endswith("block") else "ring" if answer.endswith("ring") else answer
        )

    async def kill(self, number: str) -> None:
        for _ in range(20):
            _, writer = await self._asks(number, "")
            await writer.drain()
            writer.transport.abort()

    async def restore(self) -> None:
        """It has nothing that was lost."""

    def is_down(self) -> bool:
        return False

    def _is_listened_to(self) -> bool:
        with socket.socket() as channel:
            return channel.connect_ex(("127.0.0.1", self.port)) == 0

    async def _asks(
        self, number: str, end: str
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        head = (
            f"GET /asterisk?n=%2B{number[1:]} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        )
        writer.write(f"{head}Authorization: Bearer {self._token}\r\n{end}".encode())
        return reader, writer

"""A FRITZ!Box on the loopback: its call monitor, which says what a test wants it to say."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Self

from daemon_world import until
from portinaio.lines.fritzbox.settings import FritzBoxSettings

if TYPE_CHECKING:
    from typing import Any


class AMonitor:
    """Port 1012 of a box."""

    def __init__(self) -> None:
        self.port = 0
        self._writers: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None
        self._came = asyncio.Event()

    async def __aenter__(self) -> Self:
        await self.on()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.off()

    async def on(self) -> None:
        self._server = await asyncio.start_server(self._listen, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def off(self) -> None:
        """As `#96*4*` does it; whoever listened is cut off."""
        if self._server:
            self._server.close()
        self.cut()

    def cut(self) -> None:
        for writer in self._writers:
            writer.transport.abort()
        self._writers.clear()
        self._came.clear()

    async def heard(self) -> None:
        """Until somebody listens."""
        async with asyncio.timeout(30):
            await self._came.wait()

    def say(self, *lines: str, end: str = "\r\n", encoding: str = "utf-8") -> None:
        for writer in self._writers:
            writer.write("".join(line + end for line in lines).encode(encoding))

    def settings(self, **keys: Any) -> FritzBoxSettings:
        return FritzBoxSettings(
            **{
                "name": "box",
                "kind": "fritzbox",
                "address": "127.0.0.1",
                "monitor_port": self.port,
                **keys,
            }
        )

    async def _listen(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        self._came.set()
        try:
            await reader.read()
        except ConnectionError:
            pass
        finally:
            self._writers.discard(writer)
            writer.close()


class AMonitorApart:
    """The same for a test without a loop, whose daemon is a process of its own."""

    def __init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._connections: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._listening.close()
        for one in self._connections:
            one.close()

    def say(self, *lines: str) -> None:
        """With the clock on the wall as it is, where a line begins with `;`."""
        stamp = time.strftime("%d.%m.%y %H:%M:%S")
        until(lambda: self._connections)
        text = "".join(f"{stamp if line[0] == ';' else ''}{line}\r\n" for line in lines)
        for one in self._connections:
            one.sendall(text.encode())

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                self._connections.append(self._listening.accept()[0])

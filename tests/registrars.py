"""Registrars by UDP, TCP or TLS on a loopback address, each of which answers by its script."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple

from portinaio.wire.sip.message import Request, parse
from portinaio.wire.sip.stream import PING, PONG, Framer
from sip_worlds import answer_to

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator, Callable

    Script = Callable[["Server", Request], str | None]


def agrees(_server: Server, request: Request) -> str:
    return f"200 OK\nContact: {request.headers['Contact']}"


def is_mute(_server: Server, _request: Request) -> None:
    return


def is_busy(_server: Server, _request: Request) -> str:
    return "503 Busy"


def is_broken(_server: Server, _request: Request) -> str:
    return "500 Server Internal Error"


def forbids(_server: Server, _request: Request) -> str:
    return "403 Forbidden"


def hangs_up(server: Server, _request: Request) -> None:
    server.writers[-1].close()


class Heard(NamedTuple):
    connection: int
    request: Request


class Server(asyncio.DatagramProtocol):
    """A registrar at one address, by UDP or TCP. `script` gives the status line and header lines of the answer."""

    def __init__(self, script: Script, *, pongs: int = 0) -> None:
        self._script = script
        self._pongs = pongs
        """How many signs of life it answers, of all."""
        self._transport: asyncio.DatagramTransport | None = None
        self.heard: list[Heard] = []
        self.pings = 0
        self.writers: list[asyncio.StreamWriter] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]  # a datagram transport it is

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        assert self._transport is not None
        if data.strip() and (answer := self._answer(data, 0)):
            self._transport.sendto(answer, addr)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.writers.append(writer)
        with suppress(ConnectionError):  # who leaves a server may do so without a word
            await self._converse(reader, writer, len(self.writers))
        writer.close()

    async def _converse(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int
    ) -> None:
        framer = Framer()
        while data := await reader.read(4096):
            for frame in framer.feed(data):
                if frame == PING:
                    self.pings += 1
                    writer.write(PONG if self.pings <= self._pongs else b"")
                elif answer := self._answer(frame, number):
                    writer.write(answer)

    def _answer(self, data: bytes, connection: int) -> bytes:
        request = parse(data)
        assert isinstance(request, Request)
        self.heard.append(Heard(connection, request))
        status = self._script(self, request)
        return answer_to(request, *status.split("\n")).encode() if status else b""


@asynccontextmanager
async def registrar(
    script: Script,
    host: str,
    port: int,
    transport: str,
    *,
    pongs: int = 0,
    secured: ssl.SSLContext | None = None,
) -> AsyncIterator[Server]:
    server = Server(script, pongs=pongs)
    if transport == "udp":
        loop = asyncio.get_running_loop()
        endpoint, _ = await loop.create_datagram_endpoint(lambda: server, local_addr=(host, port))
        try:
            yield server
        finally:
            endpoint.close()
    else:
        async with await asyncio.start_server(server.serve, host, port, ssl=secured):
            yield server
            for writer in server.writers:
                writer.close()

"""Far ends that listen, and to which a line of the daemon comes: a provider, an Asterisk, an NCID server."""

from __future__ import annotations

import asyncio
import itertools
from contextlib import suppress
from typing import TYPE_CHECKING

from far_ends import FarEnd, News
from free_ports import free_port
from ncid_world import GREETING
from portinaio.wire.sip.message import Request, Response, parse
from portinaio.wire.sip.stream import PING, Framer
from sip_worlds import answer_to, to_tag_of

if TYPE_CHECKING:
    from daemon_world import ADaemon

SCREEN = (
    "agi_network: yes\nagi_network_script: screen\nagi_uniqueid: {id}\nagi_callerid: {number}\n"
    "agi_calleridname: unknown\nagi_callingpres: 0\nagi_context: from-provider\nagi_extension: 0200005678\n\n"
)


class Server(FarEnd):
    """Listens at a port, where the line comes."""

    def __init__(self, news: News) -> None:
        super().__init__(news)
        self.port = free_port()
        self.writers: list[asyncio.StreamWriter] = []
        self._server: asyncio.Server | None = None

    async def restore(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)

    async def end(self) -> None:
        if self._server:
            self._server.close()
        for writer in self.writers:
            writer.transport.abort()
        self.writers.clear()

    async def come(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        raise NotImplementedError

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.writers.append(writer)
        with suppress(OSError, asyncio.IncompleteReadError):
            await self.come(reader, writer)
        writer.close()


class Ncid(Server):
    kind = "ncid"
    acts = False
    _labels = itertools.count()

    async def on(self) -> str:
        await self.restore()
        return f'server = "127.0.0.1:{self.port}"\n'

    async def come(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(GREETING)
        await reader.read()

    async def call(self, number: str) -> str:
        label = f"L{next(self._labels) % 20}"
        self._say(f"CID: *DATE*11242026*TIME*1402*LINE*{label}*NMBR*{number[3:]}*NAME*ACME*")
        await self.decided(number)
        self._say(f"CIDINFO: *LINE*{label}*RING*-1*TIME*14:02:06*")
        return "ring"

    async def kill(self, number: str) -> None:
        self._say(f"CID: *DATE*11242026*TIME*1402*LINE*K*NMBR*{number[3:]}*NAME*ACME*")
        await self.decided(number)
        await self.end()

    def _say(self, line: str) -> None:
        for writer in self.writers:
            writer.write(line.encode() + b"\r\n")


class Provider(Server):
    """A registrar by TCP, which calls whoever has registered by the same connection."""

    kind = "sip"

    def __init__(self, news: News) -> None:
        super().__init__(news)
        self._count = itertools.count(1)
        self._asked: dict[str, asyncio.Future[Response]] = {}

    async def on(self) -> str:
        await self.restore()
        return (
            f'mode = "registrar"\nregistrar = "sip:127.0.0.1:{self.port};transport=tcp"\n'
            'username = "me"\npeer = "pbx"\nlisten = []\n'
        )

    async def come(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        framer = Framer()
        while data := await reader.read(4096):
            for frame in framer.feed(data):
                if frame != PING:
                    self._take(parse(frame), writer)

    async def call(self, number: str) -> str:
        branch = f"z9hG4bK-{next(self._count)}"
        final = self._asked[branch] = asyncio.get_running_loop().create_future()
        self._say("INVITE", branch, number)
        answer = await final
        self._say("ACK", branch, number, to_tag_of(answer))
        return (
            "reject" if answer.code == 603 else "ring" if answer.code == 480 else f"{answer.code}"
        )

    async def kill(self, number: str) -> None:
        self._say("INVITE", f"z9hG4bK-{next(self._count)}", number)
        await self.end()

    def _take(self, message: Request | Response, writer: asyncio.StreamWriter) -> None:
        if isinstance(message, Request):
            contact = [f"Contact: {message.headers['Contact']};expires=600"]
            own = contact if message.method == "REGISTER" else []
            writer.write(answer_to(message, "200 OK", *own).encode())
        elif message.code >= 200:
            branch = message.headers["Via"].partition("branch=")[2].partition(";")[0]
            self._asked.pop(branch).set_result(message)

    def _say(self, method: str, branch: str, number: str, to_tag: str = "") -> None:
        tag = f";tag={to_tag}" if to_tag else ""
        lines = [
            f"{method} sip:me@127.0.0.1 SIP/2.0",
            f"Via: SIP/2.0/TCP 127.0.0.1:{self.port};branch={branch}",
            "Max-Forwards: 70",
            f"From: <sip:{number}@net.example>;tag=c",
            f"To: <sip:me@net.example>{tag}",
            f"Call-ID: {branch}@net.example",
            f"CSeq: 1 {method}",
            f"Contact: <sip:caller@127.0.0.1:{self.port};transport=tcp>",
            "Content-Length: 0",
        ]
        for writer in self.writers:
            writer.write("\r\n".join([*lines, "", ""]).encode())


class DialPlan(Server):
    """An Asterisk: its dial plan asks, and its manager, which is the server, tells how a call ends."""

    kind = "asterisk"

    def __init__(self, news: News) -> None:
        super().__init__(news)
        self._asks_at = free_port()
        self._ids = itertools.count(1)

    async def on(self) -> str:
        await self.restore()
        return (
            f'listen = "127.0.0.1:{self._asks_at}"\nmanager = "127.0.0.1:{self.port}"\n'
            'username = "portinaio"\n'
        )

    async def begin(self, daemon: ADaemon) -> None:
        del daemon
        await self.news.until(lambda: self.writers and not self.is_down())

    def is_down(self) -> bool:
        line = self.news.lines[self.kind]
        return line["state"] != "up" or bool(line["notes"])

    async def come(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"Asterisk Call Manager/11.0.0\r\n")
        for answer in (b"Challenge: 42\r\n", b""):
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"Response: Success\r\n" + answer + b"\r\n")
        await reader.read()

    async def call(self, number: str) -> str:
        unique_id = f"1.{next(self._ids)}"
        reader, writer = await self._asks(unique_id, number)
        told = ""
        try:
            while line := await reader.readline():
                told = told or line.decode().strip()
                writer.write(b"200 result=1\n")
        finally:
            writer.transport.abort()
        for manager in self.writers:
            manager.write(f"Event: Hangup\r\nUniqueid: {unique_id}\r\n\r\n".encode())
        return told.removeprefix("SET VARIABLE PORTINAIO ").strip('"')

    async def kill(self, number: str) -> None:
        _, writer = await self._asks("1.0", number)
        await self.news.until(lambda: number in self.news.calls)
        writer.transport.abort()
        await self.end()

    async def _asks(
        self, unique_id: str, number: str
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._asks_at)
        writer.write(SCREEN.format(id=unique_id, number=number).encode())
        return reader, writer

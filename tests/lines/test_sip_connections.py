"""Connections that say nothing, or everything at once, keep no place from those that have something to say."""

from __future__ import annotations

import asyncio
import socket
import ssl
from contextlib import suppress
from typing import TYPE_CHECKING, cast

from certificates import an_identity
from portinaio.lines.sip import connection, sockets
from portinaio.lines.sip.connection import MOST_PONGS, Connection
from portinaio.wire.sip.stream import PING, PONG
from sip_worlds import FakeCallHandler, serving, sip_settings, tcp_address

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from portinaio.lines.sip import SipLine
    from portinaio.lines.sip.connection import Owner
    from portinaio.wire.sip.flow import Flow

BY_TCP = {"listen": ("tcp:127.0.0.1:0",)}


async def one_that_has_spoken(line: SipLine) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection(*tcp_address(line))
    writer.write(PING)
    assert await reader.readexactly(len(PONG)) == PONG
    return reader, writer


async def test_who_is_trusted_and_comes_without_a_word_is_let_go(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(connection, "UNFINISHED_S", 0.01)

    async with serving(sip_settings(**BY_TCP), FakeCallHandler()) as line:
        reader, writer = await asyncio.open_connection(*tcp_address(line))
        async with asyncio.timeout(30):
            cut_off = await reader.read()
        writer.close()

    assert cut_off == b""


async def test_who_has_said_something_may_be_silent(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(connection, "UNFINISHED_S", 0.05)

    async with serving(sip_settings(**BY_TCP), FakeCallHandler()) as line:
        reader, writer = await one_that_has_spoken(line)
        other, silent = await asyncio.open_connection(*tcp_address(line))
        async with asyncio.timeout(30):
            await other.read()  # so much later
        writer.write(PING)
        pong = await reader.readexactly(len(PONG))
        writer.close()
        silent.close()

    assert pong == PONG


async def test_where_there_are_too_many_who_was_silent_for_longest_makes_room(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(sockets, "MAX_CONNECTIONS", 2)
    monkeypatch.setattr(sockets, "SILENT_S", 0.0)

    async with serving(sip_settings(**BY_TCP), FakeCallHandler()) as line:
        oldest, one = await one_that_has_spoken(line)
        newer, two = await one_that_has_spoken(line)
        _, three = await one_that_has_spoken(line)
        async with asyncio.timeout(30):
            cut_off = await oldest.read()
        two.write(PING)
        pong = await newer.readexactly(len(PONG))
        for writer in (one, two, three):
            writer.close()

    assert (cut_off, pong) == (b"", PONG)


async def test_each_of_several_that_come_at_once_takes_the_place_of_another(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(sockets, "MAX_CONNECTIONS", 2)
    monkeypatch.setattr(sockets, "SILENT_S", 0.0)

    async with serving(sip_settings(**BY_TCP), FakeCallHandler()) as line:
        kept = [await one_that_has_spoken(line) for _ in range(2)]
        at_once = [socket.create_connection(tcp_address(line)) for _ in range(4)]
        async with asyncio.timeout(30):
            for reader, _ in kept:
                await reader.read()
        there = len(line._sockets._connections)
        for one in (*at_once, *(writer for _, writer in kept)):
            one.close()

    assert there == 2


async def test_the_way_to_the_registrar_is_never_one_too_many(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sockets, "MAX_CONNECTIONS", 1)
    gone = asyncio.Event()

    async def listens(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            await reader.read()
        writer.close()
        gone.set()

    async with (
        serving(sip_settings(**BY_TCP), FakeCallHandler()) as line,
        await asyncio.start_server(listens, "127.0.0.1", 0) as server,
    ):
        _, writer = await one_that_has_spoken(line)
        port = server.sockets[0].getsockname()[1]
        flow = await line._sockets.connect("127.0.0.1", port)
        alive = line._sockets.alive(flow)
        line._sockets.drop(flow)
        writer.close()
        await gone.wait()

    assert alive


class Hearer:
    """Owns one connection, and keeps what comes by it."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []
        self.ended = asyncio.Event()

    def admits(self, host: str) -> bool:
        return bool(host)

    def opened(self, connection: asyncio.Transport, *, ours: bool) -> int | None:
        return 1 if connection and ours else None

    def message(self, data: bytes, flow: Flow) -> None:
        assert flow.reliable
        self.heard.append(data)

    def closed(self, channel: int) -> None:
        assert channel == 1
        self.ended.set()


async def test_by_tls_all_is_heard_that_comes_at_once_in_several_records(tmp_path: Path):
    identity, hearer = an_identity(tmp_path, "sip.test"), Hearer()
    said = [
        f"OPTIONS sip:me@sip.test SIP/2.0\r\nCSeq: {n} OPTIONS\r\nContent-Length: 0\r\n\r\n".encode()
        for n in range(3)
    ]

    async def speaks(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for message in said:
            writer.write(message)
        writer.close()

    trusting = ssl.create_default_context(cafile=str(identity.certificate))
    async with (
        await asyncio.start_server(speaks, "127.0.0.1", 0, ssl=identity.context) as server,
        asyncio.timeout(30),
    ):
        await asyncio.get_running_loop().create_connection(
            lambda: Connection(cast("Owner", hearer), "TLS", ours=True),
            "127.0.0.1",
            server.sockets[0].getsockname()[1],
            ssl=trusting,
            server_hostname="sip.test",
        )
        await hearer.ended.wait()

    assert hearer.heard == said


class Unread(asyncio.Transport):
    """To a peer that reads nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting = 0

    def write(self, data: bytes) -> None:  # type: ignore[override]  # of a narrower kind
        self.waiting += len(data)

    def get_write_buffer_size(self) -> int:
        return self.waiting

    def is_closing(self) -> bool:
        return False


async def test_who_asks_for_signs_of_life_and_reads_none_gets_no_more():
    connected = Connection(None)  # type: ignore[arg-type]  # it is told of nothing
    connected._transport = peer = Unread()

    for _ in range(100):
        connected.take(PING * 1000)

    assert peer.waiting == MOST_PONGS

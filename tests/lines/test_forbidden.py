"""A registrar that forbids what it allowed before."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from portinaio.lines.line import LineState
from portinaio.wire.sip.message import Request, parse
from portinaio.wire.sip.registrar import registration
from portinaio.wire.sip.stream import PING, PONG, Framer
from sip_worlds import FakeCallHandler, answer_to, serving, sip_settings

if TYPE_CHECKING:
    from collections.abc import Callable

    Says = Callable[[int, int], str]
    """From the number of the connection, and of the request on it."""


async def seen(
    says: Says, until: Callable[[FakeCallHandler], object]
) -> tuple[FakeCallHandler, int]:
    handler = FakeCallHandler()
    connections = 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        number, asked = connections, 0
        framer = Framer()
        while data := await reader.read(4096):
            for frame in framer.feed(data):
                if frame == PING:
                    writer.write(PONG)
                    continue
                request = parse(frame)
                assert isinstance(request, Request)
                asked += 1
                contact = f"Contact: {request.headers['Contact']}"
                writer.write(answer_to(request, says(number, asked), contact).encode())
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        table = sip_settings(
            mode="registrar",
            registrar=f"sip:127.0.0.1:{port};transport=tcp",
            username="me",
            listen=(),
        )
        async with serving(table, handler):
            await handler.until(until)
    return handler, connections


@pytest.fixture(autouse=True)
def refreshed_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registration, "REFRESH_AT", 0.0001)


async def test_what_an_old_connection_may_not_a_new_one_may():
    def says(connection: int, asked: int) -> str:
        return "403 Forbidden" if (connection, asked) == (1, 2) else "200 OK"

    handler, connections = await seen(says, lambda d: d.states.count(LineState.UP) == 2)

    assert (set(handler.states), connections) == ({LineState.UP}, 2)


async def test_what_a_new_connection_may_not_either_is_refused_in_the_registrars_words():
    def says(connection: int, asked: int) -> str:
        first = (connection, asked) == (1, 1)
        return "200 OK" if first else "403 Too many devices\x07 registered"

    handler, connections = await seen(says, lambda d: LineState.REFUSED in d.states)

    assert connections == 2
    assert "SIP 403 Too many devices registered" in str(handler.errors[-1])

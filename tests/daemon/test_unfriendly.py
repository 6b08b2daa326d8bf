"""Who knocks at the daemon's door without good manners does not keep the others out."""

from __future__ import annotations

import asyncio
import socket
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from daemon_world import ADaemon, until
from portinaio.daemon import server
from portinaio.daemon.doors import unix_door

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@asynccontextmanager
async def a_server(path: str) -> AsyncIterator[None]:
    async def app(_scope, _receive, send):
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body"})

    served = server.Server(app, unix_door(path))
    running = asyncio.create_task(served.run_here())
    while not served.started:  # noqa: ASYNC110  # uvicorn tells nobody
        await asyncio.sleep(0.001)
    try:
        yield
    finally:
        served.stop()
        await running


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "door")


async def answer(path: str, said: bytes = b"GET / HTTP/1.0\r\n\r\n") -> bytes:
    reader, writer = await asyncio.open_unix_connection(path)
    try:
        writer.write(said)
        async with asyncio.timeout(20):
            return await reader.read()
    finally:
        writer.close()
        await writer.wait_closed()


async def test_a_thousand_who_say_nothing_keep_nobody_out(path, monkeypatch):
    monkeypatch.setattr(server, "MOST_CONNECTIONS", 20)
    with ExitStack() as stack:
        async with a_server(path):
            for _ in range(1000):
                silent = stack.enter_context(socket.socket(socket.AF_UNIX))
                while silent.connect_ex(path):  # noqa: ASYNC110  # the door takes so many at a time
                    await asyncio.sleep(0)

            assert (await answer(path)).startswith(b"HTTP/1.1 204")


@pytest.mark.parametrize("said", [b"", b"GET / HTTP/1.1\r\nHost: "], ids=["nothing", "a beginning"])
async def test_who_does_not_go_on_is_shown_out(path, monkeypatch, said):
    monkeypatch.setattr(server, "SILENCE_S", 0.02)
    async with a_server(path):
        assert await answer(path, said) == b""


async def test_who_stops_in_the_middle_of_a_second_request_is_shown_out(path, monkeypatch):
    monkeypatch.setattr(server, "SILENCE_S", 0.02)
    async with a_server(path):
        told = await answer(path, b"GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HT")

    assert told.count(b"HTTP/1.1 204") == 1


def test_a_socket_that_cannot_be_had_at_the_start_comes_later(tmp_path: Path) -> None:
    program = (
        "from portinaio.daemon import serving\n"
        "serving.RETRY_S = 0.05\n"
        "from portinaio.daemon.__main__ import main\n"
        "raise SystemExit(main())"
    )
    in_the_way = tmp_path / "portinaio.sock"
    in_the_way.mkdir()
    with ADaemon(tmp_path, program=program) as daemon:
        told = daemon.process.stderr
        assert told is not None
        until(lambda: "cannot be opened" in told.readline())
        in_the_way.rmdir()

        daemon.answers()

        assert [each for each in daemon.status()["health"] if each["code"] == "socket"] == []


def test_a_socket_that_is_taken_away_comes_back(tmp_path: Path) -> None:
    with ADaemon(tmp_path) as daemon:
        daemon.answers()
        Path(daemon.socket).unlink()

        until(lambda: Path(daemon.socket).exists())

        assert daemon.answers().status()["running"]
        assert daemon.end()[0] == 0

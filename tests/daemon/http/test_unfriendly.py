"""Who knocks at the daemon's door without good manners does not keep the others out."""

from __future__ import annotations

import asyncio
import shlex
import socket
import ssl
import subprocess
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from daemon_world import ADaemon, until
from portinaio.daemon.http import server
from portinaio.daemon.http.sockets import BoundedSocket, tcp_socket, unix_socket

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


SELF_SIGNED = shlex.split(
    "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost"
    " -addext subjectAltName=IP:127.0.0.1"
)


async def no_content(_scope, _receive, send):
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body"})


@asynccontextmanager
async def served(by: server.Server) -> AsyncIterator[None]:
    running = asyncio.create_task(by.run_here())
    while not by.started:  # noqa: ASYNC110  # uvicorn tells nobody
        await asyncio.sleep(0.001)
    try:
        yield
    finally:
        by.stop()
        await running


@asynccontextmanager
async def a_server(path: str) -> AsyncIterator[None]:
    async with served(server.Server(no_content, unix_socket(path))):
        yield


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
                silent.setblocking(False)
                while silent.connect_ex(path):  # noqa: ASYNC110  # the door takes so many at a time
                    await asyncio.sleep(0)

            assert (await answer(path)).startswith(b"HTTP/1.1 204")


async def test_who_has_an_answer_and_never_ends_what_he_says_keeps_nobody_out(path, monkeypatch):
    monkeypatch.setattr(server, "MOST_CONNECTIONS", 20)
    async with a_server(path), AsyncExitStack() as stack:
        for _ in range(40):
            reader, writer = await asyncio.open_unix_connection(path)
            stack.callback(writer.close)
            writer.write(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n")
            async with asyncio.timeout(20):
                assert (await reader.readline()).startswith(b"HTTP/1.1 204")

        assert (await answer(path)).startswith(b"HTTP/1.1 204")


@pytest.fixture
def certificate(tmp_path: Path) -> str:
    """And its key, in one file."""
    file = f"{tmp_path}/c.pem"
    subprocess.run((*SELF_SIGNED, "-keyout", file, "-out", file), check=True, capture_output=True)
    return file


async def test_who_begins_no_handshake_neither_stays_nor_keeps_anybody_out(
    certificate, monkeypatch
):
    monkeypatch.setattr(server, "MOST_CONNECTIONS", 5)
    monkeypatch.setattr(server, "MOST_HANDSHAKES", 5)
    sock = tcp_socket("127.0.0.1", 0)
    address = sock.getsockname()
    trusting = ssl.create_default_context(cafile=certificate)
    async with served(server.Server(no_content, sock, certificate=certificate, key=certificate)):
        silent = [await asyncio.open_connection(*address) for _ in range(100)]
        async with asyncio.timeout(20):
            reader, writer = await asyncio.open_connection(*address, ssl=trusting)
            writer.write(b"GET / HTTP/1.0\r\n\r\n")
            told = await reader.readline()
            gone = [await each.read() for each, _ in silent[:89]]
        for each in (writer, *(its for _, its in silent)):
            each.close()

    assert told.startswith(b"HTTP/1.1 204")
    assert gone == [b""] * 89


def test_a_daemon_without_a_descriptor_left_ends_in_order_all_the_same(tmp_path: Path) -> None:
    program = (
        "from portinaio.daemon.context import Context\n"
        "def syncs(context):\n"
        "    raise OSError(24, 'Too many open files')\n"
        "Context.syncs = property(syncs)\n"
        "from portinaio.daemon.__main__ import main\n"
        "raise SystemExit(main())"
    )
    with ADaemon(tmp_path, program=program) as daemon:
        assert daemon.answers().end()[0] == 0


def test_a_door_shows_out_who_has_knocked_for_longest_and_nobody_who_was_let_in():
    listening = tcp_socket("127.0.0.1", 0)
    let_in: set[int] = set()
    with BoundedSocket(listening, 2, lambda: let_in) as sock, ExitStack() as stack:
        outside = [stack.enter_context(socket.socket()) for _ in range(4)]
        inside = []
        for each in outside:
            each.connect(sock.getsockname())
            each.settimeout(0.01)
            inside.append(stack.enter_context(sock.accept()[0]))
            let_in = let_in or {inside[0].fileno()}

        there = [_is_there(each) for each in outside]

    assert there == [True, False, False, True]


def _is_there(client: socket.socket) -> bool:
    try:
        return client.recv(1) != b""
    except TimeoutError:
        return True


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
        "from portinaio.daemon.http import listeners\n"
        "listeners.RETRY_S = 0.05\n"
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

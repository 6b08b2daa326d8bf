"""A line's account, against a registrar that speaks by script."""

from __future__ import annotations

import asyncio
import socket
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from portinaio.core.policy import Action
from portinaio.errors import LineError
from portinaio.lines.line import LineState
from portinaio.lines.sip import SipLine
from portinaio.lines.sip.registrar import account, keep_alive
from portinaio.wire.sip import transaction
from portinaio.wire.sip.message import Request, parse
from portinaio.wire.sip.registrar import registration, stun
from portinaio.wire.sip.stream import Framer
from sip_worlds import FakeCallHandler, answer_to, serving, sip_settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from portinaio.lines.sip.settings import SipSettings

    Script = Callable[[Request], str | None]


COOKIE = stun.COOKIE.to_bytes(4, "big")


def _bound(request: bytes, address: str) -> bytes:
    """A STUN answer that says where it sees us."""
    value = b"\0\1\x13\xc4" + socket.inet_aton(address)
    return b"\1\1\0\x0c" + request[4:20] + b"\0\1\0\x08" + value


class Registrar(asyncio.DatagramProtocol):
    """Answers each request by its script, over UDP."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._transport: asyncio.DatagramTransport | None = None
        self.heard: list[Request] = []
        self.noise = 0
        self.stun = 0
        self.sees_us_at: str | None = None
        """The address in its answers to STUN; `None` where it gives none."""
        self.changed = asyncio.Event()
        self.from_us: tuple[str, int] = ("", 0)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]  # a datagram transport it is

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self.from_us = addr
        if not data.strip():
            self.noise += 1
            self.changed.set()
            return
        if data[4:8] == COOKIE:
            self.stun += 1
            self.changed.set()
            if self.sees_us_at is not None:
                self._send(_bound(data, self.sees_us_at))
            return
        found = parse(data)
        if isinstance(found, Request):
            self.heard.append(found)
            if (status := self._script(found)) is not None:
                self.send(answer_to(found, *status.split("\n")))
        self.changed.set()

    def send(self, text: str) -> None:
        self._send(text.encode())

    def _send(self, data: bytes) -> None:
        assert self._transport is not None
        self._transport.sendto(data, self.from_us)

    async def until(self, what: Callable[[], object]) -> None:
        async with asyncio.timeout(20):
            while not what():
                self.changed.clear()
                await self.changed.wait()

    @property
    def port(self) -> int:
        assert self._transport is not None
        return int(self._transport.get_extra_info("sockname")[1])


@asynccontextmanager
async def registrar(script: Script) -> AsyncIterator[Registrar]:
    loop = asyncio.get_running_loop()
    transport, server = await loop.create_datagram_endpoint(
        lambda: Registrar(script), local_addr=("127.0.0.1", 0)
    )
    try:
        yield server
    finally:
        transport.close()
        await asyncio.sleep(0)


def agrees(request: Request) -> str:
    return f"200 OK\nContact: {request.headers['Contact']}"


def an_account(port: int, **changes: object) -> SipSettings:
    return sip_settings(
        **{
            "mode": "registrar",
            "registrar": f"127.0.0.1:{port}",
            "username": "me",
            "trusted": (),
            **changes,
        }
    )


async def test_a_line_registers_and_is_up():
    handler = FakeCallHandler()

    async with registrar(agrees) as server, serving(an_account(server.port), handler):
        await handler.until(lambda d: d.states)

    assert handler.states == [LineState.UP]
    first, last = server.heard
    assert first.uri == f"sip:127.0.0.1:{server.port}"
    assert first.headers["Contact"].startswith("<sip:me@127.0.0.1:")
    assert first.headers["Contact"].endswith(";expires=600")
    assert last.headers["Contact"].endswith(";expires=0")


async def test_the_registrar_is_trusted_to_bring_calls():
    handler = FakeCallHandler(lambda _: Action.REJECT)

    async with registrar(agrees) as server, serving(an_account(server.port), handler):
        await handler.until(lambda d: d.states)
        server.send(
            "INVITE sip:me@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1;rport;branch=z9hG4bK1\r\n"
            "From: <sip:+390200001234@a>;tag=1\r\nTo: <sip:me@a>\r\nCall-ID: a\r\nCSeq: 1 INVITE\r\n\r\n"
        )
        await handler.until(lambda d: d.over)

    assert [r.calling for r in handler.rung.values()] == ["+390200001234"]


@pytest.mark.parametrize(
    ("status", "state", "sentence"),
    [
        (
            '401 Unauthorized\nWWW-Authenticate: Digest realm="r", nonce="n"',
            LineState.REFUSED,
            (
                "127.0.0.1 refuses the password of me (SIP 401);"
                " set it anew with: portinaio secret set home"
            ),
        ),
        (
            "404 Not Found",
            LineState.REFUSED,
            "127.0.0.1 knows no account me (SIP 404 Not Found); check username",
        ),
        (
            "503 Busy",
            LineState.RETRYING,
            "127.0.0.1:{port} cannot register us now (SIP 503); trying again",
        ),
        (
            "200 OK\nContact: <sip:other@192.0.2.7>;expires=600",
            LineState.RETRYING,
            (
                "127.0.0.1 registers us and does not keep our contact, so its calls do not come"
                " here; check username, and how many telephones the account allows"
            ),
        ),
    ],
)
async def test_what_the_registrar_says_reaches_the_user(
    status: str, state: LineState, sentence: str
):
    handler = FakeCallHandler()

    async with registrar(lambda _: status) as server, serving(an_account(server.port), handler):
        await handler.until(lambda d: d.states)

    assert handler.states == [state]
    assert str(handler.errors[0]) == sentence.replace("{port}", str(server.port))


async def test_after_a_refusal_the_line_begins_anew_with_what_the_user_may_have_set(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(registration, "LONGEST_PAUSE", 0.01)
    handler = FakeCallHandler()

    async with registrar(lambda _: "403 Forbidden") as server:
        with pytest.raises(LineError) as error:
            await SipLine(an_account(server.port)).run(handler)

    assert handler.states == [LineState.REFUSED]
    assert error.value.sentence == handler.errors[0]


async def test_a_user_name_with_an_at_sign_is_no_host():
    handler = FakeCallHandler()

    async with (
        registrar(agrees) as server,
        serving(an_account(server.port, username="me@work"), handler),
    ):
        await handler.until(lambda d: d.states)

    assert server.heard[0].headers["To"] == "<sip:me%40work@127.0.0.1>"


async def test_a_registrar_that_does_not_answer_is_soon_said(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(transaction, "T1", 0.01)
    monkeypatch.setattr(registration, "PATIENCE", 0.01)
    monkeypatch.setattr(account, "FAREWELL_S", 0.01)
    handler = FakeCallHandler()

    async with registrar(lambda _: None) as server, serving(an_account(server.port), handler):
        await handler.until(lambda d: d.states)

    assert handler.states == [LineState.RETRYING]
    assert str(handler.errors[0]) == (
        f"127.0.0.1:{server.port} does not answer; check its address and the network"
    )


async def test_a_registrar_that_is_back_is_registered_at(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(registration, "SHORTEST_PAUSE", 0.01)
    handler, words = FakeCallHandler(), iter(["500 Not now"])

    async with (
        registrar(lambda request: next(words, agrees(request))) as server,
        serving(an_account(server.port), handler),
    ):
        await handler.until(lambda d: LineState.UP in d.states)

    assert handler.states == [LineState.RETRYING, LineState.UP]


async def test_a_name_that_is_not_found_is_retried_and_said(monkeypatch: pytest.MonkeyPatch):
    handler = FakeCallHandler()

    async def nowhere(*_args: object, **_more: object) -> object:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", nowhere)
    table = an_account(1, registrar="sip.example.net", listen=())
    async with serving(table, handler):
        await handler.until(lambda d: d.states)

    assert handler.states == [LineState.RETRYING]
    assert str(handler.errors[0]) == (
        "the name sip.example.net cannot be found; check it, and the network"
    )


async def test_a_proxy_that_takes_no_connection_is_retried_and_said():
    handler = FakeCallHandler()
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]

        table = an_account(
            port, registrar="nowhere.invalid", proxy=f"sip:127.0.0.1:{port};transport=tcp"
        )
        async with serving(table, handler):
            await handler.until(lambda d: d.states)

    assert handler.states == [LineState.RETRYING]
    assert "takes no connection" in str(handler.errors[0])


async def test_a_port_in_use_does_not_matter_to_who_registers():
    handler = FakeCallHandler()
    with socket.socket(type=socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", 0))
        taken = f"udp:127.0.0.1:{other.getsockname()[1]}"

        async with (
            registrar(agrees) as server,
            serving(an_account(server.port, listen=(taken,)), handler),
        ):
            await handler.until(lambda d: d.states)

    assert handler.states == [LineState.UP]


async def test_signs_of_life_keep_the_way_open(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(keep_alive, "KEEP_ALIVE_S", 0.01)
    handler = FakeCallHandler()

    async with registrar(agrees) as server, serving(an_account(server.port), handler):
        async with asyncio.timeout(20):
            while server.noise < 2:
                server.changed.clear()
                await server.changed.wait()

    assert handler.states == [LineState.UP]


async def test_who_does_not_answer_stun_is_asked_so_once(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(keep_alive, "KEEP_ALIVE_S", 0.01)

    async with registrar(agrees) as server, serving(an_account(server.port), FakeCallHandler()):
        await server.until(lambda: server.noise >= 3)

    assert server.stun == 1


async def test_who_answers_stun_is_asked_so_again(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(keep_alive, "KEEP_ALIVE_S", 0.01)

    async with registrar(agrees) as server, serving(an_account(server.port), FakeCallHandler()):
        server.sees_us_at = "198.51.100.1"
        await server.until(lambda: server.stun >= 4)
        requests = len(server.heard)

    assert (server.noise, requests) == (0, 1)


async def test_where_our_router_gives_us_another_address_we_register_anew(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(keep_alive, "KEEP_ALIVE_S", 0.01)

    async with registrar(agrees) as server, serving(an_account(server.port), FakeCallHandler()):
        server.sees_us_at = "198.51.100.1"
        await server.until(lambda: server.stun >= 3)
        server.sees_us_at = "198.51.100.2"
        await server.until(lambda: len(server.heard) > 1)

    assert server.heard[1].method == "REGISTER"


async def test_who_answers_stun_no_more_is_asked_by_a_registration(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(keep_alive, "KEEP_ALIVE_S", 0.01)

    async with registrar(agrees) as server, serving(an_account(server.port), FakeCallHandler()):
        server.sees_us_at = "198.51.100.1"
        await server.until(lambda: server.stun >= 3)
        server.sees_us_at = None
        await server.until(lambda: len(server.heard) > 1)

    assert server.heard[1].method == "REGISTER"


async def test_a_registrar_that_is_gone_does_not_hold_up_the_end(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(account, "FAREWELL_S", 0.01)
    handler = FakeCallHandler()

    def only_comes(request: Request) -> str | None:
        return agrees(request) if ";expires=600" in request.headers["Contact"] else None

    async with (
        registrar(only_comes) as server,
        serving(an_account(server.port), handler),
    ):
        await handler.until(lambda d: d.states)

    assert handler.states == [LineState.UP]


async def test_a_connection_that_breaks_is_made_anew(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(registration, "SHORTEST_PAUSE", 0.01)
    handler = FakeCallHandler()
    closed_once = False

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal closed_once
        framer = Framer()
        while data := await reader.read(4096):
            for frame in framer.feed(data):
                request = parse(frame)
                assert isinstance(request, Request)
                writer.write(answer_to(request, *agrees(request).split("\n")).encode())
            if not closed_once:
                closed_once = True
                break
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        table = an_account(port, proxy=f"sip:127.0.0.1:{port};transport=tcp", listen=())
        async with serving(table, handler):
            await handler.until(lambda d: d.states.count(LineState.UP) == 2)

    assert handler.states == [LineState.UP, LineState.RETRYING, LineState.UP]
    assert str(handler.errors[1]) == "the registrar closed the connection"


async def test_a_farewell_over_a_connection_that_breaks_is_over():
    handler = FakeCallHandler()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = parse(await reader.readuntil(b"\r\n\r\n"))
        assert isinstance(request, Request)
        writer.write(answer_to(request, *agrees(request).split("\n")).encode())
        await reader.readuntil(b"\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, serving(an_account(port, listen=("tcp:127.0.0.1:0",)), handler):
        await handler.until(lambda d: d.states)

    assert handler.states == [LineState.UP]


async def test_an_answer_to_somebody_else_changes_nothing():
    handler = FakeCallHandler()

    async with registrar(agrees) as server, serving(an_account(server.port), handler):
        await handler.until(lambda d: d.states)
        server.send("SIP/2.0 403 No\r\nVia: SIP/2.0/UDP a;branch=z9hG4bKother\r\n\r\n")

    assert handler.states == [LineState.UP]


async def test_the_connection_to_the_registrar_is_used_again(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(registration, "REFRESH_AT", 0.0001)
    handler = FakeCallHandler()
    connections = 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        framer = Framer()
        while data := await reader.read(4096):
            for frame in framer.feed(data):
                request = parse(frame)
                assert isinstance(request, Request)
                writer.write(answer_to(request, *agrees(request).split("\n")).encode())
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        table = an_account(port, listen=("tcp:127.0.0.1:0",))
        async with serving(table, handler):
            await handler.until(lambda d: d.states.count(LineState.UP) >= 3)

    assert connections == 1


async def test_a_line_that_listens_nowhere_registers_from_a_port_of_its_own():
    handler = FakeCallHandler()

    async with registrar(agrees) as server, serving(an_account(server.port, listen=()), handler):
        await handler.until(lambda d: d.states)

    assert handler.states == [LineState.UP]

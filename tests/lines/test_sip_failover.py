"""A registrar of which a part is dead: another of its addresses, or a new connection, serves instead."""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING

import pytest

from free_ports import free_port
from portinaio.core.policy import Action
from portinaio.lines.line import LineState
from portinaio.lines.sip import sockets
from portinaio.lines.sip.registrar import account, keep_alive
from portinaio.lines.sip.servers import hosts
from portinaio.wire.sip import transaction
from portinaio.wire.sip.registrar import registration
from registrars import agrees, forbids, hangs_up, is_broken, is_busy, is_mute, registrar
from sip_worlds import FakeCallHandler, serving, sip_settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from portinaio.lines.sip.settings import SipSettings
    from portinaio.wire.sip.message import Request
    from registrars import Script, Server

NAME = "sip.example.net"
DEAD, ALIVE, OTHER = "127.0.0.9", "127.0.0.1", "127.0.0.8"


def an_account(port: int, transport: str, **changes: object) -> SipSettings:
    return sip_settings(
        **{
            "mode": "registrar",
            "registrar": NAME,
            "proxy": f"sip:{NAME}:{port};transport={transport}",
            "username": "me",
            "trusted": (),
            "listen": (),
            **changes,
        }
    )


@pytest.fixture
def resolver(monkeypatch: pytest.MonkeyPatch):
    """What the name leads to, in this order; an error where it leads nowhere."""

    def resolves(*answers: list[str] | Exception) -> None:
        rest = list(answers)

        async def getaddrinfo(host: str, port: object, **_more: object) -> list[object]:
            assert (host, port) == (NAME, None)
            answer = rest.pop(0) if len(rest) > 1 else rest[0]
            if isinstance(answer, Exception):
                raise answer
            return [(0, 0, 0, "", (address, 0)) for address in answer]

        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", getaddrinfo)

    return resolves


@pytest.fixture(autouse=True)
def in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account, "UDP_ANSWER_S", 0.2)
    monkeypatch.setattr(account, "TCP_ANSWER_S", 0.2)
    monkeypatch.setattr(account, "FAREWELL_S", 0.05)
    monkeypatch.setattr(registration, "SHORTEST_PAUSE", 0.01)


@pytest.mark.parametrize("transport", ["udp", "tcp"])
@pytest.mark.parametrize("dead", [None, is_mute, is_busy, hangs_up])
async def test_the_next_address_of_a_name_serves_where_the_first_does_not(
    transport: str, dead: Script | None, resolver
):
    if (transport, dead) == ("udp", hangs_up):
        return  # there is nothing to hang up
    resolver([DEAD, ALIVE])
    handler, port = FakeCallHandler(), free_port()

    async with registrar(agrees, ALIVE, port, transport) as alive:
        if dead is None:
            async with serving(an_account(port, transport), handler) as line:
                await handler.until(lambda d: d.states)
        else:
            async with (
                registrar(dead, DEAD, port, transport) as first,
                serving(an_account(port, transport), handler) as line,
            ):
                await handler.until(lambda d: d.states)
            assert first.heard

    assert handler.states == [LineState.UP]
    assert alive.heard
    assert (DEAD in line._trusted, ALIVE in line._trusted, OTHER in line._trusted) == (
        True,
        True,
        False,
    )


async def test_a_refusal_is_asked_of_nobody_else(resolver):
    resolver([DEAD, ALIVE])
    handler, port = FakeCallHandler(), free_port()

    async with (
        registrar(forbids, DEAD, port, "udp"),
        registrar(agrees, ALIVE, port, "udp") as other,
        serving(an_account(port, "udp"), handler),
    ):
        await handler.until(lambda d: d.states)

    assert (handler.states, other.heard) == ([LineState.REFUSED], [])


async def test_what_is_no_matter_of_the_address_is_asked_of_no_other(resolver):
    resolver([DEAD, ALIVE])
    handler, port = FakeCallHandler(), free_port()

    async with (
        registrar(is_broken, DEAD, port, "udp"),
        registrar(agrees, ALIVE, port, "udp") as other,
        serving(an_account(port, "udp"), handler),
    ):
        await handler.until(lambda d: d.states)

    assert (handler.states, other.heard) == ([LineState.RETRYING], [])


async def test_the_connection_to_an_address_that_is_left_is_closed(resolver):
    resolver([DEAD, ALIVE])
    handler, port = FakeCallHandler(), free_port()

    async with (
        registrar(is_busy, DEAD, port, "tcp") as left,
        registrar(agrees, ALIVE, port, "tcp"),
        serving(an_account(port, "tcp"), handler),
    ):
        await handler.until(lambda d: d.states)
        await until(left.writers[0].is_closing)

    assert handler.states == [LineState.UP]


async def test_calls_may_come_by_the_proxy_and_from_the_registrar_behind_it(
    monkeypatch: pytest.MonkeyPatch,
):
    addresses = {NAME: ALIVE, "registrar.example.net": OTHER}

    async def getaddrinfo(host: str, _port: object, **_more: object) -> list[object]:
        return [(0, 0, 0, "", (addresses[host], 0))]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", getaddrinfo)
    handler, port = FakeCallHandler(), free_port()
    table = an_account(port, "udp", registrar="registrar.example.net")

    async with registrar(agrees, ALIVE, port, "udp"), serving(table, handler) as line:
        await handler.until(lambda d: d.states)
        heard = [host in line._trusted for host in (ALIVE, OTHER, DEAD)]

    assert heard == [True, True, False]


@pytest.mark.parametrize("transport", ["udp", "tcp"])
async def test_when_no_address_answers_the_line_says_so_and_begins_again(
    transport: str, resolver, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(transaction, "GIVE_UP", 0.05)
    resolver([DEAD, ALIVE])
    handler, port = FakeCallHandler(), free_port()

    async with (
        registrar(is_mute, DEAD, port, transport) as first,
        registrar(is_mute, ALIVE, port, transport) as second,
        serving(an_account(port, transport), handler),
    ):
        await handler.until(lambda d: len(d.states) >= 2)

    assert set(handler.states) == {LineState.RETRYING}
    assert f"{NAME}:{port} does not answer" in str(handler.errors[0])
    assert (len(first.heard) >= 2, len(second.heard) >= 2) == (True, True)


async def test_the_address_that_answered_is_asked_first(resolver, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(registration, "REFRESH_AT", 0.0001)
    resolver([DEAD, ALIVE])
    handler, port = FakeCallHandler(), free_port()

    async with (
        registrar(is_busy, DEAD, port, "udp") as first,
        registrar(agrees, ALIVE, port, "udp"),
        serving(an_account(port, "udp"), handler),
    ):
        await handler.until(lambda d: len(d.states) >= 3)

    assert len(first.heard) == 1


async def test_the_address_that_answered_is_asked_first_after_a_failure_of_its_own_too(
    resolver, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(registration, "REFRESH_AT", 0.0001)
    resolver([DEAD, ALIVE])
    handler, port = FakeCallHandler(), free_port()

    def falters_once(server: Server, request: Request) -> str:
        return (is_broken if len(server.heard) == 2 else agrees)(server, request)

    async with (
        registrar(is_busy, DEAD, port, "udp") as first,
        registrar(falters_once, ALIVE, port, "udp"),
        serving(an_account(port, "udp"), handler),
    ):
        await handler.until(lambda d: d.states.count(LineState.UP) >= 3)

    assert len(first.heard) == 1


@pytest.mark.parametrize("trouble", [socket.gaierror(-3, "later"), TimeoutError()])
async def test_a_resolver_that_fails_later_leaves_the_addresses_that_it_gave(
    trouble: Exception, resolver, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(registration, "REFRESH_AT", 0.0001)
    resolver([ALIVE], trouble)
    handler, port = FakeCallHandler(), free_port()

    async with (
        registrar(agrees, ALIVE, port, "udp"),
        serving(an_account(port, "udp"), handler),
    ):
        await handler.until(lambda d: len(d.states) >= 3)

    assert set(handler.states) == {LineState.UP}


async def test_a_resolver_that_does_not_answer_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(hosts, "LOOK_UP_S", 0.01)
    handler = FakeCallHandler()

    async def hangs(*_args: object, **_more: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", hangs)
    async with serving(an_account(5060, "udp"), handler):
        await handler.until(lambda d: d.states)

    assert "cannot be found" in str(handler.errors[0])


async def test_a_network_that_is_down_is_retried_and_said(
    resolver, monkeypatch: pytest.MonkeyPatch
):
    def nowhere(_host: str) -> str:
        raise OSError(101, "Network is unreachable")

    monkeypatch.setattr(sockets, "_address_towards", nowhere)
    resolver([DEAD, ALIVE])
    handler = FakeCallHandler()

    async with serving(an_account(free_port(), "udp"), handler):
        await handler.until(lambda d: d.states)

    assert handler.states == [LineState.RETRYING]
    assert "takes no connection" in str(handler.errors[0])


async def test_another_address_of_our_own_is_registered_at_once(
    resolver, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(keep_alive, "KEEP_ALIVE_S", 0.02)
    ours = [ALIVE]
    monkeypatch.setattr(sockets, "_address_towards", lambda _host: ours[-1])
    resolver([ALIVE])
    handler, port = FakeCallHandler(), free_port()

    async with (
        registrar(agrees, ALIVE, port, "udp") as server,
        serving(an_account(port, "udp"), handler),
    ):
        await handler.until(lambda d: d.states)
        ours.append(OTHER)
        await handler.until(lambda d: len(d.states) == 2)
        contacts = [heard.request.headers["Contact"].split(":")[1] for heard in server.heard]

    assert contacts == [f"me@{ALIVE}", f"me@{OTHER}"]
    assert set(handler.states) == {LineState.UP}


async def test_a_network_that_goes_away_leaves_the_registration(
    resolver, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(keep_alive, "KEEP_ALIVE_S", 0.01)
    asked = 0

    def goes(_host: str) -> str:
        nonlocal asked
        asked += 1
        if asked > 1:
            raise OSError(101, "Network is unreachable")
        return ALIVE

    monkeypatch.setattr(sockets, "_address_towards", goes)
    resolver([ALIVE])
    handler, port = FakeCallHandler(), free_port()

    async with (
        registrar(agrees, ALIVE, port, "udp") as server,
        serving(an_account(port, "udp"), handler),
    ):
        await until(lambda: asked > 3)
        heard = len(server.heard)

    assert (heard, handler.states) == (1, [LineState.UP])


@pytest.fixture
def signs_of_life(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keep_alive, "KEEP_ALIVE_S", 0.02)
    monkeypatch.setattr(keep_alive, "PONG_S", 0.02)


async def until(true: Callable[[], object]) -> None:
    async with asyncio.timeout(20):
        while not true():  # noqa: ASYNC110  # the far end tells nobody
            await asyncio.sleep(0.005)


@pytest.mark.usefixtures("signs_of_life")
@pytest.mark.parametrize("pongs", [0, 1], ids=["mute at once", "mute after a pong"])
async def test_a_connection_that_nobody_answers_any_more_is_replaced(resolver, pongs: int):
    resolver([ALIVE])
    handler, port = FakeCallHandler(), free_port()

    def answers_the_first(server: Server, request: Request) -> str | None:
        number = server.heard[-1].connection
        again = [heard for heard in server.heard[:-1] if heard.connection == number]
        return None if again else agrees(server, request)

    async with (
        registrar(answers_the_first, ALIVE, port, "tcp", pongs=pongs) as server,
        serving(an_account(port, "tcp"), handler),
    ):
        await handler.until(lambda d: d.states.count(LineState.UP) >= 2)

    assert handler.states[:3] == [LineState.UP, LineState.RETRYING, LineState.UP]
    assert "does not answer" in str(handler.errors[1])
    assert len(server.writers) >= 2


@pytest.mark.usefixtures("signs_of_life")
@pytest.mark.parametrize(
    ("pongs", "pong_s", "asked"),
    [(1_000_000, 0.2, 1), (0, 0.03, 2)],
    ids=["who answers is alive", "who never does, too"],
)
async def test_a_connection_that_lives_is_kept(
    resolver, monkeypatch: pytest.MonkeyPatch, pongs: int, pong_s: float, asked: int
):
    monkeypatch.setattr(keep_alive, "PONG_S", pong_s)
    monkeypatch.setattr(account, "TCP_ANSWER_S", 20)
    resolver([ALIVE])
    handler, port = FakeCallHandler(), free_port()

    async with (
        registrar(agrees, ALIVE, port, "tcp", pongs=pongs) as server,
        serving(an_account(port, "tcp"), handler),
    ):
        await until(lambda: server.pings >= 15 and len(server.heard) >= asked)
        registered = len(server.heard)

    assert (len(server.writers), registered) == (1, asked)
    assert set(handler.states) == {LineState.UP}


@pytest.mark.usefixtures("signs_of_life")
async def test_who_has_answered_a_sign_of_life_once_is_asked_each_time_that_it_does_not(
    resolver, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(account, "TCP_ANSWER_S", 20)
    resolver([ALIVE])
    handler, port = FakeCallHandler(), free_port()

    async with (
        registrar(agrees, ALIVE, port, "tcp", pongs=1) as server,
        serving(an_account(port, "tcp"), handler),
    ):
        await until(lambda: len(server.heard) >= 4)

    assert len(server.writers) == 1


async def test_a_peer_reset_is_replaced_and_calls_come_by_the_new_connection(resolver):
    resolver([ALIVE])
    handler, port = FakeCallHandler(lambda _: Action.REJECT), free_port()

    async with (
        registrar(agrees, ALIVE, port, "tcp") as server,
        serving(an_account(port, "tcp"), handler),
    ):
        await handler.until(lambda d: d.states)
        reset = server.writers[0].get_extra_info("socket")
        reset.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        server.writers[0].transport.abort()
        await handler.until(lambda d: d.states.count(LineState.UP) == 2)
        server.writers[1].write(
            b"INVITE sip:me@a SIP/2.0\r\nVia: SIP/2.0/TCP a;branch=z9hG4bK1\r\nFrom: <sip:+390200001234@a>"
            b";tag=1\r\nTo: <sip:me@a>\r\nCall-ID: a\r\nCSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n"
        )
        await handler.until(lambda d: d.over or d.rung)

    assert [r.calling for r in handler.rung.values()] == ["+390200001234"]


async def test_what_a_peer_never_takes_ends_a_connection_in_half_a_minute(resolver):
    if not hasattr(socket, "TCP_USER_TIMEOUT"):
        pytest.skip("this system has no such timer")
    resolver([ALIVE])
    handler, port = FakeCallHandler(), free_port()

    async with (
        registrar(agrees, ALIVE, port, "tcp"),
        serving(an_account(port, "tcp"), handler) as line,
    ):
        await handler.until(lambda d: d.states)
        (connection,) = line._sockets._connections.values()
        kept = connection.get_extra_info("socket").getsockopt(
            socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT
        )

    assert kept == 30_000

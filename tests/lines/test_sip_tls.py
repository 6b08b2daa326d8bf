"""A registrar by TLS: known by its certificate or by its key, and told nothing before."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from certificates import Identity, an_identity
from portinaio.lines.line import LineState
from portinaio.lines.sip.registrar import account, keep_alive
from portinaio.lines.sip.servers import names
from portinaio.wire.sip.message import Request, parse
from portinaio.wire.sip.registrar import registration
from portinaio.wire.sip.stream import PING, Framer
from sip_worlds import FakeCallHandler, answer_to, serving, sip_settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from portinaio.lines.sip.settings import SipSettings

OTHER = "ab" * 32


class Server:
    """A registrar that agrees to everything it can read."""

    def __init__(self, more: str = "") -> None:
        self.heard: list[Request] = []
        self.port = 0
        self.connections = 0
        self.pings = 0
        self._more = more

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        with suppress(ConnectionError):  # who leaves a server may do so without a word
            await self._converse(reader, writer)
        writer.close()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        framer = Framer()
        while data := await reader.read(4096):
            for frame in framer.feed(data):
                if frame == PING:
                    self.pings += 1  # and never a word
                    continue
                request = parse(frame)
                assert isinstance(request, Request)
                self.heard.append(request)
                contact = f"Contact: {request.headers['Contact']}"
                more = [self._more] if self._more else []
                writer.write(answer_to(request, "200 OK", contact, *more).encode())


@asynccontextmanager
async def registrar(identity: Identity, more: str = "") -> AsyncIterator[Server]:
    server = Server(more)
    async with await asyncio.start_server(
        server.serve, "127.0.0.1", 0, ssl=identity.context
    ) as listening:
        server.port = listening.sockets[0].getsockname()[1]
        yield server


def an_account(port: int, **changes: object) -> SipSettings:
    return sip_settings(
        **{
            "mode": "registrar",
            "registrar": "sip.test",
            "proxy": f"sip:127.0.0.1:{port};transport=tls",
            "username": "me",
            "trusted": (),
            "listen": (),
            **changes,
        }
    )


@pytest.fixture
def identity(tmp_path: Path) -> Identity:
    return an_identity(tmp_path / "registrar", "sip.test")


async def test_a_certificate_for_the_domain_is_enough(
    identity: Identity, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("SSL_CERT_FILE", str(identity.certificate))
    handler = FakeCallHandler()

    async with registrar(identity) as server, serving(an_account(server.port), handler):
        await handler.until(lambda d: d.states)

    assert handler.states == [LineState.UP]
    assert server.heard[0].headers["Via"].startswith("SIP/2.0/TLS ")
    assert ";transport=tls;ob>" in server.heard[0].headers["Contact"]


async def test_a_certificate_for_another_name_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    other = an_identity(tmp_path / "other", "edge.sip.test")
    monkeypatch.setenv("SSL_CERT_FILE", str(other.certificate))
    handler = FakeCallHandler()

    async with registrar(other) as server, serving(an_account(server.port), handler):
        await handler.until(lambda d: d.states)

    assert (handler.states, server.heard) == ([LineState.REFUSED], [])
    assert "sip.test" in str(handler.errors[0])
    assert other.fingerprint in str(handler.errors[0])


@pytest.mark.parametrize(
    ("asked", "shown", "state"),
    [
        pytest.param("sip.test", "sip.test", LineState.UP, id="the domain"),
        pytest.param("sip.test", "edge.sip.test", LineState.REFUSED, id="the server of the domain"),
        pytest.param("sip.test", "*.sip.test", LineState.REFUSED, id="any server of the domain"),
        pytest.param("me.sip.test", "*.sip.test", LineState.UP, id="any name below a domain"),
        pytest.param("a.me.sip.test", "*.sip.test", LineState.REFUSED, id="two names below it"),
        pytest.param("sip.test", "127.0.0.1", LineState.REFUSED, id="the address of the server"),
        pytest.param("sip.test", "sip.test.example.net", LineState.REFUSED, id="a longer name"),
    ],
)
async def test_what_a_certificate_must_name_is_the_domain_and_not_the_server_that_dns_names_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: str, shown: str, state: LineState
):
    """The service record leads from the domain to edge.sip.test."""
    made = an_identity(tmp_path / "made", shown)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.certificate))
    handler = FakeCallHandler()

    async with registrar(made) as server:
        target = SimpleNamespace(to_text=lambda: "edge.sip.test.")
        service = SimpleNamespace(priority=1, weight=1, port=server.port, target=target)
        known = {
            (f"_sips._tcp.{asked}", "SRV"): service,
            ("edge.sip.test", "A"): SimpleNamespace(address="127.0.0.1"),
        }

        async def records(
            name: str, kind: str, _servers: object = ()
        ) -> tuple[list[object], float]:
            found = known.get((name, kind))
            return ([found] if found else []), names.LONGEST_S

        monkeypatch.setattr(names, "records", records)
        table = an_account(server.port, registrar=asked, proxy=(), nameservers=("192.0.2.53",))
        async with serving(table, handler):
            await handler.until(lambda d: d.states)

    assert handler.states == [state]
    assert bool(server.heard) == (state is LineState.UP)


@pytest.mark.parametrize(
    ("shown", "state"),
    [("127.0.0.1", LineState.UP), ("sip.test", LineState.REFUSED)],
    ids=["its address", "a name"],
)
async def test_where_the_registrar_is_an_address_its_certificate_must_name_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shown: str, state: LineState
):
    made = an_identity(tmp_path / "made", shown)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.certificate))
    handler = FakeCallHandler()

    async with registrar(made) as server:
        at = f"sip:127.0.0.1:{server.port};transport=tls"
        async with serving(an_account(server.port, registrar=at, proxy=()), handler):
            await handler.until(lambda d: d.states)

    assert handler.states == [state]


async def test_a_certificate_of_its_own_making_is_refused_with_its_key(identity: Identity):
    handler = FakeCallHandler()

    async with registrar(identity) as server, serving(an_account(server.port), handler):
        await handler.until(lambda d: d.states)

    assert (handler.states, server.heard) == ([LineState.REFUSED], [])
    assert "self-signed certificate" in str(handler.errors[0])
    assert "set tls_pin of line home to that key" in str(handler.errors[0])
    assert f"sha256:{identity.fingerprint}" in str(handler.errors[0])


async def test_the_key_that_is_pinned_is_enough(identity: Identity):
    handler = FakeCallHandler()

    async with (
        registrar(identity) as server,
        serving(an_account(server.port, tls_pin=f"SHA256:{identity.fingerprint}"), handler),
    ):
        await handler.until(lambda d: d.states)

    assert handler.states == [LineState.UP]


async def test_another_key_than_the_pinned_one_is_refused_with_both_and_hears_nothing(
    identity: Identity,
):
    handler = FakeCallHandler()

    async with (
        registrar(identity) as server,
        serving(an_account(server.port, tls_pin=OTHER), handler),
    ):
        await handler.until(lambda d: d.states)

    assert (handler.states, server.heard) == ([LineState.REFUSED], [])
    assert f"sha256:{identity.fingerprint}" in str(handler.errors[0])
    assert f"sha256:{OTHER}" in str(handler.errors[0])


async def test_a_trusted_certificate_is_not_enough_where_another_key_is_pinned(
    identity: Identity, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("SSL_CERT_FILE", str(identity.certificate))
    handler = FakeCallHandler()

    async with (
        registrar(identity) as server,
        serving(an_account(server.port, tls_pin=OTHER), handler),
    ):
        await handler.until(lambda d: d.states)

    assert handler.states == [LineState.REFUSED]


async def test_who_promised_to_answer_signs_of_life_and_does_not_is_left_for_a_new_connection(
    identity: Identity, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(keep_alive, "KEEP_ALIVE_S", 0.02)
    monkeypatch.setattr(keep_alive, "PONG_S", 0.02)
    monkeypatch.setattr(registration, "SHORTEST_PAUSE", 0.01)
    monkeypatch.setattr(account, "FAREWELL_S", 0.05)
    handler = FakeCallHandler()

    async with (
        registrar(identity, "Require: outbound") as server,
        serving(an_account(server.port, tls_pin=identity.fingerprint), handler),
    ):
        await handler.until(lambda d: d.states.count(LineState.UP) == 2)

    assert handler.states[:3] == [LineState.UP, LineState.RETRYING, LineState.UP]
    assert "answers no sign of life" in str(handler.errors[1])
    assert server.connections == 2

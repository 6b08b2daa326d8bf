"""Reaching a real registrar in every way that a provider may ask for, and past its dead parts."""

from __future__ import annotations

import asyncio
import os
import signal
from typing import TYPE_CHECKING

import pytest

from daemon_world import ADaemon, until
from free_ports import free_port
from peers.provider import ALIVE, DEAD, Provider, name_server, provider, swallows
from peers.rig import baresip
from portinaio.core.policy import Action
from portinaio.lines.line import LineState
from portinaio.lines.sip.registrar import account
from sip_worlds import FakeCallHandler, serving, sip_settings

if TYPE_CHECKING:
    from pathlib import Path

    from portinaio.lines.sip.settings import SipSettings

pytestmark = pytest.mark.peers

AGENT = "+390200001234"
PASSWORD = "s3cret pass"


def an_account(**changes: object) -> SipSettings:
    given = {"mode": "registrar", "registrar": "sip.test", "username": "portinaio", "trusted": ()}
    return sip_settings(**{**given, "listen": (), **changes})


def by(transport: str, made: Provider) -> dict[str, object]:
    port = made.tls_port if transport == "tls" else made.port
    pin = {"tls_pin": made.identity.fingerprint} if transport == "tls" else {}
    return {"proxy": f"sip:127.0.0.1:{port};transport={transport}", **pin}


@pytest.mark.parametrize("algorithm", ["MD5", "SHA-256"])
@pytest.mark.parametrize("transport", ["udp", "tcp", "tls"])
async def test_a_call_comes_by_every_transport_and_is_turned_away(
    tmp_path: Path, transport: str, algorithm: str
):
    handler = FakeCallHandler(lambda _: Action.REJECT)
    async with (
        provider(tmp_path / "kamailio", algorithm) as made,
        serving(an_account(**by(transport, made)), handler, PASSWORD),
    ):
        await handler.until(lambda d: d.states)
        registers = algorithm == "MD5"
        async with baresip(tmp_path / "phone", made.port, AGENT, registers=registers) as phone:
            phone.command("dial", "sip:portinaio@sip.test")
            told = await phone.event("CALL_CLOSED")

    assert (handler.states, told) == ([LineState.UP], "607 Unwanted")


@pytest.mark.parametrize(
    ("trusted", "pin", "state"),
    [
        pytest.param(True, "", LineState.UP, id="a certificate of an authority"),
        pytest.param(False, "", LineState.REFUSED, id="a certificate of its own making"),
        pytest.param(False, "right", LineState.UP, id="the right pin"),
        pytest.param(True, "wrong", LineState.REFUSED, id="a wrong pin, though trusted"),
    ],
)
async def test_a_provider_is_believed_by_its_certificate_or_by_its_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trusted: bool, pin: str, state: LineState
):
    handler = FakeCallHandler()
    async with provider(tmp_path / "kamailio") as made:
        if trusted:
            monkeypatch.setenv("SSL_CERT_FILE", str(made.identity.certificate))
        pins = {"right": made.identity.fingerprint, "wrong": "ab" * 32, "": ""}
        table = an_account(**{**by("tls", made), "tls_pin": pins[pin]})
        async with serving(table, handler, PASSWORD):
            await handler.until(lambda d: d.states)

    assert handler.states == [state]


@pytest.mark.parametrize("transport", ["udp", "tcp", "tls"])
async def test_the_second_server_of_a_domain_serves_where_the_first_is_dead(
    tmp_path: Path, transport: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(account, "UDP_ANSWER_S", 0.3)
    handler = FakeCallHandler()
    async with provider(tmp_path / "kamailio") as made:
        service = {"udp": "_sip._udp", "tcp": "_sip._tcp", "tls": "_sips._tcp"}[transport]
        flag = {"udp": "SIP+D2U", "tcp": "SIP+D2T", "tls": "SIPS+D2T"}[transport]
        port = made.tls_port if transport == "tls" else made.port
        records = (
            f"naptr-record=sip.test,10,100,s,{flag},,{service}.sip.test",
            f"srv-host={service}.sip.test,a.sip.test,{port},10",
            f"srv-host={service}.sip.test,b.sip.test,{port},20",
            f"address=/a.sip.test/{DEAD}",
            f"address=/b.sip.test/{ALIVE}",
        )
        monkeypatch.setenv("SSL_CERT_FILE", str(made.identity.certificate))
        async with name_server(tmp_path / "dns", records) as resolver:
            table = an_account(nameservers=(resolver,))
            async with serving(table, handler, PASSWORD) as line:
                await handler.until(lambda d: d.states)
                trusted = [host in line._trusted for host in (DEAD, ALIVE, "127.0.0.7")]

    assert handler.states == [LineState.UP]
    assert trusted == [True, True, False]


async def test_a_proxy_that_swallows_a_connection_is_left_for_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(account, "TCP_ANSWER_S", 0.3)
    handler = FakeCallHandler()
    async with provider(tmp_path / "kamailio") as made, swallows(made.port) as came:
        records = (
            f"srv-host=_sip._tcp.sip.test,a.sip.test,{made.port},10",
            f"srv-host=_sip._tcp.sip.test,b.sip.test,{made.port},20",
            f"address=/a.sip.test/{DEAD}",
            f"address=/b.sip.test/{ALIVE}",
        )
        async with name_server(tmp_path / "dns", records) as resolver:
            table = an_account(registrar="sip:sip.test;transport=tcp", nameservers=(resolver,))
            async with serving(table, handler, PASSWORD):
                await handler.until(lambda d: LineState.UP in d.states)

    assert came  # more than once where the machine is busy
    assert handler.states[-1] is LineState.UP


async def test_a_registrar_that_wants_longer_registrations_gets_them_by_tls_too(tmp_path: Path):
    handler = FakeCallHandler()
    async with (
        provider(tmp_path / "kamailio", min_expires=300) as made,
        serving(an_account(expires_s=60, **by("tls", made)), handler, PASSWORD),
    ):
        await handler.until(lambda d: d.states)

    assert handler.states == [LineState.UP]


async def test_a_line_by_tls_that_ends_takes_leave_of_its_registrar(tmp_path: Path):
    handler = FakeCallHandler()
    async with provider(tmp_path / "kamailio") as made:
        async with serving(an_account(**by("tls", made)), handler, PASSWORD):
            await handler.until(lambda d: d.states)
        async with baresip(tmp_path / "phone", made.port, AGENT) as phone:
            phone.command("dial", "sip:portinaio@sip.test")
            told = await phone.event("CALL_CLOSED")

    assert told == "480 Not registered"


CONFIG = """
country = "IT"
[[line]]
name = "home"
kind = "sip"
mode = "registrar"
registrar = "sip.test"
proxy = "sip:127.0.0.1:{port};transport=tcp"
username = "portinaio"
password = {{ env = "SIP_PASSWORD" }}
listen = ["udp:127.0.0.1:{own}"]
"""


async def test_an_account_for_one_is_ours_again_after_a_kill(tmp_path: Path):
    home = tmp_path / "home"

    def up(daemon: ADaemon) -> None:
        daemon.answers()
        until(lambda: [line["state"] for line in daemon.ask("/v1/lines")] == ["up"])

    async with provider(tmp_path / "kamailio", max_contacts=1) as made:
        text = CONFIG.format(port=made.port, own=free_port())
        with ADaemon(home, text, SIP_PASSWORD=PASSWORD) as first:
            await asyncio.to_thread(up, first)
            os.kill(first.process.pid, signal.SIGKILL)
            await asyncio.to_thread(first.process.wait)
        with ADaemon(home, text, SIP_PASSWORD=PASSWORD) as second:
            await asyncio.to_thread(up, second)
            (line,) = second.ask("/v1/lines")

    assert (line["state"], line["error"]) == ("up", None)

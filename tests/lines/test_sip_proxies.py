"""Several proxies of one line: each is tried in turn, the one that answers is kept, and calls may come by all."""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING

import pytest

from certificates import an_identity
from free_ports import free_port
from portinaio.api.line_keys import asked_by_tls
from portinaio.cli.lines.keys import keys_from
from portinaio.config.load import parse_settings
from portinaio.daemon.handlers.line_kinds import kinds
from portinaio.daemon.handlers.setting_answers import _kind
from portinaio.lines.line import LineState
from portinaio.lines.sip.addresses import Target, TrustedPeers
from portinaio.lines.sip.registrar import account
from portinaio.lines.sip.registrar.binding import asked_by
from portinaio.lines.sip.servers.hosts import FORGIVEN_S, Hosts
from portinaio.lines.sip.servers.names import Found, Names
from portinaio.lines.sip.settings import MOST_PROXIES, SipSettings, problems
from portinaio.tui.settings.values import written
from portinaio.wire.sip import transaction
from portinaio.wire.sip.locate import Server
from portinaio.wire.sip.registrar import registration
from registrars import agrees, is_busy, is_mute, registrar
from sip_worlds import FakeCallHandler, serving, sip_settings

if TYPE_CHECKING:
    from pathlib import Path

    from registrars import Script

ONE, OTHER, NOBODY = "127.0.0.9", "127.0.0.8", "127.0.0.7"


@pytest.fixture(autouse=True)
def in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account, "UDP_ANSWER_S", 0.2)
    monkeypatch.setattr(account, "TCP_ANSWER_S", 0.2)
    monkeypatch.setattr(account, "FAREWELL_S", 0.05)
    monkeypatch.setattr(registration, "SHORTEST_PAUSE", 0.01)


def an_account(*proxies: str, **changes: object) -> SipSettings:
    return sip_settings(
        **{
            "mode": "registrar",
            "registrar": "192.0.2.1",
            "proxy": proxies,
            "username": "me",
            "trusted": (),
            "listen": (),
            **changes,
        }
    )


def by(transport: str, host: str, port: int) -> str:
    return f"sip:{host}:{port};transport={transport}"


@pytest.mark.parametrize("transport", ["udp", "tcp"])
@pytest.mark.parametrize("first", [None, is_mute, is_busy])
async def test_the_next_proxy_serves_where_the_first_does_not_and_both_may_bring_calls(
    transport: str, first: Script | None
):
    handler, port = FakeCallHandler(), free_port()
    settings = an_account(by(transport, ONE, port), by(transport, OTHER, port))

    async with registrar(agrees, OTHER, port, transport) as second:
        if first is None:
            async with serving(settings, handler) as line:
                await handler.until(lambda d: d.states)
        else:
            async with (
                registrar(first, ONE, port, transport),
                serving(settings, handler) as line,
            ):
                await handler.until(lambda d: d.states)

    assert handler.states == [LineState.UP]
    assert second.heard[0].request.uri == "sip:192.0.2.1"
    assert [host in line._trusted for host in (ONE, OTHER, NOBODY)] == [True, True, False]


async def test_the_proxy_that_answered_is_kept_though_the_first_is_back(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(registration, "REFRESH_AT", 0.0001)
    handler, port = FakeCallHandler(), free_port()

    async with (
        registrar(is_busy, ONE, port, "udp") as first,
        registrar(agrees, OTHER, port, "udp"),
        serving(an_account(by("udp", ONE, port), by("udp", OTHER, port)), handler) as line,
    ):
        await handler.until(lambda d: d.states)
        assert line._account is not None
        line._account._hosts._failed.clear()  # as after five minutes
        await handler.until(lambda d: len(d.states) >= 4)

    assert (set(handler.states), len(first.heard)) == ({LineState.UP}, 1)


async def test_when_none_answers_all_are_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(transaction, "GIVE_UP", 0.05)
    handler, port = FakeCallHandler(), free_port()

    async with serving(an_account(by("udp", ONE, port), by("udp", OTHER, port)), handler):
        await handler.until(lambda d: d.states)

    assert f"{ONE}:{port} / {OTHER}:{port} does not answer" in str(handler.errors[0])


async def test_each_proxy_by_tls_must_have_a_certificate_for_its_own_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """The first shows that of the second."""
    made = an_identity(tmp_path / "made", "b.sip.test")
    monkeypatch.setenv("SSL_CERT_FILE", str(made.certificate))
    addresses = {"a.sip.test": ONE, "b.sip.test": OTHER}

    async def getaddrinfo(host: str, *_more: object, **_named: object) -> list[object]:
        if host in addresses:
            return [(0, 0, 0, "", (addresses[host], 0))]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, _more[0]))]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", getaddrinfo)
    handler, port = FakeCallHandler(), free_port()

    async with (
        registrar(agrees, ONE, port, "tls", secured=made.context) as first,
        registrar(agrees, OTHER, port, "tls", secured=made.context) as second,
        serving(an_account(by("tls", "a.sip.test", port), by("tls", "b.sip.test", port)), handler),
    ):
        await handler.until(lambda d: d.states)

    assert (handler.states, first.heard) == ([LineState.UP], [])
    assert second.heard


class Zone(Names):
    """What names lead to, as the test has it."""

    def __init__(self, **known: Found | OSError) -> None:
        super().__init__()
        self.known = known

    async def servers(self, target: Target, transport: str | None) -> Found:
        del transport
        found = self.known[target.host]
        if isinstance(found, OSError):
            raise found
        return found


def a_server(end: int, rank: int = 0) -> Server:
    return Server(f"192.0.2.{end}", 5060, "udp", rank)


def hosts(**known: Found | OSError) -> tuple[Hosts, TrustedPeers, Zone]:
    trusted, zone = TrustedPeers(()), Zone(**known)
    names = [Target(name, None, None) for name in known]
    return Hosts(names, "a", trusted, zone), trusted, zone


async def round_of(asked: Hosts, now: float = 0) -> list[Server]:
    await asked.begin_round(now)
    return [asked.next() for _ in range(9) if asked.more]


A, A_SECOND, B = a_server(1), a_server(2, rank=1), a_server(3)


async def test_all_servers_of_a_proxy_come_before_those_of_the_next():
    asked, _, _ = hosts(a=Found([A, A_SECOND], 60), b=Found([B], 60))

    assert await round_of(asked) == [A, A_SECOND, B]


async def test_those_of_the_proxy_that_answered_come_first():
    asked, _, _ = hosts(a=Found([A, A_SECOND], 60), b=Found([B], 60))
    await round_of(asked)
    asked.end_round(B)

    assert await round_of(asked) == [B, A, A_SECOND]


async def test_what_failed_of_late_comes_last_whoever_it_is():
    asked, _, _ = hosts(a=Found([A], 60), b=Found([B], 60))
    await round_of(asked)
    asked.end_round(B)
    asked.failed(B, 0)

    assert await round_of(asked, FORGIVEN_S - 1) == [A, B]
    assert await round_of(asked, FORGIVEN_S) == [B, A]


async def test_a_proxy_whose_name_leads_nowhere_costs_the_others_nothing():
    asked, trusted, _ = hosts(a=OSError("no such name"), b=Found([B], 60))

    assert await round_of(asked) == [B]
    assert B.host in trusted


async def test_a_name_that_fails_later_leaves_its_servers():
    asked, trusted, zone = hosts(a=Found([A], 60), b=Found([B], 60))
    await round_of(asked)
    zone.known["a"] = OSError("away")

    assert await round_of(asked, 60) == [A, B]
    assert A.host in trusted


async def test_when_no_name_leads_anywhere_it_is_an_error():
    asked, _, _ = hosts(a=OSError("no"), b=OSError("no"))

    with pytest.raises(OSError, match="cannot be found"):
        await asked.begin_round(0)


async def test_a_server_that_two_proxies_name_is_asked_once_and_as_the_first():
    asked, _, _ = hosts(a=Found([A], 60), b=Found([A, B], 60))

    assert await round_of(asked) == [A, B]
    assert asked.asked(A).host == "a"


@pytest.mark.parametrize(
    ("proxy", "nearest"),
    [
        pytest.param("", ["registrar.example:None"], id="none"),
        pytest.param((), ["registrar.example:None"], id="an empty list"),
        pytest.param("a.example", ["a.example:None"], id="one text, as ever"),
        pytest.param(("a.example:5070",), ["a.example:5070"], id="a list of one"),
        pytest.param(
            ("a.example", "sip:b.example", "a.example"),
            ["a.example:None", "b.example:None"],
            id="a list, in which one stands twice",
        ),
    ],
)
def test_a_proxy_is_a_text_or_a_list(proxy: object, nearest: list[str]):
    asked = asked_by(an_account(proxy=proxy, registrar="registrar.example"))

    assert [f"{one.host}:{one.port}" for one in asked.nearest] == nearest


@pytest.mark.parametrize("proxy", ["a.example, b.example", ("a.example", "b example")])
def test_a_proxy_that_can_be_none_is_named_before_anything_begins(proxy: object):
    (problem,) = problems(an_account(proxy=proxy))

    assert problem.key == "proxy"
    assert str(problem.text).startswith("proxy of line home must be like sip.example.net, not ")


def test_more_than_are_of_any_help_are_refused():
    (problem,) = problems(an_account(*["a.example"] * (MOST_PROXIES + 1)))

    assert (problem.key, problem.text.values["n"]) == ("proxy", MOST_PROXIES + 1)


@pytest.mark.parametrize(
    ("proxy", "proxies"),
    [('"a.example"', ("a.example",)), ('["a.example", "b.example"]', ("a.example", "b.example"))],
)
def test_config_toml_takes_either(proxy: str, proxies: tuple[str, ...]):
    text = f'[[line]]\nname = "home"\nkind = "sip"\nproxy = {proxy}\n'

    (line,) = parse_settings(text, "config.toml").line

    assert isinstance(line, SipSettings)
    assert line.proxies == proxies


def test_lines_add_takes_several_with_commas():
    (sip,) = [kind for kind in kinds() if kind["kind"] == "sip"]

    keys = keys_from(sip, {"proxy": "sip:a.example, sip:b.example"})

    assert keys == {"proxy": ["sip:a.example", "sip:b.example"]}


@pytest.mark.parametrize("value", ["sip:a.example", ["sip:a.example"]])
def test_the_settings_show_either_as_a_list(value: object):
    kind, _ = _kind(str | tuple[str, ...])

    assert (kind, written(value, kind)) == ("list", "sip:a.example")


@pytest.mark.parametrize(
    ("proxy", "asked"),
    [
        (None, ["sips:r"]),
        ("", ["sips:r"]),
        ([], ["sips:r"]),
        ("sips:a", ["sips:a"]),
        ("a", []),
        (["sips:a", "b", "c;transport=tls"], ["sips:a", "c;transport=tls"]),
    ],
)
def test_the_key_of_each_that_speaks_tls_is_asked_for(proxy: object, asked: list[str]):
    keys = {"registrar": "sips:r", "proxy": proxy}

    assert [one.nearest for one in asked_by_tls("sip", keys)] == asked

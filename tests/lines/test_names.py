"""From a provider's name to its servers: what is asked, in which order, and what holds when nobody answers."""

from __future__ import annotations

import asyncio
import socket
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from portinaio.lines.sip.addresses import Target, TrustedPeers
from portinaio.lines.sip.servers import hosts as hosts_module
from portinaio.lines.sip.servers import hosts_file, names
from portinaio.lines.sip.servers.hosts import FORGIVEN_S, Hosts
from portinaio.lines.sip.servers.names import Found, Names, nameserver
from portinaio.lines.sip.troubles import unknown
from portinaio.wire.sip.locate import Server
from sip_worlds import sip_settings

if TYPE_CHECKING:
    from pathlib import Path

DOMAIN = "net.example"


@pytest.fixture
async def zone(monkeypatch: pytest.MonkeyPatch):
    """What the name servers know, and what they were asked."""
    known: dict[tuple[str, str], list[object]] = {}
    asked: list[tuple[str, str]] = []

    async def records(name: str, kind: str, _servers: object = ()) -> tuple[list[object], float]:
        asked.append((name, kind))
        found = known.get((name, kind), [])
        return found, 60.0 if found else names.LONGEST_S

    async def getaddrinfo(host: str, *_args: object, **_more: object) -> list[object]:
        if (host, "system") not in known:
            raise socket.gaierror(-2, "Name or service not known")
        return [(0, 0, 0, "", (one, 0)) for one in known[host, "system"]]

    monkeypatch.setattr(names, "records", records)
    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", getaddrinfo)
    monkeypatch.setattr(hosts_file, "HOSTS", SimpleNamespace(open=_absent))
    return SimpleNamespace(known=known, asked=asked)


def _absent(_mode: str) -> object:
    raise FileNotFoundError


def srv(target: str, priority: int = 10, port: int = 5060) -> object:
    name = SimpleNamespace(to_text=lambda: f"{target}.")
    return SimpleNamespace(priority=priority, weight=1, port=port, target=name)


async def found(transport: str | None = None, port: int | None = None, *servers: str) -> Found:
    return await Names(servers).servers(Target(DOMAIN, port, transport), transport)


async def test_a_port_that_is_given_leaves_no_question_of_service(zone):
    zone.known[DOMAIN, "system"] = ["192.0.2.1", "2001:db8::1"]

    servers = (await found("tcp", 5080)).servers

    assert servers == [
        Server("192.0.2.1", 5080, "tcp", 0),
        Server("2001:db8::1", 5080, "tcp", 0),
    ]
    assert zone.asked == []


@pytest.mark.parametrize(("transport", "port"), [(None, 5060), ("tcp", 5060), ("tls", 5061)])
async def test_a_domain_without_service_records_serves_itself(zone, transport, port):
    zone.known[DOMAIN, "system"] = ["192.0.2.1"]

    assert (await found(transport)).servers == [Server("192.0.2.1", port, transport or "udp", 0)]


async def test_a_domain_without_an_address_is_reached_by_its_service_records(zone):
    zone.known["_sips._tcp.net.example", "SRV"] = [srv("b.example", 20), srv("a.example", 10, 5063)]
    zone.known["a.example", "system"] = ["192.0.2.1"]
    zone.known["b.example", "system"] = ["192.0.2.2"]

    assert await found() == Found(
        [Server("192.0.2.1", 5063, "tls", 0), Server("192.0.2.2", 5060, "tls", 1)], 60.0
    )


async def test_a_target_that_has_no_address_costs_the_others_nothing(zone):
    zone.known["_sip._udp.net.example", "SRV"] = [srv("a.example", 10), srv("b.example", 20)]
    zone.known["b.example", "system"] = ["192.0.2.2"]

    assert (await found("udp")).servers == [Server("192.0.2.2", 5060, "udp", 1)]


async def test_a_name_that_nobody_knows_is_an_error(zone):
    del zone
    with pytest.raises(OSError, match="not known"):
        await found("udp")


async def test_the_name_servers_of_the_line_are_asked_for_plain_names_too(zone):
    zone.known[DOMAIN, "A"] = [SimpleNamespace(address="192.0.2.7")]
    zone.known[DOMAIN, "system"] = ["192.0.2.1"]

    assert (await found("udp", 5060, "192.0.2.53")).servers[0].host == "192.0.2.7"


async def test_what_they_do_not_know_the_system_may(zone):
    zone.known[DOMAIN, "system"] = ["192.0.2.1"]

    assert (await found("udp", 5060, "192.0.2.53")).servers[0].host == "192.0.2.1"


async def test_what_the_user_wrote_down_beats_every_name_server(
    zone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "hosts").write_text(
        "# 192.0.2.8 net.example\nnonsense net.example\n192.0.2.9  other NET.example # mine\n"
    )
    monkeypatch.setattr(hosts_file, "HOSTS", tmp_path / "hosts")
    zone.known[DOMAIN, "A"] = [SimpleNamespace(address="192.0.2.7")]

    assert [one.host for one in (await found("udp", 5060, "192.0.2.53")).servers] == ["192.0.2.9"]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("192.0.2.53", ("192.0.2.53", 53)),
        ("192.0.2.53:5353", ("192.0.2.53", 5353)),
        ("2001:db8::53", ("2001:db8::53", 53)),
        ("[2001:db8::53]:5353", ("2001:db8::53", 5353)),
        ("dns.example.net", None),
        ("192.0.2.53:0", None),
        ("192.0.2.53:65536", None),
        ("", None),
    ],
)
def test_a_name_server_is_an_address(text: str, read: object):
    assert nameserver(text) == read


class Answers(Names):
    """Names that say what the test says."""

    def __init__(self, *answers: Found | OSError) -> None:
        super().__init__()
        self._answers = list(answers)

    async def servers(self, target: Target, transport: str | None) -> Found:
        del target, transport
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(answer, OSError):
            raise answer
        return answer


BEST, SECOND = Server("192.0.2.1", 5060, "udp", 0), Server("192.0.2.2", 5060, "udp", 1)
TWIN = SECOND._replace(rank=0)


def hosts(*answers: Found | OSError) -> tuple[Hosts, TrustedPeers]:
    trusted = TrustedPeers(())
    target = Target(DOMAIN, None, None)
    return Hosts([target], DOMAIN, trusted, Answers(*answers)), trusted


@pytest.mark.parametrize(
    ("later_s", "first"), [(FORGIVEN_S - 1, SECOND), (FORGIVEN_S, BEST)], ids=["soon", "later"]
)
async def test_the_better_server_is_asked_again_when_its_failure_is_old(later_s, first):
    asked, _ = hosts(Found([BEST, SECOND], 60))
    await asked.begin_round(0)
    asked.failed(asked.next(), 0)
    asked.end_round(asked.next())

    await asked.begin_round(later_s)

    assert asked.next() == first


async def test_of_two_alike_the_one_that_answered_is_asked_again():
    asked, _ = hosts(Found([BEST, TWIN], 60))
    asked.end_round(TWIN)

    await asked.begin_round(0)

    assert asked.next() == TWIN


async def test_old_servers_are_better_than_none():
    asked, trusted = hosts(Found([BEST], 60), OSError("away"))
    await asked.begin_round(0)

    await asked.begin_round(60)

    assert (asked.next(), BEST.host in trusted) == (BEST, True)


async def test_calls_are_heard_from_every_server_and_from_the_one_that_we_talk_to():
    asked, trusted = hosts(Found([BEST], 60), Found([SECOND], 60))
    await asked.begin_round(0)
    asked.end_round(asked.next())

    await asked.look_up(60)

    assert [host in trusted for host in (BEST.host, SECOND.host, "192.0.2.3")] == [
        True,
        True,
        False,
    ]


async def test_the_domain_may_prefer_a_service_and_call_it_otherwise(zone):
    naptr = SimpleNamespace(
        order=10,
        preference=1,
        flags=b"s",
        service=b"SIP+D2U",
        replacement=SimpleNamespace(to_text=lambda: "voice.net.example."),
    )
    zone.known[DOMAIN, "NAPTR"] = [naptr]
    zone.known["voice.net.example", "SRV"] = [srv("a.example")]
    zone.known["_sips._tcp.net.example", "SRV"] = [srv("b.example")]
    zone.known["a.example", "system"] = zone.known["b.example", "system"] = ["192.0.2.1"]

    assert (await found()).servers == [Server("192.0.2.1", 5060, "udp", 0)]


async def test_a_name_server_that_is_away_costs_two_waits_and_no_more(monkeypatch):
    """One for the service and one for the addresses, so that the system is still asked in time."""
    monkeypatch.undo()
    monkeypatch.setattr(names, "ANSWER_S", 0.1)
    with socket.socket(type=socket.SOCK_DGRAM) as mute:
        mute.bind(("127.0.0.1", 0))
        loop = asyncio.get_running_loop()
        began = loop.time()

        async def getaddrinfo(*_args: object, **_more: object) -> list[object]:
            return [(0, 0, 0, "", ("192.0.2.1", 0))]

        monkeypatch.setattr(loop, "getaddrinfo", getaddrinfo)
        away = f"127.0.0.1:{mute.getsockname()[1]}"
        servers = (await found(None, None, away)).servers

    assert servers == [Server("192.0.2.1", 5060, "udp", 0)]
    assert loop.time() - began < 2


async def test_a_server_that_joins_later_is_heard_before_the_next_registration(monkeypatch):
    monkeypatch.setattr(hosts_module, "SHORTEST_S", 0.01)
    asked, trusted = hosts(Found([BEST], 0.01), OSError("away"), Found([BEST, SECOND], 60))
    await asked.begin_round(asyncio.get_running_loop().time())
    before = SECOND.host in trusted

    fresh = asyncio.create_task(asked.stay_fresh())
    async with asyncio.timeout(30):
        while SECOND.host not in trusted:  # noqa: ASYNC110  # it tells nobody
            await asyncio.sleep(0.005)
    fresh.cancel()

    assert (before, BEST.host in trusted) == (False, True)


@pytest.mark.parametrize(
    ("registrar", "nameservers", "said"),
    [
        ("windtre.it", (), "Names of WindTre are known to its own name servers alone"),
        ("windtre.it", ("192.0.2.53",), "check it, and the network"),
        ("sip.example.net", (), "check it, and the network"),
    ],
)
def test_who_needs_its_own_name_servers_is_said_where_a_name_is_not_found(
    registrar, nameservers, said
):
    settings = sip_settings(registrar=registrar, nameservers=nameservers)

    assert said in str(unknown(settings, registrar))

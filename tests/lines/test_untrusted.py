"""Who is not trusted gets no answer, and is told of when it was a call."""

from __future__ import annotations

import asyncio
import socket

import pytest

from portinaio.lines.line import UntrustedCall
from portinaio.lines.sip import addresses, connection, sockets, untrusted
from portinaio.lines.sip.addresses import TrustedPeers
from portinaio.lines.sip.untrusted import UntrustedCalls
from sip_worlds import FakeCallHandler, calling, serving, sip_settings, tcp_address

LAN = ("192.168.1.0/24",)


def a_request(method: str = "INVITE", call_id: str = "Call-ID: a@b") -> bytes:
    return f"{method} sip:x SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK1\r\n{call_id}\r\n\r\n".encode()


def a_watch() -> UntrustedCalls:
    return UntrustedCalls(LAN)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        pytest.param(a_request(), True, id="a call"),
        pytest.param(b"\r\n\r\n" + a_request(), True, id="a call after signs of life"),
        pytest.param(a_request(call_id="i:a@b"), True, id="a call in compact form"),
        pytest.param(a_request("OPTIONS"), False, id="a look whether somebody is there"),
        pytest.param(a_request("REGISTER"), False, id="a telephone at the wrong place"),
        pytest.param(a_request("INVITED"), False, id="another method"),
        pytest.param(a_request("ACK"), False, id="the end of a call"),
        pytest.param(a_request(call_id="X: y"), False, id="a call without a name"),
        pytest.param(b"SIP/2.0 200 OK\r\nCall-ID: a\r\n\r\n", False, id="an answer"),
        pytest.param(b"\xff\0", False, id="noise"),
        pytest.param(b"", False, id="nothing"),
    ],
)
def test_only_a_call_is_told_of(data: bytes, told: bool):
    assert bool(a_watch().call(data, "192.168.7.20", 0.0)) is told


@pytest.mark.parametrize(
    ("host", "address", "alone"),
    [
        ("192.168.7.20", "192.168.7.20", "192.168.7.20/32"),
        ("10.1.2.3", "10.1.2.3", "10.1.2.3/32"),
        ("172.31.255.255", "172.31.255.255", "172.31.255.255/32"),
        ("172.32.0.0", "172.32.0.0", None),
        ("127.0.0.2", "127.0.0.2", "127.0.0.2/32"),
        ("100.64.0.1", "100.64.0.1", "100.64.0.1/32"),
        ("100.128.0.1", "100.128.0.1", None),
        ("169.254.7.7", "169.254.7.7", "169.254.7.7/32"),
        ("203.0.113.5", "203.0.113.5", None),
        ("::ffff:192.168.7.20", "192.168.7.20", "192.168.7.20/32"),
        ("::ffff:203.0.113.5", "203.0.113.5", None),
        ("fd00::7", "fd00::7", "fd00::7/128"),
        ("fe80::7%eth0", "fe80::7", "fe80::7/128"),
        ("2001:db8::7", "2001:db8::7", None),
    ],
)
def test_only_an_address_of_a_private_network_may_be_a_pbx(
    host: str, address: str, alone: str | None
):
    told = a_watch().call(a_request(), host, 0.0)

    assert told == UntrustedCall(address, (*LAN, alone) if alone else ())


def test_a_call_that_is_sent_again_is_one_call():
    watch = a_watch()

    told = [
        watch.call(a_request(call_id=f"Call-ID: {name}"), "192.168.7.20", n)
        for n, name in enumerate(("a", "a", "b", "b"))
    ]

    assert [call is not None for call in told] == [True, False, True, False]


@pytest.mark.parametrize(("n", "told"), [(8, True), (9, False)])
def test_of_a_flood_only_the_first_are_told_of(n: int, told: bool):
    watch = a_watch()
    for k in range(n - 1):
        watch.call(a_request(call_id=f"i: {k}"), f"203.0.113.{k}", 7.0)

    assert bool(watch.call(a_request(), "192.168.7.20", 7.9)) is told
    assert watch.call(a_request(call_id="i: later"), "192.168.7.20", 8.0)


def test_no_more_addresses_are_remembered_than_are_of_use():
    watch = a_watch()
    for n in range(1000):
        watch.call(a_request(), f"10.0.{n // 250}.{n % 250}", float(n))

    assert len(watch._latest) == untrusted.MOST_HOSTS


async def test_a_call_by_udp_gets_no_answer_and_is_told_of():
    handler = FakeCallHandler()

    async with serving(sip_settings(trusted=LAN), handler) as line, calling(line) as phone:
        phone.invite()
        await handler.until(lambda d: d.turned_away)

    assert (phone.silent, handler.rung) == (True, {})
    assert handler.turned_away == [UntrustedCall("127.0.0.1", (*LAN, "127.0.0.1/32"))]


async def test_a_call_by_tcp_gets_no_answer_and_is_told_of():
    handler = FakeCallHandler()
    table = sip_settings(trusted=LAN, listen=("tcp:127.0.0.1:0",))

    async with serving(table, handler) as line:
        reader, writer = await asyncio.open_connection(*tcp_address(line))
        writer.write(a_request())
        cut_off = await reader.read()
        writer.close()

    assert (cut_off, [call.address for call in handler.turned_away]) == (b"", ["127.0.0.1"])


async def test_who_connects_and_says_nothing_is_let_go(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(connection, "STRANGER_S", 0.01)
    handler = FakeCallHandler()
    table = sip_settings(trusted=LAN, listen=("tcp:127.0.0.1:0",))

    async with serving(table, handler) as line:
        reader, writer = await asyncio.open_connection(*tcp_address(line))
        cut_off = await reader.read()
        writer.close()

    assert (cut_off, handler.turned_away, line._sockets._strangers) == (b"", [], set())


async def test_a_crowd_of_strangers_is_not_listened_to(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sockets, "MAX_STRANGERS", 1)
    handler = FakeCallHandler()
    table = sip_settings(trusted=LAN, listen=("tcp:127.0.0.1:0",))

    async with serving(table, handler) as line:
        _, first = await asyncio.open_connection(*tcp_address(line))
        reader, second = await asyncio.open_connection(*tcp_address(line))
        cut_off = await reader.read()
        first.close()
        second.close()

    assert cut_off == b""


async def test_a_fault_about_a_stranger_costs_no_call(monkeypatch: pytest.MonkeyPatch):
    handler = FakeCallHandler()

    async with serving(sip_settings(trusted=LAN), handler) as line, calling(line) as phone:
        monkeypatch.setattr(line._untrusted, "call", None)
        phone.invite()
        monkeypatch.setattr(line, "_trusted", ("127.0.0.1",))
        phone.invite()
        await handler.until(lambda d: d.rung)

    assert len(handler.rung) >= 1


def test_who_is_a_registrar_no_more_is_not_heard_any_longer():
    trusted = TrustedPeers(LAN)
    trusted.admit(["192.0.2.1"])
    before = [host in trusted for host in ("192.0.2.1", "192.0.2.2", "192.168.1.5")]

    trusted.admit(["192.0.2.2"])

    now = [host in trusted for host in ("192.0.2.1", "192.0.2.2", "192.168.1.5")]
    assert (before, now) == ([True, False, True], [False, True, True])


def test_of_those_who_ask_no_more_are_remembered_than_fit(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(addresses, "MOST_KNOWN", 4)
    trusted = TrustedPeers(LAN)

    heard = [f"192.168.{net}.9" in trusted for net in (1, 2, 1, 3, 4, 5, 1, 6)]

    assert heard == [True, False, True, False, False, False, True, False]
    assert len(trusted._known) <= 4


async def test_a_crowd_of_messages_has_room_to_wait():
    with socket.socket(type=socket.SOCK_DGRAM) as usual:
        least = usual.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF)

    async with serving(sip_settings(), FakeCallHandler()) as line:
        (ours,) = line._sockets._datagrams.values()
        room = ours.get_extra_info("socket").getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF)

    assert room > least  # the system may not allow all that we want

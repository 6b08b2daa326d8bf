"""A line that listens at `::` and answers who calls by IPv4 as such."""

from __future__ import annotations

import asyncio
import socket

import pytest

from free_ports import free_port
from portinaio.core.policy import Action
from sip_worlds import FakeCallHandler, calling, serving, sip_settings, tcp_address

pytestmark = pytest.mark.skipif(not socket.has_ipv6, reason="this system has no IPv6")
BOTH = ("127.0.0.0/8", "::1/128")


@pytest.mark.parametrize(("host", "shown"), [("127.0.0.1", "127.0.0.1"), ("::1", "::1")])
async def test_one_socket_answers_both_families(host: str, shown: str):
    handler = FakeCallHandler(lambda _: Action.REJECT)
    settings = sip_settings(listen=("udp:[::]:0",), trusted=BOTH)

    async with serving(settings, handler) as line, calling(line, host) as phone:
        phone.invite()
        final = await phone.final()
        phone.ack(final)

    assert final.code == 607
    assert f"received={shown}" in final.headers["Via"].split(", ")[0]


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
async def test_connections_come_by_both_families(host: str):
    settings = sip_settings(listen=("tcp:[::]:0",), trusted=BOTH)

    async with serving(settings, FakeCallHandler()) as line:
        reader, writer = await asyncio.open_connection(host, tcp_address(line)[1])
        writer.write(
            b"OPTIONS sip:a SIP/2.0\r\nVia: SIP/2.0/TCP a;branch=z9hG4bK1\r\nFrom: <sip:b@a>;tag=1\r\n"
            b"To: <sip:a>\r\nCall-ID: a\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n"
        )
        answer = await reader.readuntil(b"\r\n\r\n")
        writer.close()

    assert answer.startswith(b"SIP/2.0 200 ")
    assert f"received={host}".encode() in answer


@pytest.mark.parametrize("order", [0, 1], ids=["IPv6 first", "IPv4 first"])
@pytest.mark.parametrize("transport", ["udp", "tcp"])
async def test_who_names_both_families_gets_both(transport: str, order: int):
    port = free_port()
    listen = (f"{transport}:[::]:{port}", f"{transport}:0.0.0.0:{port}")
    handler = FakeCallHandler()

    async with serving(sip_settings(listen=listen[:: -1 if order else 1]), handler) as line:
        bound = len(line._sockets._datagrams) + len(line._sockets._servers)

    assert bound == 2


async def test_a_registrar_is_reached_by_ipv4_from_a_socket_for_both():
    handler = FakeCallHandler()
    async with serving(sip_settings(listen=("udp:[::]:0",)), handler) as line:
        channel = await line._sockets.udp_towards("192.0.2.1")
        known = set(line._sockets._datagrams)

    assert {channel} == known

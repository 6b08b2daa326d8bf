"""Which servers a domain means, by its NAPTR and SRV records."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portinaio.wire.sip.locate import MOST_RECORDS, Naptr, Server, Service, Srv, in_order, services

DOMAIN = "net.example"
TLS = Service("tls", "_sips._tcp.net.example")
TCP = Service("tcp", "_sip._tcp.net.example")
UDP = Service("udp", "_sip._udp.net.example")


@pytest.mark.parametrize(
    ("records", "transport", "asked"),
    [
        pytest.param(
            [], None, [TLS, TCP, UDP], id="who prefers nothing is asked for all, TLS first"
        ),
        pytest.param([], "udp", [UDP], id="a transport that is given is the only one"),
        pytest.param(
            [
                Naptr(20, 1, "s", "SIPS+D2T", "x.example."),
                Naptr(10, 1, "S", "sip+d2u", "y.example."),
            ],
            None,
            [Service("udp", "y.example"), Service("tls", "x.example")],
            id="the order of the domain, however it is spelt",
        ),
        pytest.param(
            [Naptr(10, 2, "s", "SIP+D2T", "b.example"), Naptr(10, 1, "s", "SIP+D2T", "a.example")],
            None,
            [Service("tcp", "a.example"), Service("tcp", "b.example")],
            id="then its preference",
        ),
        pytest.param(
            [Naptr(10, 1, "u", "E2U+sip", ""), Naptr(10, 1, "s", "SIP+D2W", "w.example")],
            None,
            [TLS, TCP, UDP],
            id="what we do not speak counts for nothing",
        ),
        pytest.param(
            [Naptr(10, 1, "s", "SIP+D2U", "other.example")],
            "tls",
            [TLS],
            id="a transport that is given beats the preference of the domain",
        ),
    ],
)
def test_what_is_looked_up_next(records: list[Naptr], transport: str | None, asked: list[Service]):
    assert services(DOMAIN, records, transport) == asked


def test_servers_are_asked_by_service_and_then_by_priority():
    found = [
        (TLS, [Srv(20, 0, 5061, "b.example."), Srv(10, 0, 5061, "a.example.")]),
        (UDP, [Srv(10, 0, 5070, "c.example")]),
    ]

    assert in_order(found, Random(1).random) == [
        Server("a.example", 5061, "tls", 0),
        Server("b.example", 5061, "tls", 1),
        Server("c.example", 5070, "udp", 2),
    ]


@pytest.mark.parametrize("record", [Srv(1, 1, 5060, "."), Srv(1, 1, 0, "a.example")])
def test_a_service_that_is_not_offered_has_no_server(record: Srv):
    assert in_order([(UDP, [record])], Random(1).random) == []


def test_who_has_three_times_the_weight_is_first_three_times_as_often():
    random = Random(1).random
    records = [Srv(1, 75, 5060, "big"), Srv(1, 25, 5060, "small"), Srv(1, 0, 5060, "spare")]

    first = Counter(in_order([(UDP, records)], random)[0].host for _ in range(2000))

    assert (first["big"] / 2000, first["spare"]) == (pytest.approx(0.75, abs=0.04), 0)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9)), max_size=MOST_RECORDS))
def test_every_server_is_asked_once_and_none_before_a_better_one(wanted: list[tuple[int, int]]):
    records = [
        Srv(priority, weight, 5060, f"h{at}") for at, (priority, weight) in enumerate(wanted)
    ]

    servers = in_order([(UDP, records)], Random(1).random)

    assert sorted(one.host for one in servers) == sorted(one.target for one in records)
    ranks = [wanted[int(one.host[1:])][0] for one in servers]
    assert ranks == sorted(ranks)


def test_no_domain_makes_us_ask_without_end():
    records = [Srv(1, 1, 5060, f"h{at}") for at in range(1000)]

    assert len(in_order([(UDP, records)], Random(1).random)) == MOST_RECORDS

"""Which servers a SIP domain means, RFC 3263 4, and in which order they are asked, RFC 2782.

Nothing is looked up here: records come in, and what is to be looked up next goes out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

UDP, TCP, TLS = "udp", "tcp", "tls"
PORTS = {UDP: 5060, TCP: 5060, TLS: 5061}
PREFIXES = {TLS: "_sips._tcp", TCP: "_sip._tcp", UDP: "_sip._udp"}
"""In the order in which they are preferred where the domain itself prefers none."""
MOST_RECORDS = 32  # of one kind; a provider has a handful
NOT_OFFERED = "."  # as a target: the domain says that it has no such service

_SERVICES = {"SIPS+D2T": TLS, "SIP+D2T": TCP, "SIP+D2U": UDP}


class Naptr(NamedTuple):
    order: int
    preference: int
    flags: str
    service: str
    replacement: str


class Srv(NamedTuple):
    priority: int
    weight: int
    port: int
    target: str


class Service(NamedTuple):
    """A name whose SRV records are to be looked up, and how its servers are spoken to."""

    transport: str
    name: str


class Server(NamedTuple):
    """One of those that serve a domain."""

    host: str
    """A name still, or an address."""
    port: int
    transport: str
    rank: int
    """The less the better; those of one rank are as good as each other."""


def services(domain: str, records: Iterable[Naptr], transport: str | None) -> list[Service]:
    """By the word of the domain, else every transport that we speak. One that is asked for is the only one."""
    if transport is not None:
        return [Service(transport, f"{PREFIXES[transport]}.{domain}")]
    said = sorted(
        (record.order, record.preference, Service(kind, record.replacement.rstrip(".")))
        for record in list(records)[:MOST_RECORDS]
        if record.flags.lower() == "s" and (kind := _SERVICES.get(record.service.upper()))
    )
    if said:
        return list(dict.fromkeys(service for *_, service in said))
    return [Service(kind, f"{prefix}.{domain}") for kind, prefix in PREFIXES.items()]


def in_order(
    found: Iterable[tuple[Service, Iterable[Srv]]], random: Callable[[], float]
) -> list[Server]:
    """Every server of every service, the best first."""
    servers: list[Server] = []
    for service, records in found:
        offered = [one for one in list(records)[:MOST_RECORDS] if _offered(one)]
        for priority in sorted({one.priority for one in offered}):
            rank = servers[-1].rank + 1 if servers else 0
            alike = [one for one in offered if one.priority == priority]
            servers += [
                Server(one.target.rstrip("."), one.port, service.transport, rank)
                for one in _drawn(alike, random)
            ]
    return servers


def _offered(record: Srv) -> bool:
    return record.target != NOT_OFFERED and 0 < record.port < 65536


def _drawn(records: list[Srv], random: Callable[[], float]) -> list[Srv]:
    """By weight: who has twice as much is first twice as often, and who has none nearly never."""
    left = sorted(records, key=lambda one: one.weight)
    drawn = []
    while left:
        mark = random() * sum(one.weight for one in left)
        at = 0
        while at < len(left) - 1 and mark >= left[at].weight:
            mark -= left[at].weight
            at += 1
        drawn.append(left.pop(at))
    return drawn

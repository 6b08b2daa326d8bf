"""From the name of a provider to its servers, RFC 3263. Names are looked up when a line registers, and never for a call.

Plain names go the way of the system, so that its file of hosts counts; a line with `nameservers` of its own asks those, since
the names of some providers are known to their own servers alone.
"""

from __future__ import annotations

import asyncio
import errno
import ipaddress
import logging
import os
import random
import socket
from typing import TYPE_CHECKING, Any, NamedTuple

from portinaio.core.listen import host_and_port
from portinaio.lines.sip.servers.hosts_file import written_down
from portinaio.wire.sip.locate import PORTS, UDP, Naptr, Server, Service, Srv, in_order, services

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portinaio.lines.sip.addresses import Target

log = logging.getLogger(__name__)

ANSWER_S = 3.0  # for the name servers to answer
SHORTEST_S, LONGEST_S = 30.0, 3600.0  # what is made of lifetimes that cannot be meant
PLAIN_S = 300.0  # of what the system found, which says nothing of lifetimes
MOST_SERVERS = 32
DNS_PORT = 53


class Found(NamedTuple):
    servers: list[Server]
    """Their hosts are addresses."""
    good_for_s: float


class Names:
    def __init__(self, nameservers: Sequence[str] = (), *, alone: bool = False) -> None:
        """With `alone` the system is not asked for what these do not know."""
        self._nameservers = tuple(filter(None, map(nameserver, nameservers)))
        self._alone = alone and bool(self._nameservers)

    async def servers(self, target: Target, transport: str | None) -> Found:
        """Those of a registrar or proxy. `OSError` where there are none."""
        host = target.host
        if is_address(host) or target.port is not None:
            kind = transport or UDP
            servers, good_for_s = [Server(host, target.port or PORTS[kind], kind, 0)], LONGEST_S
        else:
            servers, good_for_s = await self._served(host, transport)
        found: dict[Server, None] = {}
        trouble: OSError | None = None
        for server in servers:
            try:
                addresses, lives_s = await self.addresses(server.host)
            except OSError as error:
                trouble = error
                continue
            good_for_s = min(good_for_s, lives_s)
            found.update((server._replace(host=address), None) for address in addresses)
        if not found:
            raise trouble or OSError(f"{host} has no server")
        return Found(list(found)[:MOST_SERVERS], max(SHORTEST_S, good_for_s))

    async def addresses(self, name: str) -> tuple[list[str], float]:
        """Of a plain name, and for how long they hold. `OSError` where it has none."""
        if is_address(name):
            return [name], LONGEST_S
        if self._nameservers and not (written := written_down(name)):
            answers = await asyncio.gather(*(self._ask(name, kind) for kind in ("AAAA", "A")))
            if told := [str(one.address) for records, _ in answers for one in records]:
                return told, min(lives_s for records, lives_s in answers if records)
            if self._alone:
                raise OSError(f"{name} is not known there")
        elif self._nameservers:
            return written, PLAIN_S
        loop = asyncio.get_running_loop()
        try:
            found = await loop.getaddrinfo(name, None, type=socket.SOCK_DGRAM)
        except UnicodeError as error:  # too long for a name, or with signs that none has
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL)) from error
        return list(dict.fromkeys(str(entry[4][0]) for entry in found)), PLAIN_S

    async def _served(self, domain: str, transport: str | None) -> tuple[list[Server], float]:
        """By what the domain says of its service; where it says nothing, it serves itself."""
        usual = services(domain, (), transport)
        # All at once: a name server that is away costs the wait for one answer, and not for five.
        (naptr, _), *answers = await asyncio.gather(
            _nothing() if transport else self._ask(domain, "NAPTR"),
            *(self._ask(one.name, "SRV") for one in usual),
        )
        asked = services(domain, map(_naptr, naptr), transport)
        if asked != usual:
            told = dict(zip(usual, answers, strict=True))
            answers = [told.get(one) or await self._ask(one.name, "SRV") for one in asked]
        records: list[tuple[Service, list[Srv]]] = [
            (one, [_srv(record) for record in found])
            for one, (found, _) in zip(asked, answers, strict=True)
        ]
        if any(found for _, found in records):
            return in_order(records, random.random), min(s for found, s in answers if found)
        kind = transport or UDP
        return [Server(domain, PORTS[kind], kind, 0)], LONGEST_S

    async def _ask(self, name: str, kind: str) -> tuple[list[Any], float]:
        return await records(name, kind, self._nameservers)


async def records(
    name: str, kind: str, nameservers: Sequence[tuple[str, int]] = ()
) -> tuple[list[Any], float]:
    """What a name server says, and for how long; nothing where it knows nothing, or is away."""
    import dns.asyncresolver  # noqa: PLC0415  # 80 ms, and of use only where a line registers
    import dns.exception  # noqa: PLC0415  # as above
    import dns.nameserver  # noqa: PLC0415  # as above

    try:
        resolver = dns.asyncresolver.Resolver(configure=not nameservers)
        if nameservers:
            resolver.nameservers = [dns.nameserver.Do53Nameserver(*one) for one in nameservers]
        answer = await resolver.resolve(name, kind, lifetime=ANSWER_S, search=False)
    except (dns.exception.DNSException, OSError, UnicodeError) as error:
        log.debug("no %s record of %s: %s", kind, name, error)
        return [], LONGEST_S
    lives_s = float(answer.rrset.ttl if answer.rrset else SHORTEST_S)
    return list(answer), min(max(lives_s, SHORTEST_S), LONGEST_S)


async def _nothing() -> tuple[list[Any], float]:
    return [], LONGEST_S


def is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


def nameserver(text: str) -> tuple[str, int] | None:
    """`192.0.2.53`, or with a port; `None` for anything else: to ask for a name server's name there is nobody."""
    found = host_and_port(text)
    host, port = found or (text.strip("[]"), DNS_PORT)
    return (host, port) if is_address(host) and port else None


def _naptr(record: Any) -> Naptr:
    return Naptr(
        record.order,
        record.preference,
        record.flags.decode("ascii", "replace"),
        record.service.decode("ascii", "replace"),
        record.replacement.to_text(),
    )


def _srv(record: Any) -> Srv:
    return Srv(record.priority, record.weight, record.port, record.target.to_text())

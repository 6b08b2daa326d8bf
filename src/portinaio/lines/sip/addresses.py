"""Addresses as they stand in config.toml, and whose messages are answered."""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.message import msg
from portinaio.errors import LineError
from portinaio.wire.sip.flow import hostport

if TYPE_CHECKING:
    from collections.abc import Iterable

TRANSPORTS = ("udp", "tcp", "tls")
MOST_KNOWN = 1024  # hosts

_TARGET = re.compile(
    r"(?:(sips?):)?(?:\[([0-9A-Fa-f:.]+)\]|([^\s,:;\[\]@]+))(?::(\d{1,5}))?"
    r"(?:;(?:transport=(\w+)|[\w.+-]+(?:=[^;]*)?))*",
    re.IGNORECASE,
)


class Target(NamedTuple):
    """Where to register, or by way of whom."""

    host: str
    port: int | None
    """`None` where the name itself tells, RFC 3263 4.2."""
    transport: str | None

    @property
    def text(self) -> str:
        """As a person reads it."""
        return self.host if self.port is None else hostport(self.host, self.port)


def target(text: str, line: str, key: str) -> Target:
    found = _TARGET.fullmatch(text.strip())
    if found is None or not 0 < int(found[4] or 1) < 65536:
        raise LineError(
            msg(
                "%(key)s of line %(line)s must be like sip.example.net, not '%(text)s'",
                key=key,
                line=line,
                text=text,
            )
        )
    transport = (found[5] or "").lower() or ("tls" if (found[1] or "").lower() == "sips" else None)
    if transport not in {None, *TRANSPORTS}:
        raise LineError(
            msg(
                "%(key)s of line %(line)s: the transport must be udp, tcp or tls, not %(transport)s",
                key=key,
                line=line,
                transport=transport,
            )
        )
    return Target(found[2] or found[3], int(found[4]) if found[4] else None, transport)


class TrustedPeers:
    """Whose messages are answered. Scanners find every port 5060; a call from elsewhere is no call."""

    def __init__(self, networks: Iterable[str]) -> None:
        self._networks = [ipaddress.ip_network(text, strict=False) for text in networks]
        self._hosts: frozenset[str] = frozenset()
        self._known: dict[str, bool] = {}
        """Who was asked for of late: each message asks."""

    def admit(self, hosts: Iterable[str]) -> None:
        """The registrar's and proxy's addresses, in place of those of before."""
        self._hosts = frozenset(hosts)
        self._known.clear()

    def admitted(self, host: str) -> bool:
        """Whether it is the registrar or proxy itself."""
        return host in self._hosts or str(_address(host)) in self._hosts

    def __contains__(self, host: str) -> bool:
        known = self._known.get(host)
        if known is None:
            known = self.admitted(host) or any(_address(host) in net for net in self._networks)
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()  # scanners come from everywhere
            self._known[host] = known
        return known


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    address = ipaddress.ip_address(host.partition("%")[0])
    # A socket for both families shows IPv4 peers as ::ffff:a.b.c.d.
    return getattr(address, "ipv4_mapped", None) or address

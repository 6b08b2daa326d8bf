"""Addresses as they stand in config.toml, and whose messages are answered."""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.listen import TRANSPORTS
from portinaio.core.message import msg
from portinaio.errors import LineError

if TYPE_CHECKING:
    from collections.abc import Iterable

SIP_PORT = 5060

_TARGET = re.compile(
    r"(?:sip:)?(?:\[([0-9A-Fa-f:.]+)\]|([^\s:;\[\]@]+))(?::(\d{1,5}))?"
    r"(?:;(?:transport=(\w+)|[\w.+-]+(?:=[^;]*)?))*",
    re.IGNORECASE,
)


class Target(NamedTuple):
    """Where to register, or by way of whom."""

    host: str
    port: int
    transport: str | None


def target(text: str, line: str, key: str) -> Target:
    found = _TARGET.fullmatch(text.strip())
    if found is None or not 0 < int(found[3] or SIP_PORT) < 65536:
        raise LineError(
            msg(
                "%(key)s of line %(line)s must be like sip.example.net, not '%(text)s'",
                key=key,
                line=line,
                text=text,
            )
        )
    transport = (found[4] or "").lower() or None
    if transport not in {None, *TRANSPORTS}:
        raise LineError(
            msg(
                "%(key)s of line %(line)s: the transport must be udp or tcp, not %(transport)s",
                key=key,
                line=line,
                transport=transport,
            )
        )
    return Target(found[1] or found[2], int(found[3] or SIP_PORT), transport)


class TrustedPeers:
    """Whose messages are answered. Scanners find every port 5060; a call from elsewhere is no call."""

    def __init__(self, networks: Iterable[str]) -> None:
        self._networks = [ipaddress.ip_network(text, strict=False) for text in networks]
        self._hosts: frozenset[str] = frozenset()

    def admit(self, hosts: Iterable[str]) -> None:
        """The registrar's and proxy's addresses, in place of those of before."""
        self._hosts = frozenset(hosts)

    def admitted(self, host: str) -> bool:
        """Whether it is the registrar or proxy itself."""
        return host in self._hosts or str(_address(host)) in self._hosts

    def __contains__(self, host: str) -> bool:
        return self.admitted(host) or any(_address(host) in net for net in self._networks)


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    address = ipaddress.ip_address(host.partition("%")[0])
    # A socket for both families shows IPv4 peers as ::ffff:a.b.c.d.
    return getattr(address, "ipv4_mapped", None) or address

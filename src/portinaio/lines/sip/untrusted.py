"""Calls from addresses that a line does not trust. Nothing answers them; the user is told, since one may be their own PBX."""

from __future__ import annotations

import ipaddress
import logging
import re
from typing import TYPE_CHECKING

from portinaio.lines.line import UntrustedCall

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_HOSTS = 64  # scanners come from everywhere; the newest are remembered
MOST_A_SECOND = 8  # of a flood the rest is not looked at

_NEAR = tuple(
    map(
        ipaddress.ip_network,
        (
            *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"),  # RFC 1918
            *("127.0.0.0/8", "::1/128"),
            *("169.254.0.0/16", "fe80::/10"),  # a network without a router
            *("fc00::/7", "100.64.0.0/10"),  # of a house or a VPN, RFC 4193 and 6598
        ),
    )
)
_CALL_ID = re.compile(rb"\r?\n(?:call-id|i)[ \t]*:[ \t]*([^\r\n]{1,256})", re.IGNORECASE)
_WHOLE_HEAD = 8192  # bytes; a call whose Call-ID comes later is none that a PBX makes


log = logging.getLogger(__name__)

MOST_NOTED = 8  # scanners come from everywhere and must not fill the log


class UntrustedCalls:
    def __init__(self, trusted: Iterable[str]) -> None:
        self._trusted = tuple(trusted)
        self._latest: dict[str, bytes] = {}
        """Host to Call-ID: who gets no answer sends the same call again."""
        self._second = 0
        self._seen = 0
        self._noted: set[str] = set()

    def note(self, line: str, host: str) -> None:
        """In the log, of the first that are not answered: one may be the user's own exchange."""
        if host in self._noted or len(self._noted) >= MOST_NOTED:
            return
        self._noted.add(host)
        log.warning(
            "line %s: %s is not heard; if calls come from there, add it to trusted", line, host
        )

    def call(self, data: bytes, host: str, now: float) -> UntrustedCall | None:
        """What begins with `data`, if it is a call that has not been told of yet. OPTIONS and REGISTER are a scanner's, or a mistake."""
        if not data.lstrip(b"\r\n").startswith(b"INVITE ") or self._flooded(now):
            return None
        found = _CALL_ID.search(data[:_WHOLE_HEAD])
        if found is None or self._latest.get(host) == found[1]:
            return None
        self._latest.pop(host, None)
        self._latest[host] = found[1]
        if len(self._latest) > MOST_HOSTS:
            del self._latest[next(iter(self._latest))]
        return self._told(host)

    def _told(self, host: str) -> UntrustedCall:
        address = ipaddress.ip_address(host.partition("%")[0])
        address = getattr(address, "ipv4_mapped", None) or address
        near = any(address in network for network in _NEAR)
        alone = f"{address}/{address.max_prefixlen}"
        return UntrustedCall(str(address), (*self._trusted, alone) if near else ())

    def _flooded(self, now: float) -> bool:
        if self._second != int(now):
            self._second, self._seen = int(now), 0
        self._seen += 1
        return self._seen > MOST_A_SECOND

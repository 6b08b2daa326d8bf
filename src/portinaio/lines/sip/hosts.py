"""The addresses of the registrar, or of the proxy before it: all are trusted, and tried in turn until one answers, RFC 3263 4.3."""

from __future__ import annotations

import asyncio
import logging
import socket
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portinaio.lines.sip.addresses import TrustedPeers

log = logging.getLogger(__name__)

LOOK_UP_S = 10.0  # a resolver that is away must not keep the line waiting for ever


class Hosts:
    def __init__(self, nearest: str, registrar: str, trusted: TrustedPeers) -> None:
        """`nearest` is the host that we talk to; calls may also come from the registrar itself, when a proxy stands before it."""
        self._nearest = nearest
        self._registrar = registrar
        self._trusted = trusted
        self._known: dict[str, list[str]] = {}
        """By name; old addresses are better than none."""
        self._untried: list[str] = []
        self._good: str | None = None

    @property
    def more(self) -> bool:
        """Whether this round has an address left."""
        return bool(self._untried)

    async def begin_round(self) -> None:
        """All from the first, which is the one that answered last: its server knows us. `OSError` where the name has no address."""
        found = await self._look_up(self._nearest)
        others: list[str] = []
        if self._registrar != self._nearest:
            try:
                others = await self._look_up(self._registrar)
            except OSError:
                log.debug("the registrar %s has no address of its own", self._registrar)
        self._trusted.admit([*found, *others])
        self._untried = sorted(found, key=lambda host: host != self._good)

    def next(self) -> str:
        return self._untried.pop(0)

    def end_round(self, good: str | None = None) -> None:
        """With the address that answered, or because it makes no sense to try another."""
        self._untried.clear()
        self._good = good or self._good

    async def _look_up(self, name: str) -> list[str]:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(LOOK_UP_S):
                found = await loop.getaddrinfo(name, None, type=socket.SOCK_DGRAM)
        except OSError:  # a timeout is one too
            if name not in self._known:
                raise
            log.debug("the name %s cannot be found now, its last addresses serve", name)
        else:
            self._known[name] = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        return self._known[name]

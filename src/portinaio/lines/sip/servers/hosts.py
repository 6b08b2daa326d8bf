"""The servers of the registrar, or of the proxy before it: all are trusted, and tried in turn until one answers, RFC 3263 4.3."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from portinaio.lines.sip.servers.names import SHORTEST_S, Found

if TYPE_CHECKING:
    from portinaio.lines.sip.addresses import Target, TrustedPeers
    from portinaio.lines.sip.servers.names import Names
    from portinaio.wire.sip.locate import Server

log = logging.getLogger(__name__)

LOOK_UP_S = 10.0  # a resolver that is away must not keep the line waiting for ever
FORGIVEN_S = 300.0  # a server that failed is asked again after so long, where it is a better one


class Hosts:
    def __init__(
        self, nearest: Target, registrar: str, trusted: TrustedPeers, names: Names
    ) -> None:
        """`nearest` is whom we talk to; calls may also come from the registrar itself, when a proxy stands before it."""
        self._nearest = nearest
        self._registrar = registrar
        self._trusted = trusted
        self._names = names
        self._known: Found | None = None
        """Old addresses are better than none."""
        self._known_registrar: list[str] = []
        self._failed: dict[Server, float] = {}
        self._untried: list[Server] = []
        self._good: Server | None = None
        self.look_up_at: float | None = None
        """When what is known grows old. Calls may then come from another address."""

    @property
    def more(self) -> bool:
        """Whether this round has a server left."""
        return bool(self._untried)

    async def begin_round(self, now: float) -> None:
        """All from the best. Of those alike the one that answered last is first, since its server knows us.

        `OSError` where the name leads nowhere.
        """
        servers = await self.look_up(now)
        self._failed = {one: at for one, at in self._failed.items() if now < at + FORGIVEN_S}
        self._untried = sorted(
            servers, key=lambda one: (one in self._failed, one.rank, one != self._good)
        )

    async def look_up(self, now: float) -> list[Server]:
        """Ask anew who serves the name, and believe all of them."""
        try:
            async with asyncio.timeout(LOOK_UP_S):
                found = await self._names.servers(self._nearest, self._nearest.transport)
        except OSError:  # a timeout is one too
            self.look_up_at = now + SHORTEST_S
            if self._known is None:
                raise
            log.debug("%s cannot be found now, its last servers serve", self._nearest.host)
            found = self._known
        else:
            self.look_up_at = now + found.good_for_s
        self._known = found
        await self._look_up_registrar()
        talked_to = [self._good.host] if self._good else []
        self._trusted.admit(
            [*(server.host for server in found.servers), *self._known_registrar, *talked_to]
        )
        return found.servers

    async def stay_fresh(self) -> None:
        """Look names up again when they grow old, for as long as the line runs."""
        loop = asyncio.get_running_loop()
        while True:
            wait_s = (self.look_up_at or loop.time() + SHORTEST_S) - loop.time()
            await asyncio.sleep(max(wait_s, SHORTEST_S))
            try:
                await self.look_up(loop.time())
            except OSError:
                log.debug("%s cannot be found", self._nearest.host)

    def next(self) -> Server:
        return self._untried.pop(0)

    def failed(self, server: Server, now: float) -> None:
        self._failed[server] = now

    def end_round(self, good: Server | None = None) -> None:
        """With the server that answered, or because it makes no sense to try another."""
        self._untried.clear()
        self._good = good or self._good

    async def _look_up_registrar(self) -> None:
        if self._registrar == self._nearest.host:
            return
        try:
            async with asyncio.timeout(LOOK_UP_S):
                self._known_registrar, _ = await self._names.addresses(self._registrar)
        except OSError:
            log.debug("the registrar %s has no address of its own", self._registrar)

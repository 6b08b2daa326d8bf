"""The servers of the registrar, or of the proxies before it: all are trusted, and tried in turn until one answers, RFC 3263 4.3."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from portinaio.lines.sip.servers.names import SHORTEST_S, Found

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portinaio.lines.sip.addresses import Target, TrustedPeers
    from portinaio.lines.sip.servers.names import Names
    from portinaio.wire.sip.locate import Server

log = logging.getLogger(__name__)

LOOK_UP_S = 10.0  # a resolver that is away must not keep the line waiting for ever
FORGIVEN_S = 300.0  # a server that failed is asked again after so long, where it is a better one


class Hosts:
    def __init__(
        self, nearest: Sequence[Target], registrar: str, trusted: TrustedPeers, names: Names
    ) -> None:
        """`nearest` are those whom we talk to; calls may also come from the registrar itself, when a proxy stands before it."""
        self._nearest = tuple(nearest)
        self._registrar = registrar
        self._trusted = trusted
        self._names = names
        self._known: dict[Target, Found] = {}
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
        """All from the best. Of those alike the one that answered last is first, since its server knows us; so is its name, of several.

        `OSError` where no name leads anywhere.
        """
        servers = await self.look_up(now)
        self._failed = {one: at for one, at in self._failed.items() if now < at + FORGIVEN_S}
        kept = self.asked(self._good) if self._good else None
        self._untried = sorted(
            servers,
            key=lambda one: (
                one in self._failed,
                self.asked(one) != kept,
                self._nearest.index(self.asked(one)),
                one.rank,
                one != self._good,
            ),
        )

    def asked(self, server: Server) -> Target:
        """By which name it was found: the first, where several lead to it."""
        of = (one for one in self._nearest if one in self._known)
        return next((one for one in of if server in self._known[one].servers), self._nearest[0])

    async def look_up(self, now: float) -> list[Server]:
        """Ask anew who serves the names, and believe all of them."""
        lives_s = await asyncio.gather(*map(self._look_up, self._nearest))
        self.look_up_at = now + min(lives_s)
        if not self._known:
            raise OSError(f"{self._nearest[0].host} cannot be found")
        found = [s for one in self._nearest if one in self._known for s in self._known[one].servers]
        await self._look_up_registrar()
        talked_to = [self._good.host] if self._good else []
        self._trusted.admit([*(s.host for s in found), *self._known_registrar, *talked_to])
        return list(dict.fromkeys(found))

    async def stay_fresh(self) -> None:
        """Look names up again when they grow old, for as long as the line runs."""
        loop = asyncio.get_running_loop()
        while True:
            wait_s = (self.look_up_at or loop.time() + SHORTEST_S) - loop.time()
            await asyncio.sleep(max(wait_s, SHORTEST_S))
            try:
                await self.look_up(loop.time())
            except OSError:
                log.debug("%s cannot be found", self._nearest[0].host)

    def next(self) -> Server:
        return self._untried.pop(0)

    def failed(self, server: Server, now: float) -> None:
        self._failed[server] = now

    def end_round(self, good: Server | None = None) -> None:
        """With the server that answered, or because it makes no sense to try another."""
        self._untried.clear()
        self._good = good or self._good

    async def _look_up(self, nearest: Target) -> float:
        """For how long what is known of a name holds."""
        try:
            async with asyncio.timeout(LOOK_UP_S):
                found = await self._names.servers(nearest, nearest.transport)
        except OSError:  # a timeout is one too
            log.debug("%s cannot be found now", nearest.host)
            return SHORTEST_S
        self._known[nearest] = found
        return found.good_for_s

    async def _look_up_registrar(self) -> None:
        if self._registrar in {one.host for one in self._nearest}:
            return
        try:
            async with asyncio.timeout(LOOK_UP_S):
                self._known_registrar, _ = await self._names.addresses(self._registrar)
        except OSError:
            log.debug("the registrar %s has no address of its own", self._registrar)

"""The notices of one `[[notify]]` on their way: in a queue with an end, held back in its quiet hours, tried again with growing pauses.

Nothing here is waited for by a call, and a far end that is away costs memory for `MOST_WAITING` notices at most. What has to wait is
kept, so that it outlives the daemon; what leaves at once never touches the disk.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections import deque
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.message import Message
from portinaio.daemon.notices.notice import of_waiting, shown
from portinaio.daemon.notices.sender import NotSentError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from portinaio.config.settings import NotifyTable
    from portinaio.core.message import Translation
    from portinaio.daemon.notices.notice import Link as AllowLink
    from portinaio.daemon.notices.notice import Notice, Shown
    from portinaio.daemon.notices.sender import Link, Sender

log = logging.getLogger(__name__)

MOST_WAITING = 50
PAUSES_S = (5.0, 30.0, 120.0, 600.0, 1800.0)
JITTER = 0.2  # of the pause
OLDEST = timedelta(hours=36)  # what nobody would take for so long is no news any more
GAP_S = 3.0  # between two; what comes meanwhile is told together, so that a flood of calls is none of mails
LOOK_S = 30.0  # whether quiet hours are over


class OutboxState(NamedTuple):
    sent: int = 0
    """Since the daemon started."""
    waiting: int = 0
    lost: int = 0
    """Refused for good, too old, or without room."""
    error: Message | None = None
    """Why the last one did not leave."""


class House(NamedTuple):
    """What an outbox asks of the house it stands in."""

    now: Callable[[], datetime]
    quiet: Callable[[NotifyTable, datetime], bool]
    translation: Translation | None
    allow: AllowLink = lambda _: None
    keep: Callable[[list[Notice]], None] = lambda _: None
    """These wait, and no others."""


class Outbox:
    """All of it runs in the loop's thread."""

    def __init__(
        self, table: NotifyTable, sender: Sender, house: House, kept: Iterable[Notice] = ()
    ) -> None:
        """`kept` have waited since before the daemon began."""
        self.table = table
        self._sender = sender
        self._house = house
        self._waiting: deque[Notice] = deque(one for one in kept if one.occasion in table.on)
        self._kept = list(self._waiting)
        """Those of them that are on the disk."""
        self._more = asyncio.Event()
        self._link: Link | None = None
        """A connection that lasts, where the sender has one."""
        self._left_out = 0
        """Since the last that was sent: told in the next."""
        self._sent = self._lost = self._failures = 0
        self._error: Message | None = None
        self._told: list[Notice] = []
        """On their way, and in the queue until they are taken."""

    @property
    def state(self) -> OutboxState:
        return OutboxState(self._sent, len(self._waiting), self._lost, self._error)

    def retire(self) -> None:
        """It is named in config.toml no more."""
        self._sender.retire()

    def put(self, notice: Notice) -> None:
        if notice.occasion not in self.table.on:
            return
        if len(self._waiting) >= MOST_WAITING:
            self._waiting.popleft()
            self._left_out += 1
            self._lost += 1
        self._waiting.append(notice)
        self._more.set()

    def keep(self) -> None:
        """What waits, at once: the daemon ends."""
        if self._waiting != deque(self._kept):
            self._house.keep(list(self._waiting))

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                async with self._sender.connected() as link:
                    if link.proven:
                        self._well()
                        self._link = link
                    await self._serve(link)
            except NotSentError as error:
                self._link = None
                await self._pause(error)

    async def try_once(self, notice: Notice) -> None:
        """Beside the queue, for who wants to see whether it works. `NotSentError` with the reason."""
        if self._link is not None:
            await self._link.send(await asyncio.to_thread(self._shown, notice))
            return
        async with self._sender.connected() as link:
            await link.send(await asyncio.to_thread(self._shown, notice))

    async def _serve(self, link: Link) -> None:
        """`NotSentError` where the link breaks, or does not take what may be taken later."""
        while True:
            await self._wait(link)
            notice = self._next()
            if notice is None:
                continue
            try:
                await link.send(await asyncio.to_thread(self._shown, notice))
            except NotSentError as error:
                if error.again:
                    raise
                self._lost += len(self._told)
                self._error = _sentence(error)
                log.warning("a notice for %s was refused: %s", self.table.kind, error)
            else:
                self._sent += len(self._told)
                self._well()
            self._taken()
            if self._kept:
                await self._keep()
            await asyncio.sleep(GAP_S)

    async def _wait(self, link: Link) -> None:
        """For a notice that may leave now, or a link that breaks."""
        while not link.broken.done():
            silent = self._house.quiet(self.table, self._house.now())
            if self._waiting and not silent:
                return
            self._more.clear()
            if silent:
                await self._keep()
            more = asyncio.ensure_future(self._more.wait())
            try:
                await asyncio.wait(
                    (more, link.broken),
                    timeout=LOOK_S if silent else None,
                    return_when=asyncio.FIRST_COMPLETED,
                )
            finally:
                more.cancel()
        raise link.broken.result()

    def _next(self) -> Notice | None:
        """What is told now; of several that had to wait one that tells of all. They stay in the queue until they are taken."""
        now = self._house.now()
        while self._waiting and now - self._waiting[0].at > OLDEST:
            self._waiting.popleft()
            self._lost += 1
        self._told = list(self._waiting)
        return of_waiting(self._told, self._left_out, now) if self._told else None

    def _taken(self) -> None:
        told = set(map(id, self._told))
        while self._waiting and id(self._waiting[0]) in told:
            self._waiting.popleft()
        self._left_out = 0

    async def _keep(self) -> None:
        waiting = list(self._waiting)
        if waiting != self._kept:
            await asyncio.to_thread(self._house.keep, waiting)
            self._kept = waiting

    def _well(self) -> None:
        self._failures, self._error = 0, None

    async def _pause(self, error: NotSentError) -> None:
        self._error = _sentence(error)
        pause_s = PAUSES_S[min(self._failures, len(PAUSES_S) - 1)]
        self._failures += 1
        log.warning(
            "no notice left for %s: %s; next try in %.0f s", self.table.kind, error, pause_s
        )
        await self._keep()
        await asyncio.sleep(pause_s * (1 + JITTER * random.random()))  # noqa: S311  # no secret

    def _shown(self, notice: Notice) -> Shown:
        """In a thread: a link is written down."""
        house = self._house
        return shown(notice, self.table.number, house.translation, house.allow)


def _sentence(error: NotSentError) -> Message:
    said = error.sentence
    return said if isinstance(said, Message) else Message("%(said)s", {"said": str(said)})

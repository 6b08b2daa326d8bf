"""When each address book that is followed is asked for news: a server every hour, a file as soon as it has changed."""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from random import Random
from typing import TYPE_CHECKING

from portinaio.config.stamp import stamp
from portinaio.daemon.clock import lasting
from portinaio.daemon.handlers.contacts import sync_contacts
from portinaio.errors import PortinaioError
from portinaio.thread_pool import ThreadPool

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from portinaio.config.stamp import Stamp
    from portinaio.daemon.context import Context

log = logging.getLogger(__name__)

LOOK_S = 20.0
JITTER = 0.1  # of the hour, so that a thousand houses do not ask in one second
FILE = "file://"


class BookSchedule:
    def __init__(self, context: Context) -> None:
        self._context = context
        self._followed: tuple[str, ...] | None = None
        """As config.toml had them at the last look."""
        self._read: dict[str, Stamp] = {}
        """Of each file, as it was when it was last read."""
        self._seen: dict[str, Stamp] = {}
        """As it was at the last look: who writes it may be in the middle of it."""

    def forget_others(self) -> None:
        """Whom books made known that were taken out of config.toml by hand."""
        from portinaio.daemon.books import state  # noqa: PLC0415  # few follow one

        context, names = self._context, tuple(name for name, _ in self._context.config.books)
        if names != self._followed and not context.store.read_only:
            self._followed = names
            if state.forget_others(context.store, context.home, names):
                context.changed()

    def due(self) -> list[str]:
        """Names of the books that are asked now."""
        context = self._context
        if not context.config.books or context.store.read_only:
            return []
        return [name for name, url in context.config.books if self._is_due(name, url)]

    def _is_due(self, name: str, url: str) -> bool:
        from portinaio.daemon.books.follow import EVERY  # noqa: PLC0415  # few follow one
        from portinaio.daemon.books.state import state_of, waits_until  # noqa: PLC0415  # as above

        now, state = self._context.now(), state_of(self._context.store, name)
        if state.checked is None or state.checked > now + EVERY:
            return True  # a clock that was ahead has asked: nobody would ask again for years
        if url.startswith(FILE) and self._has_changed(url):
            return True
        if lasting(waits_until(self._context.store, name), now):
            return False
        chance = Random(f"{self._context.home.data} {name} {state.checked}")  # noqa: S311  # no secret
        return now >= state.checked + EVERY * (1 + JITTER * chance.random())

    def _has_changed(self, url: str) -> bool:
        from portinaio.lists.url import read_url  # noqa: PLC0415  # as above

        found = stamp(read_url(url).path)
        before, self._seen[url] = self._seen.get(url), found
        if url not in self._read:
            self._read[url] = found
            return True  # it may have changed while nobody looked; read again, it says that nothing did
        if found == self._read[url] or found != before:
            return False
        self._read[url] = found
        return True


async def keep_books(
    context: Context, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> None:
    """Look again and again, until cancelled."""
    thread = ThreadPool("contacts", 1)  # its own: a sync may take half an hour
    schedule = BookSchedule(context)
    while True:
        await thread.do(partial(renew_due, context, schedule))
        await sleep(LOOK_S)


def renew_due(context: Context, schedule: BookSchedule) -> None:
    """Trouble stands in the state of each book, and what hinders all of them in the log."""
    try:
        schedule.forget_others()
        if names := schedule.due():
            for each in sync_contacts(context, names):
                log.info(
                    "contacts %s are %s: %d new, %d gone",
                    each["name"],
                    each["state"],
                    each["accepted"],
                    each["removed"],
                )
    except (PortinaioError, OSError) as error:
        log.warning("the contacts could not be renewed: %s", error)

"""When each list is asked for news: at its own interval, at a minute that is nobody else's.

A thousand houses that ask at midnight are an attack; so a tenth of the interval is left to chance, drawn anew for each
sync. After trouble of a server an hour passes, after a refusal the whole interval: a bad list seldom mends within hours.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from functools import partial
from random import Random
from typing import TYPE_CHECKING

from portinaio.daemon.clock import lasting
from portinaio.daemon.handlers.lists import sync
from portinaio.daemon.lists.list_state import waits_until
from portinaio.errors import PortinaioError
from portinaio.thread_pool import ThreadPool

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from portinaio.core.list_state import ListState
    from portinaio.daemon.context import Context
    from portinaio.lists.open_list import OpenList

log = logging.getLogger(__name__)

LOOK_S = 60.0
JITTER = 0.1  # of the interval
AGAIN = timedelta(hours=1)
MENDING = timedelta(minutes=10)  # between two attempts to rebuild a damaged file


def due_at(state: ListState, every: timedelta, chance: Random) -> datetime | None:
    """When the list is asked next; `None` at once, since it never was."""
    if state.checked is None:
        return None
    pause = every if state.state in {"ok", "refused"} else min(AGAIN, every)
    return state.checked + pause + JITTER * pause * chance.random()


def due(context: Context) -> list[str]:
    """Names of the lists that are asked now."""
    if not context.config.lists or context.store.read_only:
        return []
    from portinaio.daemon.lists.list_status import subscribed  # noqa: PLC0415  # a house without lists needs none of it

    now = context.now()
    by_name = (
        {open_list.name: open_list for open_list in context.open_lists.all()}
        if context.open_lists
        else {}
    )
    names = []
    for each in subscribed(context):
        config, state = each
        if config.fault:
            continue
        # The same chance at every look, and another after the next sync.
        chance = Random(f"{context.home.data} {config.name} {state.checked}")  # noqa: S311  # no secret
        at = due_at(state, timedelta(hours=config.every_hours), chance)
        if state.checked and state.checked > now + AGAIN:
            at = None  # a clock that was ahead has asked: nobody would ask again for years
        mend = at is not None and _to_be_mended(context, by_name.get(config.name), state)
        waits = lasting(waits_until(context.store, config.name), now)
        if (at is None or now >= at or mend) and not waits:
            names.append(config.name)
    return names


def _to_be_mended(context: Context, open_list: OpenList | None, state: ListState) -> bool:
    """One that was there and is torn, soon; one that an older version built, once: a sync measures it, or cannot."""
    if open_list is None or state.checked is None or state.updated is None:
        return False
    if open_list.opened is None:
        return context.now() - state.checked >= MENDING
    return (
        not open_list.opened.measured
        and context.since is not None
        and state.checked < context.since
    )


async def keep_lists(
    context: Context, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> None:
    """Look every minute, until cancelled."""
    thread = ThreadPool("lists", 1)  # its own: a sync may take half an hour
    while True:
        await thread.do(partial(renew_due, context))
        await sleep(LOOK_S)


def renew_due(context: Context) -> None:
    """Sync what is due. Trouble stands in the state of each list, and what hinders all of them in the log."""
    try:
        if names := due(context):
            for each in sync(context, names):
                log.info(
                    "list %s is %s: %d new, %d gone",
                    each["name"],
                    each["state"],
                    each["accepted"],
                    each["removed"],
                )
    except (PortinaioError, OSError) as error:
        log.warning("the lists could not be renewed: %s", error)

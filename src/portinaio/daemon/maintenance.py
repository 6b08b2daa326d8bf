"""What is looked after beside the calls: once a day the log and the entries, every second what others have written.

Also in config.toml and in the user's own catalogue: it counts within two seconds, whoever has changed it.
"""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from portinaio.api.requests.entries import EntryRequests
from portinaio.api.requests.service import ServiceRequests
from portinaio.config.stamp import stamp
from portinaio.daemon.clock import SKEW, believed, cut_pauses
from portinaio.daemon.companies.suggested_companies import forget_older
from portinaio.daemon.complaints.complaints_due import complaints_due
from portinaio.daemon.files.messages import sweep
from portinaio.daemon.handlers.entries import publish_entries
from portinaio.daemon.publishing import publish
from portinaio.errors import HomeError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from portinaio.config.stamp import Stamp
    from portinaio.daemon.context import Context

log = logging.getLogger(__name__)

EVERY = timedelta(days=1)
HOUR_S = 3600.0
CLOCK_S = 10.0
SETTLING_S = 900.0  # until then a computer without a battery has asked others for the time
LOOK_S = 1.0  # a window that was open before the daemon came writes to the database itself


async def prune_daily(
    context: Context,
    keep_days: Callable[[], int],
    *,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """At once, and then day by day, until cancelled.

    By the clock: a computer that sleeps at night would take a week for a day of its own. Where that stands still, by the hours.
    """
    while True:
        began, hours = context.now(), 0
        await asyncio.to_thread(tidy, context, keep_days())
        while hours * HOUR_S < EVERY.total_seconds() and context.now() - began < EVERY:
            await sleep(HOUR_S)
            hours += 1


async def watch_database(
    context: Context, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> None:
    """See what another process has written, until cancelled. In a thread: the connection may be at work for seconds."""
    seen: int | None = None
    while True:
        with suppress(HomeError):  # the recorder tells what is wrong with the disk
            version = await asyncio.to_thread(context.store.version)
            if seen not in {None, version}:
                context.changed()
            seen = version
        await sleep(LOOK_S)


async def watch_config(
    path: str,
    read: dict[str, Stamp],
    reload: Callable[[], Awaitable[None]],
    *,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Read the configuration anew when somebody has changed the file at `path`, until cancelled.

    `read` are the stamps of what was read last, whoever asked for that. Two looks must have found the file the same: an
    editor may be in the middle of writing, and half a file may be a valid one.
    """
    before = read[path]
    while True:
        await sleep(LOOK_S)
        found = stamp(path)
        if found == before and found != read[path]:
            read[path] = found
            log.info("%s has changed", path)
            await reload()
        before = found


async def watch_clock(
    context: Context,
    *,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    seconds: Callable[[], float] = time.monotonic,
) -> None:
    """See that the clock has jumped back, until cancelled: pauses must not last until it is there again.

    A clock that is behind when the daemon starts may be the one that is wrong, so it is given time to be set.
    """
    settling = seconds()
    while True:
        at, since = context.now(), seconds()
        await sleep(CLOCK_S)
        jumped = context.now() - at < timedelta(seconds=seconds() - since) - SKEW
        if jumped:
            log.warning("the clock has jumped back from %s to %s", at, context.now())
            settling = seconds()
        if jumped or since - settling < SETTLING_S <= seconds() - settling:
            await asyncio.to_thread(shorten, context)


def shorten(context: Context) -> None:
    """Let nothing last longer than it was asked for."""
    with suppress(HomeError):  # the recorder tells what is wrong with the disk
        if not context.store.read_only and cut_pauses(context.store, context.now()):
            _tell_of_pauses(context)


def _tell_of_pauses(context: Context) -> None:
    publish_entries(context)
    publish(context, ServiceRequests.status)


def tidy(context: Context, keep_days: int) -> None:
    if context.store.read_only:
        return
    now = context.now()
    gone = expired = 0
    try:
        context.store.entries.book()  # what of them makes no sense is known from here on
        if believed(context.store, now):
            disputed = context.store.complaints.open_call_ids()
            gone = context.store.calls.prune(now - timedelta(days=keep_days), disputed)
            expired = context.store.entries.purge_expired(now)
            forget_older(context.store, now - timedelta(days=keep_days))
            sweep(context.home, context.store, now)
        else:
            log.warning("the clock says %s, and nothing old is deleted by it", now)
            publish(context, ServiceRequests.status)
    except HomeError as error:
        log.warning("the house could not be tidied: %s", error)
        return
    if gone:
        log.info("%d calls are older than %d days; their counts remain", gone, keep_days)
        context.publish("forgotten", lambda: {"id": None})
    if expired:
        context.changed()
        publish(context, EntryRequests.entries)
    if complaints_due(context):  # a deadline passes without anybody doing anything
        context.publish("due", partial(complaints_due, context))
        publish(context, ServiceRequests.status)

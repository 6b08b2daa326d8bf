"""What goes on beside the calls for as long as the daemon runs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from portinaio.core.message import Message, msg
from portinaio.daemon.maintenance import prune_daily, watch_clock, watch_config, watch_database
from portinaio.daemon.process.memory import give_back_memory
from portinaio.daemon.sharing.keep_shares import keep_shares
from portinaio.daemon.sync.book_schedule import keep_books
from portinaio.daemon.sync.schedule import keep_lists
from portinaio.language import translation

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from portinaio.daemon.context import Context
    from portinaio.daemon.events import Hub

    Work = Callable[[], Awaitable[None]]


def side_tasks(
    context: Context,
    hub: Hub,
    language: str,
    keep_days: Callable[[], int],
    reload: Work,
) -> Iterator[tuple[Message, Work]]:
    """What the user is told of each that fails, and its work. `keep_days` as they are when they are asked for."""
    from portinaio.daemon.desktop_notifications import DesktopNotifications  # noqa: PLC0415  # the lines go first

    yield (
        msg("notices on the desktop"),
        DesktopNotifications(context, hub, translation(language)).run,
    )
    yield msg("the daily tidying"), partial(prune_daily, context, keep_days)
    yield msg("the look at the clock"), partial(watch_clock, context)
    yield msg("the look at the database"), partial(watch_database, context)
    for path in context.stamps:
        watching = partial(watch_config, path, context.stamps, reload)
        yield msg("the look at %(file)s", file=path), watching
    yield msg("the renewal of lists"), partial(keep_lists, context)
    yield msg("the renewal of contacts"), partial(keep_books, context)
    yield msg("the reports for lists"), partial(keep_shares, context)
    yield msg("the memory that is free"), give_back_memory

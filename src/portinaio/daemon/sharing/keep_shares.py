"""While the daemon runs: what waits is tried again, and what the user has said once is shared by itself."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from portinaio.config.load import load_settings
from portinaio.core.entry import EntryKind
from portinaio.core.policy import Action
from portinaio.core.share import SharedReport, Topic
from portinaio.daemon.sharing.late_lookup import look_up_strangers
from portinaio.daemon.sharing.outbox import give, send_waiting
from portinaio.daemon.sharing.targets import targets
from portinaio.daemon.sharing.worth_sharing import refusal
from portinaio.errors import PortinaioError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from portinaio.core.logged import LoggedCall
    from portinaio.daemon.context import Context

EVERY_S = 30.0
SEEN = "shared_up_to"
"""Key of the state: id of the latest call that was looked at."""
PAGE = 100


async def keep_shares(
    context: Context, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> None:
    """Until cancelled."""
    while True:
        await asyncio.to_thread(look_once, context)
        await sleep(EVERY_S)


def look_once(context: Context) -> None:
    with suppress(
        PortinaioError
    ):  # a spoilt config.toml or disk is told elsewhere; tried again soon
        if context.store.read_only:
            return
        share_blocked(context)
        look_up_strangers(context)
        send_waiting(context, context.ringing)


def share_blocked(context: Context) -> None:
    """Callers of this house's own lines whom the user has blocked, where config.toml says `share = "blocked"`.

    What a list alone has reported is not given back: it would count its own echo.
    """
    newest = next(iter(context.store.calls.page(limit=1)), None)
    latest = newest.id if newest else 0
    seen = context.store.state.get(SEEN)
    if load_settings(context.home.config_file).community.share != "blocked":
        if seen is not None:
            context.store.state.set(SEEN, None)
        return
    if seen is None or not seen.isdecimal():  # from now on, and nothing of before
        context.store.state.set(SEEN, str(latest))
        return
    for call in _since(context, int(seen)):
        if not call.imported and call.action is not Action.RING and call.number:
            _share(context, call.number, call)
    if latest != int(seen):
        context.store.state.set(SEEN, str(latest))


def _since(context: Context, seen: int) -> list[LoggedCall]:
    """At most so many: who was away for long has shared enough."""
    return [call for call in context.store.calls.page(limit=PAGE) if call.id > seen]


def _share(context: Context, number: str, call: LoggedCall) -> None:
    entry = context.records.facts(number, context.now()).entry
    if not (entry and entry.kind is EntryKind.BLOCK) or refusal(context, number):
        return
    report = SharedReport(number, Topic.OTHER, call.at.date())
    if any(share.report.number == number for share in context.store.shares.of(number)):
        return  # given before, or taken back by the user, who has the last word
    for target in targets(context, report, heard=True):
        if target.sends and target.subscribed and not target.refusal:
            give(context, target, report, None)

"""A list that is tried out: fetched and read like a subscribed one, and asked by no call.

It lies where the list would lie, under the name that it would have. Who subscribes to it then need not fetch it again:
the sync of a new list finds it here, and asks its server for no more than whether there is news. It stays until it is
subscribed or given up, or until the next list is tried, or all lists are synced. Since when its rows were seen is kept
as it is of a list that is removed.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import convert

from portinaio.config.settings import ListTable
from portinaio.core.list_state import ListState
from portinaio.core.message import msg
from portinaio.daemon.config_cache import list_config
from portinaio.daemon.lists.effect import effect_answer, untold
from portinaio.daemon.lists.list_state import forget
from portinaio.daemon.lists.list_status import Subscribed, added_answer, list_answer, remark_of
from portinaio.daemon.lists.seen import seen_list
from portinaio.daemon.sync_runs.synced import Synced
from portinaio.errors import CountryWantedError, HomeError, UntrustedListError, UsageError
from portinaio.lists.catalogue import load_catalogue
from portinaio.lists.sync.files import ListFiles

if TYPE_CHECKING:
    from portinaio.api.answers import AddedListAnswer
    from portinaio.daemon.asker import Asker
    from portinaio.daemon.config_cache import ListConfig
    from portinaio.daemon.context import Context
    from portinaio.errors import PortinaioError


def try_out(
    context: Context, name: str, keys: dict[str, Any], asker: Asker | None, *, fetch: bool
) -> AddedListAnswer:
    """`UntrustedListError` says why nothing can be told. Without `fetch` nobody is asked, and only the kind of list speaks."""
    config = _config(context, name, keys)
    if any(each.name == name for each in context.config.lists):
        raise UsageError(msg("there is a list called %(name)s already; remove it first", name=name))
    if not fetch:
        return _answer(context, config, Synced(name, "never", None))
    context.home.make()
    synced = context.syncs.try_out({"name": name, **keys}, asker)
    if synced.state != "ok":
        give_up(context, name)
        raise refused(context, synced)
    context.tried = {name: (keys, synced)}
    return _answer(context, config, synced)


def give_up(context: Context, name: str) -> None:
    """Leave nothing of a list that was tried; nor of one that is not subscribed any more."""
    context.tried.pop(name, None)
    list_files = ListFiles(Path(context.home.lists))
    if any(each.name == name for each in context.config.lists):
        return
    with suppress(HomeError), list_files.sole(name, 0.0):  # who is at it clears up behind itself
        forget(context, list_files, name)


def tried_before(context: Context, name: str, keys: dict[str, Any]) -> Synced | None:
    """How the trial of the same list went. What is left of another one by that name is cleared away."""
    same, synced = context.tried.get(name, ({}, None))
    if synced and same == keys:
        context.tried.pop(name)
        return synced
    if Path(context.home.lists).exists():
        give_up(context, name)
    return None


def refused(context: Context, synced: Synced) -> PortinaioError:
    """Why a list was not added; of one that only lacks its country, the countries that it may be of."""
    reason = msg("%(list)s was not added: %(reason)s", list=synced.name, reason=synced.error or "")
    if synced.countries is None:
        return UntrustedListError(reason)
    error = CountryWantedError(reason)
    error.countries = synced.countries or (context.config.plan.country,)
    return error


def _config(context: Context, name: str, keys: dict[str, Any]) -> ListConfig:
    table = convert({"name": name, **keys}, ListTable)
    return list_config(table, load_catalogue(context.home.catalogue_file))


def _answer(context: Context, config: ListConfig, synced: Synced) -> AddedListAnswer:
    """As of a list that is subscribed."""
    state = ListState(config.name)
    if synced.state == "ok":
        state = context.store.lists.get(config.name) or state
        told = effect_answer(context, config, state)
    else:
        told = untold(context, config)
    open_lists = context.opened((*context.config.lists, config)).all()
    remark = remark_of(next(one for one in open_lists if one.name == config.name))
    seen = seen_list(config, synced, state.entries)
    return added_answer(list_answer(context, Subscribed(config, state)), synced, told, remark, seen)

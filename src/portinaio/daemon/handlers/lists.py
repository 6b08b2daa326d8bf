"""Community lists."""

from __future__ import annotations

from datetime import timedelta
from itertools import islice

from portinaio.api.requests.lists import ListRequests
from portinaio.api.requests.service import ServiceRequests
from portinaio.core.message import msg
from portinaio.core.numbers.number import read
from portinaio.core.numbers.pattern import key
from portinaio.daemon.answers import counts
from portinaio.daemon.asker import current_asker
from portinaio.daemon.dispatch import handles
from portinaio.daemon.handlers.settings_changed import settings_changed
from portinaio.daemon.lists import list_status
from portinaio.daemon.publishing import publish
from portinaio.errors import NotFoundError, UsageError

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from portinaio.api.answers import (
        AddedListAnswer,
        CatalogueAnswer,
        CountAnswer,
        FormatAnswer,
        GivenUpAnswer,
        ListAnswer,
        ListDetailAnswer,
        ListRowAnswer,
        ListRowsAnswer,
        SyncAnswer,
        SyncingAnswer,
    )
    from portinaio.core.evidence import Evidence
    from portinaio.daemon.context import Context
    from portinaio.lists.index.reader import ListIndex

LONGEST_TEXT = 80  # characters of a list's own words


@handles(ListRequests.lists)
def lists(context: Context) -> list[ListAnswer]:
    return list_status.lists(context)


@handles(ListRequests.catalogue)
def catalogue(context: Context, country: str = "") -> CatalogueAnswer:
    from portinaio.daemon.lists import offers  # noqa: PLC0415  # reads the catalogue

    return offers.catalogue(context, country.upper() or context.config.plan.country)


@handles(ListRequests.formats)
def formats(_context: Context) -> list[FormatAnswer]:
    from portinaio.daemon.files import exports  # noqa: PLC0415  # reads every format

    return exports.formats_at_hand()


@handles(ListRequests.show_list)
def show_list(context: Context, name: str) -> ListDetailAnswer:
    from portinaio.daemon.lists import subscriptions  # noqa: PLC0415  # as above

    return subscriptions.detail(context, name)


@handles(ListRequests.add_list)
def add_list(  # the keys of a list
    context: Context,
    source: str,
    *,
    format: str = "",  # the word of the command
    region: str | None = None,
    trust: float | None = None,
    origin: str = "",
    complaints: bool | None = None,
    vetted: bool | None = None,
    sure: bool = False,
    columns: Sequence[str] = (),
    root: str = "",
    countries: Sequence[str] = (),
    token: Mapping[str, str] | None = None,
) -> AddedListAnswer:
    from portinaio.daemon.lists import subscriptions  # noqa: PLC0415  # as above

    keys = {
        "format": format,
        "region": region,
        "trust": trust,
        "origin": origin,
        "complaints": complaints,
        "vetted": vetted,
        "sure": sure or None,
        "columns": list(columns) or None,
        "root": root,
        "countries": list(countries) or None,
        "token": token,
    }
    try:
        return subscriptions.add(context, source, keys, current_asker())
    finally:
        settings_changed(context)
        publish(context, ListRequests.lists)


@handles(ListRequests.try_list)
def try_list(  # as above
    context: Context,
    source: str,
    *,
    format: str = "",  # as above
    region: str | None = None,
    trust: float | None = None,
    origin: str = "",
    complaints: bool | None = None,
    vetted: bool | None = None,
    sure: bool = False,
    columns: Sequence[str] = (),
    root: str = "",
    countries: Sequence[str] = (),
    token: Mapping[str, str] | None = None,
    fetch: bool = True,
) -> AddedListAnswer:
    from portinaio.daemon.lists import subscriptions  # noqa: PLC0415  # as above

    keys = {
        "format": format,
        "region": region,
        "trust": trust,
        "origin": origin,
        "complaints": complaints,
        "vetted": vetted,
        "sure": sure or None,
        "columns": list(columns) or None,
        "root": root,
        "countries": list(countries) or None,
        "token": token,
    }
    return subscriptions.try_out(context, source, keys, current_asker(), fetch=fetch)


@handles(ListRequests.give_up_list)
def give_up_list(context: Context, name: str) -> GivenUpAnswer:
    from portinaio.daemon.lists import trial  # noqa: PLC0415  # as above

    if name in context.tried:  # nothing else: a name that somebody makes up is no file of ours
        trial.give_up(context, name)
    return {"name": name}


@handles(ListRequests.remove_list)
def remove_list(context: Context, name: str) -> ListAnswer:
    from portinaio.daemon.lists import subscriptions  # noqa: PLC0415  # as above

    gone = subscriptions.remove(context, name)
    settings_changed(context)
    publish(context, ListRequests.lists)
    return gone


@handles(ListRequests.sync)
def sync(
    context: Context, names: Sequence[str] = (), accept: Sequence[str] = ()
) -> list[SyncAnswer]:
    try:
        synced = context.syncs.run(names, accept, current_asker())
    finally:
        publish(context, ListRequests.lists)
        publish(context, ServiceRequests.status)
    return [
        list_status.sync_answer(each, list_status.synced_note(context, each)) for each in synced
    ]


@handles(ListRequests.syncing)
def syncing(context: Context) -> list[SyncingAnswer]:
    return [
        {"name": at.name, "bytes": at.bytes, "whole": at.whole} for at in context.syncs.progress
    ]


@handles(ListRequests.caught)
def caught(context: Context, days: int = 30) -> list[CountAnswer]:
    """By list, how many reported calls it spoke against."""
    found = context.store.insights.caught(context.now() - timedelta(days=days))
    return counts(sorted(found.items(), key=lambda each: -each[1]))


@handles(ListRequests.list_rows)
def list_rows(context: Context, name: str, number: str = "", limit: int = 100) -> ListRowsAnswer:
    """The first rows of a list, or what it says of one number."""
    index = _index(context, name)
    rows = _rows_of(context, index, number) if number.strip() else islice(index.rows(), limit)
    return {"entries": len(index), "rows": [_row(row) for row in rows]}


def _index(context: Context, name: str) -> ListIndex:
    lists = context.open_lists.all() if context.open_lists else ()
    found = next((one for one in lists if one.name == name), None)
    if found is None:
        raise NotFoundError(msg("there is no list called %(name)s", name=name[:60]))
    if found.error:
        raise found.error
    if found.opened is None:
        raise NotFoundError(msg("nothing of %(name)s has been fetched yet", name=name))
    return found.opened


def _rows_of(context: Context, index: ListIndex, number: str) -> Iterable[Evidence]:
    reading = read(number, context.config.plan)
    if reading.number is None:
        reason = reading.hint or msg("this is not a telephone number")
        raise UsageError(msg("%(text)s: %(reason)s", text=number[:60], reason=reason))
    hit = index.find(key(reading.number[1:]))
    return [index.detail(hit)] if hit else []


def _row(row: Evidence) -> ListRowAnswer:
    from portinaio.lists.intake.row import iso, pattern_of  # noqa: PLC0415  # a house without lists needs none of it

    return {
        "pattern": pattern_of(row),
        "reporters": row.reporters,
        "disputes": row.disputes,
        "last": None if row.seen else iso(row.last_day) or None,
        "since": iso(row.last_day) if row.seen else None,
        "category": row.category,
        "company": row.company[:LONGEST_TEXT],
    }

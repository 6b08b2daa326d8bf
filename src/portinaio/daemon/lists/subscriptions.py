"""Lists as they come and go: what is on offer, what config.toml subscribes to, and what is left of one that is removed."""

from __future__ import annotations

import re
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portinaio.config.secrets import look_up
from portinaio.config.settings import ListTable
from portinaio.core.message import msg
from portinaio.daemon.lists import trial
from portinaio.daemon.lists.effect import content_answer, effect_answer
from portinaio.daemon.lists.list_state import forget
from portinaio.daemon.lists.list_status import (
    added_answer,
    find,
    in_catalogue,
    list_answer,
    note,
)
from portinaio.daemon.lists.seen import seen_list
from portinaio.daemon.lists.site_keys import about_of, is_site, site_keys
from portinaio.errors import (
    ConfigError,
    HomeError,
    NotFoundError,
    PortinaioError,
    UsageError,
)
from portinaio.lists.catalogue import SITE, load_catalogue, subscription
from portinaio.lists.sync.files import ListFiles
from portinaio.lists.url import DATE, read_url

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from portinaio.api.answers import (
        AddedListAnswer,
        ListAnswer,
        ListDetailAnswer,
    )
    from portinaio.daemon.asker import Asker
    from portinaio.daemon.context import Context
    from portinaio.daemon.sync_runs.synced import Synced
    from portinaio.lists.catalogue import Catalogue, Never
    from portinaio.lists.offer import Offer

TRIES, TRY_S = 60, 1.0  # for a list that another process fetches; ours is ended at once
_UNNAMABLE = re.compile(r"[^a-z0-9]+")


def detail(context: Context, name: str) -> ListDetailAnswer:
    each = find(context, name)
    offer = load_catalogue(context.home.catalogue_file).offer(name) if each.config.offered else None
    about = about_of(context, name) if each.config.root and not offer else offer
    return {
        **list_answer(context, each),
        "publisher": in_catalogue(about.publisher if about else ""),
        "homepage": about.homepage if about else "",
        "licence": in_catalogue(about.licence if about else ""),
        "says": in_catalogue(offer.says if offer else ""),
        "every_hours": each.config.every_hours,
        **content_answer(context, *each),
    }


def try_out(
    context: Context, source: str, wanted: Mapping[str, Any], asker: Asker | None, *, fetch: bool
) -> AddedListAnswer:
    """What it would be to subscribe; nothing of it comes into config.toml."""
    name, keys = _asked_for(context, source, wanted)
    return trial.try_out(context, name, keys, asker, fetch=fetch)


def add(
    context: Context,
    source: str,
    wanted: Mapping[str, Any],
    asker: Asker | None = None,
) -> AddedListAnswer:
    """Subscribe and fetch, unless the asker leaves before it is done. Nothing is left in config.toml of a list that is refused at once, and the error says why."""
    name, keys = _asked_for(context, source, wanted)
    from portinaio.config.edit import add_list  # noqa: PLC0415  # the editor is heavy

    context.home.make()
    tried = trial.tried_before(context, name, keys)
    synced, begun = None, True
    try:  # who breaks off while it is written finds all as it was, too
        try:
            add_list(context.home.config_file, name, keys)
        except PortinaioError:  # another process has one by that name, or nothing was written
            begun = False
            raise
        finally:
            context.config_changed()
        (synced,) = context.syncs.run([name], asker=asker)
    finally:
        if begun and (synced is None or synced.state != "ok"):
            with suppress(NotFoundError):  # somebody has removed it meanwhile
                remove(context, name)
    if synced.state != "ok":
        raise trial.refused(context, synced)
    return _added(context, name, _both(tried, synced))


def fetch(context: Context, name: str, asker: Asker | None = None) -> AddedListAnswer:
    """One that is subscribed already, told as if it had just come."""
    (synced,) = context.syncs.run([name], asker=asker)
    if synced.state != "ok":
        raise trial.refused(context, synced)
    return _added(context, name, synced)


def _added(context: Context, name: str, came: Synced) -> AddedListAnswer:
    each = find(context, name)
    told = effect_answer(context, *each)
    said = note(context, name)
    seen = seen_list(each.config, came, each.state.entries)
    return added_answer(list_answer(context, each), came, told, said, seen)


def _asked_for(
    context: Context, source: str, wanted: Mapping[str, Any]
) -> tuple[str, dict[str, Any]]:
    """Name and keys of the `[[list]]` that it would be, as far as they can be right before anything is fetched."""
    shipped = load_catalogue(context.home.catalogue_file)
    name, keys = _table(context, shipped, source.strip())
    keys.update({key: value for key, value in wanted.items() if value is not None and value != ""})
    if "url" in keys and (is_site(keys["url"]) or "root" in keys or keys.get("format") == SITE):
        keys.update(site_keys(keys))
    _check(context, shipped.offer(name) if "url" not in keys else None, name, keys)
    return name, keys


def _both(tried: Synced | None, synced: Synced) -> Synced:
    """What a trial had brought already, the sync behind it did not count again."""
    if tried is None:
        return synced
    return synced._replace(
        bytes=tried.bytes + synced.bytes,
        accepted=tried.accepted + synced.accepted,
        rejected=tried.rejected + synced.rejected,
        rows=tried.rows + synced.rows,
        remarks=tuple(dict.fromkeys(tried.remarks + synced.remarks)),
        read_as=tried.read_as or synced.read_as,
    )


def remove(context: Context, name: str) -> ListAnswer:
    """Subscribe no more, and leave nothing behind."""
    from portinaio.config.edit import remove_list  # noqa: PLC0415  # as above

    answer = list_answer(context, find(context, name))
    with _freed(context, name) as list_files:
        remove_list(context.home.config_file, name)
        forget(context, list_files, name)
    context.config_changed()
    return answer


@contextmanager
def _freed(context: Context, name: str) -> Iterator[ListFiles]:
    """Nobody works on the list meanwhile: who does for us is ended. `HomeError` where another process is at it."""
    list_files = ListFiles(Path(context.home.lists))
    with ExitStack() as ends:
        for last in (*[False] * (TRIES - 1), True):
            context.syncs.end(name)
            try:
                ends.enter_context(list_files.sole(name, TRY_S))
                break
            except HomeError:
                if last:
                    raise
        yield list_files


def _table(context: Context, shipped: Catalogue, source: str) -> tuple[str, dict[str, Any]]:
    """Name and keys of the `[[list]]` that a source asks for."""
    if ":" not in source:
        refuse(shipped.never_offered(source))
        subscription(ListTable(name=source), shipped)  # says what the nearest one is called
        return source, {}
    address = read_url(source)
    refuse(shipped.refusal(address.host))
    for offer in shipped.list:
        if address.url == offer.url:
            return offer.name, {}
    for config in context.config.lists:
        if config.url == address.url:
            raise UsageError(
                msg("this address is subscribed already, as %(name)s", name=config.name)
            )
    taken = {config.name for config in context.config.lists}
    taken |= {offer.name for offer in shipped.list}
    return _name(address.url, address.host, taken), {"url": address.url}


def refuse(never: Never | None) -> None:
    if never:
        reason = msg(never.reason)
        raise UsageError(
            msg("%(name)s is never subscribed: %(reason)s", name=never.name, reason=reason)
        )


def _name(url: str, host: str, taken: set[str]) -> str:
    """A short name out of an address, such as `blacklist` of https://example.org/blacklist.csv."""
    last = url.replace(DATE, "").partition("?")[0].rstrip("/").rpartition("/")[2].lower()
    plain = _UNNAMABLE.sub("-", last.partition(".")[0]).strip("-")[:30]
    plain = plain or _UNNAMABLE.sub("-", host.lower()).strip("-")[:30] or "list"
    names = (plain, *(f"{plain}-{n}" for n in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def _check(context: Context, offer: Offer | None, name: str, keys: dict[str, Any]) -> None:
    """What can be told before anything is fetched."""
    if "format" in keys:
        from portinaio.lists.formats import format_named  # noqa: PLC0415  # reads every format

        format_named(keys["format"])
    if "region" in keys:
        keys["region"] = _region(keys["region"])
    if "countries" in keys:
        keys["countries"] = list(dict.fromkeys(map(_region, keys["countries"])))
    if offer and offer.account and "token" not in keys:
        if look_up(name, context.home) is None:
            raise ConfigError(
                msg(
                    "%(list)s needs %(account)s; store it with portinaio secret set %(list)s, then add the list",
                    list=name,
                    account=msg(offer.account),
                )
            )
        keys["token"] = {"keyring": name}


def _region(asked: str) -> str:
    from phonenumbers import SUPPORTED_REGIONS  # noqa: PLC0415  # heavy

    region = asked.upper()
    if region not in SUPPORTED_REGIONS:
        raise UsageError(msg("region must be two letters such as IT, not %(value)r", value=region))
    return region

"""Subscriptions as the API shows and changes them: config.toml, the catalogue and the state of each list, put together."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from portinaio.config.secrets import look_up
from portinaio.config.settings import ListTable
from portinaio.core.list_state import ListState
from portinaio.core.words import spoken, words
from portinaio.daemon.list_keeping import forget
from portinaio.daemon.shaping import iso
from portinaio.errors import (
    ConfigError,
    NotFoundError,
    UntrustedListError,
    UsageError,
)
from portinaio.lists.catalogue import load_catalogue, subscription
from portinaio.lists.sync.address import read_address
from portinaio.lists.sync.storeroom import Storeroom
from portinaio.store.columns import unpacked

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from portinaio.api.shapes import (
        AddedListShape,
        CatalogueShape,
        ListDetailShape,
        ListShape,
        NeverShape,
        OfferShape,
        RejectedShape,
        SyncShape,
    )
    from portinaio.core.words import Translation, Words
    from portinaio.daemon.furniture import ListWish
    from portinaio.daemon.house import House
    from portinaio.daemon.sync_runs import Synced
    from portinaio.lists.catalogue import Catalogue, Offer

MISSED = 3  # syncs in a row, and a list that was right once is called stale
_UNNAMABLE = re.compile(r"[^a-z0-9-]+")


class Unusable(Protocol):
    """A row of a list, or of an address book."""

    @property
    def line(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def reason(self) -> Words: ...


class Subscribed(NamedTuple):
    wish: ListWish
    state: ListState


def subscribed(house: House) -> list[Subscribed]:
    """In the order of config.toml, as it was when it was last right."""
    if not house.furniture.lists:
        return []
    states = {state.name: state for state in house.store.lists.all()}
    found = []
    for wish in house.furniture.lists:
        state = states.get(wish.name) or ListState(wish.name)
        if wish.fault:
            state = state._replace(state="refused", error=unpacked(wish.fault))
        found.append(Subscribed(wish, state))
    return found


def lists(house: House, tongue: Translation | None) -> list[ListShape]:
    return [_shape(each, house.now(), tongue) for each in subscribed(house)]


def detail(house: House, name: str, tongue: Translation | None) -> ListDetailShape:
    each = _find(house, name)
    offer = load_catalogue().offer(name) if each.wish.offered else None
    return {
        **_shape(each, house.now(), tongue),
        "publisher": offer.publisher if offer else "",
        "homepage": offer.homepage if offer else "",
        "licence": offer.licence if offer else "",
        "says": offer.says if offer else "",
        "every_hours": each.wish.every_hours,
    }


def catalogue(house: House) -> CatalogueShape:
    shipped = load_catalogue()
    mine = {wish.name for wish in house.furniture.lists if wish.offered}
    nevers: list[NeverShape] = [{"name": n.name, "reason": n.reason} for n in shipped.never]
    return {"lists": [_offer(offer, offer.name in mine) for offer in shipped.list], "never": nevers}


def add(
    house: House, source: str, wanted: Mapping[str, Any], tongue: Translation | None
) -> AddedListShape:
    """Subscribe and fetch. Nothing is left in config.toml of a list that is refused at once, and the error says why."""
    shipped = load_catalogue()
    name, keys = _table(house, shipped, source.strip())
    keys.update({key: value for key, value in wanted.items() if value not in {None, ""}})
    _check(house, shipped.offer(name) if "url" not in keys else None, name, keys)
    from portinaio.config.edit import add_list  # noqa: PLC0415  # the editor is heavy

    house.home.make()
    add_list(house.home.config_file, name, keys)
    house.refurnish()
    synced = None
    try:
        (synced,) = house.syncs.run([name])
    finally:
        if synced is None or synced.state != "ok":
            remove(house, name, tongue)
    if synced.state != "ok":
        raise UntrustedListError(
            words("%(list)s was not added: %(reason)s", list=name, reason=synced.error or "")
        )
    shape = _shape(_find(house, name), house.now(), tongue)
    return {
        **shape,
        "bytes": synced.bytes,
        "accepted": synced.accepted,
        "rejected": synced.rejected,
        "rows": [rejected_shape(row, tongue) for row in synced.rows],
    }


def remove(house: House, name: str, tongue: Translation | None) -> ListShape:
    """Subscribe no more, and leave nothing behind."""
    from portinaio.config.edit import remove_list  # noqa: PLC0415  # as above

    shape = _shape(_find(house, name), house.now(), tongue)
    storeroom = Storeroom(Path(house.home.lists))
    with storeroom.sole():
        storeroom.make()
        remove_list(house.home.config_file, name)
        forget(house, storeroom, name)
    house.refurnish()
    return shape


def sync_shape(synced: Synced, tongue: Translation | None) -> SyncShape:
    return {
        "name": synced.name,
        "state": synced.state,
        "error": spoken(synced.error, tongue) if synced.error else None,
        "bytes": synced.bytes,
        "accepted": synced.accepted,
        "updated": synced.updated,
        "removed": synced.removed,
        "rejected": synced.rejected,
    }


def rejected_shape(row: Unusable, tongue: Translation | None) -> RejectedShape:
    return {"line": row.line, "text": row.text, "reason": spoken(row.reason, tongue)}


def _find(house: House, name: str) -> Subscribed:
    for each in subscribed(house):
        if each.wish.name == name:
            return each
    raise NotFoundError(words("there is no list called %(name)s", name=name[:60]))


def _shape(each: Subscribed, now: datetime, tongue: Translation | None) -> ListShape:
    wish, state = each
    return {
        "name": wish.name,
        "title": wish.title,
        "url": wish.url,
        "format": wish.format,
        "region": wish.region,
        "trust": wish.trust,
        "entries": state.entries,
        "version": state.version or None,
        "updated": iso(state.updated) if state.updated else None,
        "checked": iso(state.checked) if state.checked else None,
        "state": _state(each, now),
        "error": spoken(state.error, tongue) if state.error else None,
    }


def _state(each: Subscribed, now: datetime) -> str:
    state = each.state
    missed = timedelta(hours=MISSED * each.wish.every_hours)
    if state.state == "ok" and state.checked and now - state.checked > missed:
        return "stale"
    return state.state


def _offer(offer: Offer, subscribed: bool) -> OfferShape:
    return {
        "name": offer.name,
        "title": offer.title,
        "publisher": offer.publisher,
        "homepage": offer.homepage,
        "url": offer.url,
        "licence": offer.licence,
        "format": offer.format,
        "country": offer.country,
        "region": offer.region,
        "every_hours": offer.every_hours,
        "trust": offer.trust,
        "account": offer.account,
        "says": offer.says,
        "checked": offer.checked.isoformat(),
        "subscribed": subscribed,
    }


def _table(house: House, shipped: Catalogue, source: str) -> tuple[str, dict[str, Any]]:
    """Name and keys of the `[[list]]` that a source asks for."""
    if ":" not in source:
        subscription(ListTable(name=source), shipped)  # says what the nearest one is called
        return source, {}
    address = read_address(source)
    if never := shipped.refusal(address.host):
        raise UsageError(
            words("%(name)s is never subscribed: %(reason)s", name=never.name, reason=never.reason)
        )
    for offer in shipped.list:
        if address.url == offer.url:
            return offer.name, {}
    taken = {wish.name for wish in house.furniture.lists}
    taken |= {offer.name for offer in shipped.list}
    return _name(address.url, address.host, taken), {"url": address.url}


def _name(url: str, host: str, taken: set[str]) -> str:
    """A short name out of an address, such as `blacklist` of https://example.org/blacklist.csv."""
    last = url.partition("?")[0].rstrip("/").rpartition("/")[2].lower()
    plain = _UNNAMABLE.sub("-", last.partition(".")[0]).strip("-")[:30]
    plain = plain or _UNNAMABLE.sub("-", host.lower()).strip("-")[:30] or "list"
    names = (plain, *(f"{plain}-{n}" for n in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def _check(house: House, offer: Offer | None, name: str, keys: dict[str, Any]) -> None:
    """What can be told before anything is fetched."""
    if "format" in keys:
        from portinaio.lists.formats import format_named  # noqa: PLC0415  # reads every format

        format_named(keys["format"])
    if "region" in keys:
        keys["region"] = keys["region"].upper()
    if offer and offer.account and "token" not in keys:
        if look_up(name, house.home) is None:
            raise ConfigError(
                words(
                    "%(list)s needs %(account)s; store it with portinaio secret set %(list)s, then add the list",
                    list=name,
                    account=offer.account,
                )
            )
        keys["token"] = {"keyring": name}

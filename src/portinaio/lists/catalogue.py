"""The catalogue of public lists, `blocklists/catalog.toml`, and what config.toml makes of it: the subscriptions.

A `catalog.toml` of the user's own beside config.toml is joined to it: the list of an association, a household's, a mirror.
A name under `[[list]]` alone means the catalogue's list of that name; every key beside it overrides the catalogue's.
Nothing in the catalogue is subscribed until somebody presses a key.
"""

from __future__ import annotations

from contextlib import suppress
from difflib import get_close_matches
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from portinaio.config.load import located, parse_as, read_text
from portinaio.core.message import Message, msg
from portinaio.countries.data_file import Table, read_table
from portinaio.countries.ranges_file import ranges_file
from portinaio.errors import ConfigError, NotFoundError, UsageError
from portinaio.lists.offer import DAYS, INNOCENTS, Offer, offer_faults
from portinaio.lists.site.fingerprint import read_fingerprint
from portinaio.lists.url import read_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portinaio.config.settings import ListTable, Secret

FILE = "catalog.toml"
OWN_TRUST = 0.6  # a list that the user found: one report by two people does not suffice, three do
EVERY_HOURS = 24


class Never(Table, frozen=True, kw_only=True):
    """A list that is not offered, and why."""

    name: str
    reason: str
    hosts: tuple[str, ...] = ()
    """An address of one of these is refused."""


class _Shipped(Table, frozen=True, kw_only=True):
    list: tuple[Offer, ...]
    never: tuple[Never, ...] = ()


class _Mine(Table, frozen=True, kw_only=True):
    list: tuple[Offer, ...] = ()


class Catalogue(NamedTuple):
    list: tuple[Offer, ...]
    never: tuple[Never, ...] = ()
    fault: ConfigError | None = None
    """Why nothing of the user's own file is among the offers."""

    def offer(self, name: str) -> Offer | None:
        return next((offer for offer in self.list if offer.name == name), None)

    def never_offered(self, name: str) -> Never | None:
        return next((never for never in self.never if never.name == name), None)

    def refusal(self, host: str) -> Never | None:
        """Why nothing is subscribed from `host`."""
        host = host.rstrip(".")  # which means the same
        return next(
            (
                never
                for never in self.never
                if any(host == bad or host.endswith("." + bad) for bad in never.hosts)
            ),
            None,
        )


class Subscription(NamedTuple):
    """One `[[list]]` of config.toml, completed from the catalogue."""

    name: str
    title: str
    urls: tuple[str, ...]
    format: str
    """Empty where the content tells."""
    region: str | None
    trust: float
    every_hours: int
    changes: str
    token: Secret | None
    origin: str = ""
    complaints: bool | None = None
    """`None` where the content tells."""
    vetted: bool = False
    innocents: bool = False
    """Numbers of public bodies. Only the catalogue says so of a list; no key of config.toml does."""
    days: int = DAYS
    """How many of the last are walked, where `{date}` stands in its address."""
    sure: bool = False
    """Of the region: somebody insists on it, whatever the numbers look like."""
    columns: tuple[str, ...] = ()
    """Of a table: those of the numbers, where somebody has said which."""
    root: str = ""
    """Fingerprint of the first root of a list site, in hexadecimal; empty for any other list."""
    countries: tuple[str, ...] = ()
    """Of a list site: those wanted; all where none is named."""


def catalogue_file() -> Path:
    return Path(ranges_file()).with_name(FILE)


def read_catalogue(data: bytes, where: str) -> Catalogue:
    """The shipped one. `ConfigError` says which entry is wrong, and how."""
    catalogue = Catalogue(*msgspec.structs.astuple(read_table(data, _Shipped, where)))
    for at, fault in offer_faults(catalogue.list):
        raise ConfigError(f"{where}: list {catalogue.list[at].name[:40]!r}: {fault}")
    seen = {offer.name for offer in catalogue.list}
    for never in catalogue.never:
        if not never.reason.strip() or never.name in seen:
            raise ConfigError(
                f"{where}: never {never.name[:40]!r}: say once why it is never subscribed"
            )
        seen.add(never.name)
    return catalogue


def load_catalogue(own_file: str = "") -> Catalogue:
    """What is shipped, and what the user's own file adds. One that is wrong adds nothing, and `fault` says why."""
    file = catalogue_file()
    shipped = read_catalogue(file.read_bytes(), str(file))
    try:
        return joined(shipped, own_file) if own_file else shipped
    except ConfigError as error:
        return shipped._replace(fault=error)


def messages() -> Iterator[str]:
    """The English sentences of the shipped one, for the message catalogue."""
    shipped = load_catalogue()
    for offer in shipped.list:
        texts = offer.title, offer.publisher, offer.licence, offer.account, offer.says
        yield from filter(None, (*texts, *offer.notes.values()))
    yield from (never.reason for never in shipped.never)


def joined(shipped: Catalogue, own_file: str) -> Catalogue:
    """The offers of a user come first, and each takes the place of the shipped one of its name."""
    text = read_text(own_file)
    if text is None:
        return shipped
    own = parse_as(_Mine, text, own_file).list
    for at, fault in chain(offer_faults(own, shipped=False), _refusals(own, shipped)):
        raise ConfigError(located(text, own_file, f"$.list[{at}]", fault))
    names = {offer.name for offer in own}
    return shipped._replace(
        list=(*own, *(offer for offer in shipped.list if offer.name not in names))
    )


def _refusals(own: tuple[Offer, ...], shipped: Catalogue) -> Iterator[tuple[int, Message]]:
    for at, offer in enumerate(own):
        for url in (offer.url, *offer.mirrors):
            if never := shipped.refusal(read_url(url).host):
                yield (
                    at,
                    msg(
                        "%(name)s is never subscribed: %(reason)s",
                        name=never.name,
                        reason=msg(never.reason),
                    ),
                )


def subscription(table: ListTable, catalogue: Catalogue) -> Subscription:
    """`NotFoundError` for a name that nobody offers and that has no address of its own.

    `ConfigError` where the user's own catalogue may offer it, and cannot be read.
    """
    offer = _innocents_at(table, catalogue) if table.url else catalogue.offer(table.name)
    if offer is None and not table.url:
        if catalogue.fault:
            raise catalogue.fault
        raise NotFoundError(_not_offered(table.name, catalogue))
    offered = offer or _OWN
    innocents = offered.kind == INNOCENTS
    return Subscription(
        table.name,
        offered.title or table.name,
        (table.url,) if table.url else (offered.url, *offered.mirrors),
        table.format or offered.format,
        table.region or offered.region,
        offered.trust if table.trust is None else table.trust,
        offered.every_hours,
        offered.changes,
        table.token,
        table.origin or offered.origin,
        False if innocents else _complaints(table, offered),
        offered.vetted if table.vetted is None else table.vetted,
        innocents,
        offered.days,
        table.sure,
        table.columns,
        _root(table.root or offered.root, table.format or offered.format),
        table.countries,
    )


def innocents_of(tables: Iterable[ListTable], catalogue: Catalogue) -> tuple[str, ...]:
    """Names of the subscribed lists of public bodies."""
    names = []
    for table in tables:
        with suppress(NotFoundError, ConfigError):
            if subscription(table, catalogue).innocents:
                names.append(table.name)
    return tuple(names)


def _innocents_at(table: ListTable, catalogue: Catalogue) -> Offer | None:
    """The list of public bodies that lies at this address. Under its name nothing else is subscribed: it would be blocked."""
    for offer in catalogue.list:
        if offer.kind == INNOCENTS and table.url in {offer.url, *offer.mirrors}:
            return offer
    namesake = catalogue.offer(table.name)
    if namesake and namesake.kind == INNOCENTS:
        raise ConfigError(
            msg(
                "under the name %(list)s the catalogue offers numbers of public bodies, and only it says where they are; give"
                " another list another name, and a mirror of this one a table in catalog.toml",
                list=table.name,
            )
        )
    return None


def _complaints(table: ListTable, offered: Offer | _Own) -> bool | None:
    return (offered.complaints or None) if table.complaints is None else table.complaints


SITE = "site"
"""Format of a list site."""


def _root(text: str, format_: str) -> str:
    """Of a list site, which has none by chance."""
    if not text and format_ == SITE:
        raise ConfigError(
            msg(
                "a list site needs its root under [[list]]: the fingerprint that its publisher tells"
            )
        )
    try:
        return read_fingerprint(text) if text else ""
    except UsageError as error:
        raise ConfigError(error.sentence) from error


def _not_offered(name: str, catalogue: Catalogue) -> Message:
    for near in get_close_matches(name, [offer.name for offer in catalogue.list], n=1, cutoff=0.5):
        return msg(
            "the catalogue has no list called %(name)s; the nearest is %(near)s, and portinaio lists catalog shows all",
            name=name[:60],
            near=near,
        )
    return msg(
        "the catalogue has no list called %(name)s; portinaio lists catalog shows all",
        name=name[:60],
    )


class _Own(NamedTuple):
    title: str = ""
    url: str = ""
    mirrors: tuple[str, ...] = ()
    format: str = ""
    region: str | None = None
    trust: float = OWN_TRUST
    every_hours: int = EVERY_HOURS
    changes: str = ""
    origin: str = ""
    complaints: bool = False
    vetted: bool = False
    kind: str = "callers"
    days: int = DAYS
    root: str = ""


_OWN = _Own()
"""What a list has of which the catalogue knows nothing."""

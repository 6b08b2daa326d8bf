"""The lists that take reports, for a number: each of the catalogue that says how, and whether it can take one now."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portinaio.config.load import load_settings
from portinaio.config.secrets import look_up, reveal
from portinaio.core.message import msg, untranslated
from portinaio.core.numbers.validity import describe
from portinaio.errors import ConfigError, NotFoundError
from portinaio.lists.catalogue import load_catalogue
from portinaio.lists.offer import WORLD
from portinaio.lists.share_target import OWN_LIST, kept, leaving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.core.message import Message
    from portinaio.core.share import SharedReport
    from portinaio.daemon.context import Context
    from portinaio.lists.share_target import Leaving, ShareTable


class Target(NamedTuple):
    name: str
    title: str
    table: ShareTable | None
    """`None` for the own list, which keeps it until it is published."""
    subscribed: bool
    account: Message | None = None
    """What is needed for an access token."""
    refusal: Message | None = None
    """Why it cannot take this report; `None` where it can."""

    @property
    def sends(self) -> bool:
        """Whether we give it; else the user does, on the page that is opened."""
        return self.table is None or self.table.manner != "form"

    def leaves(self, report: SharedReport, *, taken_back: bool = False) -> Leaving:
        """Exactly that."""
        if self.table is None:
            return kept(report)
        return leaving(self.table, report, taken_back=taken_back)


OWN = Target(OWN_LIST, untranslated(msg("your own list")), None, subscribed=True)


def targets(context: Context, report: SharedReport, *, heard: bool) -> list[Target]:
    """Those that take numbers of its country, the subscribed ones first."""
    country = describe(report.number, context.config.plan).country or ""
    found = [target for place, target in _all(context) if place in {country, WORLD}]
    ready = [target._replace(refusal=_refusal(context, target, heard=heard)) for target in found]
    return sorted(ready, key=lambda target: not target.subscribed)


def target_named(context: Context, name: str) -> Target:
    """For what was given there before; `NotFoundError` where the catalogue does not have it any more."""
    for _offer, target in _all(context):
        if target.name == name:
            return target
    raise NotFoundError(msg("no list called %(name)s takes reports", name=name[:60]))


def token_of(context: Context, name: str) -> str:
    """The user's own token at that list; empty where there is none. `ConfigError` where it cannot be read."""
    for table in load_settings(context.home.config_file).list:
        if table.name == name and table.token:
            return reveal(table.token, context.home)
    return look_up(name, context.home) or ""


def _all(context: Context) -> Iterator[tuple[str, Target]]:
    """With the country that each is for."""
    if load_settings(context.home.config_file).community.own_list:
        yield WORLD, OWN
    mine = {config.name for config in context.config.lists}
    for offer in load_catalogue(context.home.catalogue_file).list:
        if offer.share:
            account = msg(offer.account) if offer.account else None
            yield (
                offer.country,
                Target(offer.name, offer.title, offer.share, offer.name in mine, account),
            )


def _refusal(context: Context, target: Target, *, heard: bool) -> Message | None:
    if target.table is None:
        return None
    if target.table.received and not heard:
        return msg("it takes reports of calls alone that you received, and none is in the log")
    if not target.sends:
        return None
    try:
        there = bool(token_of(context, target.name))
    except ConfigError as error:
        return msg("its token cannot be read: %(reason)s", reason=error.sentence)
    if there:
        return None
    return msg(
        "it needs %(account)s; store it with portinaio secret set %(list)s",
        account=target.account or msg("an access token"),
        list=target.name,
    )

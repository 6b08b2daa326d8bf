"""A family: one home publishes its blocks in a private site, and whom it invites subscribes to them with one word."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, cast

from portinaio.config import secrets
from portinaio.core.message import msg
from portinaio.daemon.lists import subscriptions
from portinaio.daemon.lists.list_status import list_answer, subscribed
from portinaio.daemon.sites.publish import publish
from portinaio.daemon.sites.published import noted
from portinaio.daemon.sites.source import ENTRIES
from portinaio.errors import ConfigError, NotFoundError, UsageError
from portinaio.lists.site.invitation import (
    Invitation,
    key_name,
    read_invitation,
    write_invitation,
)
from portinaio.lists.sync.site.trust import with_slash
from portinaio.lists.url import read_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.api.answers import (
        AddedListAnswer,
        FamilyAnswer,
        InvitationAnswer,
        ListAnswer,
        PublishedAnswer,
    )
    from portinaio.daemon.asker import Asker
    from portinaio.daemon.context import Context
    from portinaio.daemon.lists.list_status import Subscribed

TRUST = 0.9  # what one of the house has blocked, the others need not hear


def invite(  # noqa: PLR0913  # the options of the command
    context: Context, site: str, url: str, keys: str, asker: Asker | None, *, renew: bool = False
) -> InvitationAnswer:
    """Publish what is blocked now, and say the word that opens it: where it is to `renew`, another one than before."""
    address = url or noted(context.home, site).url
    if not address:
        raise UsageError(
            msg("say where the folder will be served, as the invited see it: --url https://…/")
        )
    address = with_slash(read_url(address).url)
    asked = {
        "source": ENTRIES,
        "site": site,
        "keys": keys,
        "format": "",
        "region": "",
        "about": {},
        "ranges": False,
        "lookup": False,
        "renew": renew,
        "url": address,
        "accept": True,
        "private": True,
    }
    published = cast("PublishedAnswer", publish(context, asked, asker))
    key = secrets.look_up(key_name(published["root"]), context.home)
    if not key:
        raise ConfigError(msg("the site is private, and its key is not on this computer"))
    word = write_invitation(Invitation(address, published["root"], key))
    return {"invitation": word, "url": address, "published": published}


def join(context: Context, text: str, trust: float | None, asker: Asker | None) -> AddedListAnswer:
    """Subscribe; nothing of the key stays where that is refused. Who has joined before takes the new key to the same list."""
    invitation = read_invitation(text)
    name = key_name(invitation.root)
    context.home.make()
    before = secrets.look_up(name, context.home)
    secrets.store(name, invitation.key, context.home)
    keys = {
        "root": invitation.root,
        "token": {"keyring": name},
        "trust": TRUST if trust is None else trust,
    }
    again = [each.config.name for each in subscribed(context) if each.config.root == keys["root"]]
    try:
        if again:
            return subscriptions.fetch(context, again[0], asker)
        return subscriptions.add(context, invitation.url, keys, asker)
    except Exception:
        if before is None:
            secrets.remove(name, context.home)
        else:
            secrets.store(name, before, context.home)
        raise


def joined(context: Context) -> list[FamilyAnswer]:
    answers = (list_answer(context, each) for each in _private(context))
    return [
        {"name": one["name"], "url": one["url"], "entries": one["entries"], "state": one["state"]}
        for one in answers
    ]


def leave(context: Context, name: str) -> ListAnswer:
    for each in _private(context):
        if each.config.name == name:
            gone = subscriptions.remove(context, name)
            with suppress(ConfigError):  # a locked keyring keeps it until somebody unlocks it
                secrets.remove(key_name(each.config.root), context.home)
            return gone
    raise NotFoundError(msg("there is no private list called %(name)s", name=name[:60]))


def _private(context: Context) -> Iterator[Subscribed]:
    for each in subscribed(context):
        root = each.config.root
        if root and secrets.look_up(key_name(root), context.home):
            yield each

"""List sites: looked at, published, and who may sign them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from portinaio.api.request import NOTHING
from portinaio.api.requests.sites import SiteRequests
from portinaio.daemon.asker import current_asker
from portinaio.daemon.dispatch import handles
from portinaio.daemon.sites import look, publish

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portinaio.api.answers import PublishedAnswer, SiteAnswer, SiteKeysAnswer
    from portinaio.api.parameters import SiteKeysAct
    from portinaio.daemon.context import Context


@handles(SiteRequests.site)
def site(context: Context, source: str) -> SiteAnswer:
    return look.look(context, source, current_asker())


@handles(SiteRequests.publish_site)
def publish_site(  # the options of the command
    context: Context,
    source: str,
    site: str,
    *,
    keys: str = "",
    format: str = "",  # the word of the command
    region: str = "",
    about: Mapping[str, str] = NOTHING,
    ranges: bool = True,
    lookup: bool = False,
    url: str = "",
    accept: bool = False,
) -> PublishedAnswer:
    asked = {
        "source": source,
        "site": site,
        "keys": keys,
        "format": format,
        "region": region,
        "about": about,
        "ranges": ranges,
        "lookup": lookup,
        "renew": False,
        "url": url,
        "accept": accept,
        "private": False,
    }
    return cast("PublishedAnswer", publish.publish(context, asked, current_asker()))


@handles(SiteRequests.site_keys)
def site_keys(context: Context, site: str, keys: str = "") -> SiteKeysAnswer:
    asked = {"act": "show", "site": site, "keys": keys, "role": "", "threshold": 0, "target": ""}
    return cast("SiteKeysAnswer", publish.change_keys(context, asked, current_asker()))


@handles(SiteRequests.change_site_keys)
def change_site_keys(  # as above
    context: Context,
    site: str,
    act: SiteKeysAct,
    *,
    role: str = "",
    threshold: int = 0,
    url: str = "",
    keys: str = "",
) -> SiteKeysAnswer:
    asked = {
        "act": act,
        "site": site,
        "keys": keys,
        "role": role,
        "threshold": threshold,
        "target": url,
    }
    return cast("SiteKeysAnswer", publish.change_keys(context, asked, current_asker()))

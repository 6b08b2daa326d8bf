"""Private sites: one home's blocks for those it invites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.api.requests.family import FamilyRequests
from portinaio.api.requests.lists import ListRequests
from portinaio.daemon.asker import current_asker
from portinaio.daemon.dispatch import handles
from portinaio.daemon.handlers.settings_changed import settings_changed
from portinaio.daemon.publishing import publish
from portinaio.daemon.sites import family as families

if TYPE_CHECKING:
    from portinaio.api.answers import AddedListAnswer, FamilyAnswer, InvitationAnswer, ListAnswer
    from portinaio.daemon.context import Context


@handles(FamilyRequests.invite)
def invite(
    context: Context, site: str, url: str = "", keys: str = "", *, renew: bool = False
) -> InvitationAnswer:
    return families.invite(context, site, url, keys, current_asker(), renew=renew)


@handles(FamilyRequests.family)
def family(context: Context) -> list[FamilyAnswer]:
    return families.joined(context)


@handles(FamilyRequests.join_family)
def join_family(context: Context, invitation: str, trust: float | None = None) -> AddedListAnswer:
    try:
        return families.join(context, invitation, trust, current_asker())
    finally:
        settings_changed(context)
        publish(context, ListRequests.lists)


@handles(FamilyRequests.leave_family)
def leave_family(context: Context, name: str) -> ListAnswer:
    gone = families.leave(context, name)
    settings_changed(context)
    publish(context, ListRequests.lists)
    return gone

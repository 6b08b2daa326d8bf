"""Notices that leave the house: how they do, and one for a trial."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.api.requests.notify import NotifyRequests
from portinaio.core.message import msg
from portinaio.daemon.dispatch import handles
from portinaio.daemon.notices.answers import notify_answers
from portinaio.errors import UsageError

if TYPE_CHECKING:
    from portinaio.api.answers import NotifiedAnswer, NotifyAnswer
    from portinaio.daemon.context import Context


@handles(NotifyRequests.notify)
def notify(context: Context) -> list[NotifyAnswer]:
    return notify_answers(context)


@handles(NotifyRequests.test_notify)
def test_notify(context: Context, name: str) -> NotifiedAnswer:
    if context.try_notify is None:
        raise UsageError(
            msg("notices leave by the daemon, which is not running; start it with portinaio daemon")
        )
    context.try_notify(name)
    return {"name": name, "sent": True}

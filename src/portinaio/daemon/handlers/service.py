"""How the daemon and its house are."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from portinaio import __version__
from portinaio.api.requests.service import ServiceRequests
from portinaio.core.message import untranslated
from portinaio.daemon.answers import iso
from portinaio.daemon.clock import lasting, moment_of
from portinaio.daemon.complaints.complaints_due import complaints_due
from portinaio.daemon.diagnosis.health import health
from portinaio.daemon.dispatch import handles
from portinaio.daemon.handlers.lines import lines
from portinaio.daemon.lists.list_status import lists
from portinaio.daemon.publishing import publish
from portinaio.errors import HomeError

if TYPE_CHECKING:
    from datetime import datetime

    from portinaio.api.answers import DiagnosisAnswer, HealthAnswer, OperationAnswer, StatusAnswer
    from portinaio.daemon.context import Context


@handles(ServiceRequests.status)
def status(context: Context) -> StatusAnswer:
    now = context.now()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    state = context.store.state.all()
    at_lines, at_lists, due = lines(context), lists(context), complaints_due(context)
    waiting: list[HealthAnswer] = [
        {"code": "complaint", "text": untranslated(text)} for text in due
    ]
    return {
        "version": __version__,
        "running": context.since is not None,
        "since": iso(context.since) if context.since else None,
        "paused_until": _still(state.get("paused_until"), now),
        "expecting_until": _still(state.get("expecting_until"), now),
        "lines": at_lines,
        "lists": at_lists,
        "calls_today": context.store.calls.count_since(midnight),
        "due": len(due),
        "health": health(context, at_lines, at_lists) + waiting,
    }


@handles(ServiceRequests.operations)
def operations(context: Context) -> list[OperationAnswer]:
    return context.operations()


@handles(ServiceRequests.doctor)
def doctor(context: Context, *, mail: bool = False) -> list[DiagnosisAnswer]:
    """Whoever asked has been told of what was set aside, and `status` need not say it again."""
    from portinaio.daemon.diagnosis.doctor import diagnose  # noqa: PLC0415  # `status` needs none of what it looks at

    found = diagnose(context)
    if mail:
        from portinaio.daemon.diagnosis.mail_check import check_mail  # noqa: PLC0415  # as above

        found.append(check_mail(context))
    with suppress(HomeError):  # on a disk that takes nothing it stays news
        if context.store.recoveries.see():
            publish(context, ServiceRequests.status)
    return found


def _still(text: str | None, now: datetime) -> str | None:
    return text if lasting(moment_of(text), now) else None

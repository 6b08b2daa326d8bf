"""The latest call that a letter tells of: before that day it cannot have left as it stands.

It may nevertheless be said to have, by whoever knows that a clock was wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.errors import UsageError

if TYPE_CHECKING:
    from datetime import date

    from portinaio.core.complaint import Complaint
    from portinaio.daemon.context import Context


def last_told(context: Context, complaint: Complaint) -> date | None:
    """Its day; `None` where the log has none of the calls any more."""
    calls = filter(None, map(context.store.calls.get, complaint.calls))
    return max((call.at.date() for call in calls), default=None)


def refuse_before_calls(context: Context, complaint: Complaint, sent: date) -> None:
    told = last_told(context, complaint)
    if told and sent < told:
        raise UsageError(
            msg(
                "complaint %(id)d tells of a call of %(last)s, so it was not sent on %(day)s as it stands: take out what came"
                " later (portinaio complaints without %(id)d CALL), name another day, or add --yes if that is the day",
                id=complaint.id,
                last=told.isoformat(),
                day=sent.isoformat(),
            )
        )

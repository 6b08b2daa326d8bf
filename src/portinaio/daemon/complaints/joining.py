"""Calls of another number, or to another line, that come to a draft which is there already: said before it happens, and after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.core.message import counted

if TYPE_CHECKING:
    from portinaio.core.complaint import Complaint
    from portinaio.core.logged import LoggedCall
    from portinaio.core.message import Message
    from portinaio.daemon.context import Context

Calls = tuple["LoggedCall", ...]


def would_join(context: Context, complaint: Complaint, calls: Calls) -> Message | None:
    """`complaint` is the draft as it would be, with `calls`; `None` where nothing about it would be new."""
    others = _others(context, complaint, calls)
    if not others:
        return None
    return counted(
        "it would come to draft %(id)d, which would have %(n)d call then, also of: %(others)s",
        "it would come to draft %(id)d, which would have %(n)d calls then, also of: %(others)s",
        len(complaint.calls),
        id=complaint.id,
        others=others,
    )


def has_joined(context: Context, complaint: Complaint, calls: Calls) -> Message | None:
    """The same once it is so, before it is kept."""
    others = _others(context, complaint, calls)
    if not others:
        return None
    return counted(
        "added to draft %(id)d, which has %(n)d call now, also of: %(others)s",
        "added to draft %(id)d, which has %(n)d calls now, also of: %(others)s",
        len(complaint.calls),
        id=complaint.id,
        others=others,
    )


def _others(context: Context, complaint: Complaint, calls: Calls) -> str:
    """Numbers and lines of `calls` that the draft as it is kept knows nothing of; empty for a new draft."""
    before = context.store.complaints.get(complaint.id) if complaint.id else None
    if before is None or not before.calls:
        return ""
    there = [call for call in map(context.store.calls.get, before.calls) if call]
    new = [call for call in calls if call.id not in before.calls]
    numbers = {call.number for call in new} - {call.number for call in there}
    lines = {call.line for call in new} - {call.line for call in there}
    return ", ".join([number or "?" for number in sorted(numbers, key=str)] + sorted(lines))

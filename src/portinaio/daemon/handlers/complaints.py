"""Complaints after they are drafted: sent, answered, closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.api.requests.complaints import ComplaintRequests
from portinaio.core.message import msg, untranslated
from portinaio.daemon.complaints import follow_up, letters, pec_receipts, send_mail
from portinaio.daemon.complaints.complaint_answers import complaint_answer, publish_complaints
from portinaio.daemon.complaints.year import year_answer, year_report
from portinaio.daemon.complaints.year import year_file as as_file
from portinaio.daemon.dispatch import handles
from portinaio.errors import UsageError

if TYPE_CHECKING:
    from portinaio.api.answers import (
        AttachedAnswer,
        CalendarAnswer,
        ComplaintAnswer,
        FiledAnswer,
        ForgottenAnswer,
        LetterAnswer,
        YearAnswer,
    )
    from portinaio.api.parameters import Event, LetterKind, Means, Year
    from portinaio.daemon.context import Context


@handles(ComplaintRequests.complaints)
def complaints(context: Context) -> list[ComplaintAnswer]:
    """Newest first."""
    everything = context.store.complaints.all()
    return [complaint_answer(context, one, everything) for one in reversed(everything)]


@handles(ComplaintRequests.year)
def year(context: Context, *, year: Year | None = None, share: bool = False) -> YearAnswer:
    return year_answer(year_report(context, year, share=share))


@handles(ComplaintRequests.year_file)
def year_file(context: Context, *, year: Year | None = None, share: bool = False) -> LetterAnswer:
    return as_file(year_report(context, year, share=share))


@handles(ComplaintRequests.complaint)
def complaint(context: Context, complaint_id: int) -> FiledAnswer:
    return follow_up.filed(context, complaint_id)


@handles(ComplaintRequests.mark_complaint)
def mark_complaint(  # as it is declared
    context: Context,
    complaint_id: int,
    event: Event,
    *,
    on: str | None = None,
    means: Means | None = None,
    point: str = "",
    signed: bool = False,
) -> FiledAnswer:
    follow_up.mark(context, complaint_id, event, on, means, point=point, signed=signed)
    publish_complaints(context)
    return follow_up.filed(context, complaint_id)


@handles(ComplaintRequests.unmark_complaint)
def unmark_complaint(context: Context, complaint_id: int, event: Event) -> FiledAnswer:
    follow_up.unmark(context, complaint_id, event)
    publish_complaints(context)
    return follow_up.filed(context, complaint_id)


@handles(ComplaintRequests.discard_complaint)
def discard_complaint(context: Context, complaint_id: int) -> ForgottenAnswer:
    follow_up.discard(context, complaint_id)
    publish_complaints(context)
    return {"forgotten": 1}


@handles(ComplaintRequests.attach)
def attach(context: Context, complaint_id: int, name: str, data: bytes) -> AttachedAnswer:
    notice = pec_receipts.attach(context, complaint_id, name, data)
    publish_complaints(context)
    filed = follow_up.filed(context, complaint_id)
    return {**filed, "notice": untranslated(notice) if notice else ""}


@handles(ComplaintRequests.letter)
def letter(context: Context, complaint_id: int, kind: LetterKind = "pdf") -> LetterAnswer:
    return letters.letter(context, complaint_id, kind)


@handles(ComplaintRequests.send_complaint)
def send_complaint(
    context: Context, complaint_id: int, *, confirmed: bool = False, again: bool = False
) -> FiledAnswer:
    """Send the letter through the mail server of config.toml; only after the user has said so."""
    if not confirmed:
        raise UsageError(msg("a letter leaves only after you have said yes to it"))
    try:
        send_mail.send(context, complaint_id, again=again)
    finally:
        publish_complaints(context)
    return follow_up.filed(context, complaint_id)


@handles(ComplaintRequests.calendar)
def calendar(context: Context) -> CalendarAnswer:
    return follow_up.calendar(context)

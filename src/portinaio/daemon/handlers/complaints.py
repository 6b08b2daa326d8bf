"""Complaints after they are drafted: sent, answered, closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.api.requests.complaints import ComplaintRequests
from portinaio.core.message import msg, untranslated
from portinaio.daemon.complaints import follow_up, letters, pec_receipts, send_mail
from portinaio.daemon.complaints.complaint_answers import complaint_answer, publish_complaints
from portinaio.daemon.complaints.house import refuse_mixed
from portinaio.daemon.complaints.year import year_answer, year_report
from portinaio.daemon.complaints.year import year_file as as_file
from portinaio.daemon.dispatch import handles
from portinaio.daemon.handlers.calls import call_or_404
from portinaio.daemon.handlers.drafts import report
from portinaio.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from portinaio.api.answers import (
        AttachedAnswer,
        CalendarAnswer,
        ComplaintAnswer,
        FiledAnswer,
        ForgottenAnswer,
        LetterAnswer,
        ReportAnswer,
        YearAnswer,
    )
    from portinaio.api.parameters import Event, LetterKind, Means, Year
    from portinaio.core.complaint import Complaint
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
    sure: bool = False,
) -> FiledAnswer:
    follow_up.mark(context, complaint_id, event, on, means, point=point, signed=signed, sure=sure)
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


@handles(ComplaintRequests.take_out)
def take_out(context: Context, complaint_id: int, call_id: int) -> ReportAnswer:
    draft = _open_draft(context, complaint_id)
    if call_id not in draft.calls:
        raise NotFoundError(
            msg("call %(call)d is not in draft %(id)d", call=call_id, id=complaint_id)
        )
    if draft.calls == (call_id,):
        raise UsageError(
            msg(
                "call %(call)d is the only one of draft %(id)d; discard the draft instead",
                call=call_id,
                id=complaint_id,
            )
        )
    return _about(context, draft, tuple(one for one in draft.calls if one != call_id))


@handles(ComplaintRequests.put_in)
def put_in(context: Context, complaint_id: int, call_id: int) -> ReportAnswer:
    draft = _open_draft(context, complaint_id)
    call = call_or_404(context, call_id)
    there = [one for one in map(context.store.calls.get, draft.calls) if one]
    refuse_mixed(context, (*there, call))
    return _about(context, draft, tuple(dict.fromkeys((*draft.calls, call_id))))


def _open_draft(context: Context, complaint_id: int) -> Complaint:
    draft = follow_up.get(context, complaint_id)
    if draft.sent is not None or not draft.is_open:
        raise UsageError(
            msg("complaint %(id)d is no draft any more; its calls stay", id=complaint_id)
        )
    return draft


def _about(context: Context, draft: Complaint, calls: tuple[int, ...]) -> ReportAnswer:
    """The same draft about these calls, written anew; where that fails, it is as it was."""
    context.store.complaints.set(draft._replace(calls=calls))
    try:
        return report(context, calls=calls, recipient=draft.recipient)
    except Exception:
        context.store.complaints.set(draft)
        raise

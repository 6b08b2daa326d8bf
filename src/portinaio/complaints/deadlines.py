"""When an answer is owed, which state a complaint is in on a day, and what comes next.

Pure, and nothing has to run for a deadline to pass: all of it follows from the days that are written down. A period of
months ends on the day of the same number, or on the last day of a shorter month.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.complaint import State
from portinaio.core.message import msg

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portinaio.core.complaint import Complaint
    from portinaio.core.message import Message
    from portinaio.countries.pack_schema import Pack


class Step(NamedTuple):
    """What the user can do next."""

    action: str
    """`send`, or the key of a recipient."""
    advice: Message


class Status(NamedTuple):
    state: State
    due: date | None
    """Last day on which the answer is in time; `None` where none is owed."""
    next: Step | None


def status_on(
    complaint: Complaint, siblings: Sequence[Complaint], pack: Pack, today: date
) -> Status:
    """How `complaint` stands among all those about the same company."""
    owed = due(complaint, pack)
    state = _state(complaint, siblings, pack, today, owed)
    return Status(state, owed, _next(complaint, siblings, pack, state))


def due(complaint: Complaint, pack: Pack) -> date | None:
    recipient = pack.recipient.get(complaint.recipient)
    ended = complaint.answered or complaint.refused or complaint.closed
    if complaint.sent is None or ended or recipient is None or not recipient.answer_owed:
        return None
    if recipient.reminds:
        return complaint.sent + timedelta(days=pack.deadlines.reminder_days)
    first = months_later(complaint.sent, pack.deadlines.reply_months)
    if complaint.extended is None or complaint.extended > first:
        return first  # who asks for more time when the time is over gets none, art. 12(3)
    return months_later(complaint.sent, pack.deadlines.extended_months)


def months_later(day: date, months: int) -> date:
    """Art. 12(3) GDPR counts in months, not in days: from 31 January it is 28 or 29 February."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _state(
    complaint: Complaint,
    siblings: Sequence[Complaint],
    pack: Pack,
    today: date,
    owed: date | None,
) -> State:
    if complaint.closed:
        return State.CLOSED
    if complaint.sent is None:
        return State.DRAFT
    later = [s for s in siblings if s.sent and s.id != complaint.id and _after(s, complaint)]
    recipient = pack.recipient.get(complaint.recipient)
    to_company = recipient is not None and not recipient.authority
    ended = complaint.refused or complaint.answered or owed
    if to_company and any(_escalates(s, ended, pack) for s in later):
        return State.ESCALATED
    if complaint.refused:
        return State.REFUSED
    if complaint.answered:
        return State.ANSWERED
    if any(_reminds(pack, s.recipient) == complaint.recipient for s in later):
        return State.REMINDED
    return State.OVERDUE if owed and today > owed else State.SENT


def _escalates(later: Complaint, ended: date | None, pack: Pack) -> bool:
    """A report to an authority beside the letter does not: the company still owes its answer."""
    recipient = pack.recipient.get(later.recipient)
    if recipient is None or not recipient.authority:
        return False
    return recipient.escalates or bool(ended and later.sent and later.sent > ended)


def _next(
    complaint: Complaint, siblings: Sequence[Complaint], pack: Pack, state: State
) -> Step | None:
    if state is State.DRAFT:
        return Step("send", msg("complete it, send it, and say so"))
    if state is State.REFUSED:
        return _escalation(pack, msg("the company refused: the authority can be asked to decide"))
    if state is not State.OVERDUE:
        return None
    if _reminds(pack, complaint.recipient):
        return _escalation(
            pack, msg("the reminder had no answer either: the authority can be asked to decide")
        )
    drafted = {s.recipient for s in siblings if s.sent is None and s.is_open}
    for key, recipient in pack.recipient.items():
        if recipient.reminds == complaint.recipient:
            advice = (
                msg("send the reminder that is drafted")
                if key in drafted
                else msg("no answer in time: remind the company")
            )
            return Step(key, advice)
    return None


def _escalation(pack: Pack, advice: Message) -> Step | None:
    return next(
        (Step(key, advice) for key, recipient in pack.recipient.items() if recipient.escalates),
        None,
    )


def _after(sibling: Complaint, complaint: Complaint) -> bool:
    assert sibling.sent
    assert complaint.sent
    return (sibling.sent, sibling.id) > (complaint.sent, complaint.id)


def _reminds(pack: Pack, key: str) -> str:
    recipient = pack.recipient.get(key)
    return recipient.reminds if recipient else ""

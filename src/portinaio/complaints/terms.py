"""Until when an answer is owed: from which day the time runs, how long, and on which day it ends.

The time runs from receipt, art. 12(3) GDPR, or from sending where the pack says so. Where nobody has said when the letter arrived, it is counted from sending and
the days that the pack grants for the way, and told as derived. The day of the event itself does not count; months end on
the day of the same number or on the last of a shorter month, and a last day that is no working day gives way to the next
one: Reg. (EEC, Euratom) 1182/71 art. 3.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.message import counted, msg
from portinaio.countries.working_days import or_next_working, working_days_later

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.core.complaint import Complaint
    from portinaio.core.message import Message
    from portinaio.countries.act_schema import Recipient
    from portinaio.countries.fact_schema import Span
    from portinaio.countries.pack_schema import Pack


class Extension(StrEnum):
    """What a notice that more time is needed is worth."""

    NONE = ""
    IN_TIME = "in_time"
    LATE = "late"
    """It came when the time was over, or to a reminder: it gives none, art. 12(3) GDPR."""


class Term(NamedTuple):
    begins: date
    """The day of receipt, or the day by which the letter had arrived if nothing went wrong."""
    way_days: int | None
    """Days granted for the way; `None` where the day of receipt is known."""
    counted: date
    """Where the count ends, before it gives way to a working day."""
    last: date
    """Last day on which an answer is in time."""
    extension: Extension = Extension.NONE

    def is_over(self, on: date) -> bool:
        return on > self.last


def term(complaint: Complaint, pack: Pack) -> Term | None:
    """`None` where no answer is owed, by the law of the day on which the letter was sent."""
    recipient = pack.recipient.get(complaint.recipient)
    if complaint.sent is None or recipient is None or not recipient.answer_owed:
        return None
    law = pack.law.get(recipient.term_law if recipient.term else pack.deadlines.law)
    if law and not law.in_force(complaint.sent):
        return None
    received = complaint.received if runs_from_receipt(pack) else None
    begins = received or begins_without_receipt(complaint.sent, complaint.means, pack)
    way_days = None if received else (begins - complaint.sent).days
    first = later(begins, _owed(recipient, pack), pack)
    found = Term(begins, way_days, first, _moved(first, pack))
    if complaint.extended is None:
        return found
    longer = recipient.extended if recipient.term else pack.deadlines.extended
    if recipient.reminds or not longer or found.is_over(complaint.extended):
        return found._replace(extension=Extension.LATE)
    counted_longer = later(begins, longer, pack)
    last = _moved(counted_longer, pack)
    return Term(begins, way_days, counted_longer, last, Extension.IN_TIME)


def owed_by(complaint: Complaint, pack: Pack) -> date | None:
    """Last day on which an answer is or was in time, whether one came or not."""
    found = term(complaint, pack)
    return found.last if found else None


def runs_from_receipt(pack: Pack) -> bool:
    return pack.deadlines.runs_from == "receipt"


def begins_without_receipt(sent: date, means: str, pack: Pack) -> date:
    """The day from which the time runs where nobody has said when the letter arrived."""
    return granted_arrival(sent, means, pack) if runs_from_receipt(pack) else sent


def granted_arrival(sent: date, means: str, pack: Pack) -> date:
    """The day by which a letter has arrived if nothing went wrong; by the slowest way where none is known."""
    days = {str(way): n for way, n in pack.deadlines.way_days.items()}
    return sent + timedelta(days=days.get(means, max(days.values(), default=0)))


def months_later(day: date, months: int) -> date:
    """Art. 12(3) GDPR counts in months, not in days: from 31 January it is 28 or 29 February."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def how_counted(complaint: Complaint, found: Term) -> Iterator[Message]:
    """Why the last day is that day, sentence by sentence."""
    assert complaint.sent
    if found.way_days is None:
        yield msg("The time runs from receipt on %(day)s.", day=found.begins.isoformat())
    elif found.way_days == 0:
        yield msg("The time runs from %(day)s, when it was sent.", day=found.begins.isoformat())
    else:
        yield counted(
            "Nobody has said when it was received: the time is counted from %(day)s, when it was sent, and %(n)d day"
            " for the way.",
            "Nobody has said when it was received: the time is counted from %(day)s, when it was sent, and %(n)d days"
            " for the way.",
            found.way_days,
            day=complaint.sent.isoformat(),
        )
    if found.extension is Extension.LATE:
        yield msg("More time was asked for too late, so there is none.")
    elif found.extension is Extension.IN_TIME:
        yield msg("More time was asked for in time.")
    if found.counted != found.last:
        yield msg(
            "%(day)s is no working day, so the next one counts.", day=found.counted.isoformat()
        )


def later(day: date, span: Span, pack: Pack) -> date:
    """`day` itself does not count."""
    if span.working_days:
        return working_days_later(day, span.working_days, pack)
    return months_later(day, span.months) if span.months else day + timedelta(days=span.days)


def _owed(recipient: Recipient, pack: Pack) -> Span:
    if recipient.term:
        return recipient.term
    return pack.deadlines.reminder if recipient.reminds else pack.deadlines.reply


def _moved(day: date, pack: Pack) -> date:
    return or_next_working(day, pack) if pack.deadlines.moves else day

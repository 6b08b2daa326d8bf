"""What may be written down of a complaint, and when: sent, received, extended, answered, insufficient, refused, closed.

Nothing is written down that cannot have happened: each event has what must stand before it, and the days follow each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from portinaio.complaints.deadlines import refused_last
from portinaio.complaints.filing import Means
from portinaio.core.message import msg
from portinaio.core.safe_text import one_line
from portinaio.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from portinaio.core.complaint import Complaint
    from portinaio.countries.pack_schema import Pack

LONGEST_POINT = 200  # characters; it stands in a sentence of the next letter
OF_SENDING = ("received", "extended", "answered", "refused")
"""What only a letter that has left can meet with."""


class Event(NamedTuple):
    name: str
    on: date
    means: str = ""
    """Of `sent`."""
    point: str = ""
    """Of `insufficient`."""
    receipt: str = "stated"
    """Of `received`: as `Complaint.receipt`."""


def written_down(complaint: Complaint, event: Event, pack: Pack) -> Complaint:
    """The complaint with `event`; an event that is there already is set right. `UsageError` for what cannot have happened."""
    if complaint.closed:
        raise UsageError(
            msg(
                "complaint %(id)d was settled on %(day)s; nothing more is written down of it",
                id=complaint.id,
                day=complaint.closed.isoformat(),
            )
        )
    return _WRITE[event.name](complaint, event, pack)


def taken_back(complaint: Complaint, name: str) -> Complaint:
    """It did not happen after all. What nothing can have happened without stays."""
    if name == "sent":
        if any(getattr(complaint, later) for later in OF_SENDING):
            raise UsageError(
                msg("complaint %(id)d was sent, as something came of it", id=complaint.id)
            )
        return complaint._replace(sent=None, means="")
    if name == "answered" and complaint.insufficient:
        raise UsageError(
            msg("complaint %(id)d was answered, as the answer leaves a point open", id=complaint.id)
        )
    beside: dict[str, Any] = {"received": {"receipt": ""}, "insufficient": {"point": ""}}
    nothing: Any = {name: None, **beside.get(name, {})}
    return complaint._replace(**nothing)


def _sent(complaint: Complaint, event: Event, _pack: Pack) -> Complaint:
    if complaint.sent:
        raise UsageError(
            msg(
                "complaint %(id)d was sent on %(day)s already",
                id=complaint.id,
                day=complaint.sent.isoformat(),
            )
        )
    handed_over = event.on if event.means == Means.HAND else None
    return complaint._replace(
        sent=event.on,
        means=event.means,
        received=handed_over,
        receipt="stated" if handed_over else "",
    )


def _received(complaint: Complaint, event: Event, _pack: Pack) -> Complaint:
    _follows(complaint, event)
    replies = (complaint.extended, complaint.answered, complaint.refused)
    first = min(filter(None, replies), default=None)
    if first and event.on > first:
        raise UsageError(
            msg(
                "complaint %(id)d had its first answer on %(day)s; it was received by then",
                id=complaint.id,
                day=first.isoformat(),
            )
        )
    known = complaint.received
    if known and known != event.on and complaint.receipt == "pec" != event.receipt:
        raise UsageError(
            msg(
                "the delivery receipt of complaint %(id)d says %(day)s; your word does not change it",
                id=complaint.id,
                day=known.isoformat(),
            )
        )
    kept = "pec" if complaint.receipt == "pec" and known == event.on else event.receipt
    return complaint._replace(received=event.on, receipt=kept)


def _extended(complaint: Complaint, event: Event, pack: Pack) -> Complaint:
    _owes(complaint, pack)
    _follows(complaint, event)
    for reply in (complaint.answered, complaint.refused):
        if reply and event.on > reply:
            raise UsageError(
                msg(
                    "complaint %(id)d was answered on %(day)s; more time is asked for before the answer",
                    id=complaint.id,
                    day=reply.isoformat(),
                )
            )
    return complaint._replace(extended=event.on)


def _answered(complaint: Complaint, event: Event, _pack: Pack) -> Complaint:
    _follows(complaint, event)
    if complaint.insufficient and event.on > complaint.insufficient:
        # Another answer, of which nobody has said yet that it leaves something open.
        return complaint._replace(answered=event.on, insufficient=None, point="")
    return complaint._replace(answered=event.on)


def _refused(complaint: Complaint, event: Event, _pack: Pack) -> Complaint:
    _follows(complaint, event)
    return complaint._replace(refused=event.on)


def _insufficient(complaint: Complaint, event: Event, pack: Pack) -> Complaint:
    _owes(complaint, pack)
    _follows(complaint, event)
    if complaint.answered is None or refused_last(complaint):
        raise UsageError(
            msg(
                "no answer to complaint %(id)d is written down; first say when it came:"
                " portinaio complaints answered %(id)d --on DAY",
                id=complaint.id,
            )
        )
    if event.on < complaint.answered:
        raise UsageError(
            msg("that day is before the answer, which came on %(day)s", day=complaint.answered)
        )
    point = one_line(event.point, LONGEST_POINT)
    if not point:
        raise UsageError(
            msg(
                "say on which point the answer to complaint %(id)d does not satisfy: --point 'where my number comes from'",
                id=complaint.id,
            )
        )
    return complaint._replace(insufficient=event.on, point=point)


def _closed(complaint: Complaint, event: Event, _pack: Pack) -> Complaint:
    latest = max(
        filter(None, (complaint.sent, complaint.received, complaint.answered, complaint.refused)),
        default=event.on,
    )
    if event.on < latest:
        raise UsageError(
            msg("that day is before %(day)s, when something came of it", day=latest.isoformat())
        )
    return complaint._replace(closed=event.on)


def _follows(complaint: Complaint, event: Event) -> None:
    if complaint.sent is None:
        raise UsageError(msg("complaint %(id)d was not sent yet", id=complaint.id))
    if event.on < complaint.sent:
        raise UsageError(msg("that day is before the complaint was sent"))
    if complaint.received and event.name != "received" and event.on < complaint.received:
        raise UsageError(
            msg(
                "that day is before the complaint was received, on %(day)s",
                day=complaint.received.isoformat(),
            )
        )


def _owes(complaint: Complaint, pack: Pack) -> None:
    recipient = pack.recipient.get(complaint.recipient)
    if recipient is not None and not recipient.answer_owed:
        raise UsageError(
            msg(
                "nobody owes an answer to complaint %(id)d within a time, so there is none to be judged",
                id=complaint.id,
            )
        )


_WRITE: dict[str, Callable[[Complaint, Event, Pack], Complaint]] = {
    "sent": _sent,
    "received": _received,
    "extended": _extended,
    "answered": _answered,
    "insufficient": _insufficient,
    "refused": _refused,
    "closed": _closed,
}
EVENTS = tuple(_WRITE)

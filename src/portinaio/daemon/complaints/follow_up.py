"""What becomes of a complaint after its letter: sent, answered, overdue, closed; attachments; deadlines in a calendar."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from portinaio.complaints.archive import load_draft
from portinaio.complaints.calendar import Deadline, as_ics
from portinaio.complaints.events import Event, taken_back, written_down
from portinaio.complaints.filing import Means
from portinaio.config.atomic_write import write_atomically
from portinaio.core.complaint import LARGEST_ATTACHMENT_BYTES, State
from portinaio.core.message import Message, composed, msg
from portinaio.core.reason import reason
from portinaio.core.safe_text import one_line
from portinaio.countries.pack import pack_or_bare
from portinaio.daemon.complaints.complaint_answers import filed_answer, stands_now
from portinaio.daemon.complaints.last_told import refuse_before_calls
from portinaio.daemon.complaints.mail import mail_record
from portinaio.daemon.complaints.mail.said_to_be_certified import way_of_own_mail
from portinaio.daemon.complaints.mail.unconfirmed_mail import note_unconfirmed
from portinaio.daemon.complaints.noted_events import forget, note
from portinaio.errors import HomeError, NotFoundError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.api.answers import CalendarAnswer, FiledAnswer
    from portinaio.complaints.draft import Draft
    from portinaio.core.complaint import Complaint
    from portinaio.core.message import Say
    from portinaio.daemon.context import Context

LONGEST_NAME = 100
WAITING = frozenset({State.SENT, State.RECEIVED, State.OVERDUE})
"""States in which the day by which an answer is owed is still looked at."""


def filed(context: Context, complaint_id: int) -> FiledAnswer:
    """The complaint with its letter."""
    found = get(context, complaint_id)
    return filed_answer(context, found, load_draft(found.copy))


def get(context: Context, complaint_id: int) -> Complaint:
    found = context.store.complaints.get(complaint_id)
    if found is None:
        raise NotFoundError(msg("there is no complaint %(id)d", id=complaint_id))
    return found


def mark(  # noqa: PLR0913  # what can be said of an event
    context: Context,
    complaint_id: int,
    event: str,
    on: str | None = None,
    means: str | None = None,
    *,
    point: str = "",
    signed: bool = False,
    sure: bool = False,
) -> None:
    """Write down what the user says has happened, on a day that is not in the future."""
    found = get(context, complaint_id)
    happened = Event(event, _day(context, on), means or "", point)
    if event == "sent" and not found.sent:
        letter = load_draft(found.copy)
        refuse_incomplete(found, letter)
        if letter.signed and not signed:
            raise _unsigned(found)
        if on and not sure:
            refuse_before_calls(context, found, happened.on)
        if (
            not means
        ):  # a form, a text message or a call has one way; and the way of our own mail is known
            one_way = letter.channel if letter.channel in set(Means) else ""
            own = one_way or way_of_own_mail(context.store, complaint_id)
            happened = happened._replace(means=own)
    _write(context, found, happened)


def receive(context: Context, complaint_id: int, day: date) -> None:
    """A certified box's own receipt says that the letter was delivered on `day`."""
    _write(context, get(context, complaint_id), Event("received", day, receipt="pec"))


def _write(context: Context, found: Complaint, event: Event) -> None:
    context.store.complaints.set(written_down(found, event, pack_or_bare(found.country)))
    note(context.store, found, event.name, context.now().date())
    if event.name == "sent":
        note_unconfirmed(context.store, found.id, None)


def unmark(context: Context, complaint_id: int, event: str) -> None:
    """It did not happen after all."""
    found = get(context, complaint_id)
    context.store.complaints.set(taken_back(found, event))
    note(context.store, found, event, None)
    if event == "sent":
        note_unconfirmed(context.store, complaint_id, None)


def discard(context: Context, complaint_id: int) -> None:
    """Take a draft away. What was sent stays on file until it is closed and forgotten."""
    found = get(context, complaint_id)
    if found.sent and found.is_open:
        raise UsageError(
            msg("complaint %(id)d was sent; close it before you discard it", id=complaint_id)
        )
    context.store.complaints.remove(complaint_id)
    note_unconfirmed(context.store, complaint_id, None)
    mail_record.drop(context.store, complaint_id)
    forget(context.store, complaint_id)
    for name in found.attachments:
        attachment_file(context, complaint_id, name).unlink(missing_ok=True)


def attach(context: Context, complaint_id: int, name: str, data: bytes) -> None:
    """Keep a copy of a file with the complaint, for its owner only."""
    get(context, complaint_id)
    if len(data) > LARGEST_ATTACHMENT_BYTES:
        raise UsageError(
            msg(
                "%(name)s is larger than %(most)d MB; mail servers take no more",
                name=name[:60],
                most=LARGEST_ATTACHMENT_BYTES >> 20,
            )
        )
    plain = one_line(name.replace("\\", "/").rpartition("/")[2], LONGEST_NAME).lstrip(". ")
    if not plain:
        raise UsageError(msg("an attachment needs a name"))
    keep_file(context, complaint_id, plain, data)


def keep_file(context: Context, complaint_id: int, name: str, data: bytes) -> None:
    """Put it to the complaint, as `name`."""
    _keep(attachment_file(context, complaint_id, name), data)
    context.store.complaints.attach(complaint_id, name, sha256(data).hexdigest())


def drop_file(context: Context, complaint_id: int, name: str) -> None:
    context.store.complaints.detach(complaint_id, name)
    attachment_file(context, complaint_id, name).unlink(missing_ok=True)


def _keep(file: Path, data: bytes) -> None:
    """For its owner only; what was there stays until the new content is whole."""
    try:
        write_atomically(file, data)
    except OSError as error:
        raise HomeError(
            msg(
                "%(file)s cannot be written: %(reason)s",
                file=str(file),
                reason=reason(error),
            )
        ) from error


def follow_complaints(context: Context) -> None:
    """Complaints that got other ids when a database was taken back find their attachments under these."""
    found = context.store.complaints
    kept = {
        attachment_file(context, one.id, name): digest
        for one in found.all()
        for name, digest in found.attachments(one.id).items()
    }
    for file, digest in kept.items():
        if file.exists():
            continue
        for other in sorted(file.parent.parent.glob("*")):
            source = other / file.name
            if _digest(source) == digest:
                _keep(file, source.read_bytes())
                if source not in kept:
                    source.unlink()
                break


def spoilt_attachments(context: Context) -> Iterator[tuple[int, Path]]:
    """Id of the complaint, and the file that is not there or not the one that was put to it."""
    for one in context.store.complaints.all():
        for name, digest in context.store.complaints.attachments(one.id).items():
            file = attachment_file(context, one.id, name)
            if _digest(file) != digest:
                yield one.id, file


def not_as_attached(complaint_id: int, file: Path) -> Message:
    return msg(
        "%(file)s is not the file that was put to complaint %(id)d; put the right one to it again, under the same"
        " name: portinaio complaints attach %(id)d FILE",
        file=str(file),
        id=complaint_id,
    )


def _digest(file: Path) -> str:
    try:
        return sha256(file.read_bytes()).hexdigest()
    except OSError:
        return ""


def attachment_file(context: Context, complaint_id: int, name: str) -> Path:
    return Path(context.home.data, "attachments", str(complaint_id), name)


def due(context: Context) -> list[Message]:
    """One sentence for each complaint whose next step can be done now."""
    everything = context.store.complaints.all()
    return [text for one in everything for text in _calls_for(context, one, everything)]


def calendar(context: Context) -> CalendarAnswer:
    everything = context.store.complaints.all()
    stands = [(one, stands_now(context, one, everything)) for one in everything]
    # What was reminded of or taken to an authority waits for another letter's day.
    days = [(one, how.due) for one, how in stands if how.state in WAITING]

    def ics(say: Say) -> str:
        deadlines = [
            Deadline(
                one.id,
                day,
                say(msg("No answer from %(company)s? Take the next step", company=one.company)),
                say(msg("Complaint %(id)d: portinaio complaints show %(id)d", id=one.id)),
            )
            for one, day in days
            if day
        ]
        return as_ics(deadlines, context.now())

    return {"ics": composed(ics)}


def _calls_for(context: Context, one: Complaint, everything: list[Complaint]) -> list[Message]:
    stands = stands_now(context, one, everything)
    if stands.next is None or not stands.next.action or stands.state is State.DRAFT:
        return []
    return [
        msg(
            "complaint %(id)d, %(company)s: %(advice)s",
            id=one.id,
            company=one.company,
            advice=stands.next.advice,
        )
    ]


def refuse_incomplete(found: Complaint, letter: Draft) -> None:
    """A letter with a gap in it is not sent."""
    if letter.missing:
        raise UsageError(
            msg(
                "complaint %(id)d still lacks: %(keys)s",
                id=found.id,
                keys=", ".join(gap.key for gap in letter.missing),
            )
        )


def _unsigned(found: Complaint) -> UsageError:
    return UsageError(
        msg(
            "complaint %(id)d needs your signature: sign the letter, send it, and then say"
            " portinaio complaints sent %(id)d --signed",
            id=found.id,
        )
    )


def _day(context: Context, on: str | None) -> date:
    today = context.now().date()
    if on is None:
        return today
    try:
        day = date.fromisoformat(on)
    except ValueError:
        raise UsageError(msg("'%(day)s' is not a day like 2026-01-31", day=on[:40])) from None
    if day > today:
        raise UsageError(msg("that day is in the future"))
    return day

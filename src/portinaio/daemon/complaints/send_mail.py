"""Sending a letter by mail: through the server of config.toml, over TLS, when the user has said so, and at no other time.

What is said of it is true: it was sent, it was not, or the server was given all of it and has not answered. The last is
no reason to send it once more, so that takes a second yes; and then it is the same mail, with the same Message-ID.
"""

from __future__ import annotations

import ssl
from email.utils import formatdate
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import uuid4

from portinaio.complaints.archive import load_draft
from portinaio.complaints.filing import Means
from portinaio.complaints.mail import as_mail, is_address, mail_address
from portinaio.config.load import load_settings
from portinaio.config.secrets import reveal
from portinaio.core.message import msg
from portinaio.daemon.complaints import follow_up
from portinaio.daemon.complaints.complaint_answers import publish_complaints
from portinaio.daemon.complaints.letters import attached, enclosures
from portinaio.daemon.complaints.mail import mail_record, smtp_session
from portinaio.daemon.complaints.mail.mail_record import FAILURES, MailRecord
from portinaio.daemon.complaints.mail.outgoing import outgoing
from portinaio.daemon.complaints.mail.smtp_session import Envelope, UnansweredError
from portinaio.daemon.complaints.mail.unconfirmed_mail import (
    maybe_sent,
    note_unconfirmed,
    sole_sender,
    unconfirmed_since,
)
from portinaio.errors import ConfigError, PortinaioError, UsageError

if TYPE_CHECKING:
    import smtplib

    from portinaio.complaints.draft import Draft
    from portinaio.config.settings import MailTable
    from portinaio.core.complaint import Complaint
    from portinaio.core.message import Message
    from portinaio.daemon.context import Context

LARGEST_BYTES = 30 << 20  # a certified box takes no more, RFC 6109 §3.1.1; few others do


def send(
    context: Context, complaint_id: int, tls: ssl.SSLContext | None = None, *, again: bool = False
) -> None:
    """Send the complaint and write down that it was sent. `again` sends one that may have been sent already."""
    with sole_sender(context, complaint_id):
        mail = load_settings(context.home.config_file).mail
        if mail is None:
            raise ConfigError(
                msg("config.toml has no [mail]; add it, or send the letter with your mail program")
            )
        found = follow_up.get(context, complaint_id)
        letter = load_draft(found.copy)
        _refuse(context, found, letter, mail, again=again)
        record, envelope = _written(context, found, letter, mail)
        password = reveal(mail.password, context.home) if mail.password else ""
        reached = partial(_reached, context, complaint_id)
        try:
            reached(msg("connecting to %(host)s", host=mail.host))
            with smtp_session.session(
                mail, password, tls or ssl.create_default_context()
            ) as server:
                reached(msg("%(host)s has let us in and is given the letter", host=mail.host))
                _hand_over(context, complaint_id, server, record, envelope)
                reached(msg("%(host)s has taken the letter; it is being filed", host=mail.host))
                _write_down(context, complaint_id, record)
        except smtp_session.FAULTS as error:
            told = smtp_session.explained(error, mail)
            raise type(told)(
                msg("the letter was not sent: %(reason)s", reason=told.sentence)
            ) from error
        finally:
            context.sending.pop(complaint_id, None)


def _reached(context: Context, complaint_id: int, stage: Message) -> None:
    context.sending[complaint_id] = stage
    publish_complaints(context)


def _write_down(context: Context, complaint_id: int, record: MailRecord) -> None:
    means = Means.PEC if record.certified else Means.EMAIL
    try:
        # What needs a signature and has nothing signed put to it was refused before it left.
        follow_up.mark(context, complaint_id, "sent", means=means.value, signed=True)
    except PortinaioError as error:
        raise PortinaioError(
            msg(
                "complaint %(id)d was sent, and that cannot be written down: %(reason)s",
                id=complaint_id,
                reason=error.sentence,
            )
        ) from error


def _refuse(
    context: Context, found: Complaint, letter: Draft, mail: MailTable, *, again: bool
) -> None:
    """`UsageError` for what is not to be sent."""
    follow_up.refuse_incomplete(found, letter)
    if found.sent:
        raise UsageError(msg("complaint %(id)d was sent already", id=found.id))
    if letter.channel != "letter" or not is_address(mail_address(letter)):
        raise UsageError(
            msg(
                "complaint %(id)d does not go by mail; see portinaio complaints show %(id)d",
                id=found.id,
            )
        )
    if letter.signed and not mail.pec and not letter.addressee.email:
        raise UsageError(
            msg(
                "complaint %(id)d is taken from a certified box only: set pec = true in [mail] where yours is one, else send"
                " it by registered post",
                id=found.id,
            )
        )
    if letter.signed and not attached(context, found):
        raise UsageError(
            msg(
                "complaint %(id)d must be signed: sign its PDF, put it to the complaint (portinaio complaints attach %(id)d"
                " FILE), with a copy of your identity document where you sign by hand, and send it then",
                id=found.id,
            )
        )
    if not again and (since := unconfirmed_since(context.store, found.id)):
        raise UsageError(maybe_sent(found.id, since))


def _written(
    context: Context, found: Complaint, letter: Draft, mail: MailTable
) -> tuple[MailRecord, Envelope]:
    """The mail; the one of before where nothing of it has changed."""
    sender, to, certified = outgoing(context, letter, mail)
    if not sender:
        raise ConfigError(msg("[mail] in config.toml needs from, your address"))
    content = _digest(context, found, sender, to)
    for before in mail_record.records(context.store, found.id):
        if before.has(*FAILURES):
            continue  # it did not arrive; what leaves now is another one
        if before.content == content and (message := _kept(context, found, before)):
            return before, Envelope(sender, to, message)
    enclosed, _notice = enclosures(context, found, letter)
    unique = uuid4().hex
    message_id = f"{unique}@portinaio.invalid"  # neither this computer's name nor anybody's domain
    headers = {
        "Date": formatdate(context.now().timestamp(), localtime=True),
        "Message-ID": f"<{message_id}>",
    }
    message = as_mail(letter, enclosed, sender, headers, to=to)
    if len(message) > LARGEST_BYTES:
        raise UsageError(_too_large(found.id, len(message), LARGEST_BYTES))
    record = MailRecord(
        message_id,
        mail_record.stamp(context.now()),
        sender,
        to,
        f"mail-{unique}.eml",
        content,
        certified=certified,
    )
    return record, Envelope(sender, to, message)


def _digest(context: Context, found: Complaint, sender: str, to: str) -> str:
    """Of all that makes it this mail and no other."""
    files = context.store.complaints.attachments(found.id)
    ours = mail_record.files_of(context.store, found.id)
    parts = (sender, to, found.copy, *(f"{n}\0{d}" for n, d in files.items() if n not in ours))
    return sha256("\0\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _kept(context: Context, found: Complaint, record: MailRecord) -> bytes | None:
    """As it was given away; `None` where the disk has spoilt or lost it."""
    digest = context.store.complaints.attachments(found.id).get(record.file)
    try:
        data = follow_up.attachment_file(context, found.id, record.file).read_bytes()
    except OSError:
        return None
    return data if sha256(data).hexdigest() == digest else None


def _hand_over(
    context: Context,
    complaint_id: int,
    server: smtplib.SMTP,
    record: MailRecord,
    envelope: Envelope,
) -> None:
    """What the server has said of it stays: nothing is written down of a letter that it has refused."""
    most = smtp_session.most_bytes(server)
    if most and len(envelope.message) > most:
        raise UsageError(_too_large(complaint_id, len(envelope.message), most))
    smtp_session.address(server, envelope)
    doubt = unconfirmed_since(context.store, complaint_id)
    known = record in mail_record.records(context.store, complaint_id)
    _put_on_record(context, complaint_id, record, envelope.message)
    try:
        smtp_session.deliver(server, envelope.message)
    except UnansweredError as error:
        raise PortinaioError(maybe_sent(complaint_id, context.now())) from error
    except Exception:
        note_unconfirmed(context.store, complaint_id, doubt)  # of the time before nothing is known
        if not known:
            _take_off_record(context, complaint_id, record)
        raise


def _put_on_record(context: Context, complaint_id: int, record: MailRecord, message: bytes) -> None:
    follow_up.keep_file(context, complaint_id, record.file, message)
    mail_record.keep(context.store, complaint_id, record)
    note_unconfirmed(context.store, complaint_id, context.now())


def _take_off_record(context: Context, complaint_id: int, record: MailRecord) -> None:
    mail_record.drop(context.store, complaint_id, record.message_id)
    follow_up.drop_file(context, complaint_id, record.file)


def _too_large(complaint_id: int, size: int, most: int) -> Message:
    return msg(
        "complaint %(id)d with all that is put to it is a mail of %(size)d kB, and the server takes %(most)d; put less to"
        " it, or smaller files",
        id=complaint_id,
        size=-(-size >> 10),
        most=most >> 10,
    )

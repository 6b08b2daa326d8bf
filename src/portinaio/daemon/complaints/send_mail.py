"""Sending a letter by mail: through the server of config.toml, over TLS, when the user has said so, and at no other time.

What is said of it is true: it was sent, it was not, or the server was given all of it and has not answered. The last is
no reason to send it once more, so that takes a second yes.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from contextlib import contextmanager, suppress
from email.utils import formatdate, make_msgid
from typing import TYPE_CHECKING, NamedTuple

from portinaio.complaints.archive import load_draft
from portinaio.complaints.filing import Means
from portinaio.complaints.mail import as_mail, is_address, mail_address
from portinaio.config.load import load_settings
from portinaio.config.secrets import reveal
from portinaio.core.message import msg
from portinaio.daemon.complaints import follow_up
from portinaio.daemon.complaints.letters import enclosures
from portinaio.daemon.complaints.unconfirmed_mail import (
    maybe_sent,
    note_unconfirmed,
    sole_sender,
    unconfirmed_since,
)
from portinaio.errors import ConfigError, PortinaioError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.complaints.draft import Draft
    from portinaio.config.settings import MailTable
    from portinaio.core.complaint import Complaint
    from portinaio.daemon.context import Context


class Envelope(NamedTuple):
    sender: str
    to: str
    message: bytes


ANSWER_S = 60.0  # of each answer before the letter is handed over; nothing is lost by trying again
MOST_ANSWERS = 16  # addresses, greetings, TLS, log-in, sender, recipient
RECEIPT_S = 600.0  # to send the letter, and for the word that it was taken: RFC 5321 §4.5.3.2.6
GREETING = (
    "[127.0.0.1]"  # the library would ask the network, without an end, what this computer is called
)
FAREWELL_S = 2.0  # nobody has to wait for that
_DOTS = re.compile(rb"(?m)^\.")


class _UnansweredError(Exception):
    """Stays in this file: the letter was handed over, and no answer came."""


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
        _refuse(context, found, letter, again=again)
        envelope = _envelope(context, found, letter, mail)
        password = reveal(mail.password, context.home) if mail.password else ""
        with _session(mail, password, tls or ssl.create_default_context()) as server:
            _hand_over(context, complaint_id, server, envelope)
            _write_down(context, complaint_id, Means.PEC if letter.addressee.pec else Means.EMAIL)


def _write_down(context: Context, complaint_id: int, means: Means) -> None:
    try:
        follow_up.mark(context, complaint_id, "sent", means=means.value)
    except PortinaioError as error:
        raise PortinaioError(
            msg(
                "complaint %(id)d was sent, and that cannot be written down: %(reason)s",
                id=complaint_id,
                reason=error.sentence,
            )
        ) from error


def _refuse(context: Context, found: Complaint, letter: Draft, *, again: bool) -> None:
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
    if not again and (since := unconfirmed_since(context.store, found.id)):
        raise UsageError(maybe_sent(found.id, since))


def _envelope(context: Context, found: Complaint, letter: Draft, mail: MailTable) -> Envelope:
    enclosed, _notice = enclosures(context, found, letter)
    sender = mail.sender or context.store.profile.all().get("email", "")
    if not is_address(sender):
        raise ConfigError(msg("[mail] in config.toml needs from, your address"))
    message = as_mail(
        letter,
        enclosed,
        sender,
        {
            "Date": formatdate(context.now().timestamp(), localtime=True),
            "Message-ID": make_msgid(domain=sender.rpartition("@")[2]),
        },
    )
    return Envelope(sender, mail_address(letter), message)


def _hand_over(
    context: Context, complaint_id: int, server: smtplib.SMTP, envelope: Envelope
) -> None:
    """What the server has said of it stays: nothing is written down of a letter that it has refused."""
    _address(server, envelope)
    note_unconfirmed(context.store, complaint_id, context.now())
    try:
        _deliver(server, envelope.message)
    except _UnansweredError as error:
        raise PortinaioError(maybe_sent(complaint_id, context.now())) from error
    except Exception:
        note_unconfirmed(context.store, complaint_id, None)
        raise


def _address(server: smtplib.SMTP, envelope: Envelope) -> None:
    sized = server.does_esmtp and server.has_extn("size")
    options = [f"size={len(envelope.message)}"] if sized else []
    code, said = server.mail(envelope.sender, options)
    if code != 250:
        raise smtplib.SMTPSenderRefused(code, said, envelope.sender)
    code, said = server.rcpt(envelope.to)
    if code not in {250, 251}:
        raise smtplib.SMTPRecipientsRefused({envelope.to: (code, said)})
    code, said = server.docmd("data")
    if code != 354:
        raise smtplib.SMTPDataError(code, said)


def _deliver(server: smtplib.SMTP, message: bytes) -> None:
    """A letter without its last line is none: as long as that has not left, nothing was sent."""
    assert server.sock is not None  # it has just answered
    server.sock.settimeout(RECEIPT_S)
    end = b"" if message.endswith(b"\r\n") else b"\r\n"
    server.send(_DOTS.sub(b"..", message) + end + b".\r\n")
    try:
        code, said = server.getreply()
    except (smtplib.SMTPServerDisconnected, OSError) as error:
        raise _UnansweredError from error
    if 400 <= code < 600:
        raise smtplib.SMTPDataError(code, said)
    if not 200 <= code < 300:  # the first digit decides, RFC 5321 §4.2.1; this is no answer
        raise _UnansweredError


@contextmanager
def _session(mail: MailTable, password: str, tls: ssl.SSLContext) -> Iterator[smtplib.SMTP]:
    """A server that has let us in; what it says against the letter becomes a sentence."""
    try:
        server = _connected(mail, tls)
        try:
            server.ehlo_or_helo_if_needed()
            if mail.username:
                server.login(mail.username, password)
            yield server
            _take_leave(server)
        finally:
            server.close()
    except smtplib.SMTPAuthenticationError as error:
        raise ConfigError(
            msg("the mail server %(host)s refuses the user name or the password", host=mail.host)
        ) from error
    except (smtplib.SMTPException, OSError, ValueError) as error:
        raise PortinaioError(
            msg(
                "the letter was not sent, %(host)s says: %(reason)s",
                host=mail.host,
                reason=str(error)[:200] or type(error).__name__,
            )
        ) from error


def _take_leave(server: smtplib.SMTP) -> None:
    with suppress(smtplib.SMTPException, OSError):
        if server.sock:
            server.sock.settimeout(FAREWELL_S)
        server.quit()


def _connected(mail: MailTable, tls: ssl.SSLContext) -> smtplib.SMTP:
    """A server behind TLS, whatever it offers without."""
    if mail.tls == "implicit":
        return smtplib.SMTP_SSL(mail.host, mail.port, GREETING, timeout=ANSWER_S, context=tls)
    server = smtplib.SMTP(mail.host, mail.port, GREETING, timeout=ANSWER_S)
    try:
        server.starttls(context=tls)
    except BaseException:
        server.close()
        raise
    return server

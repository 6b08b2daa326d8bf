"""Sending a letter by mail: through the server of config.toml, over TLS, when the user has said so, and at no other time."""

from __future__ import annotations

import smtplib
import ssl
from email.utils import formatdate, make_msgid
from typing import TYPE_CHECKING, NamedTuple

from portinaio.complaints.act import Means
from portinaio.complaints.copy import unfiled
from portinaio.complaints.mail import as_mail, is_address, mail_address
from portinaio.config.load import load_settings
from portinaio.config.secrets import reveal
from portinaio.core.words import words
from portinaio.daemon import pursuing
from portinaio.daemon.letters import enclosures
from portinaio.errors import ConfigError, PortinaioError, UsageError

if TYPE_CHECKING:
    from portinaio.config.settings import MailTable
    from portinaio.daemon.house import House


class Envelope(NamedTuple):
    sender: str
    to: str
    message: bytes


TIMEOUT_S = 8.0  # of one answer of the server; a window waits ten seconds for us


def send(house: House, complaint_id: int, context: ssl.SSLContext | None = None) -> None:
    """Send the complaint and write down that it was sent. Any error means that it was not."""
    mail = load_settings(house.home.config_file).mail
    if mail is None:
        raise ConfigError(
            words("config.toml has no [mail]; add it, or send the letter with your mail program")
        )
    found = pursuing.get(house, complaint_id)
    letter = unfiled(found.copy)
    pursuing.refuse_incomplete(found, letter)
    if found.sent:
        raise UsageError(words("complaint %(id)d was sent already", id=complaint_id))
    if letter.channel != "letter" or not is_address(mail_address(letter)):
        raise UsageError(
            words(
                "complaint %(id)d does not go by mail; see portinaio complaints show %(id)d",
                id=complaint_id,
            )
        )
    enclosed, _notice = enclosures(house, found, letter)
    sender = mail.sender or house.store.profile.all().get("email", "")
    if not is_address(sender):
        raise ConfigError(words("[mail] in config.toml needs from, your address"))
    message = as_mail(
        letter,
        enclosed,
        sender,
        {
            "Date": formatdate(house.now().timestamp(), localtime=True),
            "Message-ID": make_msgid(domain=sender.rpartition("@")[2]),
        },
    )
    password = reveal(mail.password, house.home) if mail.password else ""
    _deliver(
        Envelope(sender, mail_address(letter), message),
        mail,
        password,
        context or ssl.create_default_context(),
    )
    means = Means.PEC if letter.addressee.pec else Means.EMAIL
    pursuing.mark(house, complaint_id, "sent", means=means.value)


def _deliver(envelope: Envelope, mail: MailTable, password: str, context: ssl.SSLContext) -> None:
    try:
        with _connected(mail, context) as server:
            if mail.username:
                server.login(mail.username, password)
            server.sendmail(*envelope)
    except smtplib.SMTPAuthenticationError as error:
        raise ConfigError(
            words("the mail server %(host)s refuses the user name or the password", host=mail.host)
        ) from error
    except (smtplib.SMTPException, OSError, ValueError) as error:
        raise PortinaioError(
            words(
                "the letter was not sent, %(host)s says: %(reason)s",
                host=mail.host,
                reason=str(error)[:200] or type(error).__name__,
            )
        ) from error


def _connected(mail: MailTable, context: ssl.SSLContext) -> smtplib.SMTP:
    """A server behind TLS, whatever it offers without."""
    if mail.tls == "implicit":
        return smtplib.SMTP_SSL(mail.host, mail.port, timeout=TIMEOUT_S, context=context)
    server = smtplib.SMTP(mail.host, mail.port, timeout=TIMEOUT_S)
    try:
        server.starttls(context=context)
    except BaseException:
        server.close()
        raise
    return server

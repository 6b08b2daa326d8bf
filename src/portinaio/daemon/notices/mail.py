"""A notice by mail, through the server that letters leave by."""

from __future__ import annotations

import asyncio
import ssl
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid, parseaddr
from typing import TYPE_CHECKING

from portinaio.daemon.complaints.mail import smtp_session
from portinaio.daemon.complaints.mail.smtp_session import Envelope, UnansweredError
from portinaio.daemon.notices.sender import NotSentError, Unconnected
from portinaio.errors import ConfigError

if TYPE_CHECKING:
    from portinaio.config.settings import MailTable
    from portinaio.daemon.notices.notice import Shown

MOST_S = 120.0  # a notice is small; a letter may take ten times as long


class Mail(Unconnected):
    def __init__(
        self, mail: MailTable, to: str, password: str, tls: ssl.SSLContext | None = None
    ) -> None:
        """`to` is empty where the user writes to himself."""
        self._mail = mail
        self._to = to or mail.sender or mail.username
        self._password = password
        self._tls = tls

    async def send(self, notice: Shown) -> None:
        await asyncio.to_thread(self._deliver, notice)

    def _deliver(self, notice: Shown) -> None:
        sender = self._mail.sender or self._mail.username
        envelope = Envelope(
            parseaddr(sender)[1], parseaddr(self._to)[1], written(notice, sender, self._to)
        )
        tls = self._tls or ssl.create_default_context()
        try:
            with smtp_session.session(self._mail, self._password, tls, most_s=MOST_S) as server:
                smtp_session.address(server, envelope)
                smtp_session.deliver(server, envelope.message)
        except UnansweredError:
            return  # it may have been taken, and nobody wants a notice twice
        except smtp_session.FAULTS as error:
            told = smtp_session.explained(error, self._mail)
            raise NotSentError(told.sentence, again=not isinstance(told, ConfigError)) from error


def written(notice: Shown, sender: str, to: str) -> bytes:
    """For a mailer, which no machine need answer (RFC 3834)."""
    from email.policy import SMTP  # noqa: PLC0415  # half a megabyte in a daemon that may never write one

    message = EmailMessage()
    message["From"] = sender
    message["To"] = to
    message["Subject"] = f"Portinaio: {notice.title}"
    message["Date"] = format_datetime(notice.at)
    message["Message-ID"] = make_msgid(domain="portinaio.invalid")
    message["Auto-Submitted"] = "auto-generated"
    parts = (notice.text or notice.title, notice.allow or "")
    message.set_content("\n\n".join(filter(None, parts)) + "\n")
    return message.as_bytes(policy=SMTP)

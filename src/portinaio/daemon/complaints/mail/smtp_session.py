"""One talk with the mail server of config.toml, over TLS; what goes wrong in it becomes a sentence.

Each answer has its time, and so has the whole talk: a server that says a word a minute ends as one that says nothing.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from base64 import b64encode
from contextlib import contextmanager, suppress
from threading import Timer
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.message import Message, msg
from portinaio.core.reason import reason
from portinaio.core.safe_text import one_line
from portinaio.errors import ConfigError, PortinaioError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.config.settings import MailTable


class Envelope(NamedTuple):
    sender: str
    to: str
    message: bytes


class UnansweredError(Exception):
    """The letter was handed over, and no answer came."""


ANSWER_S = 60.0  # of each answer before the letter is handed over; nothing is lost by trying again
MOST_ANSWERS = 16  # addresses, greetings, TLS, log-in, sender, recipient
RECEIPT_S = 600.0  # to send the letter, and for the word that it was taken: RFC 5321 §4.5.3.2.6
TALK_S = MOST_ANSWERS * ANSWER_S + 2 * RECEIPT_S  # then the connection is cut
GREETING = (
    "[127.0.0.1]"  # the library would ask the network, without an end, what this computer is called
)
FAREWELL_S = 2.0  # nobody has to wait for that
LONGEST_SAID = 200  # characters of what a server says
FAULTS: tuple[type[Exception], ...] = (smtplib.SMTPException, OSError, ValueError)
"""What `session` may raise: for `explained`."""
_DOTS = re.compile(rb"(?m)^\.")
_CERTIFICATE = {
    9: msg("the certificate of %(host)s is not valid yet; is the clock of this computer right?"),
    10: msg("the certificate of %(host)s has expired"),
    62: msg("the certificate that came belongs to another server than %(host)s"),
    64: msg("the certificate that came belongs to another server than %(host)s"),
}
"""By OpenSSL's X509_V_ERR number."""


@contextmanager
def session(
    mail: MailTable, password: str, tls: ssl.SSLContext, *, most_s: float | None = None
) -> Iterator[smtplib.SMTP]:
    """A server that has let us in; the talk ends after `most_s`, `TALK_S` where it is left out."""
    server = _unconnected(mail, tls)
    alarm = Timer(most_s or TALK_S, _cut, (server,))
    alarm.daemon = True
    alarm.start()
    try:
        _connect(server, mail, tls)
        server.ehlo_or_helo_if_needed()
        if mail.username:
            _log_in(server, mail.username, password)
        yield server
        _take_leave(server)
    finally:
        alarm.cancel()
        server.close()


def address(server: smtplib.SMTP, envelope: Envelope) -> None:
    """From whom, to whom, and that the letter comes next."""
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


def deliver(server: smtplib.SMTP, message: bytes) -> None:
    """A letter without its last line is none: as long as that has not left, nothing was sent."""
    assert server.sock is not None  # it has just answered
    server.sock.settimeout(RECEIPT_S)
    end = b"" if message.endswith(b"\r\n") else b"\r\n"
    server.send(_DOTS.sub(b"..", message) + end + b".\r\n")
    try:
        code, said = server.getreply()
    except (smtplib.SMTPException, OSError, ValueError) as error:
        raise UnansweredError from error
    if 400 <= code < 600:
        raise smtplib.SMTPDataError(code, said)
    if not 200 <= code < 300:  # the first digit decides, RFC 5321 §4.2.1; this is no answer
        raise UnansweredError


def most_bytes(server: smtplib.SMTP) -> int | None:
    """Of a letter, as the server says (RFC 1870); `None` where it says nothing."""
    said = server.esmtp_features.get("size", "") if server.does_esmtp else ""
    return int(said) or None if said.isdecimal() and len(said) < 20 else None


def explained(error: Exception, mail: MailTable) -> PortinaioError:
    """What went wrong, and what can be done."""
    match error:
        case smtplib.SMTPAuthenticationError():
            return ConfigError(
                msg(
                    "the mail server %(host)s refuses the user name or the password: %(said)s. A box with sign-in in two"
                    " steps (Gmail, iCloud, Yahoo) wants an app password, made in its security settings: portinaio"
                    " secret set mail. Where there is none (Outlook.com), send the letter with your mail program",
                    host=mail.host,
                    said=_spoken(error.smtp_code, error.smtp_error),
                )
            )
        case ssl.SSLCertVerificationError():
            known = _CERTIFICATE.get(
                error.verify_code,
                msg("nobody vouches for the certificate of %(host)s (%(why)s)"),
            )
            why = one_line(error.verify_message, LONGEST_SAID)
            said = Message(known.text, {"host": mail.host, "why": why})
            return PortinaioError(msg("%(reason)s; it was told nothing", reason=said))
        case ssl.SSLError(reason="WRONG_VERSION_NUMBER"):
            return ConfigError(
                msg(
                    'port %(port)d of %(host)s does not begin with TLS; try tls = "starttls" in [mail], or port 465',
                    port=mail.port,
                    host=mail.host,
                )
            )
        case _:
            return PortinaioError(
                msg("%(host)s says: %(reason)s", host=mail.host, reason=_reason(error))
            )


def _reason(error: Exception) -> Message:
    match error:
        case smtplib.SMTPRecipientsRefused():
            return _answered(*next(iter(error.recipients.values())))
        case smtplib.SMTPResponseException():
            return _answered(error.smtp_code, error.smtp_error)
        case TimeoutError():
            return msg("no answer came in time")
        case smtplib.SMTPNotSupportedError():
            return msg(
                "no TLS is offered, so it was given neither password nor letter; where there used to be, somebody stands in"
                " between"
            )
        case smtplib.SMTPServerDisconnected():
            return msg("nothing more; the connection broke off")
        case smtplib.SMTPException():
            return Message("%(said)s", {"said": one_line(str(error), LONGEST_SAID)})
        case _:
            return reason(error)


def _answered(code: int, said: bytes | str) -> Message:
    spoken = _spoken(code, said)
    if 400 <= code < 500:  # RFC 5321 §4.2.1: the same may be taken later
        return msg("%(said)s (for now; try again in a quarter of an hour)", said=spoken)
    return Message("%(said)s", {"said": spoken})


def _spoken(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return one_line(f"{code} {text}", LONGEST_SAID)


def _unconnected(mail: MailTable, tls: ssl.SSLContext) -> smtplib.SMTP:
    server = (
        smtplib.SMTP_SSL(local_hostname=GREETING, timeout=ANSWER_S, context=tls)
        if mail.tls == "implicit"
        else smtplib.SMTP(local_hostname=GREETING, timeout=ANSWER_S)
    )
    server._host = mail.host  # type: ignore[attr-defined]  # noqa: SLF001  # the name that TLS asks a proof of, as the constructor sets it
    return server


def _connect(server: smtplib.SMTP, mail: MailTable, tls: ssl.SSLContext) -> None:
    """Behind TLS, whatever it offers without."""
    code, said = server.connect(mail.host, mail.port)
    if code != 220:
        raise smtplib.SMTPConnectError(code, said)
    if mail.tls == "implicit":
        return
    server.ehlo_or_helo_if_needed()
    if not server.has_extn("starttls"):
        raise smtplib.SMTPNotSupportedError
    server.starttls(context=tls)


def _log_in(server: smtplib.SMTP, username: str, password: str) -> None:
    offered = server.esmtp_features.get("auth", "").upper().split()
    if not {"PLAIN", "LOGIN", "CRAM-MD5"} & set(offered):
        raise smtplib.SMTPAuthenticationError(
            535, f"AUTH {' '.join(offered)}" if offered else "no AUTH"
        )
    if f"{username}{password}".isascii() or "PLAIN" not in offered:
        server.login(username, password)
        return
    # The library takes ASCII only; RFC 4616 §2 says UTF-8.
    given = b64encode(f"\0{username}\0{password}".encode()).decode("ascii")
    code, said = server.docmd("AUTH", f"PLAIN {given}")
    if code not in {235, 503}:
        raise smtplib.SMTPAuthenticationError(code, said)


def _take_leave(server: smtplib.SMTP) -> None:
    with suppress(smtplib.SMTPException, OSError):
        if server.sock:
            server.sock.settimeout(FAREWELL_S)
        server.quit()


def _cut(server: smtplib.SMTP) -> None:
    """From below: TLS would take the connection away under whoever reads from it."""
    with suppress(OSError):
        if server.sock:
            socket.socket.shutdown(server.sock, socket.SHUT_RDWR)

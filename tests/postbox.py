"""A mail server on the loopback, behind TLS and a password, that can be made to do what servers do."""

from __future__ import annotations

import asyncio
import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

if TYPE_CHECKING:
    from pathlib import Path

PASSWORD = "s3cret"


class Postbox:
    """Keeps what it is handed; `refuses` is what it says instead, and `answers` is when it says anything."""

    def __init__(self):
        self.envelopes = []
        self.refuses = self.refuses_sender = self.refuses_recipient = None
        self.taken, self.answers = threading.Event(), threading.Event()
        self.answers.set()

    async def handle_MAIL(self, _server, _session, envelope, address, _options):  # noqa: N802  # as below
        envelope.mail_from = address
        return self.refuses_sender or "250 OK"

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802  # as below
        envelope.rcpt_tos.append(address)
        return self.refuses_recipient or "250 OK"

    async def handle_DATA(self, _server, session, envelope):  # noqa: N802  # aiosmtpd's name
        self.greeted_as = session.host_name
        if self.refuses:
            return self.refuses
        self.envelopes.append(envelope)
        self.taken.set()
        await asyncio.to_thread(self.answers.wait, 20)
        return "250 OK"


def may_enter(_server, _session, _envelope, _mechanism, data):
    return AuthResult(success=data.password == PASSWORD.encode(), handled=False)


class StartTls(Controller):
    def __init__(self, handler, port, tls, login):
        self._tls = {"tls_context": tls, "require_starttls": True, **login}
        super().__init__(handler, hostname="127.0.0.1", port=port)

    def factory(self):
        return SMTP(self.handler, **self._tls)


def a_certificate(folder: Path, name: str = "localhost", *, days: int = 2) -> Path:
    """A PEM file with key and certificate, of this name; of a negative number of days it has run out."""
    key, subject = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]),
    )
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=30))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / f"{name}{days}.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


def slow(delay_s: float) -> type[SMTP]:
    """A server that thinks for so long before each of its answers but the farewell, for which nobody waits."""

    class Slow(SMTP):
        async def push(self, status):
            await asyncio.sleep(0 if str(status).startswith("221") else delay_s)
            await super().push(status)

    return Slow

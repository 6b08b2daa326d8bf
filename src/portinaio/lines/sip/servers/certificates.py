"""Whom a connection by TLS leads to: a certificate that a known authority signed for the domain, or a key that the user knows.

A key is pinned and not a certificate, which is renewed every few months with the same key.
"""

from __future__ import annotations

import asyncio
import hashlib
import ssl
from typing import NamedTuple

from portinaio.errors import ProtocolError
from portinaio.lines.key_problems import pinned_key

_SEQUENCE, _VERSION = 0x30, 0xA0
_BEFORE_KEY = (
    5  # fields of a certificate, RFC 5280 4.1: serial, algorithm, issuer, validity, subject
)


class WrongKeyError(OSError):
    """Somebody answered with another key than the one that is pinned."""

    def __init__(self, key: str) -> None:
        super().__init__("the key is not the pinned one")
        self.key = key


class Distrusted(NamedTuple):
    """A server that is not whom it should be."""

    name: str
    """Whom it should be."""
    key: str
    why: str = ""
    """Empty where it is the pinned key that differs."""


class Tls(NamedTuple):
    """How a connection is protected."""

    context: ssl.SSLContext
    name: str
    """What the certificate must be for: the SIP domain, never a server that DNS names for it, RFC 5922 4."""
    pin: str = ""


def tls_towards(name: str, pin: str) -> Tls:
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if pin:  # the key is all that counts
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return Tls(context, name, pinned_key(pin) or "")


def key_of(certificate: bytes) -> str:
    """SHA-256 of the public key in a certificate (DER), as `openssl pkey -pubin -outform der | sha256sum` has it."""
    try:
        fields, _ = _value(_value(certificate, 0)[0], 0)
        at = _after(fields, 0) if fields[0] == _VERSION else 0
        for _ in range(_BEFORE_KEY):
            at = _after(fields, at)
        if fields[at] != _SEQUENCE:
            raise ProtocolError("this is no certificate")
        return hashlib.sha256(fields[at : _after(fields, at)]).hexdigest()
    except IndexError:
        raise ProtocolError("this is no certificate") from None


def _value(data: bytes, at: int) -> tuple[bytes, int]:
    """What stands in the DER element that begins here, and where it ends."""
    size, start = data[at + 1], at + 2
    if size & 0x80:
        count = size & 0x7F
        size, start = int.from_bytes(data[start : start + min(count, 4)], "big"), start + count
    if start + size > len(data):
        raise ProtocolError("this is no certificate")
    return data[start : start + size], start + size


def _after(data: bytes, at: int) -> int:
    return _value(data, at)[1]


class Shown(NamedTuple):
    """What a server shows of itself."""

    key: str
    trusted: bool
    why: str = ""
    """In the words of the library; empty where it is trusted."""


async def shown_by(host: str, port: int, name: str) -> Shown:
    """Look at the certificate of a server, and say nothing to it. `OSError` where there is none to see."""
    try:
        return Shown(await _key_at(host, port, tls_towards(name, "")), trusted=True)
    except ssl.SSLCertVerificationError as error:
        anyone = tls_towards(name, "0" * 64)
        return Shown(await _key_at(host, port, anyone), False, error.verify_message)


async def _key_at(host: str, port: int, tls: Tls) -> str:
    _, writer = await asyncio.open_connection(
        host, port, ssl=tls.context, server_hostname=tls.name, ssl_shutdown_timeout=0.1
    )
    try:
        secured: ssl.SSLObject = writer.get_extra_info("ssl_object")
        return key_of(secured.getpeercert(binary_form=True) or b"")
    except ProtocolError as error:
        raise OSError(str(error)) from error
    finally:
        writer.transport.abort()

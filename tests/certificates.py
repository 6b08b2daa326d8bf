"""Certificates that a test makes for itself, by the openssl that is everywhere."""

from __future__ import annotations

import ipaddress
import shutil
import ssl
import subprocess
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from pathlib import Path


class Identity(NamedTuple):
    certificate: Path
    key: Path
    fingerprint: str
    """SHA-256 of the public key, as openssl has it."""

    @property
    def context(self) -> ssl.SSLContext:
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.load_cert_chain(self.certificate, self.key)
        return made


def an_identity(folder: Path, *names: str) -> Identity:
    """A certificate of its own making, for names and addresses."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    folder.mkdir(parents=True, exist_ok=True)
    key, certificate = folder / "key.pem", folder / "cert.pem"
    alternatives = ",".join(f"{'DNS' if _is_name(name) else 'IP'}:{name}" for name in names)
    _openssl(
        *("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"),
        *("-keyout", str(key), "-out", str(certificate), "-days", "2"),
        *("-subj", f"/CN={names[0]}", "-addext", f"subjectAltName={alternatives}"),
    )
    public = folder / "public.der"
    _openssl("pkey", "-in", str(key), "-pubout", "-outform", "der", "-out", str(public))
    told = _openssl("dgst", "-sha256", "-r", str(public))
    return Identity(certificate, key, told.split()[0])


def _is_name(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return True
    return False


def _openssl(*arguments: str) -> str:
    done = subprocess.run(["openssl", *arguments], capture_output=True, text=True, check=True)
    return done.stdout

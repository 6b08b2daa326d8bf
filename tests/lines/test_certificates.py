"""Whose key a certificate holds, and how a pin is written."""

from __future__ import annotations

import ssl
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates import an_identity
from portinaio.errors import ProtocolError
from portinaio.lines.sip.servers.certificates import key_of, pinned_key, tls_towards

if TYPE_CHECKING:
    from pathlib import Path

DIGITS = "0123456789abcdef" * 4


def test_the_key_of_a_certificate_is_what_openssl_says(tmp_path: Path):
    made = an_identity(tmp_path, "sip.test")

    der = ssl.PEM_cert_to_DER_cert(made.certificate.read_text())

    assert key_of(der) == made.fingerprint


@pytest.mark.parametrize(
    "text",
    [
        DIGITS,
        DIGITS.upper(),
        f"sha256:{DIGITS}",
        f" SHA-256:{DIGITS} ",
        ":".join(DIGITS[at : at + 2] for at in range(0, 64, 2)),
    ],
)
def test_a_pin_is_understood_however_it_is_written(text: str):
    assert pinned_key(text) == DIGITS


@pytest.mark.parametrize("text", ["", DIGITS[:-2], DIGITS + "00", "g" * 64, f"md5:{DIGITS}"])
def test_what_is_no_pin_is_none(text: str):
    assert pinned_key(text) is None


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader_of_certificates(data: bytes):
    with suppress(ProtocolError):
        assert len(key_of(data)) == 64


def test_nothing_older_than_tls_1_2_is_spoken():
    assert tls_towards("sip.test", "").context.minimum_version is ssl.TLSVersion.TLSv1_2
    assert tls_towards("sip.test", DIGITS).context.minimum_version is ssl.TLSVersion.TLSv1_2

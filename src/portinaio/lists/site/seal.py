"""Private sites: what a host serves it cannot read. ChaCha20-Poly1305 (RFC 8439) by `cryptography`, under one key that the invited have.

    u8 1 | nonce, 12 bytes | ciphertext and tag

The plain text is its length, itself, and zeros up to the next multiple of a kilobyte. The nonce is a keyed hash of it, so that the
same part is the same file whenever it is published, and no nonce serves two texts. Sealed are the manifest and all rows; who
serves them sees how many parts there are, how large, and when they change.
"""

from __future__ import annotations

import struct
from base64 import b64decode, urlsafe_b64encode
from hashlib import blake2b
from secrets import token_bytes

from portinaio.core.message import msg
from portinaio.errors import ConfigError, UntrustedListError

KEY_BYTES = 32
SEALED = b"\x01"
"""First byte of what is sealed; no manifest begins so."""
_NONCE_BYTES = 12
_TAG_BYTES = 16
_PADDED_TO = 1024
_LENGTH = struct.Struct("<I")
OVERHEAD_BYTES = 1 + _NONCE_BYTES + _TAG_BYTES + _LENGTH.size + _PADDED_TO
"""More than this a sealed part is never larger than it was."""


class Seal:
    def __init__(self, key: str) -> None:
        """`key` as `new_key` made it. `ConfigError` for what is none."""
        try:
            raw = b64decode(key.encode("ascii"), b"-_", validate=True)
        except ValueError:
            raw = b""
        if len(raw) != KEY_BYTES:
            raise ConfigError(msg("this is not the key of a private site"))
        from cryptography.hazmat.primitives.ciphers.aead import (  # noqa: PLC0415  # an extra
            ChaCha20Poly1305,
        )

        self._cipher = ChaCha20Poly1305(_derived(raw, b"seal"))
        self._nonces = _derived(raw, b"nonce")

    def close(self, data: bytes) -> bytes:
        plain = _LENGTH.pack(len(data)) + data
        plain += bytes(-len(plain) % _PADDED_TO)
        nonce = blake2b(plain, key=self._nonces, digest_size=_NONCE_BYTES).digest()
        return SEALED + nonce + self._cipher.encrypt(nonce, plain, SEALED)

    def open(self, data: bytes) -> bytes:
        """`UntrustedListError` where the key does not fit."""
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415  # an extra

        nonce, sealed = data[1 : 1 + _NONCE_BYTES], data[1 + _NONCE_BYTES :]
        if data[:1] != SEALED or len(sealed) < _TAG_BYTES + _LENGTH.size:
            raise _other_key()
        try:
            plain = self._cipher.decrypt(nonce, sealed, SEALED)
        except InvalidTag as error:
            raise _other_key() from error
        (length,) = _LENGTH.unpack_from(plain)
        if length > len(plain) - _LENGTH.size:
            raise _other_key()
        return plain[_LENGTH.size : _LENGTH.size + length]


def new_key() -> str:
    return urlsafe_b64encode(token_bytes(KEY_BYTES)).decode("ascii")


def _derived(key: bytes, purpose: bytes) -> bytes:
    return blake2b(b"", key=key, person=purpose, digest_size=KEY_BYTES).digest()


def _other_key() -> UntrustedListError:
    return UntrustedListError(
        msg("the key of this private site does not open it; ask for another invitation")
    )

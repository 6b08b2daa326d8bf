"""Private keys of sites: Ed25519, found by their public half, in a folder that somebody names or where passwords are kept.

Online keys (targets, snapshot, timestamp) go into the keyring, else into files of mode 0600. A root key is always such a
file: it is wanted on the day when keys change, and lies on a stick in a drawer until then.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from securesystemslib.signer import CryptoSigner

from portinaio.config import secrets
from portinaio.core.message import msg
from portinaio.core.reason import reason
from portinaio.errors import ConfigError, HomeError

if TYPE_CHECKING:
    from portinaio.config.home import Home

ROOT, TARGETS, SNAPSHOT, TIMESTAMP = ROLES = ("root", "targets", "snapshot", "timestamp")
ONLINE = (TARGETS, SNAPSHOT, TIMESTAMP)
FOLDER = "site-keys"
SHOWN = 32  # digits of a key's name; two of the same do not occur
_LARGEST = 4096


class Keys:
    def __init__(self, home: Home, folder: Path | None = None) -> None:
        """`folder` is where somebody says that keys are, and new ones go."""
        self._home = home
        self._folder = folder
        self.own = Path(home.data, FOLDER)

    def make(self, role: str) -> CryptoSigner:
        """A new one, kept before anything is signed with it."""
        signer = CryptoSigner.generate_ed25519()
        self.keep(role, signer)
        return signer

    def keep(self, role: str, signer: CryptoSigner) -> None:
        text, name = signer.private_bytes.decode("ascii"), _name(signer.public_key.keyid)
        if self._folder is None and role != ROOT:
            secrets.store(name, text, self._home)
            return
        folder = self._folder or self.own
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(
                folder / f"{name}.{role}.key", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600
            )
            with os.fdopen(descriptor, "w", encoding="ascii") as out:
                out.write(text)
                out.flush()
                os.fsync(descriptor)
        except OSError as error:
            raise HomeError(
                msg(
                    "the keys cannot be kept in %(folder)s: %(reason)s",
                    folder=str(folder),
                    reason=reason(error),
                )
            ) from error

    def signer(self, keyid: str) -> CryptoSigner | None:
        """`None` where the private half is not at hand; `ConfigError` where it cannot be read."""
        name = _name(keyid)
        file = self.file(keyid)
        try:
            text = file.read_bytes()[:_LARGEST] if file else b""
        except OSError as error:
            raise _unreadable(name, reason(error)) from error
        if not text:
            text = (secrets.look_up(name, self._home) or "").encode()
        if not text:
            return None
        try:
            private = load_pem_private_key(text, None)
        except (ValueError, TypeError) as error:
            raise _unreadable(name, error) from error
        if not isinstance(private, Ed25519PrivateKey):
            raise _unreadable(name, msg("it is no key of Ed25519"))
        signer = CryptoSigner(private)
        if signer.public_key.keyid != keyid:
            raise _unreadable(name, msg("it is another key than its name says"))
        return signer

    def file(self, keyid: str) -> Path | None:
        """Where it lies as a file that can be carried away."""
        for folder in (self._folder, self.own):
            if folder:
                found = sorted(folder.glob(f"{_name(keyid)}.*key"))
                if found:
                    return found[0]
        return None

    def where(self, keyid: str) -> str:
        """For people; empty where it is not at hand."""
        if file := self.file(keyid):
            return str(file)
        return "passwords" if secrets.look_up(_name(keyid), self._home) else ""


def _name(keyid: str) -> str:
    return f"site-{keyid[:SHOWN]}"


def _unreadable(name: str, why: object) -> ConfigError:
    return ConfigError(msg("the key %(name)s cannot be used: %(reason)s", name=name, reason=why))

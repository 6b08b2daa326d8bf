"""Passwords: in the system's keyring where there is one, else in files that only their owner reads.

A keyring that would write plain text to disk behind our back is not used; our own file says what it is.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from portinaio.config.atomic_write import write_atomically
from portinaio.config.regular_file import open_regular, refuse_irregular
from portinaio.core.message import msg
from portinaio.core.reason import reason
from portinaio.errors import ConfigError, UsageError

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

    from portinaio.config.home import Home
    from portinaio.config.settings import Secret

SERVICE = "portinaio"
ENCRYPTING = tuple(
    f"keyring.backends.{name}" for name in ("SecretService", "kwallet", "macOS", "Windows")
)
LONGEST_NAME = 60  # it is a file, whose name may have 255 bytes
LARGEST_BYTES = 4096  # a password is a line


def reveal(secret: Secret, home: Home) -> str:
    """The password itself. `ConfigError` with what to do when it is not where config.toml says."""
    if secret.env is not None:
        if (value := os.environ.get(secret.env)) is None:
            raise ConfigError(
                msg("the environment has no variable %(name)s with the password", name=secret.env)
            )
        return value
    if secret.file is not None:
        return _read(Path(home.config, secret.file).expanduser())
    name = secret.keyring or ""
    if (value := look_up(name, home)) is None:
        raise ConfigError(
            msg("no password is stored for %(name)s; run portinaio secret set %(name)s", name=name)
        )
    return value


def look_up(name: str, home: Home) -> str | None:
    """The password stored under `name`, or `None`."""
    file = _file(name, home)
    if file.exists():
        return _read(file)
    ring = _keyring()
    if ring is None:
        return None
    try:
        return ring.get_password(SERVICE, name)
    except Exception as error:
        # Locked, as before anybody has logged in; or whatever else its backend raises.
        raise ConfigError(
            msg(
                "the system's keyring does not give the password of %(name)s: %(reason)s; unlock it,"
                " or run portinaio secret set %(name)s, which then keeps it in a file",
                name=name,
                reason=str(error) or type(error).__name__,
            )
        ) from error


def store(name: str, password: str, home: Home) -> str:
    """Keep a password; returns where, `keyring` or the path of a file of mode 0600."""
    file = _file(name, home)
    ring = _keyring()
    with suppress(Exception):  # a keyring that is locked is as good as none
        if ring:
            ring.set_password(SERVICE, name, password)
            file.unlink(missing_ok=True)  # an older copy would be found first
            return "keyring"
    try:
        write_atomically(file, password.encode())
    except OSError as error:
        raise _unwritable(file, error) from error
    return str(file)


def overwrite(file: Path, password: str) -> str:
    """Write a password into a file of the user's own, which stays the file that it was, and is its owner's alone."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # A pipe that nobody reads is refused, not waited for.
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_NONBLOCK, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            refuse_irregular(descriptor, file)
            with suppress(OSError):  # it is another's, who lets us write
                os.fchmod(descriptor, 0o600)
            out.write(password)
            out.truncate()
            out.flush()
            os.fsync(descriptor)
    except OSError as error:
        raise _unwritable(file, error) from error
    return str(file)


def remove(name: str, home: Home) -> bool:
    """Forget a password; whether there was one."""
    file = _file(name, home)
    there = file.exists()
    file.unlink(missing_ok=True)
    ring = _keyring()
    if ring and look_up(name, home) is not None:
        ring.delete_password(SERVICE, name)
        return True
    return there


def _read(file: Path) -> str:
    try:
        with open_regular(file) as source:
            return source.read(LARGEST_BYTES).decode("utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            msg(
                "the password file %(file)s cannot be read: %(reason)s",
                file=str(file),
                reason=reason(error),
            )
        ) from error


def _unwritable(file: Path, error: OSError) -> ConfigError:
    return ConfigError(
        msg(
            "the password file %(file)s cannot be written: %(reason)s",
            file=str(file),
            reason=reason(error),
        )
    )


def _file(name: str, home: Home) -> Path:
    fits = 0 < len(name) <= LONGEST_NAME and not name.startswith(".")
    if not fits or not all(c.isalnum() or c in "-_." for c in name):
        raise UsageError(
            msg(
                "a password's name has at most %(most)d letters, digits, - and _: %(name)r",
                most=LONGEST_NAME,
                name=name[:LONGEST_NAME],
            )
        )
    return Path(home.secrets, name)


def _keyring() -> KeyringBackend | None:
    """The system's keyring, if it is one that encrypts; headless machines have none."""
    try:
        import keyring  # noqa: PLC0415  # 130 ms, and needed by few commands

        backend = keyring.get_keyring()
    except Exception:  # noqa: BLE001  # keyring raises whatever its backends raise; our own file is as good
        return None
    return backend if type(backend).__module__.startswith(ENCRYPTING) else None

"""The passwords of a house, as a backup takes them along: only where that is asked for, and then encrypted.

In the format of age (age-encryption.org/v1) with a passphrase, so that `age -d` opens it, too.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from portinaio.config import secrets
from portinaio.config.passwords import passwords_of
from portinaio.core.message import msg
from portinaio.errors import ConfigError, PortinaioError, UsageError

if TYPE_CHECKING:
    from portinaio.config.home import Home
    from portinaio.config.settings import Settings
    from portinaio.core.message import Message

SHORTEST_PASSPHRASE = 8  # characters; whoever finds the file may try as many as he likes
LARGEST_BYTES = 1 << 20


class Password(NamedTuple):
    key: str
    """As settings are named: `line.home.password`."""
    place: str
    """`keyring` or `file`."""
    name: str
    """In the keyring, or the path as config.toml has it."""
    value: str


class Put(NamedTuple):
    """What became of passwords that were put back."""

    kept: int
    remarks: list[Message]


def collected(settings: Settings, home: Home) -> list[Password]:
    """Those that can be read; what comes from the environment stays there."""
    found = []
    for one in passwords_of(settings):
        secret = one.secret
        if secret is None or secret.env is not None:
            continue
        try:
            value = secrets.reveal(secret, home)
        except (ConfigError, UsageError):
            continue  # doctor tells of it
        place = "file" if secret.file is not None else "keyring"
        found.append(Password(one.key, place, secret.file or secret.keyring or "", value))
    return found


def locked(passwords: list[Password], passphrase: str) -> bytes:
    """`UsageError` for a passphrase that is soon guessed."""
    refuse_short(passphrase)
    import pyrage  # noqa: PLC0415  # compiled code that few need

    plain = json.dumps([one._asdict() for one in passwords]).encode()
    return bytes(pyrage.passphrase.encrypt(plain, passphrase))


def refuse_short(passphrase: str) -> None:
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise UsageError(msg("a passphrase has at least %(n)d characters", n=SHORTEST_PASSPHRASE))


def unlocked(content: bytes, passphrase: str) -> list[Password]:
    """`UsageError` where the passphrase is another one, or the content is no such thing."""
    import pyrage  # noqa: PLC0415  # as above

    try:
        plain = json.loads(pyrage.passphrase.decrypt(content, passphrase))
        return [Password(*(str(one[field]) for field in Password._fields)) for one in plain]
    except pyrage.DecryptError as error:
        raise UsageError(
            msg("this passphrase does not open the passwords; nothing was changed")
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise PortinaioError(
            msg("the passwords in the backup cannot be read; nothing was changed")
        ) from error


def put_back(passwords: list[Password], settings: Settings, home: Home) -> Put:
    """Each where config.toml has it. A file that is there already, with another password in it, is left alone."""
    wanted = {one.key: one.secret for one in passwords_of(settings)}
    kept, remarks = 0, []
    for one in passwords:
        secret = wanted.get(one.key)
        if secret is None or one.name not in {secret.keyring, secret.file}:
            continue  # nothing of config.toml reads it
        try:
            if secret.file is None:
                secrets.store(secret.keyring or "", one.value, home)
            elif (file := Path(home.config, secret.file).expanduser()).exists():
                if secrets.reveal(secret, home) != one.value:
                    remarks.append(
                        msg(
                            "%(key)s: the file %(file)s was left as it is; another password stands in it",
                            key=one.key,
                            file=str(file),
                        )
                    )
                    continue
            else:
                secrets.overwrite(file, one.value)
        except ConfigError as error:
            remarks.append(msg("%(key)s: %(reason)s", key=one.key, reason=error.sentence))
            continue
        kept += 1
    return Put(kept, remarks)

"""Which password of config.toml a name means: the one kept under it, or that of the line, the list or the mail so called."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from portinaio.config import secrets
from portinaio.config.notify import name_of
from portinaio.config.settings import Secret
from portinaio.core.message import msg
from portinaio.errors import ConfigError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.config.home import Home
    from portinaio.config.settings import Settings
    from portinaio.core.message import Message


class Kept(NamedTuple):
    secret: Secret
    """The place, as config.toml has it."""
    where: str
    """`keyring`, or the path of the file."""
    hint: Message | None = None
    """What config.toml lacks, so that somebody reads it."""


class Password(NamedTuple):
    owner: str
    key: str
    """As settings are named: `line.home.password`."""
    secret: Secret | None


def keep(name: str, password: str, settings: Settings, home: Home) -> Kept:
    """Where config.toml reads the password called `name`. `ConfigError` where that cannot be written, `UsageError` for an unclear name."""
    meant = [
        one
        for one in passwords_of(settings)
        if one.owner == name or (one.secret is not None and one.secret.keyring == name)
    ]
    places = {one.secret: one.key for one in meant if one.secret is not None}
    match list(places):
        case []:
            return Kept(
                Secret(keyring=name), secrets.store(name, password, home), _lacks(name, meant)
            )
        case [secret]:
            return Kept(secret, _write(secret, password, home, places[secret]))
        case _:
            raise UsageError(
                msg(
                    "%(name)s may mean %(keys)s; give them different names in config.toml",
                    name=name,
                    keys=", ".join(places.values()),
                )
            )


def passwords_of(settings: Settings) -> Iterator[Password]:
    for line in settings.line:
        if hasattr(line, "password"):
            yield Password(line.name, f"line.{line.name}.password", line.password)
    for wanted in settings.list:
        yield Password(wanted.name, f"list.{wanted.name}.token", wanted.token)
    for book in settings.contacts:
        yield Password(book.name, f"contacts.{book.name}.password", book.password)
    for notify in settings.notify:
        name = name_of(notify)
        yield Password(name, f"notify.{name}.password", notify.password)
    if settings.mail:
        yield Password("mail", "mail.password", settings.mail.password)


def _write(secret: Secret, password: str, home: Home, key: str) -> str:
    if secret.env is not None:
        raise ConfigError(
            msg(
                "%(key)s comes from the environment variable %(variable)s; change it where the"
                " daemon is started, and start the daemon again. Nothing was kept",
                key=key,
                variable=secret.env,
            )
        )
    if secret.file is not None:
        return secrets.overwrite(Path(home.config, secret.file).expanduser(), password)
    return secrets.store(secret.keyring or "", password, home)


def _lacks(name: str, meant: list[Password]) -> Message:
    """What to write so that the password is read, which nobody does yet."""
    for one in meant:
        return msg(
            "nothing reads it yet; add to config.toml, as %(key)s: %(line)s",
            key=one.key,
            line=f'{one.key.rpartition(".")[2]} = {{ keyring = "{name}" }}',
        )
    return msg(
        "nothing in config.toml reads it yet; add it to its line: %(line)s",
        line=f'password = {{ keyring = "{name}" }}',
    )

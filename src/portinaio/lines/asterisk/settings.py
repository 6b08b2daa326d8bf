"""The keys of an Asterisk in config.toml: what they mean, and which values cannot be meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portinaio.config.line_kind import Field, Problem, Question
from portinaio.config.settings import LineSettings, Secret
from portinaio.core.listen import host_and_port
from portinaio.core.message import msg
from portinaio.lines.key_problems import of_networks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class AsteriskSettings(LineSettings, frozen=True):
    listen: str = "127.0.0.1:4573"
    trusted: tuple[str, ...] = ("127.0.0.0/8", "::1/128")
    sound: str = ""
    manager: str = ""
    username: str = ""
    password: Secret | None = None
    outgoing: tuple[str, ...] = ("from-internal",)


KEYS = {
    "listen": msg("where the dial plan asks (FastAGI), such as 0.0.0.0:4573"),
    "trusted": msg("networks from which a dial plan may ask; others get no answer"),
    "sound": msg(
        "a sound of the Asterisk that the dial plan plays to whoever is turned away by announce"
    ),
    "manager": msg(
        "its manager (AMI), such as 127.0.0.1:5038, for the times of calls; empty: none"
    ),
    "username": msg("user name at the manager"),
    "password": msg("where the password lies: keyring, env or file"),
    "outgoing": msg(
        "contexts of the dial plan from which the house calls, whose numbers are known from then on"
    ),
}
FIELDS = (
    Field(
        "listen",
        msg("where the dial plan asks; empty: 127.0.0.1:4573"),
        title=msg("Listen at"),
        hint=msg("where the dial plan asks"),
        empty=msg("127.0.0.1:4573"),
    ),
    Field("number", msg("your number on it, for complaints")),
)


def questions(keys: Mapping[str, Any]) -> Iterator[Question]:
    if keys.get("manager") and not keys.get("username"):
        yield Question("username", msg("User name at the manager?"))
    if keys.get("manager") and "password" not in keys:
        yield Question("password", msg("Password (Enter for none):"), secret=True)


def problems(settings: AsteriskSettings) -> Iterator[Problem]:
    for key in ("listen", "manager"):
        value = getattr(settings, key)
        if (value or key == "listen") and host_and_port(value) is None:
            yield Problem(
                key,
                msg(
                    "%(key)s of line %(name)s must be like 127.0.0.1:4573, not %(value)r",
                    key=key,
                    name=settings.name,
                    value=value[:60],
                ),
            )
    yield from of_networks(settings.name, settings.trusted)
    if settings.manager and not settings.username:
        yield Problem(
            "username",
            msg("line %(name)s has a manager, so it needs the key username", name=settings.name),
        )

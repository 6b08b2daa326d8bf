"""The keys of a FRITZ!Box in config.toml: what they mean, and which values cannot be meant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

from portinaio.config.line_kind import Field, Problem, Question
from portinaio.config.settings import LineSettings, Secret
from portinaio.core.message import msg
from portinaio.lines.key_problems import of_pin

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from portinaio.core.message import Message

ADDRESS = "fritz.box"
"""The name that a box gives itself."""
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\]", re.ASCII)


class FritzBoxSettings(LineSettings, frozen=True):
    address: str = ADDRESS
    monitor_port: int = 1012
    username: str = ""
    password: Secret | None = None
    tls: bool = True
    port: int = 0
    call_list: bool = True
    barring: Literal["none", "own"] = "none"
    tls_pin: str = ""


KEYS = {
    "address": msg("name or address of the box"),
    "monitor_port": msg("where its call monitor listens, which #96*5* switches on"),
    "username": msg(
        "a user of the box, for its lists and what it bars; empty: its calls are heard and nothing else"
    ),
    "password": msg("where the password lies: keyring, env or file"),
    "tls": msg(
        "whether the box is asked over an encrypted connection; the key that it shows at first is the only one from then on"
    ),
    "port": msg("where the box gives its lists (TR-064); 0: 49443 with tls, else 49000"),
    "call_list": msg("whether calls that the box remembers are taken into the log"),
    "tls_pin": msg(
        "SHA-256 of the public key of the box, in place of the one that it showed at first"
    ),
    "barring": msg("what the box is to bar by itself: none, or own, the numbers that you block"),
}
BOUNDS = {"monitor_port": (1, 65_535), "port": (0, 65_535)}
BARRING: dict[str, Message | None] = {
    "none": msg("such calls come here, are turned away as your policy says, and stand in the log"),
    "own": msg("they never ring, and stand in the log by the list of the box, once an hour"),
}
FIELDS = (
    Field(
        "address",
        msg("name or address of the box; empty: fritz.box"),
        title=msg("Address"),
        hint=msg("of the FRITZ!Box"),
        empty=msg("fritz.box"),
    ),
    Field(
        "username",
        msg("a user of the box, for its call list; empty: its calls are heard and nothing else"),
        title=msg("User name"),
        hint=msg("of the box; empty: only hear its calls"),
        empty=msg("not given"),
    ),
    Field(
        "password",
        msg("password at the box; never in config.toml"),
        title=msg("Password"),
        hint=msg("never in config.toml"),
        empty=msg("none"),
        prompt=msg("kept in the keyring, or in a file that only you can read"),
        after="username",
    ),
    Field("number", msg("your number on it, for complaints")),
)


def questions(keys: Mapping[str, Any]) -> Iterator[Question]:
    if "username" not in keys:
        yield Question(
            "username",
            msg("User name at the box (Enter to hear its calls alone)?"),
            said=msg(
                "A user of the box, made under System, FRITZ!Box Users, with the right to settings and to calls, lets its call"
                " list and its phonebook be read, and have it bar numbers."
            ),
            in_form=False,
            optional=True,
        )
    if not keys.get("username"):
        return
    if "password" not in keys:
        yield Question("password", msg("Password (Enter for none):"), secret=True)
    if "barring" not in keys:
        yield Question(
            "barring",
            msg("Shall the box itself bar the numbers that you block?"),
            BARRING,
            "none",
            title=msg("Barring"),
            hint=msg("by the box itself"),
            words={"none": msg("no"), "own": msg("what I block")},
        )


def problems(settings: FritzBoxSettings) -> Iterator[Problem]:
    if not _HOST.fullmatch(settings.address):
        yield Problem(
            "address",
            msg(
                "address of line %(name)s must be like fritz.box or 192.168.178.1, not %(value)r",
                name=settings.name,
                value=settings.address[:60],
            ),
        )
    yield from of_pin(settings.name, settings.tls_pin)
    if settings.barring != "none" and not settings.username:
        yield Problem(
            "barring",
            msg(
                "line %(name)s cannot have the box bar anything without a user of it; set username",
                name=settings.name,
            ),
        )

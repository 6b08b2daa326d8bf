"""The manner of a line: who else rings on it, as `peer` says, what that lets it do, and how a person is asked for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from portinaio.config.line_kind import Field, Question, Remark
from portinaio.core.message import Message, msg
from portinaio.core.policy import Action

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from portinaio.lines.sip.settings import SipSettings

FRITZBOX = "fritzbox"
SHARED = "forked"
PEERS: dict[str, Message] = {
    SHARED: msg("yes, other telephones ring at the same time"),
    FRITZBOX: msg("yes, and it is a FRITZ!Box, or a PBX that asks us first"),
    "sole": msg("no, nobody else"),
}
"""Answers to the question whether another telephone rings on a line."""

_WITHOUT_VOICE = frozenset(Action) - {Action.ANNOUNCE}
ABILITIES: dict[str, frozenset[Action]] = {
    "sole": _WITHOUT_VOICE,
    SHARED: _WITHOUT_VOICE - {Action.SILENCE},
    FRITZBOX: _WITHOUT_VOICE - {Action.SILENCE},
}
"""What a SIP line can do. Where other telephones ring nothing that we can hold keeps them silent."""

_BOXES = frozenset({"fritz.box", "www.fritz.box", "192.168.178.1", "192.168.188.1", "169.254.1.1"})
_REMOTE = ".myfritz.net"
_HOST = re.compile(r"(?:sips?:)?(?:[^@;]*@)?(?P<host>[^@:;<>\s]+?)\.?(?:[:;].*)?")


def is_fritzbox(address: str) -> bool:
    """Whether a registrar or a proxy bears a name or an address that a FRITZ!Box has by itself.

    Not every name below `fritz.box`: that is what a box calls each computer at home.
    """
    found = _HOST.fullmatch(address.strip().lower())
    return found is not None and (found["host"] in _BOXES or found["host"].endswith(_REMOTE))


def box_of(keys: Mapping[str, Any]) -> str:
    """The registrar or proxy among the keys of a line that is a FRITZ!Box; empty where there is none."""
    if keys.get("mode") != "registrar":
        return ""
    addresses = (str(keys.get(key) or "") for key in ("registrar", "proxy"))
    return next((address for address in addresses if is_fritzbox(address)), "")


def guessed_peer(keys: Mapping[str, Any]) -> str:
    """What `peer` most likely is; where it is wrong, the least harm is done."""
    if keys.get("mode") != "registrar" or box_of(keys):
        return FRITZBOX
    return SHARED


def remarks(settings: SipSettings) -> Iterator[Remark]:
    """A peer that is not what it seems."""
    keys = {"mode": settings.mode, "registrar": settings.registrar, "proxy": settings.proxy}
    if settings.peer != FRITZBOX and (box := box_of(keys)):
        yield Remark(
            "peer",
            msg(
                "%(box)s is a FRITZ!Box, but peer does not say so: after a reject its telephones ring on;"
                ' set line.%(name)s.peer to "fritzbox" in Settings or in config.toml',
                box=box,
                name=settings.name,
            ),
        )


FIELDS = (
    Field("registrar", msg("provider or router, its host name; empty: a PBX calls us")),
    Field("username", msg("user name")),
    Field("password", msg("password; never in config.toml")),
    Field("number", msg("your number on it, for complaints")),
)


def keys_of_form(typed: Mapping[str, str]) -> dict[str, Any]:
    """Where there is a registrar, it is meant to be used."""
    return {**typed, "mode": "registrar"} if "registrar" in typed else dict(typed)


def questions(keys: Mapping[str, Any]) -> Iterator[Question]:
    """Where the calls come from, who else rings there, and what the registrar wants to know."""
    if "mode" not in keys:
        yield Question(
            "mode",
            msg("Mode"),
            {"listen": None, "registrar": None},
            "listen",
            said=msg("listen: a PBX calls us. registrar: we register at a provider or router."),
            in_form=False,
        )
    registers = keys.get("mode") == "registrar"
    if registers and not keys.get("registrar"):
        yield Question("registrar", msg("Host name of the registrar?"))
    if "peer" not in keys:
        yield _who_else_rings(keys)
    if registers and not keys.get("username"):
        yield Question("username", msg("User name?"))
    if registers and "password" not in keys:
        yield Question("password", msg("Password (Enter for none):"), secret=True)


def _who_else_rings(keys: Mapping[str, Any]) -> Question:
    asked = msg("Does another telephone ring on this line?")
    if box := box_of(keys):
        return Question(
            "peer",
            asked,
            PEERS,
            FRITZBOX,
            certain=True,
            said=msg(
                "%(box)s is a FRITZ!Box: good calls are left to its telephones, and a reject picks up and hangs up.",
                box=box,
            ),
            refusal=msg(
                "%(box)s is a FRITZ!Box, which has to be said, since it rings its other telephones too:"
                " add peer=fritzbox",
                box=box[:60],
            ),
        )
    return Question(
        "peer",
        asked,
        PEERS,
        guessed_peer(keys),
        assumed=msg(
            "line %(name)s: peer is not given, so nobody else is taken to ring on it",
            name=keys.get("name"),
        ),
    )

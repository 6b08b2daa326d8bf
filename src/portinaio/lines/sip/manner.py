"""The manner of a line: who else rings on it, as `peer` says, and what that lets it do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from portinaio.config.line_kind import Remark
from portinaio.core.message import Message, msg
from portinaio.core.policy import Action
from portinaio.lines.key_problems import known_by

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from portinaio.lines.sip.settings import SipSettings

FRITZBOX = "fritzbox"
SHARED = "forked"
SERIAL = "serial"
PBX = "pbx"
PEERS: dict[str, Message] = {
    SHARED: msg("yes, other telephones ring at the same time"),
    FRITZBOX: msg("yes, and it is a FRITZ!Box"),
    "sole": msg("no, nobody else"),
    PBX: msg("yes, and a PBX asks us before it rings them"),
    SERIAL: msg("yes, but we are asked first, and they ring once we have let a call through"),
}
"""Answers to the question whether another telephone rings on a line, the usual ones first."""
WORDS: dict[str, Message] = {
    SHARED: msg("ring too"),
    FRITZBOX: msg("FRITZ!Box"),
    "sole": msg("nobody else"),
    PBX: msg("PBX asks us first"),
    SERIAL: msg("ring after us"),
}
"""The same in a cell."""

_WITHOUT_VOICE = frozenset(Action) - {
    Action.ANNOUNCE
}  # the others' sentences come with the program
_MANNERS: dict[str, frozenset[Action]] = {
    "sole": _WITHOUT_VOICE,
    SERIAL: _WITHOUT_VOICE,
    PBX: _WITHOUT_VOICE,
    SHARED: _WITHOUT_VOICE - {Action.SILENCE},
    FRITZBOX: _WITHOUT_VOICE - {Action.SILENCE},
}
"""What a SIP line can do without a sentence. Where other telephones ring by themselves nothing that we can hold keeps them silent."""

_BOXES = frozenset({"fritz.box", "www.fritz.box", "192.168.178.1", "192.168.188.1", "169.254.1.1"})
_REMOTE = ".myfritz.net"
_HOST = re.compile(r"(?:sips?:)?(?:[^@;]*@)?(?P<host>[^@:;<>\s]+?)\.?(?:[:;].*)?")


def abilities(settings: SipSettings) -> frozenset[Action]:
    """What a line can do in its manner, and with what it has to say."""
    speaks = settings.announcement or settings.text
    return _MANNERS[settings.peer] | ({Action.ANNOUNCE} if speaks else frozenset())


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
    proxy = keys.get("proxy") or ()
    addresses = [keys.get("registrar") or "", *([proxy] if isinstance(proxy, str) else proxy)]
    return next((address for address in map(str, addresses) if is_fritzbox(address)), "")


def guessed_peer(keys: Mapping[str, Any]) -> str:
    """What `peer` most likely is; where it is wrong, the least harm is done."""
    if keys.get("mode") != "registrar":
        return PBX
    return FRITZBOX if box_of(keys) else SHARED


def remarks(settings: SipSettings) -> Iterator[Remark]:
    """A peer that is not what it seems, and what its manner asks of the rest of the house."""
    if settings.peer == "sole":
        yield Remark(
            "sole",
            msg(
                "nothing rings here: a good caller hears it ring for %(ring_s)s s and nobody answers,"
                " unless another telephone is on the account, which peer would have to say",
                ring_s=settings.ring_s,
            ),
            quiet=True,
        )
    if settings.peer == SERIAL and settings.mode == "registrar":
        yield Remark(
            "order",
            msg(
                "that the other telephones ring only after us is not proved;"
                " portinaio doctor --call %(name)s calls it once, and shows it",
                name=settings.name,
            ),
            quiet=True,
        )
    yield from _of_telephones(settings)
    yield from known_by(settings.tls_pin)
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


def _of_telephones(settings: SipSettings) -> Iterator[Remark]:
    if settings.handset:
        yield Remark(
            "handset",
            msg(
                "a telephone of the house that calls it is picked up: 1 blocks the last caller, 2 allows it, 3 begins a complaint,"
                " 4 pauses, 5 expects a call, 0 ends both, 9 records the announcement"
            ),
            quiet=True,
        )
    if settings.handset and settings.peer == FRITZBOX:
        yield Remark(
            "ring_round",
            msg("a call to all telephones of the box at once (**9) is picked up by it as well"),
            quiet=True,
        )

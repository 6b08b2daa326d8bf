"""The keys of a SIP line in config.toml: what they mean, and which values cannot be meant."""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING, Literal

from portinaio.config.line_kind import Problem
from portinaio.config.settings import LineSettings, Secret
from portinaio.core.listen import listen_address
from portinaio.core.message import msg
from portinaio.lines.sip.certificates import pinned_key
from portinaio.lines.sip.names import nameserver

if TYPE_CHECKING:
    from collections.abc import Iterator


_SIP_URI = re.compile(r"sips?:[A-Za-z0-9\-_.!~*'()&=+$,;?/%]+@[A-Za-z0-9.\-\[\]:]+", re.ASCII)
"""It stands in a header as it is, so nothing may end that."""


class SipSettings(LineSettings, frozen=True):
    mode: Literal["listen", "registrar"] = "listen"
    listen: tuple[str, ...] = ("udp:0.0.0.0:5060",)
    registrar: str = ""
    username: str = ""
    auth_username: str = ""
    password: Secret | None = None
    proxy: str = ""
    nameservers: tuple[str, ...] = ()
    tls_pin: str = ""
    registrations: Literal["unknown", "one", "several"] = "unknown"
    expires_s: int = 600
    trusted: tuple[str, ...] = ("127.0.0.0/8", "::1/128")
    peer: Literal["sole", "forked", "serial", "fritzbox", "pbx"] = "sole"
    instead_of_silence: Literal["ring", "reject", "answer", "announce", "hold"] = "ring"
    hand_to: str = ""
    reject: Literal[607, 603, 608, 480] = 607
    ring_s: int = 30


KEYS = {
    "mode": msg("listen: called directly by a PBX; registrar: registered at a provider or router"),
    "listen": msg("addresses to listen at, such as udp:0.0.0.0:5060"),
    "registrar": msg("host name of the provider or router"),
    "username": msg("user name at the provider or router"),
    "auth_username": msg("name for the password, where it differs from the user name"),
    "password": msg("where the password lies: keyring, env or file"),
    "proxy": msg("outbound proxy, such as sip:proxy.example.net;transport=tcp"),
    "nameservers": msg(
        "name servers to ask for registrar and proxy instead of the system's, such as 192.0.2.53"
    ),
    "tls_pin": msg(
        "SHA-256 of the registrar's public key, for a box with a certificate of its own making"
    ),
    "registrations": msg(
        "whether the account takes one telephone at a time or several: one, several, unknown"
    ),
    "expires_s": msg("for how many seconds to register"),
    "trusted": msg("networks whose calls are accepted besides the registrar; others are dropped"),
    "peer": msg(
        "sole: nobody else rings; forked: other telephones ring on; serial: we are asked first;"
        " fritzbox: a FRITZ!Box; pbx: a PBX that asks us first"
    ),
    "instead_of_silence": msg(
        "what is done in place of silence where other telephones ring on;"
        " hold is for suspected and reported callers alone"
    ),
    "hand_to": msg(
        "where a PBX is to go on with a good call (302), such as sip:phones@192.168.1.10; empty: 480"
    ),
    "reject": msg("the SIP answer of a reject: 607, 603, 608 or 480; to a PBX always 603"),
    "ring_s": msg("for how many seconds a call rings here before it is given back"),
}
BOUNDS = {"expires_s": (30, 86_400), "ring_s": (1, 300)}


def problems(settings: SipSettings) -> Iterator[Problem]:
    for address in settings.listen:
        if listen_address(address) is None:
            yield Problem(
                "listen",
                msg(
                    "listen of line %(name)s must be like udp:0.0.0.0:5060, not %(value)r",
                    name=settings.name,
                    value=address,
                ),
            )
    if settings.hand_to and settings.peer != "pbx":
        yield Problem(
            "hand_to",
            msg("hand_to is for a PBX that asks us first; set peer to pbx, or leave it out"),
        )
    if settings.hand_to and not _SIP_URI.fullmatch(settings.hand_to):
        yield Problem(
            "hand_to",
            msg(
                "hand_to of line %(name)s must be like sip:phones@192.168.1.10, not %(value)r",
                name=settings.name,
                value=settings.hand_to[:60],
            ),
        )
    for network in settings.trusted:
        try:
            ipaddress.ip_network(network, strict=False)
        except ValueError:
            yield Problem(
                "trusted",
                msg(
                    "trusted of line %(name)s must be like 192.168.1.0/24, not %(value)r",
                    name=settings.name,
                    value=network,
                ),
            )
    yield from _unreachable(settings)
    if settings.mode == "registrar":
        for key in ("registrar", "username"):
            if not getattr(settings, key):
                yield Problem(
                    "",
                    msg(
                        "line %(name)s registers somewhere, so it needs the key %(key)s",
                        name=settings.name,
                        key=key,
                    ),
                )


def _unreachable(settings: SipSettings) -> Iterator[Problem]:
    """What must be right for the registrar to be found, and known again."""
    for address in settings.nameservers:
        if nameserver(address) is None:
            yield Problem(
                "nameservers",
                msg(
                    "nameservers of line %(name)s must be like 192.0.2.53 or 192.0.2.53:5353, not %(value)r",
                    name=settings.name,
                    value=address,
                ),
            )
    if settings.tls_pin and pinned_key(settings.tls_pin) is None:
        yield Problem(
            "tls_pin",
            msg(
                "tls_pin of line %(name)s must be 64 digits of a SHA-256, as `lines add` shows them, not %(value)r",
                name=settings.name,
                value=settings.tls_pin[:80],
            ),
        )

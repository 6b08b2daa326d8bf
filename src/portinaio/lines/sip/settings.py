"""The keys of a SIP line in config.toml: what they mean, and which values cannot be meant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, cast

from portinaio.config.line_kind import Problem
from portinaio.config.settings import LineSettings, Secret
from portinaio.core.listen import listen_address
from portinaio.core.message import msg
from portinaio.errors import LineError
from portinaio.lines.key_problems import of_networks, of_pin
from portinaio.lines.sip.addresses import target
from portinaio.lines.sip.servers.names import nameserver

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.core.message import Message

_SIP_URI = re.compile(r"sips?:[A-Za-z0-9\-_.!~*'()&=+$,;?/%]+@[A-Za-z0-9.\-\[\]:]+", re.ASCII)
"""It stands in a header as it is, so nothing may end that."""


_VOICE = re.compile(r"[A-Za-z][A-Za-z0-9+_-]{1,39}", re.ASCII)
MOST_PROXIES = 8  # a provider names two or three
LONGEST_TEXT = 600  # characters: 40 seconds


class SipSettings(LineSettings, frozen=True):
    mode: Literal["listen", "registrar"] = "listen"
    listen: tuple[str, ...] = ("udp:0.0.0.0:5060",)
    registrar: str = ""
    username: str = ""
    auth_username: str = ""
    password: Secret | None = None
    proxy: str | tuple[str, ...] = ()
    nameservers: tuple[str, ...] = ()
    tls_pin: str = ""
    registrations: Literal["unknown", "one", "several"] = "unknown"
    expires_s: int = 600
    trusted: tuple[str, ...] = ("127.0.0.0/8", "::1/128")
    peer: Literal["sole", "forked", "serial", "fritzbox", "pbx"] = "sole"
    instead_of_silence: Literal[
        "ring", "reject", "answer", "announce", "challenge", "message", "hold"
    ] = "ring"
    hand_to: str = ""
    reject: Literal[607, 603, 608, 480] = 607
    ring_s: int = 30
    announcement: str = ""
    text: str = ""
    voice: str = ""
    message_s: int = 120
    handset: bool = False
    handset_menu: str = ""

    @property
    def proxies(self) -> tuple[str, ...]:
        """Each; one alone may stand without its list."""
        return tuple(filter(None, [self.proxy] if isinstance(self.proxy, str) else self.proxy))


KEYS = {
    "mode": msg("listen: called directly by a PBX; registrar: registered at a provider or router"),
    "listen": msg("addresses to listen at, such as udp:0.0.0.0:5060"),
    "registrar": msg("host name of the provider or router"),
    "username": msg("user name at the provider or router"),
    "auth_username": msg("name for the password, where it differs from the user name"),
    "password": msg("where the password lies: keyring, env or file"),
    "proxy": msg(
        "outbound proxy, such as sip:proxy.example.net;transport=tcp; of several, as a list, the one that answers is kept"
    ),
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
    "announcement": msg("a WAV file that callers hear, beside config.toml or with its whole path"),
    "text": msg("what callers hear where there is no announcement, spoken by espeak-ng"),
    "message_s": msg("for how many seconds at most a caller may speak who leaves a message"),
    "handset": msg(
        "true: a telephone of your own system that calls the line is picked up, and blocks, allows or reports the last caller,"
        " pauses or expects a call by a digit"
    ),
    "handset_menu": msg("a WAV file that such a telephone hears in place of the spoken menu"),
    "voice": msg(
        "how espeak-ng speaks, such as it or en-gb; empty: in the language of the program"
    ),
}
BOUNDS = {"message_s": (10, 600), "expires_s": (30, 86_400), "ring_s": (1, 300)}


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
    yield from _unspeakable(settings)
    yield from _of_nobody(settings)
    yield from of_networks(settings.name, settings.trusted)
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


def _unspeakable(settings: SipSettings) -> Iterator[Problem]:
    if len(settings.text) > LONGEST_TEXT:
        yield Problem(
            "text",
            msg(
                "text of line %(name)s has %(length)d characters; more than %(most)d nobody listens to",
                name=settings.name,
                length=len(settings.text),
                most=LONGEST_TEXT,
            ),
        )
    if settings.voice and not _VOICE.fullmatch(settings.voice):
        yield Problem(
            "voice",
            msg(
                "voice of line %(name)s must be like it or en-gb, not %(value)r; espeak-ng --voices tells which there are",
                name=settings.name,
                value=settings.voice[:60],
            ),
        )


def _of_nobody(settings: SipSettings) -> Iterator[Problem]:
    """A provider has no telephones of the house, and whoever calls by it may show what he likes."""
    if settings.handset and settings.mode != "listen" and settings.peer not in {"fritzbox", "pbx"}:
        yield Problem(
            "handset",
            msg(
                "handset of line %(name)s is for telephones of a system of your own: a PBX, or a FRITZ!Box, which peer has to say",
                name=settings.name,
            ),
        )


def _unreachable(settings: SipSettings) -> Iterator[Problem]:
    """What must be right for the registrar to be found, and known again."""
    if settings.mode == "registrar":
        addresses = [("registrar", settings.registrar), *(("proxy", p) for p in settings.proxies)]
        yield from (
            Problem(key, why) for key, text in addresses if (why := _why_not(settings, key, text))
        )
    if len(settings.proxies) > MOST_PROXIES:
        yield Problem(
            "proxy",
            msg(
                "proxy of line %(name)s lists %(n)d, and more than %(most)d are no help",
                name=settings.name,
                n=len(settings.proxies),
                most=MOST_PROXIES,
            ),
        )
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
    yield from of_pin(settings.name, settings.tls_pin)


def _why_not(settings: SipSettings, key: str, text: str) -> Message | None:
    """What is wrong with an address; one that is missing is told of otherwise."""
    try:
        if text:
            target(text, settings.name, key)
    except LineError as error:
        return cast("Message", error.sentence)
    return None

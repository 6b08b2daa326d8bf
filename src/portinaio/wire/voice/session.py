"""What two ends agree to talk by: an offer of SDP, RFC 4566, and our answer to it, RFC 3264.

We speak G.711 alone, which every telephone has, in the clear or with a key that stands in the offer, RFC 4568. Where an offer has
none of it there is nothing to answer.
"""

from __future__ import annotations

import ipaddress
from typing import NamedTuple

from portinaio.wire.voice import sdes
from portinaio.wire.voice.g711 import RATE, Law

MOST_STREAMS = 16  # an offer has one or two
MOST_LINES = 1_000
_BROADCAST = "255.255.255.255"
_DISCARD = 9  # the port for what nobody reads; 0 would refuse the stream, and with it the call
_NO_VOICE = frozenset({"TELEPHONE-EVENT", "CN"})
_PLAIN = frozenset({"RTP/AVP", "RTP/AVPF"})
_ENCRYPTED = frozenset({"RTP/SAVP", "RTP/SAVPF"})
_DIRECTIONS = {
    "sendrecv": "sendrecv",
    "sendonly": "recvonly",
    "recvonly": "sendonly",
    "inactive": "inactive",
}
"""Offered, and what we answer, RFC 3264 6.1."""


class Stream(NamedTuple):
    """An `m=` line with what stands below it."""

    media: str
    port: str
    protocol: str
    formats: tuple[str, ...]
    host: str
    direction: str
    encodings: dict[str, str]
    """By format, from `rtpmap`: the name in upper case and the rate."""
    cryptos: list[str]
    """The values of `crypto`, in order."""

    @property
    def off(self) -> bool:
        """No sound, or none at a port that there is."""
        return self.media != "audio" or not 0 < self.port_number < 65_536

    @property
    def port_number(self) -> int:
        """The first of several; 0 for what is none."""
        port = self.port.partition("/")[0]
        return int(port[:6]) if port.isascii() and port.isdecimal() else 0

    @property
    def voice(self) -> str:
        """The first format that is no digits and no silence; empty where there is none."""
        for one in self.formats:
            if self.encodings.get(one, "").partition("/")[0] not in _NO_VOICE and one != "13":
                return one
        return ""

    def payload(self, encoding: str) -> int | None:
        """The payload type of an encoding at 8,000 Hz, the first that is offered."""
        static = {f"{law.value}": f"{law.encoding}/{RATE}" for law in Law}
        wanted = f"{encoding}/{RATE}"
        for one in self.formats:
            if self.encodings.get(one, static.get(one)) == wanted and one.isdecimal():
                return int(one)
        return None


class Agreed(NamedTuple):
    """How to talk to the far end."""

    law: Law
    payload_type: int
    host: str
    """An address, or empty where the far end has not said one yet."""
    port: int
    direction: str
    """Ours: whether we may send."""
    events: int | None = None
    """The payload type of digits, RFC 4733, where the far end sends them so."""
    theirs: sdes.Crypto | None = None
    """The key of what they send; of what we send, `ours`. Without them it is in the clear."""
    ours: sdes.Crypto | None = None

    @property
    def sends(self) -> bool:
        return self.direction in {"sendrecv", "sendonly"}


class Version(NamedTuple):
    """Of a description of ours that takes the place of another, RFC 3264 8."""

    number: int
    later: int
    """How many came before it."""


def streams(description: bytes) -> list[Stream]:
    """Total: of a text that is no description there are none."""
    found: list[Stream] = []
    session_host, session_direction = "", "sendrecv"
    for line in description.decode("utf-8", "replace").splitlines()[:MOST_LINES]:
        kind, _, value = line.partition("=")
        match kind:
            case "m" if len(words := value.split()) > 3 and len(found) < MOST_STREAMS:
                media, port, protocol, *formats = words
                host, direction = session_host, session_direction
                found.append(Stream(media, port, protocol, (*formats,), host, direction, {}, []))
            case "c" if found:
                found[-1] = found[-1]._replace(host=_host(value))
            case "c":
                session_host = _host(value)
            case "a" if value in _DIRECTIONS and found:
                found[-1] = found[-1]._replace(direction=value)
            case "a" if value in _DIRECTIONS:
                session_direction = value
            case "a" if value.startswith("rtpmap:") and found:
                one, _, encoding = value.removeprefix("rtpmap:").partition(" ")
                found[-1].encodings[one] = _encoding(encoding)
            case "a" if value.startswith("crypto:") and found:
                found[-1].cryptos.append(value.removeprefix("crypto:"))
    return found


def agreed(
    offered: list[Stream], key: bytes = b"", laws: tuple[Law, ...] = (Law.A, Law.MU)
) -> tuple[int, Agreed] | None:
    """The stream that we take and how; `None` where no stream has G.711 by one of these laws, the first before the other.

    `key` is for what we send, where the far end has one too; without it we do not encrypt.
    """
    for place, stream in enumerate(offered):
        theirs = sdes.taken(stream.cryptos) if key else None
        allowed = _PLAIN | _ENCRYPTED if theirs else _PLAIN
        if stream.off or stream.protocol not in allowed:
            continue
        for law in laws:
            if (payload := stream.payload(law.encoding)) is not None:
                direction = _DIRECTIONS[stream.direction]
                events = stream.payload("TELEPHONE-EVENT")
                ours = theirs._replace(key=key) if theirs else None
                return place, Agreed(
                    law, payload, stream.host, stream.port_number, direction, events, theirs, ours
                )
    return None


def answer(
    offered: list[Stream], taken: int, how: Agreed, here: tuple[str, int], number: int | Version
) -> bytes:
    """As many streams as were offered, all but ours refused. `here` is where we listen."""
    lines = _head(here[0], number)
    for place, stream in enumerate(offered):
        if place == taken:
            lines += _ours(here[1], stream.protocol, how)
        else:
            lines.append(f"m={stream.media} 0 {stream.protocol} {stream.formats[0]}")
    return _text(lines)


def mute(offered: list[Stream], host: str, number: int, key: bytes = b"") -> bytes | None:
    """An answer by which nothing is heard, for a call that is hung up on at once; `None` where none would be right.

    A key by DTLS we have not, and digits are not said over a line on which nobody speaks.
    """
    if (taken := agreed(offered, key)) is not None:
        place, how = taken
        return answer(offered, place, how._replace(direction="inactive"), (host, _DISCARD), number)
    lines, found = _head(host, number), False
    for stream in offered:
        voice = "" if found or stream.off or stream.protocol not in _PLAIN else stream.voice
        lines.append(
            f"m={stream.media} {_DISCARD if voice else 0} {stream.protocol} {voice or stream.formats[0]}"
        )
        if voice:
            lines.append("a=inactive")
            found = True
    return _text(lines) if found else None


def offer(here: tuple[str, int], number: int) -> bytes:
    """Ours, where the INVITE had none."""
    media = [f"m=audio {here[1]} RTP/AVP 8 0", "a=rtpmap:8 PCMA/8000", "a=rtpmap:0 PCMU/8000"]
    return _text([*_head(here[0], number), *media, "a=ptime:20", "a=sendrecv"])


def _head(host: str, number: int | Version) -> list[str]:
    number, later = number if isinstance(number, Version) else (number, 0)
    family = "IP6" if ":" in host else "IP4"
    return [
        "v=0",
        f"o=- {number} {number + later} IN {family} {host}",
        "s=-",
        f"c=IN {family} {host}",
        "t=0 0",
    ]


def _ours(port: int, protocol: str, how: Agreed) -> list[str]:
    lines = [
        f"m=audio {port} {protocol} {how.payload_type}",
        f"a=rtpmap:{how.payload_type} {how.law.encoding}/{RATE}",
    ]
    if how.events is not None:
        lines[0] += f" {how.events}"
        lines += [f"a=rtpmap:{how.events} telephone-event/{RATE}", f"a=fmtp:{how.events} 0-15"]
    return [*lines, *([how.ours.line] if how.ours else []), "a=ptime:20", f"a={how.direction}"]


def _text(lines: list[str]) -> bytes:
    return ("\r\n".join(lines) + "\r\n").encode()


def _encoding(text: str) -> str:
    """`PCMA/8000/1` is `PCMA/8000`."""
    return "/".join(text.strip().upper().split("/")[:2])


def _host(connection: str) -> str:
    """The address of a `c=` line; empty for a name, for which nobody waits here, and for one that means nobody."""
    words = connection.split()
    try:
        address = ipaddress.ip_address(words[2].partition("/")[0])
    except (IndexError, ValueError):
        return ""
    nobody = address.is_unspecified or address.is_multicast or str(address) == _BROADCAST
    return "" if nobody else str(address)

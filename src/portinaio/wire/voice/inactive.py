"""The least session description that lets a call be answered and ended: no sound flows, RFC 3264 5.1 `inactive`."""

from __future__ import annotations

MOST_STREAMS = 16  # an offer has one or two
_DISCARD = 9  # the port for what nobody reads; 0 would refuse the stream, and with it the call
_PLAIN_AUDIO = "audio 9 RTP/AVP 8"  # G.711 A-law: every phone has it


def answer(offer: bytes, host: str, session: int) -> bytes:
    """An answer to `offer`; where the INVITE had none, an offer of our own."""
    offered = [
        line[2:].split()
        for line in offer.decode("utf-8", "replace").splitlines()
        if line.startswith("m=")
    ]
    streams = [_stream(words) for words in offered[:MOST_STREAMS] if len(words) > 3]
    family = "IP6" if ":" in host else "IP4"
    lines = [
        "v=0",
        f"o=- {session} {session} IN {family} {host}",
        "s=-",
        f"c=IN {family} {host}",
        "t=0 0",
    ]
    for stream in streams or [_PLAIN_AUDIO]:
        lines += [f"m={stream}", "a=inactive"]
    return ("\r\n".join(lines) + "\r\n").encode()


def _stream(offered: list[str]) -> str:
    """The first format of an audio stream is taken, every other stream is refused, RFC 3264 6."""
    media, _, protocol, first, *_ = offered
    return f"{media} {_DISCARD if media == 'audio' else 0} {protocol} {first}"

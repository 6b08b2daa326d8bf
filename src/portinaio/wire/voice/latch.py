"""Whose packets are heard in a call, and where ours go: symmetric RTP, RFC 4961, and the latching of RFC 7362.

What is heard goes where the far end said, and follows its packets where that is needed: to another port of the same host, as
a router chooses one, and to another host only where the one that was said cannot be reached from everywhere and the packet
comes from the signalling's own host or from the internet. So whoever guesses our port is sent nothing. What comes from
elsewhere may be heard, since some providers send from another machine than they name, until the far end itself speaks.
"""

from __future__ import annotations

from enum import IntEnum
from ipaddress import ip_address

Place = tuple[str, int]
"""An address and a port."""


class _Source(IntEnum):
    """How well a packet's origin fits; what fits better takes the place of what fits less."""

    ELSEWHERE = 0
    BEHIND_A_ROUTER = 1
    SAME_HOST = 2
    AS_SAID = 3


class Latch:
    def __init__(self, said: Place | None, peer: str, *, keyed: bool = False) -> None:
        """`said` is the far end's session description, `peer` the host of its signalling; `keyed` where packets prove who made them."""
        self._said = None if said and _is_loopback(said[0]) and not _is_loopback(peer) else said
        self._peer = peer
        self._keyed = keyed
        self._fits: _Source | None = None
        self._source: Place | None = None
        self.to = self._said
        """Where ours go; `None` until that is known."""

    def takes(self, source: Place) -> bool:
        """Whether a packet from there is the far end's."""
        if source == self._source:
            return True
        fits = self._fit(source)
        if self._fits is not None and fits <= self._fits:
            return False
        self._source, self._fits = source, fits
        if fits is not _Source.ELSEWHERE:
            self.to = source
        return True

    def _fit(self, source: Place) -> _Source:
        if self._keyed or source == self._said:
            return _Source.AS_SAID
        if self._said and source[0] == self._said[0]:
            return _Source.SAME_HOST
        unreachable = self._said is None or not _is_global(self._said[0])
        if unreachable and (source[0] == self._peer or _is_global(source[0])):
            return _Source.BEHIND_A_ROUTER
        return _Source.ELSEWHERE


def _is_global(host: str) -> bool:
    return ip_address(host.partition("%")[0]).is_global


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False

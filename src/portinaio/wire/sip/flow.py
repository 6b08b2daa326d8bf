"""Where a message came from and goes to, and what the protocol machines hand out."""

from __future__ import annotations

from typing import NamedTuple


class Flow(NamedTuple):
    """One far end by way of one of our sockets or connections."""

    transport: str
    """`UDP` or `TCP`, as in a Via."""
    host: str
    port: int
    channel: int
    """Which of our sockets or connections."""

    @property
    def reliable(self) -> bool:
        return self.transport != "UDP"


class Send(NamedTuple):
    data: bytes
    to: Flow


def hostport(host: str, port: int) -> str:
    """As it stands in a URI or Via: IPv6 in brackets."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"

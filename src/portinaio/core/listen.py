"""Where to listen, as config.toml says it: `udp:0.0.0.0:5060` on a line, `127.0.0.1:8765` at the gateway."""

from __future__ import annotations

import re
from typing import NamedTuple

TRANSPORTS = ("udp", "tcp")
_ADDRESS = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([^\s:\[\]]+)):(\d{1,5})")


class Address(NamedTuple):
    host: str
    """A name, or an IP address without brackets."""
    port: int


class Listen(NamedTuple):
    transport: str
    """One of `TRANSPORTS`."""
    host: str
    port: int


def host_and_port(text: str) -> Address | None:
    """`[::1]:8765` taken apart; `None` where it is not one."""
    found = _ADDRESS.fullmatch(text)
    if found is None or int(found[3]) > 65535:
        return None
    return Address(found[1] or found[2], int(found[3]))


def listen_address(text: str) -> Listen | None:
    """`udp:0.0.0.0:5060` taken apart; `None` where it is not one."""
    transport, _, rest = text.partition(":")
    found = host_and_port(rest)
    return Listen(transport, *found) if found and transport in TRANSPORTS else None

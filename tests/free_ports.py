"""Ports for programs that want to be told one before they listen."""

from __future__ import annotations

import itertools
import os
import socket

FIRST, LAST = 21_000, 32_760
"""Below those that a kernel gives away by itself (from 32,768 on), beyond the sound of a baresip (10,000 to 20,000)."""
STEP = 4
"""A telephone takes the next one too, for TLS."""

_PLACES = (LAST - FIRST) // STEP
_turns = itertools.count(os.getpid() * 97)


def free_port() -> int:
    """Free for UDP and TCP alike; tests that run beside each other begin at different places and meet none twice soon."""
    for turn in itertools.islice(_turns, _PLACES):
        port = FIRST + turn % _PLACES * STEP
        if _is_free(port) and _is_free(port + 1):
            return port
    raise OSError("no port is free")


def _is_free(port: int) -> bool:
    with socket.socket() as tcp, socket.socket(type=socket.SOCK_DGRAM) as udp:
        try:
            tcp.bind(("127.0.0.1", port))
            udp.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True

"""What systemd wants to be told, as sd_notify(3) has it: one datagram a message."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def notify(message: str, environ: Mapping[str, str]) -> None:
    """Best effort: the daemon does not depend on who started it."""
    address = environ.get("NOTIFY_SOCKET", "")
    if address[:1] not in {"/", "@"}:
        return
    if address[0] == "@":
        address = "\0" + address[1:]  # Linux's abstract names
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        try:
            channel.settimeout(1)
            channel.sendto(message.encode(), address)
        except OSError:
            return


def watchdog_s(environ: Mapping[str, str]) -> float | None:
    """How often to say that we live, half of what is allowed; `None` where nobody watches."""
    allowed = environ.get("WATCHDOG_USEC", "")
    return int(allowed) / 2e6 if allowed.isdigit() and int(allowed) else None

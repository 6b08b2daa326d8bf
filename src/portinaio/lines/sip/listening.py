"""The addresses of config.toml, opened one after the other."""

from __future__ import annotations

import errno
import logging
from typing import TYPE_CHECKING

from portinaio.core.listen import listen_address
from portinaio.errors import LineError
from portinaio.lines.sip import troubles

if TYPE_CHECKING:
    from portinaio.core.listen import Listen
    from portinaio.lines.sip.settings import SipSettings
    from portinaio.lines.sip.sockets import Sockets

log = logging.getLogger(__name__)


async def open_all(sockets: Sockets, settings: SipSettings) -> None:
    """`LineError` where a port is not to be had that others call by."""
    # Whoever listens at :: hears IPv4 too, unless somebody has that port for himself already.
    found = filter(None, map(listen_address, settings.listen))
    for address in sorted(found, key=lambda one: one.host == "::"):
        try:
            await _bind(sockets, address)
        except OSError as error:
            if error.errno == errno.EADDRINUSE and settings.mode == "registrar":
                # Calls come to where we register, so any port serves.
                log.warning("line %s: port %d is in use", settings.name, address.port)
                await _bind(sockets, address._replace(port=0))
            else:
                raise LineError(troubles.not_listening(settings.name, address, error)) from error


async def _bind(sockets: Sockets, address: Listen) -> None:
    if address.transport == "udp":
        await sockets.bind_udp(address.host, address.port)
    else:
        await sockets.listen_tcp(address.host, address.port)

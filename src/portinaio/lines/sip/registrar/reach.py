"""The way to a server of the registrar: a datagram socket, or a connection whose far end is the right one."""

from __future__ import annotations

import logging
import ssl
from typing import TYPE_CHECKING

from portinaio.lines.sip.servers.certificates import (
    Distrusted,
    WrongKeyError,
    shown_by,
    tls_towards,
)
from portinaio.wire.sip.flow import Flow
from portinaio.wire.sip.locate import TLS, UDP

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portinaio.lines.sip.servers.certificates import Tls
    from portinaio.lines.sip.sockets import Sockets
    from portinaio.wire.sip.locate import Server

log = logging.getLogger(__name__)


class Reach:
    def __init__(self, sockets: Sockets, pin: str) -> None:
        self._sockets = sockets
        self._pin = pin
        self._tls: dict[str, Tls] = {}
        self.distrusted: Distrusted | None = None
        """Of the latest round."""

    async def to(self, server: Server, name: str, ours: Iterable[Flow | None]) -> Flow:
        """One of the flows that we have, if it leads there, or a new one; `name` is what a certificate must be for.

        `OSError` where there is none, or another far end.
        """
        if server.transport == UDP:
            channel = await self._sockets.udp_towards(server.host)
            return Flow("UDP", server.host, server.port, channel)
        for flow in ours:
            if flow and _leads_to(flow, server) and self._sockets.alive(flow):
                return flow
        if server.transport != TLS:
            return await self._sockets.connect(server.host, server.port)
        return await self._secured(server, name)

    async def _secured(self, server: Server, name: str) -> Flow:
        tls = self._tls[name] = self._tls.get(name) or tls_towards(name, self._pin)
        try:
            return await self._sockets.connect(server.host, server.port, tls)
        except WrongKeyError as error:
            self.distrusted = Distrusted(name, error.key)
            raise
        except ssl.SSLCertVerificationError as error:
            shown = await shown_by(server.host, server.port, name)
            self.distrusted = Distrusted(name, shown.key, error.verify_message)
            log.warning("%s: %s", server.host, error.verify_message)
            raise


def _leads_to(flow: Flow, server: Server) -> bool:
    return (flow.transport.lower(), flow.host, flow.port) == (
        server.transport,
        server.host,
        server.port,
    )

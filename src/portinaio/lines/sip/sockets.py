"""The sockets of a line: datagrams and connections in, whole messages out, each with the flow it came by."""

from __future__ import annotations

import asyncio
import logging
import socket
from typing import TYPE_CHECKING, cast

from portinaio.wire.sip.flow import Flow
from portinaio.wire.sip.stream import PING, PONG, Framer, FramingError

if TYPE_CHECKING:
    from collections.abc import Callable

    from portinaio.wire.sip.flow import Send

    Receiver = Callable[[bytes, Flow], None]
    Stranger = Callable[[bytes, str], None]

log = logging.getLogger(__name__)

MAX_CONNECTIONS = (
    256  # each peer needs one, and some make one a call; the system gives us 1,024 descriptors
)
SILENT_S = 60  # then the system asks whether a quiet peer still lives
UNREAD_S = 30  # what a peer's system has not taken by then it never will
MAX_STRANGERS = 8  # connections that are not trusted, and are heard to the end of their first words
STRANGER_S = 5.0
UNFINISHED_S = 32.0  # a message that takes longer than a transaction lives serves nobody
MAX_UNSENT = 1 << 20  # bytes; a peer that does not read is let go

_ANY_IPV4 = "0.0.0.0"  # noqa: S104 -- the far end decides by which of our networks it reaches us
_ANY = frozenset({_ANY_IPV4, "::"})


class Sockets:
    """All sockets of one line. `receiver` gets messages, `trusts` says whose; `stranger` the first words of anyone else."""

    def __init__(
        self, receiver: Receiver, trusts: Callable[[str], bool], stranger: Stranger
    ) -> None:
        self._receiver = receiver
        self._trusts = trusts
        self._stranger = stranger
        self._strangers: set[asyncio.Transport] = set()
        self._datagrams: dict[int, asyncio.DatagramTransport] = {}
        self._connections: dict[int, asyncio.Transport] = {}
        self._servers: list[asyncio.Server] = []
        self._channels = 0
        self.lost: Callable[[int], None] = lambda _channel: None
        """Told of each connection that ends."""

    async def bind_udp(self, host: str, port: int) -> int:
        """The channel of a new datagram socket."""
        channel = self._channel()
        loop = asyncio.get_running_loop()
        transport, _ = await loop.create_datagram_endpoint(
            lambda: _Datagrams(self, channel), local_addr=(host, port)
        )
        self._datagrams[channel] = transport
        return channel

    async def udp_towards(self, host: str) -> int:
        """The channel of a datagram socket that reaches `host`: one of those that listen, or a new one."""
        for channel, transport in self._datagrams.items():
            if (":" in host) == (":" in transport.get_extra_info("sockname")[0]):
                return channel
        return await self.bind_udp("::" if ":" in host else _ANY_IPV4, 0)

    def alive(self, flow: Flow) -> bool:
        connection = self._connections.get(flow.channel)
        return connection is not None and not connection.is_closing()

    def ping(self, flow: Flow) -> None:
        """A sign of life by a connection, which wants one back."""
        if (connection := self._connection(flow)) is not None:
            connection.ping()

    def received_at(self, flow: Flow) -> float:
        """When something last came by a connection, by the clock of the loop."""
        connection = self._connection(flow)
        return connection.received_at if connection else 0.0

    def ponged(self, flow: Flow) -> bool:
        """Whether a sign of life was ever answered by one."""
        connection = self._connection(flow)
        return connection is not None and connection.ponged

    def drop(self, flow: Flow) -> None:
        """Close a connection of which nothing is to be hoped."""
        if (connection := self._connections.get(flow.channel)) is not None:
            connection.abort()

    async def listen_tcp(self, host: str, port: int) -> tuple[str, int]:
        """Accept connections; the address taken."""
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: _Connection(self), host, port)
        self._servers.append(server)
        return cast("tuple[str, int]", server.sockets[0].getsockname()[:2])

    async def connect_tcp(self, host: str, port: int) -> Flow:
        """A connection of our own, by which calls come in too."""
        loop = asyncio.get_running_loop()
        _, connection = await loop.create_connection(lambda: _Connection(self), host, port)
        return connection.flow

    def send(self, message: Send) -> None:
        """Lost without a word where the connection is gone; the far end tries again by a new one."""
        flow = message.to
        if flow.transport == "UDP":
            if (datagrams := self._datagrams.get(flow.channel)) is not None:
                datagrams.sendto(message.data, (flow.host, flow.port))
        elif (connection := self._connections.get(flow.channel)) is not None:
            connection.write(message.data)
            if connection.get_write_buffer_size() > MAX_UNSENT:
                connection.abort()

    def local(self, flow: Flow) -> tuple[str, int]:
        """Our own address as the far end of `flow` sees it."""
        transport = self._datagrams.get(flow.channel) or self._connections.get(flow.channel)
        host, port = transport.get_extra_info("sockname")[:2] if transport else ("", 0)
        if host in _ANY:
            host = _address_towards(flow.host)  # asked anew each time: DHCP may have changed it
        return host, port

    async def close(self) -> None:
        self.lost = lambda _channel: None
        for server in self._servers:
            server.close()
        for transport in [*self._datagrams.values(), *self._connections.values()]:
            transport.close()
        for stranger in tuple(self._strangers):
            stranger.abort()
        self._datagrams.clear()
        self._servers.clear()
        await asyncio.sleep(0)  # transports close in the loop's next round

    def message(self, data: bytes, flow: Flow) -> None:
        try:
            self._receiver(data, flow)
        except Exception:
            # One message that we cannot handle must not cost the calls after it.
            log.exception("a message from %s was dropped", flow.host)

    def admits(self, host: str) -> bool:
        return self._trusts(host)

    def stranger_said(self, data: bytes, host: str) -> None:
        try:
            self._stranger(data, host)
        except Exception:
            log.exception("a message from %s was dropped", host)  # as in `message`

    def stranger_came(self, connection: asyncio.Transport) -> bool:
        """Whether there is an ear for one more."""
        if len(self._strangers) >= MAX_STRANGERS:
            return False
        self._strangers.add(connection)
        return True

    def stranger_left(self, connection: asyncio.Transport) -> None:
        self._strangers.discard(connection)

    def opened(self, connection: asyncio.Transport) -> int | None:
        """A channel for a new connection; `None` where there are too many."""
        if len(self._connections) >= MAX_CONNECTIONS:
            log.warning("more than %d connections, the newest is closed", MAX_CONNECTIONS)
            return None
        channel = self._channel()
        self._connections[channel] = connection
        return channel

    def closed(self, channel: int) -> None:
        if self._connections.pop(channel, None) is not None:
            self.lost(channel)

    def _connection(self, flow: Flow) -> _Connection | None:
        transport = self._connections.get(flow.channel)
        return cast("_Connection", transport.get_protocol()) if transport else None

    def _channel(self) -> int:
        self._channels += 1
        return self._channels


def _address_towards(host: str) -> str:
    """Which of our addresses the system would use; connecting a datagram socket sends nothing."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        probe.connect((host, 5060))
        return str(probe.getsockname()[0])


def _watch_over(connection: socket.socket) -> None:
    """Peers that died without a word must not fill the table of connections."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    if hasattr(socket, "TCP_KEEPIDLE"):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, SILENT_S)
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNREAD_S * 1000)


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, sockets: Sockets, channel: int) -> None:
        self._sockets = sockets
        self._channel = channel

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        host, port = addr[0], addr[1]
        if not data.strip(b"\r\n\0"):
            return  # it keeps a NAT open
        if self._sockets.admits(host):
            self._sockets.message(data, Flow("UDP", host, port, self._channel))
        else:
            self._sockets.stranger_said(data, host)

    def error_received(self, exc: Exception) -> None:
        log.debug("a datagram came back: %s", exc)


class _Connection(asyncio.Protocol):
    flow: Flow

    def __init__(self, sockets: Sockets) -> None:
        self._sockets = sockets
        self._framer = Framer()
        self._transport: asyncio.Transport | None = None
        self._stranger: asyncio.Transport | None = None
        """In place of the other, where the peer is not trusted: it says something, and is let go."""
        self._impatience: asyncio.TimerHandle | None = None
        self.received_at = 0.0
        self.ponged = False

    def ping(self) -> None:
        if self._transport is not None:
            self._framer.pong_due = True
            self._transport.write(PING)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        stream = cast("asyncio.Transport", transport)
        host, port = stream.get_extra_info("peername")[:2]
        admitted = self._sockets.admits(host)
        channel = self._sockets.opened(stream) if admitted else None
        self.flow = Flow("TCP", host, port, channel or 0)
        if not admitted and self._sockets.stranger_came(stream):
            self._stranger = stream
            loop = asyncio.get_running_loop()
            self._impatience = loop.call_later(STRANGER_S, stream.abort)
        elif channel is None:
            stream.abort()
        else:
            self._transport = stream
            _watch_over(stream.get_extra_info("socket"))

    def data_received(self, data: bytes) -> None:
        if self._stranger is not None:
            self._sockets.stranger_said(data, self.flow.host)
            self._stranger.abort()
        if self._transport is None or self._transport.is_closing():
            return
        self.received_at = asyncio.get_running_loop().time()
        try:
            for frame in self._framer.feed(data):
                if frame == PING:
                    self._transport.write(PONG)
                elif frame == PONG:
                    self.ponged = True
                else:
                    self._sockets.message(frame, self.flow)
        except FramingError as error:
            log.debug("connection from %s: %s", self.flow.host, error)
            if error.message:
                self._sockets.message(error.message, self.flow)
            self._transport.close()
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        if self._stranger is not None:
            self._sockets.stranger_left(self._stranger)
        self._transport = None
        self._watch()
        self._sockets.closed(self.flow.channel)

    def _watch(self) -> None:
        """A message must end some time after it began."""
        if self._transport is None or not self._framer.waiting:
            if self._impatience is not None:
                self._impatience.cancel()
                self._impatience = None
        elif self._impatience is None:
            loop = asyncio.get_running_loop()
            self._impatience = loop.call_later(UNFINISHED_S, self._transport.abort)

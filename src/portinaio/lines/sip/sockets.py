"""The sockets of a line: datagrams and connections in, whole messages out, each with the flow it came by."""

from __future__ import annotations

import asyncio
import logging
import socket
from typing import TYPE_CHECKING, cast

from portinaio.lines.sip.connection import MAPPED, SILENT_S, Connection, Datagrams, plain_host
from portinaio.lines.sip.servers.certificates import WrongKeyError

if TYPE_CHECKING:
    from collections.abc import Callable

    from portinaio.lines.sip.servers.certificates import Tls
    from portinaio.wire.sip.flow import Flow, Send
    from portinaio.wire.sip.registrar.stun import Binding

    Receiver = Callable[[bytes, Flow], None]
    Stranger = Callable[[bytes, str], None]

log = logging.getLogger(__name__)

MAX_CONNECTIONS = (
    256  # each peer needs one, and some make one a call; the system gives us 1,024 descriptors
)
WAITING = (
    1 << 20
)  # bytes of datagrams: half a second at 1,000 calls a second, after which all come again anyway
MAX_STRANGERS = 8  # connections that are not trusted, and are heard to the end of their first words
GOODBYE_S = 1.0  # for a peer to take notice that a connection by TLS ends
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
        self.seen: Callable[[Binding, Flow], None] = lambda _answer, _flow: None
        """Told of each answer to a STUN request."""

    async def bind_udp(self, host: str, port: int) -> int:
        """The channel of a new datagram socket; one at `::` hears IPv4 too, where nothing else has the port."""
        channel = self._channel()
        loop = asyncio.get_running_loop()
        bound = _bound(host, port, socket.SOCK_DGRAM)
        place = {"sock": bound} if bound else {"local_addr": (host, port)}
        transport, _ = await loop.create_datagram_endpoint(
            lambda: Datagrams(self, channel),
            **place,
        )
        # As much of it as the system allows, which does not complain.
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, WAITING)
        self._datagrams[channel] = transport
        return channel

    async def udp_towards(self, host: str) -> int:
        """The channel of a datagram socket that reaches `host`: one of those that listen, or a new one."""
        for channel, transport in self._datagrams.items():
            if (":" in host) == (":" in transport.get_extra_info("sockname")[0]) or _both(
                transport
            ):
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
        bound = _bound(host, port, socket.SOCK_STREAM)
        server = await (
            loop.create_server(lambda: Connection(self), sock=bound)
            if bound
            else loop.create_server(lambda: Connection(self), host, port)
        )
        self._servers.append(server)
        return cast("tuple[str, int]", server.sockets[0].getsockname()[:2])

    async def connect(self, host: str, port: int, tls: Tls | None = None) -> Flow:
        """A connection of our own, by which calls come in too. `WrongKeyError` where the far end is not the pinned one."""
        loop = asyncio.get_running_loop()
        if tls is None:
            _, connection = await loop.create_connection(
                lambda: Connection(self, ours=True), host, port
            )
            return connection.flow
        _, connection = await loop.create_connection(
            lambda: Connection(self, "TLS", tls.pin, ours=True),
            host,
            port,
            ssl=tls.context,
            server_hostname=tls.name,
            ssl_shutdown_timeout=GOODBYE_S,
        )
        if connection.wrong_key:
            raise WrongKeyError(connection.wrong_key)
        return connection.flow

    def send(self, message: Send) -> None:
        """Lost without a word where the connection is gone; the far end tries again by a new one."""
        flow = message.to
        if flow.transport == "UDP":
            if (datagrams := self._datagrams.get(flow.channel)) is not None:
                mapped = MAPPED if _both(datagrams) and ":" not in flow.host else ""
                datagrams.sendto(message.data, (mapped + flow.host, flow.port))
        elif (connection := self._connections.get(flow.channel)) is not None:
            connection.write(message.data)
            if connection.get_write_buffer_size() > MAX_UNSENT:
                connection.abort()

    def local(self, flow: Flow) -> tuple[str, int]:
        """Our own address as the far end of `flow` sees it."""
        transport = self._datagrams.get(flow.channel) or self._connections.get(flow.channel)
        host, port = transport.get_extra_info("sockname")[:2] if transport else ("", 0)
        host = plain_host(host)
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

    def bound(self, answer: Binding, flow: Flow) -> None:
        self.seen(answer, flow)

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

    def opened(self, connection: asyncio.Transport, *, ours: bool) -> int | None:
        """A channel for a new connection; `None` where there are too many that speak. The way to the registrar is never one too many."""
        if not ours and len(self._connections) >= MAX_CONNECTIONS and not self._let_one_go():
            log.warning("more than %d connections, the newest is closed", MAX_CONNECTIONS)
            return None
        channel = self._channel()
        self._connections[channel] = connection
        return channel

    def closed(self, channel: int) -> None:
        if self._connections.pop(channel, None) is not None:
            self.lost(channel)

    def _let_one_go(self) -> bool:
        """Of those that have come, the one that has been silent for longest, where it has been for long enough."""
        theirs = [
            (protocol.received_at, channel)
            for channel, transport in self._connections.items()
            if not (protocol := cast("Connection", transport.get_protocol())).ours
        ]
        since, silent = min(theirs, default=(0.0, None))
        if silent is None or asyncio.get_running_loop().time() - since < SILENT_S:
            return False
        self._connections[silent].abort()
        self.closed(silent)  # now, since several may come before the loop hears of it
        return True

    def _connection(self, flow: Flow) -> Connection | None:
        transport = self._connections.get(flow.channel)
        return cast("Connection", transport.get_protocol()) if transport else None

    def _channel(self) -> int:
        self._channels += 1
        return self._channels


def _address_towards(host: str) -> str:
    """Which of our addresses the system would use; connecting a datagram socket sends nothing."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        probe.connect((host, 5060))
        return str(probe.getsockname()[0])


def _bound(host: str, port: int, kind: socket.SocketKind) -> socket.socket | None:
    """A socket at `::` for both families, or for IPv6 alone where somebody has the port of IPv4; `None` for other hosts."""
    if host != "::":
        return None
    try:
        return _bound_as(port, kind, ipv6_only=False)
    except OSError:
        return _bound_as(port, kind, ipv6_only=True)


def _bound_as(port: int, kind: socket.SocketKind, *, ipv6_only: bool) -> socket.socket:
    made = socket.socket(socket.AF_INET6, kind)
    try:
        made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, int(ipv6_only))
        if kind is socket.SOCK_STREAM:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(("::", port))
        made.setblocking(False)
    except OSError:
        made.close()
        raise
    return made


def _both(transport: asyncio.DatagramTransport) -> bool:
    """Whether a socket hears both families."""
    bound: socket.socket = transport.get_extra_info("socket")
    if bound.family != socket.AF_INET6 or bound.getsockname()[0] != "::":
        return False
    return not bound.getsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY)

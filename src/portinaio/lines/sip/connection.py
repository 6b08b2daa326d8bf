"""One connection of a line, or one datagram socket: bytes in, whole messages out to whoever owns it."""

from __future__ import annotations

import asyncio
import logging
import socket
from typing import TYPE_CHECKING, Protocol, cast

from portinaio.errors import ProtocolError
from portinaio.lines.sip.servers.certificates import key_of
from portinaio.wire.sip.flow import Flow
from portinaio.wire.sip.registrar.stun import binding
from portinaio.wire.sip.stream import PING, PONG, Framer, FramingError

if TYPE_CHECKING:
    import ssl

    from portinaio.wire.sip.registrar.stun import Binding

log = logging.getLogger(__name__)

SILENT_S = 60  # then the system asks whether a quiet peer still lives
LARGEST_PIECE = (
    16_384  # bytes in one turn; a peer that says thousands of things at once holds nobody else up
)
UNREAD_S = 30  # what a peer's system has not taken by then it never will
STRANGER_S = 5.0
UNFINISHED_S = 32.0  # a message that takes longer than a transaction lives serves nobody
MOST_PONGS = 1024  # bytes of them; whoever does not read those need hear no more

MAPPED = "::ffff:"
"""How a socket for both families shows its IPv4 peers, RFC 4291 2.5.5.2."""


class Owner(Protocol):
    """The sockets of a line, as one of them sees the whole."""

    def admits(self, host: str) -> bool: ...

    def message(self, data: bytes, flow: Flow) -> None: ...

    def stranger_said(self, data: bytes, host: str) -> None: ...

    def stranger_came(self, connection: asyncio.Transport) -> bool: ...

    def stranger_left(self, connection: asyncio.Transport) -> None: ...

    def bound(self, answer: Binding, flow: Flow) -> None: ...

    def opened(self, connection: asyncio.Transport, *, ours: bool) -> int | None: ...

    def closed(self, channel: int) -> None: ...


def plain_host(host: str) -> str:
    """An IPv4 address as such, also where it came by a socket for both families."""
    return host[len(MAPPED) :] if host.startswith(MAPPED) and "." in host else host


def _watch_over(connection: socket.socket) -> None:
    """Peers that died without a word must not fill the table of connections."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    if hasattr(socket, "TCP_KEEPIDLE"):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, SILENT_S)
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNREAD_S * 1000)


class Datagrams(asyncio.DatagramProtocol):
    def __init__(self, owner: Owner, channel: int) -> None:
        self._owner = owner
        self._channel = channel
        self._latest = Flow("UDP", "", 0, channel)
        """Of whoever spoke last: a peer sends thousands, and each is kept for seconds."""

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        host, port = plain_host(addr[0]), addr[1]
        if not data.strip(b"\r\n\0"):
            return  # it keeps a NAT open
        if self._owner.admits(host):
            flow = Flow("UDP", host, port, self._channel)
            if flow == self._latest:
                flow = self._latest
            self._latest = flow
            if (answer := binding(data)) is not None:
                self._owner.bound(answer, flow)
            else:
                self._owner.message(data, flow)
        else:
            self._owner.stranger_said(data, host)

    def error_received(self, exc: Exception) -> None:
        log.debug("a datagram came back: %s", exc)


class Connection(asyncio.BufferedProtocol):
    flow: Flow

    def __init__(
        self, owner: Owner, transport: str = "TCP", pin: str = "", *, ours: bool = False
    ) -> None:
        """`ours` is one that we have made."""
        self._owner = owner
        self._name = transport
        self._pin = pin
        self.ours = ours
        self.wrong_key = ""
        """What the far end showed in place of the pinned one."""
        self._framer = Framer()
        self._room = bytearray(LARGEST_PIECE)
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
        host = plain_host(host)
        admitted = self._owner.admits(host)
        if self._pin and self._pin != (key := _key_of(stream)):
            self.wrong_key = key
            self.flow = Flow(self._name, host, port, 0)
            stream.abort()  # before it has said anything
            return
        channel = self._owner.opened(stream, ours=self.ours) if admitted else None
        self.flow = Flow(self._name, host, port, channel or 0)
        if not admitted and self._owner.stranger_came(stream):
            self._stranger = stream
            loop = asyncio.get_running_loop()
            self._impatience = loop.call_later(STRANGER_S, stream.abort)
        elif channel is None:
            stream.abort()
        else:
            self._transport = stream
            self.received_at = asyncio.get_running_loop().time()
            _watch_over(stream.get_extra_info("socket"))
            if not self.ours:  # whoever comes to us has something to say
                self._be_patient()

    def get_buffer(self, sizehint: int) -> memoryview:
        """As a view, since TLS puts one record behind the other into slices of it."""
        del sizehint  # whatever the system would give at once
        return memoryview(self._room)

    def buffer_updated(self, nbytes: int) -> None:
        self.take(bytes(self._room[:nbytes]))

    def take(self, data: bytes) -> None:
        """Some bytes of the stream."""
        if self._stranger is not None:
            self._owner.stranger_said(data, self.flow.host)
            self._stranger.abort()
        if self._transport is None or self._transport.is_closing():
            return
        self.received_at = asyncio.get_running_loop().time()
        try:
            for frame in self._framer.feed(data):
                if frame == PING:
                    if self._transport.get_write_buffer_size() < MOST_PONGS:
                        self._transport.write(PONG)
                elif frame == PONG:
                    self.ponged = True
                else:
                    self._owner.message(frame, self.flow)
        except FramingError as error:
            log.debug("connection from %s: %s", self.flow.host, error)
            if error.message:
                self._owner.message(error.message, self.flow)
            self._transport.close()
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        if self._stranger is not None:
            self._owner.stranger_left(self._stranger)
        self._transport = None
        self._watch()
        self._owner.closed(self.flow.channel)

    def _watch(self) -> None:
        """A message must end some time after it began."""
        if self._transport is None or not self._framer.waiting:
            if self._impatience is not None:
                self._impatience.cancel()
                self._impatience = None
        elif self._impatience is None:
            self._be_patient()

    def _be_patient(self) -> None:
        """For as long as makes sense."""
        assert self._transport is not None
        loop = asyncio.get_running_loop()
        self._impatience = loop.call_later(UNFINISHED_S, self._transport.abort)


def _key_of(stream: asyncio.Transport) -> str:
    """Of whoever is at the other end of a connection by TLS; `?` where that cannot be read."""
    secured = cast("ssl.SSLObject", stream.get_extra_info("ssl_object"))
    try:
        return key_of(secured.getpeercert(binary_form=True) or b"")
    except ProtocolError:
        return "?"

"""uvicorn on a socket that we opened, without its own signals, logs and colours."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from portinaio.daemon.http.sockets import BACKLOG, BoundedSocket

if TYPE_CHECKING:
    import asyncio
    import socket
    from collections.abc import Callable, Iterator

FAREWELL_S = 2  # answers on their way may arrive; the daemon has five seconds in all
SILENCE_S = 10.0  # for the head of a request
MOST_CONNECTIONS = 200  # at a time; windows and scripts hold one or two each
MOST_HANDSHAKES = 50  # beside those, at a time

logging.getLogger("uvicorn").setLevel(logging.WARNING)


class PromptProtocol(H11Protocol):
    """Shows out who connects and asks nothing: after a while, and at once where a place is needed."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in the parent
        super().connection_made(transport)
        self._timer: asyncio.TimerHandle | None = None
        self._begun = self.loop.time()
        self._wait()
        if len(self.connections) >= MOST_CONNECTIONS:
            idle = [one for one in self.connections if isinstance(one, PromptProtocol) and one.idle]
            if idle:
                min(idle, key=lambda one: one._begun).show_out()  # noqa: SLF001  # one of us

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._timer:
            self._timer.cancel()
        super().connection_lost(exc)

    @property
    def idle(self) -> bool:
        """Whether no request, or only the beginning of one, has come, or what was asked has been answered."""
        if self.conn.their_state is h11.IDLE:
            return True
        answered = self.conn.our_state is h11.DONE  # and its body never came to an end
        return answered and not self.transport.get_write_buffer_size()

    def show_out(self) -> None:
        self._timer = None
        if self.idle:
            self.connections.discard(self)
            self.transport.abort()

    def _wait(self) -> None:
        if self.idle and self._timer is None:
            self._timer = self.loop.call_later(SILENCE_S, self.show_out)


class Server(uvicorn.Server):
    """Serves `app` at `sock` from `run_here()` until `stop()`. `OSError` where certificate or key cannot be used."""

    def __init__(
        self, app: Callable[..., Any], sock: socket.socket, *, certificate: str = "", key: str = ""
    ) -> None:
        config = uvicorn.Config(
            app,
            loop="asyncio",
            http=PromptProtocol,
            ws="none",
            lifespan="off",
            interface="asgi3",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            limit_concurrency=MOST_CONNECTIONS,
            backlog=BACKLOG,
            timeout_graceful_shutdown=FAREWELL_S,
            ssl_certfile=certificate or None,
            ssl_keyfile=key or None,
        )
        config.load()
        super().__init__(config)
        self._sock = BoundedSocket(sock, MOST_CONNECTIONS + MOST_HANDSHAKES, self._known)

    async def run_here(self) -> None:
        await self.serve(sockets=[self._sock])

    def _known(self) -> set[int]:
        """Descriptors of the connections that were heard of."""
        transports = [one.transport for one in self.server_state.connections]
        return {each.get_extra_info("socket").fileno() for each in transports}

    def stop(self) -> None:
        self.should_exit = True

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals are the service's."""
        yield

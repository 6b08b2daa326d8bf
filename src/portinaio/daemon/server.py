"""uvicorn on a door that we opened, without its own signals, logs and colours."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import uvicorn

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterator

FAREWELL_S = 2  # answers on their way may arrive; the daemon has five seconds in all
MOST_CONNECTIONS = 200  # at a time; windows and scripts hold one or two each

logging.getLogger("uvicorn").setLevel(logging.WARNING)


class Server(uvicorn.Server):
    """Serves `app` at `door` from `run_here()` until `stop()`. `OSError` where certificate or key cannot be used."""

    def __init__(
        self, app: Callable[..., Any], door: socket.socket, *, certificate: str = "", key: str = ""
    ) -> None:
        config = uvicorn.Config(
            app,
            loop="asyncio",
            http="h11",
            ws="none",
            lifespan="off",
            interface="asgi3",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            limit_concurrency=MOST_CONNECTIONS,
            timeout_graceful_shutdown=FAREWELL_S,
            ssl_certfile=certificate or None,
            ssl_keyfile=key or None,
        )
        config.load()
        super().__init__(config)
        self._door = door

    async def run_here(self) -> None:
        await self.serve(sockets=[self._door])

    def stop(self) -> None:
        self.should_exit = True

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals are the engine's."""
        yield

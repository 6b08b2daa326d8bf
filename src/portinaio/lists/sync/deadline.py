"""An end for a request as a whole.

The library's timeouts bound each wait, so a server that sends one byte before each of them ends could hold us for ever.
This one cuts the connection when the time is over, whatever it is doing.
"""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Callable


class Deadline:
    """From `with` on; `trace` goes into the extensions of each request."""

    def __init__(self, total_s: float) -> None:
        self.passed = total_s <= 0
        self._stream: Any = None
        self._alarm = threading.Timer(max(total_s, 0.0), self._cut)
        self._alarm.daemon = True

    def __enter__(self) -> Self:
        self._alarm.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._alarm.cancel()
        self._alarm.join()

    def trace(self, event: str, known: dict[str, Any]) -> None:
        """httpcore's trace: the newest stream is the one to cut."""
        if event in {"connection.connect_tcp.complete", "connection.start_tls.complete"}:
            self._stream = known["return_value"]
            if self.passed:
                self._cut()

    @property
    def request(self) -> dict[str, Callable[[str, dict[str, Any]], None]]:
        return {"trace": self.trace}

    def _cut(self) -> None:
        self.passed = True
        stream = self._stream
        channel = stream.get_extra_info("socket") if stream else None
        if channel is not None:
            with suppress(OSError):  # it has ended by itself
                # Of the plain socket: TLS would want to say farewell first.
                socket.socket.shutdown(channel, socket.SHUT_RDWR)

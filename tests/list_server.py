"""A server of lists on loopback that can do everything wrong, byte by byte."""

from __future__ import annotations

import socketserver
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import socket
    import ssl
    from collections.abc import Callable

    Answer = bytes | Callable[["socket.socket", threading.Event], None]
    """What goes over the wire, or who writes to it until the event."""


def ok(body: bytes, *headers: str, length: int | None = None, status: str = "200 OK") -> bytes:
    size = len(body) if length is None else length
    lines = (f"HTTP/1.1 {status}", f"Content-Length: {size}", "Connection: close", *headers, "", "")
    return "\r\n".join(lines).encode() + body


def head(*lines: str) -> bytes:
    return "\r\n".join((*lines, "Connection: close", "", "")).encode()


class AServer:
    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.answers: dict[str, Answer] = {}
        """By path; a path that is not here is closed without a word."""
        self.asked: list[str] = []
        """Heads of the requests."""
        self._over = threading.Event()
        self._tls = tls
        outer = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                with suppress(OSError):  # who does not trust us says so and goes
                    outer._serve(self.request)

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            block_on_close = False

        self._server = Server(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def url(self, path: str) -> str:
        scheme = "https" if self._tls else "http"
        return f"{scheme}://127.0.0.1:{self._server.server_address[1]}{path}"

    def _serve(self, channel: socket.socket) -> None:
        if self._tls is None:
            self._answer(channel)
            return
        with self._tls.wrap_socket(channel, server_side=True) as safe:
            self._answer(safe)

    def _answer(self, channel: socket.socket) -> None:
        received = b""
        while b"\r\n\r\n" not in received:
            piece = channel.recv(65536)
            if not piece:
                return
            received += piece
        request = received.decode("latin-1")
        self.asked.append(request)
        answer = self.answers.get(request.split(" ", 2)[1], b"")
        with suppress(OSError):  # the far end has heard enough
            if callable(answer):
                answer(channel, self._over)
            else:
                channel.sendall(answer)


def dripping(first: bytes, drop: bytes, every_s: float = 0.02) -> Answer:
    """`first`, and then for ever one drop after the other."""

    def write(channel: socket.socket, over: threading.Event) -> None:
        channel.sendall(first)
        while not over.wait(every_s):
            channel.sendall(drop)

    return write


def pouring(first: bytes, piece: bytes) -> Answer:
    """As `dripping`, without a pause."""
    return dripping(first, piece, 0.0)


def silent(_channel: socket.socket, over: threading.Event) -> None:
    over.wait(10)

"""A relay on loopback between a home and a server: it passes every byte on, and keeps those that the home has sent."""

from __future__ import annotations

import socket
import socketserver
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Self

_PIECE_BYTES = 65536


class Said(NamedTuple):
    """A request, as it went over the wire."""

    first_line: str
    headers: dict[str, str]
    body: bytes


class ARelay:
    def __init__(self, port: int) -> None:
        """To this port of loopback."""
        self._connections: list[bytearray] = []
        outer = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                heard = bytearray()
                outer._connections.append(heard)
                with socket.create_connection(("127.0.0.1", port), 30) as far:
                    back = threading.Thread(target=_pass_on, args=(far, self.request, bytearray()))
                    back.start()
                    _pass_on(self.request, far, heard)
                    back.join()

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            block_on_close = False

        self._server = Server(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def sent(self) -> bytes:
        """All of it, one connection after the other."""
        return b"".join(map(bytes, self._connections))

    @property
    def requests(self) -> list[Said]:
        """In order; nothing between them is passed over."""
        return [said for data in self._connections for said in _requests(bytes(data))]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def _pass_on(near: socket.socket, far: socket.socket, kept: bytearray) -> None:
    with suppress(OSError):  # who has heard enough has hung up
        while data := near.recv(_PIECE_BYTES):
            kept += data
            far.sendall(data)
    with suppress(OSError):
        far.shutdown(socket.SHUT_WR)


def _requests(data: bytes) -> list[Said]:
    found = []
    while data:
        head, end, data = data.partition(b"\r\n\r\n")
        assert end, head
        first, *lines = head.decode("ascii").split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines)
        assert len(headers) == len(lines), lines
        size = int(headers.get("Content-Length", 0))
        found.append(Said(first, headers, data[:size]))
        data = data[size:]
    return found

"""The Unix socket, which only its owner may open, and the TCP socket of the gateway."""

from __future__ import annotations

import errno
import os
import socket
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portinaio.core.message import msg
from portinaio.core.reason import reason
from portinaio.errors import HomeError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

BACKLOG = 128
FIRST_PASSED = 3  # the descriptor; those before it are the usual three


class BoundedSocket(socket.socket):
    """A listening socket with at most `most` connections, whatever strangers do.

    With TLS the server hears of a connection only after the handshake, and who never begins it would be there for a
    minute: with a thousand of those the process has no descriptor left for anything else. The one that has been at it
    for longest leaves.
    """

    def __init__(self, sock: socket.socket, most: int, known: Callable[[], set[int]]) -> None:
        """`known` are the descriptors of those that the server has heard of, and shows out by itself."""
        super().__init__(sock.family, sock.type, sock.proto, fileno=sock.detach())
        self._most = most
        self._known = known
        self._there: list[socket.socket] = []

    def accept(self) -> tuple[socket.socket, Any]:
        connection, address = super().accept()
        self._there = [one for one in self._there if one.fileno() >= 0]
        self._there.append(connection)
        if len(self._there) > self._most:
            known = self._known()
            longest = next((one for one in self._there if one.fileno() not in known), None)
            if longest:
                self._there.remove(longest)
                with suppress(OSError):  # it has left by itself
                    longest.shutdown(socket.SHUT_RDWR)
        return connection, address


def unix_socket(path: str) -> socket.socket:
    """A listening socket at `path`, of mode 0600. `HomeError` where it cannot be."""
    sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        _remove_stale(path)
        before = os.umask(0o177)
        try:
            sock.bind(path)
        finally:
            os.umask(before)
        sock.listen(BACKLOG)
    except OSError as error:
        sock.close()
        raise HomeError(
            msg(
                "the socket %(path)s cannot be opened: %(reason)s",
                path=path,
                reason=reason(error),
            )
        ) from error
    return sock


def remove(path: str) -> None:
    """Who looks for a daemon sees at once that there is none."""
    with suppress(OSError):  # a disk that can only be read now; who asks there is refused
        Path(path).unlink(missing_ok=True)


def tcp_socket(host: str, port: int) -> socket.socket:
    """A listening socket on the LAN. `HomeError` where the address is taken or not ours."""
    sixth = ":" in host
    try:
        sock = socket.create_server(
            (host, port),
            family=socket.AF_INET6 if sixth else socket.AF_INET,
            backlog=BACKLOG,
            dualstack_ipv6=sixth and socket.has_dualstack_ipv6(),
        )
        # Connections have it from here. Without it each answer waits 40 ms for the other side to confirm its head.
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except (OSError, ValueError) as error:  # also a name that cannot be asked for
        raise HomeError(
            msg(
                "the gateway cannot listen at %(host)s port %(port)d: %(reason)s; change listen under [gateway]",
                host=host,
                port=port,
                reason=reason(error),
            )
        ) from error
    return sock


def systemd_socket(environ: Mapping[str, str]) -> socket.socket | None:
    """The socket that systemd opened and holds for us, as sd_listen_fds(3) has it."""
    ours = environ.get("LISTEN_PID", "") == str(os.getpid())
    count = environ.get("LISTEN_FDS", "0")
    if not ours or not count.isdigit() or int(count) < 1:
        return None
    os.set_inheritable(FIRST_PASSED, False)
    return socket.socket(fileno=FIRST_PASSED)


def _remove_stale(path: str) -> None:
    """A daemon that was killed leaves its socket; one at which somebody answers stays."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(path)
        except ConnectionRefusedError:
            Path(path).unlink(missing_ok=True)
        except FileNotFoundError:
            return
        else:
            raise OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE))

"""Where the API listens: the Unix socket always, the gateway where config.toml wants it."""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from portinaio.config import runtime_dir
from portinaio.config.regular_file import open_regular
from portinaio.config.stamp import stamp
from portinaio.core.listen import host_and_port
from portinaio.core.message import msg
from portinaio.daemon.diagnosis.exposure import exposure
from portinaio.daemon.diagnosis.gateway_address import own_names
from portinaio.daemon.http.app import Api
from portinaio.daemon.http.server import Server
from portinaio.daemon.http.sockets import remove, systemd_socket, tcp_socket, unix_socket
from portinaio.daemon.maintenance import LOOK_S
from portinaio.errors import HomeError, PortinaioError

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from portinaio.config.settings import GatewayTable
    from portinaio.config.stamp import Stamp
    from portinaio.daemon.context import Context
    from portinaio.daemon.events import Hub

    Trouble = Callable[[str, PortinaioError | None], None]
    """Code, and what is wrong; `None` when it is mended."""

log = logging.getLogger(__name__)

RETRY_S = 60.0  # an address of the LAN is often there a while after the daemon


class Listeners:
    def __init__(self, context: Context, hub: Hub, language: str, trouble: Trouble) -> None:
        self._context = context
        self._api = Api(context, hub, language)
        self._language = language
        self._app = self._api.app()
        self._trouble = trouble
        self._servers: list[Server] = []
        self._stopped = asyncio.Event()
        self._path = ""
        """Of the Unix socket."""

    def stop(self) -> None:
        """The coroutines below end, once the answers on their way have left."""
        self._stopped.set()
        self._api.end()
        for server in self._servers:
            server.stop()

    async def unix(self, opened: Callable[[], None]) -> None:
        """Serve the socket of the home; `opened` is called when it can be connected to, or never will."""
        context = self._context
        if sock := systemd_socket(context.environ):
            opened()
            await self._attend(Server(self._app, sock))
            return
        try:
            self._path, sock = self._unix_socket()
        except HomeError:  # told at the next attempt, which is at once
            sock = None
        opened()  # whoever calls does not care whether we can be asked: the lines go on
        try:
            await self._attend_unix(sock or await self._reopened())
        finally:
            if self._path:
                remove(self._path)

    def _unix_socket(self) -> tuple[str, socket.socket]:
        """Where it is, and itself. `HomeError` where none can be had."""
        path = self._context.home.sockets[-1]
        if path != self._context.home.socket:
            runtime_dir.make()
        return path, unix_socket(path)

    async def _attend_unix(self, sock: socket.socket | None) -> None:
        """Serve; listen anew where somebody has taken its socket away, since nobody could find us any more."""
        while sock is not None:
            async with asyncio.TaskGroup() as tasks:
                server = Server(self._app, sock)
                watching = tasks.create_task(self._leave_when_gone(server))
                await self._attend(server)
                watching.cancel()
            self._servers.remove(server)
            sock = None if self._stopped.is_set() else await self._reopened()

    async def _leave_when_gone(self, server: Server) -> None:
        ours = stamp(self._path)
        while self._in_place(ours):  # noqa: ASYNC110  # a folder tells nobody
            await asyncio.sleep(LOOK_S)
        log.warning("the socket %s was taken away, or has another place now", self._path)
        server.stop()

    def _in_place(self, ours: Stamp) -> bool:
        """Whether who looks for us finds our socket; a disk may be made writable, or the other way round."""
        there = Path(self._path).exists()  # it may have been gone before its stamp was taken
        return there and stamp(self._path) == ours and self._path == self._context.home.sockets[-1]

    async def _reopened(self) -> socket.socket | None:
        """A new socket, as soon as one can be had; `None` when the daemon ends before that."""
        while not self._stopped.is_set():
            try:
                self._context.home.make()
                before = self._path
                self._path, sock = self._unix_socket()
                if before not in {"", self._path}:
                    remove(before)
            except HomeError as error:
                self._trouble("socket", error)
                await self._pause()
            else:
                self._trouble("socket", None)
                return sock
        return None

    async def _pause(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(RETRY_S):
                await self._stopped.wait()

    async def gateway(self, table: GatewayTable) -> None:
        """Serve the API on TCP, as soon as its address can be had."""
        state, sentence = exposure(table) or ("ok", None)
        if state == "wrong":  # on a network of one's own, the doctor's word is enough
            self._trouble("exposed", HomeError(sentence))
        while not self._stopped.is_set():
            try:
                server = await asyncio.to_thread(self._gateway_server, table)
            except PortinaioError as error:
                self._trouble("gateway", error)
            else:
                self._trouble("gateway", None)
                await self._attend(server)
                return
            await self._pause()

    async def _attend(self, server: Server) -> None:
        self._servers.append(server)
        if not self._stopped.is_set():
            await server.run_here()

    def _gateway_server(self, table: GatewayTable) -> Server:
        from portinaio.daemon.gateway.app import DeviceApp  # noqa: PLC0415  # off by default
        from portinaio.daemon.http.gateway import Gateway, gateway_token, page_secret  # noqa: PLC0415  # as above

        home = self._context.home
        address = host_and_port(table.listen)
        assert address is not None  # the configuration is looked through
        certificate, key = (
            str(Path(home.config, file).expanduser()) if file else ""
            for file in (table.certificate, table.key)
        )
        try:
            token, secret = gateway_token(home), page_secret(home)
        except OSError as error:
            raise HomeError(
                msg("no token of the gateway can be stored: %(reason)s", reason=error)
            ) from error
        sock = tcp_socket(address.host, address.port)
        devices = DeviceApp(self._context, secret, self._language, own_names(table))
        app = Gateway(self._app, token, time.monotonic, devices)
        try:
            for file in filter(None, (certificate, key)):
                open_regular(file).close()  # the library would wait at a pipe
            return Server(app, sock, certificate=certificate, key=key)
        except OSError as error:
            sock.close()
            raise HomeError(
                msg(
                    "the certificate of the gateway cannot be used: %(reason)s; see certificate and key under [gateway]",
                    reason=error,
                )
            ) from error

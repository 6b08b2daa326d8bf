"""textual-serve's server, made fit for a house: behind a token, on the loopback, without a shell and without outside hosts."""

from __future__ import annotations

import asyncio
import contextlib
import html
import json
import logging
import signal
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web
from textual_serve.server import Server

from portinaio.language import _, code
from portinaio.web.auth import TokenAuth, guard
from portinaio.web.session import Session, bounded

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Mapping

log = logging.getLogger(__name__)

MOST_SESSIONS = 4  # an app takes 60 MiB; a family has no more pages open
LARGEST_MESSAGE_BYTES = 1 << 20  # what somebody pastes
HEARTBEAT_S = 15.0  # then a page that has gone takes its app with it
FAREWELL_S = 2.0  # for a page to say that it has closed
FONT_SIZES = (8, 40)


class PageServer(Server):
    """Serves the terminal app at a loopback socket from `attend()` until a signal."""

    def __init__(self, listener: socket.socket, token: str, environ: Mapping[str, str]) -> None:
        super().__init__("portinaio", title="Portinaio")
        self._listener = listener
        self._token = token
        self._environ = environ
        self._sessions: set[Session] = set()

    @property
    def address(self) -> str:
        """With the token: whoever has it has the telephone."""
        host, port = self._listener.getsockname()[:2]
        name = f"[{host}]" if ":" in host else host
        return f"http://{name}:{port}/?token={self._token}"

    async def attend(self, opened: Callable[[], None]) -> None:
        """Until SIGINT, SIGTERM or SIGHUP; `opened` is called when the page can be had."""
        ended = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, ended.set)
        async with contextlib.AsyncExitStack() as stack:
            runner = web.AppRunner(await self._make_app(), access_log=None)
            stack.push_async_callback(runner.cleanup)
            await runner.setup()
            await web.SockSite(runner, self._listener).start()
            opened()
            await ended.wait()

    async def _make_app(self) -> web.Application:
        app = web.Application(middlewares=[TokenAuth(self._token).authenticate])
        app.add_routes(
            [
                web.get("/", self.handle_index),
                web.get("/page.js", _script),
                web.get("/ws", self.handle_websocket),
                web.get("/download/{key}", self.handle_download),
                web.static("/static", self.statics_path),
            ]
        )
        app.on_response_prepare.append(guard)
        app.on_shutdown.append(self.on_shutdown)
        return app

    async def on_shutdown(self, app: web.Application) -> None:  # noqa: ARG002  # as aiohttp calls it
        """The apps end with us."""
        await asyncio.gather(*(session.stop() for session in list(self._sessions)))

    async def handle_index(self, request: web.Request) -> web.Response:
        if len(self._sessions) >= MOST_SESSIONS:
            return web.Response(
                status=503, text=_("Too many pages are open already; close one.") + "\n"
            )
        asked = request.query.get("fontsize", "")
        size = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 16
        page = Template(_own("page.html"))
        values = {
            "language": code(),
            "socket": f"ws://{request.host}/ws",
            "size": max(FONT_SIZES[0], min(FONT_SIZES[1], size)),
            "ended": _("The terminal app has ended."),
            "again": _("Open it again"),
        }
        escaped = {name: html.escape(str(value)) for name, value in values.items()}
        return web.Response(text=page.substitute(escaped), content_type="text/html")

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        if len(self._sessions) >= MOST_SESSIONS:
            raise web.HTTPServiceUnavailable
        socket = web.WebSocketResponse(
            heartbeat=HEARTBEAT_S, timeout=FAREWELL_S, max_msg_size=LARGEST_MESSAGE_BYTES
        )
        session = Session(
            self._environ,
            self.download_manager,
            write_bytes=socket.send_bytes,
            write_str=socket.send_str,
            close=socket.close,
        )
        self._sessions.add(session)  # before anything waits, so that the count holds
        try:
            await socket.prepare(request)
            query = request.query
            width, height = (bounded(name, query.get(name)) for name in ("width", "height"))
            await session.start(width, height)
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    await _obey(message.data, socket, session)
        except OSError as error:  # the page has gone already, or no process can be had
            log.warning("a page is given up: %s", error)
            await socket.close()
        finally:
            self._sessions.discard(session)
            await session.stop()
        return socket


def _own(name: str) -> str:
    return files("portinaio.web").joinpath(name).read_text(encoding="utf-8")


async def _script(_request: web.Request) -> web.Response:
    return web.Response(text=_own("page.js"), content_type="text/javascript")


async def _obey(text: str, socket: web.WebSocketResponse, session: Session) -> None:
    """One message of the page; what is none of its own is left alone."""
    try:
        kind, *rest = json.loads(text)
    except (ValueError, TypeError, RecursionError):
        return
    said: Any = rest[0] if rest else None
    match kind:
        case "stdin" if isinstance(said, str):
            await session.send_bytes(said.encode("utf-8", "replace"))
        case "resize" if isinstance(said, dict):
            sizes = (bounded(name, said.get(name)) for name in ("width", "height"))
            await session.set_terminal_size(*sizes)
        case "ping" if isinstance(said, str):
            await socket.send_json(["pong", said[:40]])
        case "blur":
            await session.blur()
        case "focus":
            await session.focus()
        case _:
            return

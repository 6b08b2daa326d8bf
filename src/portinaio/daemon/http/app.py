"""The API over HTTP: one endpoint for the whole route table, one for events, one for the description."""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route as Served

from portinaio import language
from portinaio.api import bodies, routes
from portinaio.api.openapi import description
from portinaio.api.remote import CONTRACT, CONTRACT_HEADER, ERRORS
from portinaio.core.message import msg
from portinaio.daemon.events import stream
from portinaio.daemon.http.asker import Asker
from portinaio.daemon.http.encoding import encoded
from portinaio.daemon.http.gateway import FROM_AFAR, refuse_places
from portinaio.daemon.thread_pool import ThreadPool
from portinaio.errors import NotFoundError, PortinaioError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from portinaio.daemon.events import Hub
    from portinaio.daemon.handlers.facade import Facade

log = logging.getLogger(__name__)

METHODS = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"]
SPOKEN = {CONTRACT_HEADER: str(CONTRACT)}
LONGEST_SENTENCE = 600
BODY_S = 30.0
SLOWEST_BYTES_S = 1 << 19  # of a file over a slow line of the LAN
THREADS = {
    routes.QUICK: 8,
    routes.BUSY: 4,  # a small computer has as many cores
    routes.WAITING: 32,  # they sleep
}
"""At a time, of those that carry out acts; by pace, so that nothing slow holds up what is quick.

Each act that waits has as many of its own.
"""
LAST_WORD_S = 1.0  # for an act to end by itself when the daemon does
_ENDING = msg("the daemon has ended; what was asked of it may not have been done")
_FULL = msg("too many listen already; close some windows")
_SLOW = msg("the request did not come to its end in time")
_DEEP = msg("the request is wrong: its lists or tables are too deep in one another")
_FAULT = msg("something went wrong in the daemon; its log says what")


class _TooLargeError(Exception):
    """Stays in this file: the body passes its bound."""


class _TooSlowError(Exception):
    """Stays in this file: the body does not come to its end."""


class Api:
    def __init__(self, facade: Facade, hub: Hub, tongue: str) -> None:
        """`tongue` is spoken with who does not ask for a language."""
        self._facade = facade
        self._hub = hub
        self._tongue = tongue
        self._ending = asyncio.Event()
        self._threads: dict[str, ThreadPool] = {}

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Served(routes.EVENTS, self.events, methods=["GET"]),
                Served(routes.OPENAPI, self.openapi, methods=["GET"]),
                Served("/{path:path}", self.act, methods=METHODS),
            ]
        )

    async def act(self, request: Request) -> Response:
        facade = self._facade.speaking(self._asked(request))
        found = routes.find(request.method, _path(request))
        if found is None:
            return _nowhere(request, facade)
        route, parameters = found
        try:
            arguments = {**parameters, **await _arguments(route, request)}
            if FROM_AFAR in request.scope:
                refuse_places(route.act, arguments)
            return _json(await self._answered(route, facade, arguments, request))
        except _TooLargeError:
            most = msg(
                "the request is larger than the %(n)d MiB that it may have",
                n=route.most_bytes >> 20,
            )
            return _refusal(UsageError(most), facade, 413)
        except _TooSlowError:
            return _refusal(UsageError(_SLOW), facade, 408)
        except ClientDisconnect:
            return Response(status_code=400)  # nobody reads it
        except msgspec.MsgspecError as error:
            return _refusal(
                UsageError(msg("the request is wrong: %(error)s", error=str(error))), facade
            )
        except RecursionError:
            return _refusal(UsageError(_DEEP), facade)
        except PortinaioError as error:
            return _refusal(error, facade)
        except Exception:
            log.exception("%s %s failed", request.method, route.path)
            return _refusal(PortinaioError(_FAULT), facade, 500)

    async def _answered(
        self, route: routes.Route, facade: Facade, arguments: dict[str, Any], request: Request
    ) -> Any:
        """The answer of the act. One that takes long hears when the client does not wait for it any more."""
        answering = self._pool(route).do(partial(facade.act, route.act, arguments))
        if route.pace == routes.QUICK:
            return await answering
        facade.asker = Asker()
        answer = asyncio.ensure_future(answering)
        leaving = asyncio.ensure_future(_left(request))
        ending = asyncio.ensure_future(self._ending.wait())
        try:
            await asyncio.wait({answer, leaving, ending}, return_when=asyncio.FIRST_COMPLETED)
            if leaving.done():
                facade.asker.leave()
            await asyncio.wait({answer, ending}, return_when=asyncio.FIRST_COMPLETED)
            await asyncio.wait({answer}, timeout=LAST_WORD_S)
            if not answer.done():
                raise PortinaioError(_ENDING)
            return answer.result()
        finally:
            for task in (answer, leaving, ending):
                task.cancel()

    def _pool(self, route: routes.Route) -> ThreadPool:
        """Who waits for one server shall not wait for those who wait for another."""
        name = route.act if route.pace == routes.WAITING else route.pace
        return self._threads.setdefault(name, ThreadPool(name, THREADS[route.pace]))

    def end(self) -> None:
        """Who still waits hears that there will be no answer."""
        self._ending.set()

    async def events(self, request: Request) -> Response:
        facade = self._facade.speaking(self._asked(request))
        if self._hub.full:
            return _refusal(UsageError(_FULL), facade, 429)
        return StreamingResponse(
            stream(self._hub, facade),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store", **SPOKEN},
        )

    async def openapi(self, _request: Request) -> Response:
        return _json(description())

    def _asked(self, request: Request) -> str:
        """The first language of `Accept-Language` that we speak."""
        for part in request.headers.get("accept-language", "").split(","):
            code = part.partition(";")[0].strip()[:2].lower()
            if code in language.LANGUAGES:
                return code
        return self._tongue


def _path(request: Request) -> str:
    """As the request line has it; the library's own `url` takes the Host header in, which may say anything or nothing."""
    return str(request.scope["path"])


async def _arguments(route: routes.Route, request: Request) -> dict[str, Any]:
    if route.query:
        kind = getattr(bodies, route.query)
        return msgspec.structs.asdict(
            msgspec.convert(dict(request.query_params), kind, strict=False)
        )
    if route.body:
        kind = getattr(bodies, route.body)
        body = await _body(request, route.most_bytes)
        return msgspec.structs.asdict(msgspec.json.decode(body or b"{}", type=kind))
    return {}


async def _left(request: Request) -> None:
    """Until the client closes its end; its body has been read."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _body(request: Request, most_bytes: int) -> bytes:
    received = bytearray()
    try:
        async with asyncio.timeout(BODY_S + most_bytes / SLOWEST_BYTES_S):
            async for piece in request.stream():
                received += piece
                if len(received) > most_bytes:
                    raise _TooLargeError
    except TimeoutError as error:
        raise _TooSlowError from error
    return bytes(received)


def _nowhere(request: Request, facade: Facade) -> Response:
    """404, or 405 where the path takes another method."""
    path = _path(request)
    allowed = [method for method in METHODS if routes.find(method, path)]
    if not allowed:
        return _refusal(NotFoundError(msg("there is no %(path)s", path=path[:200])), facade)
    error = UsageError(
        msg("%(path)s does not take %(method)s", path=path[:200], method=request.method)
    )
    return _refusal(error, facade, 405, {"Allow": ", ".join(allowed)})


def _refusal(
    error: PortinaioError,
    facade: Facade,
    status: int | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    if status is None:
        status = next(code for code, kind in ERRORS.items() if isinstance(error, kind))
    sentence = language.translate_error_in(error, facade.tongue)
    if (
        len(sentence) > LONGEST_SENTENCE
    ):  # what was asked for is told again, and may be as long as it likes
        sentence = f"{sentence[:LONGEST_SENTENCE]}…"
    return _json({"error": sentence}, status, headers)


def _json(answer: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    return Response(encoded(answer), status, {**SPOKEN, **(headers or {})}, "application/json")

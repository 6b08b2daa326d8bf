"""The API over HTTP: one endpoint for the whole route table, one for events, one for the description."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

import msgspec
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route as Served

from portinaio import language
from portinaio.api import bodies, routes
from portinaio.api.openapi import description
from portinaio.api.remote import ERRORS
from portinaio.core.words import words
from portinaio.daemon.encoding import encoded
from portinaio.daemon.events import stream
from portinaio.errors import NotFoundError, PortinaioError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from portinaio.daemon.events import Hub
    from portinaio.daemon.facade import Facade

log = logging.getLogger(__name__)

METHODS = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"]
LARGEST_BODY_BYTES = 1 << 20  # a note or a report is a page
BODY_S = 30.0  # for a file over a slow line of the LAN
_WITH_FILE = {"ContactsBody", "FileBody"}
LARGEST_FILE_BYTES = 2 * bodies.LARGEST_IMPORT_BYTES  # base64 takes a third more
_FULL = words("too many listen already; close some windows")
_SLOW = words("the request did not come to its end in time")
_FAULT = words("something went wrong in the daemon; its log says what")


class _TooLargeError(Exception):
    """Stays in this file: the body passes its bound."""


class Api:
    def __init__(self, facade: Facade, hub: Hub, tongue: str) -> None:
        """`tongue` is spoken with who does not ask for a language."""
        self._facade = facade
        self._hub = hub
        self._tongue = tongue

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
            answer = await asyncio.to_thread(facade.act, route.act, arguments)
            return _json(answer)
        except _TooLargeError:
            return _refusal(UsageError(words("the request is too large")), facade, 413)
        except TimeoutError:
            return _refusal(UsageError(_SLOW), facade, 408)
        except ClientDisconnect:
            return Response(status_code=400)  # nobody reads it
        except msgspec.MsgspecError as error:
            return _refusal(
                UsageError(words("the request is wrong: %(error)s", error=error)), facade
            )
        except PortinaioError as error:
            return _refusal(error, facade)
        except Exception:
            log.exception("%s %s failed", request.method, route.path)
            return _refusal(PortinaioError(_FAULT), facade, 500)

    async def events(self, request: Request) -> Response:
        facade = self._facade.speaking(self._asked(request))
        if self._hub.full:
            return _refusal(UsageError(_FULL), facade, 429)
        return StreamingResponse(
            stream(self._hub, facade),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store"},
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
        most = LARGEST_FILE_BYTES if route.body in _WITH_FILE else LARGEST_BODY_BYTES
        body = await _body(request, most)
        return msgspec.structs.asdict(msgspec.json.decode(body or b"{}", type=kind))
    return {}


async def _body(request: Request, most_bytes: int) -> bytes:
    received = bytearray()
    async with asyncio.timeout(BODY_S):
        async for piece in request.stream():
            received += piece
            if len(received) > most_bytes:
                raise _TooLargeError
    return bytes(received)


def _nowhere(request: Request, facade: Facade) -> Response:
    """404, or 405 where the path takes another method."""
    path = _path(request)
    allowed = [method for method in METHODS if routes.find(method, path)]
    if not allowed:
        return _refusal(NotFoundError(words("there is no %(path)s", path=path[:200])), facade)
    error = UsageError(
        words("%(path)s does not take %(method)s", path=path[:200], method=request.method)
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
    return _json({"error": language.told_in(error, facade.tongue)}, status, headers)


def _json(answer: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    return Response(encoded(answer), status, headers, "application/json")

"""The API over HTTP: one endpoint for every request, one for events, one for the description."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from portinaio import language
from portinaio.api.encoding import encoded
from portinaio.api.openapi import description
from portinaio.api.remote import CONTRACT, CONTRACT_HEADER, ERRORS
from portinaio.api.request import DEVICE, HERE, QUICK
from portinaio.api.routes import EVENTS, OPENAPI, find
from portinaio.core.message import msg, rendered
from portinaio.daemon.dispatch import handler
from portinaio.daemon.http.arguments import TooLargeError, TooSlowError, arguments, steps
from portinaio.daemon.http.event_stream import stream
from portinaio.daemon.http.gateway import FROM_AFAR, refuse_places
from portinaio.daemon.http.operations import Operations
from portinaio.errors import CountryWantedError, NotFoundError, PortinaioError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request as HttpRequest

    from portinaio.api.request import Request
    from portinaio.core.message import Translation
    from portinaio.daemon.context import Context
    from portinaio.daemon.events import Hub

log = logging.getLogger(__name__)

METHODS = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"]
CONTRACT_SAID = {CONTRACT_HEADER: str(CONTRACT)}
LONGEST_SENTENCE = 600
LONGEST_PATH = 200
_FULL = msg("too many listen already; close some windows")
_SLOW = msg("the request did not come to its end in time")
_DEEP = msg("the request is wrong: its lists or tables are too deep in one another")
_FAULT = msg("something went wrong in the daemon; its log says what")
_HERE_ONLY = msg("this is asked on the computer itself, not over the network")


class Api:
    def __init__(self, context: Context, hub: Hub, default_language: str) -> None:
        """`default_language` is spoken with who does not ask for one."""
        self._context = context
        self._hub = hub
        self._default = default_language
        self._operations = Operations(context)

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route(EVENTS, self.events, methods=["GET"]),
                Route(OPENAPI, self.openapi, methods=["GET"]),
                Route("/{path:path}", self.answer, methods=METHODS),
            ]
        )

    def end(self) -> None:
        """Who still waits hears that there will be no answer."""
        self._operations.end()

    async def answer(self, http: HttpRequest) -> Response:
        translation = language.translation(self._asked_language(http))
        found = find(http.method, steps(http))
        if found is None:
            return _nowhere(http, translation)
        request, in_path = found
        try:
            given = await arguments(request, in_path, http)
            _refuse_caller(request, given, http)
            return _response(await self._content(request, given, http, translation))
        except TooLargeError:
            most = msg(
                "the request is larger than the %(n)d MiB that it may have",
                n=request.most_bytes >> 20,
            )
            return _refusal(UsageError(most), translation, 413)
        except TooSlowError:
            return _refusal(UsageError(_SLOW), translation, 408)
        except ClientDisconnect:
            return Response(status_code=400)  # nobody reads it
        except RecursionError:
            return _refusal(UsageError(_DEEP), translation)
        except PortinaioError as error:
            return _refusal(error, translation)
        except Exception:
            log.exception("%s %s failed", request.method, request.path)
            return _refusal(PortinaioError(_FAULT), translation, 500)

    async def events(self, http: HttpRequest) -> Response:
        asked = self._asked_language(http)
        if self._hub.full:
            return _refusal(UsageError(_FULL), language.translation(asked), 429)
        return StreamingResponse(
            stream(self._hub, self._context, asked),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store", **CONTRACT_SAID},
        )

    async def openapi(self, _http: HttpRequest) -> Response:
        return _response(encoded(description()))

    async def _content(
        self,
        request: Request,
        given: Mapping[str, Any],
        http: HttpRequest,
        translation: Translation | None,
    ) -> bytes:
        """The answer as it is sent; put into words and into JSON beside the loop, since it may be long."""
        answer: object = None
        if request.pace != QUICK:
            answer = await self._operations.slow(request, given, partial(_left, http))

        def content_of() -> bytes:
            said = handler(request)(self._context, **given) if request.pace == QUICK else answer
            return encoded(rendered(said, translation))

        content: bytes = await self._operations.quick(request, content_of)
        return content

    def _asked_language(self, http: HttpRequest) -> str:
        """The first language of `Accept-Language` that we speak."""
        for part in http.headers.get("accept-language", "").split(","):
            code = part.partition(";")[0].strip()[:2].lower()
            if code in language.LANGUAGES:
                return code
        return self._default


async def _left(http: HttpRequest) -> None:
    """Until the client closes its end; its body has been read."""
    while (await http.receive())["type"] != "http.disconnect":
        pass


def _refuse_caller(request: Request, given: Mapping[str, Any], http: HttpRequest) -> None:
    """`UsageError` for what a device of the house may not ask."""
    caller = DEVICE if FROM_AFAR in http.scope else HERE
    if caller not in request.callers:
        raise UsageError(_HERE_ONLY)
    if caller != HERE:
        refuse_places(request, given)


def _nowhere(http: HttpRequest, translation: Translation | None) -> Response:
    """404, or 405 where the path takes another method."""
    path = str(http.scope["path"])[:LONGEST_PATH]
    allowed = [method for method in METHODS if find(method, steps(http))]
    if not allowed:
        return _refusal(NotFoundError(msg("there is no %(path)s", path=path)), translation)
    error = UsageError(msg("%(path)s does not take %(method)s", path=path, method=http.method))
    return _refusal(error, translation, 405, {"Allow": ", ".join(allowed)})


def _refusal(
    error: PortinaioError,
    translation: Translation | None,
    status: int | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    if status is None:
        status = next(code for code, kind in ERRORS.items() if isinstance(error, kind))
    sentence = language.translate_error_in(error, translation)
    if len(sentence) > LONGEST_SENTENCE:  # what was asked for is told again, and may be any length
        sentence = f"{sentence[:LONGEST_SENTENCE]}…"
    told: dict[str, object] = {"error": sentence}
    if isinstance(error, CountryWantedError):
        told["countries"] = list(error.countries)
    return _response(encoded(told), status, headers)


def _response(
    content: bytes, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    return Response(content, status, {**CONTRACT_SAID, **(headers or {})}, "application/json")

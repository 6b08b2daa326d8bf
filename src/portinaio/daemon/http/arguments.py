"""What a request over HTTP asks for, out of its path, its query and its body."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from portinaio.api.validation import converted, decoded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request as HttpRequest

    from portinaio.api.request import Request

BODY_S = 30.0
SLOWEST_BYTES_S = 1 << 19  # of a file over a slow line of the LAN


class TooLargeError(Exception):
    """The body passes its bound."""


class TooSlowError(Exception):
    """The body does not come to its end."""


def steps(http: HttpRequest) -> list[str]:
    """What stands between the slashes of the path. A slash in a name is `%2F` there, and none of them.

    As the request line has it; the library's own `url` takes the Host header in, which may say anything or nothing.
    """
    raw: bytes | None = http.scope.get("raw_path")
    path = raw.partition(b"?")[0].decode("ascii", "replace") if raw else str(http.scope["path"])
    return [unquote(step) for step in path.split("/")]


async def arguments(
    request: Request, in_path: Mapping[str, str], http: HttpRequest
) -> dict[str, Any]:
    """Every parameter with a value that fits. `UsageError` where one does not."""
    named = converted(request, in_path, path=True, text=True)
    if not request.has_body:
        return named | converted(request, dict(http.query_params), text=True)
    if len(request.parameters) == len(in_path):
        return named  # nothing is asked for, whatever is said
    return named | decoded(request, await _body(http, request.most_bytes))


async def _body(http: HttpRequest, most_bytes: int) -> bytes:
    received = bytearray()
    try:
        async with asyncio.timeout(BODY_S + most_bytes / SLOWEST_BYTES_S):
            async for piece in http.stream():
                received += piece
                if len(received) > most_bytes:
                    raise TooLargeError
    except TimeoutError as error:
        raise TooSlowError from error
    return bytes(received)

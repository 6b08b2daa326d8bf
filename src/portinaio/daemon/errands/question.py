"""One HTTP question within bounds, with somebody's own token: what `share` gives, and what the late look-up asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portinaio.errors import PortinaioError
from portinaio.lists.sync.deadline import Deadline
from portinaio.lists.sync.http_client import away, client_for
from portinaio.lists.url import read_url

if TYPE_CHECKING:
    import httpx

TOTAL_S = 20.0
WAIT_S = 10.0


class Answer(NamedTuple):
    status: int
    body: bytes
    """As much of it as was wanted at most."""
    whole: bool


def ask(url: str, token: str, body: str | None, *, accept: str, most_bytes: int) -> Answer:
    """GET, or POST of JSON where there is a `body`. `PortinaioError` where nobody was reached."""
    import httpx  # noqa: PLC0415  # 80 ms, and only the process that asks needs it

    address = read_url(url)
    headers = {"Accept": accept, "Accept-Encoding": "identity"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    if body is not None:
        headers["Content-Type"] = "application/json"
    with Deadline(TOTAL_S) as deadline:
        try:
            with (
                client_for(address, WAIT_S) as client,
                client.stream(
                    "GET" if body is None else "POST",
                    address.url,
                    content=None if body is None else body.encode(),
                    headers=headers,
                    extensions=deadline.request,
                ) as response,
            ):
                return Answer(response.status_code, *_body(response, most_bytes))
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError) as error:
            raise PortinaioError(away(error, address)) from error


def _body(response: httpx.Response, most_bytes: int) -> tuple[bytes, bool]:
    body = b""
    for piece in response.iter_raw():
        body += piece
        if len(body) > most_bytes:
            return body[:most_bytes], False
    return body, True

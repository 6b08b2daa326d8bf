"""Who may come in by the browser: whoever has the token, from a page of our own, by a name of this computer.

The token stands in the address that is printed once; the page takes it out of there and into a cookie. A page of somebody
else can make a browser ask us for things, and with a name of its own that leads to 127.0.0.1 even read the answer. So the
name asked for must be one of this computer, and the origin, where the browser tells it, must be that very name.
"""

from __future__ import annotations

import secrets
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from aiohttp import web

from portinaio.language import _

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        "font-src 'self'; img-src 'self' data:; connect-src 'self' {socket}; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""Inline styles are xterm's; everything else comes from us alone."""


class TokenAuth:
    """Looks at each request before anything else does."""

    def __init__(self, token: str) -> None:
        self._token = token.encode()

    @web.middleware
    async def authenticate(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if not _asks_for_us(request) or not _comes_from_us(request):
            return _refusal(_("This page is for this computer alone."))
        if request.path == "/" and self._fits(request.query.get("token", "")):
            return self._let_in(_cookie(request), request.query["token"])
        if not self._fits(request.cookies.get(_cookie(request), "")):
            return _refusal(
                _("Open the whole address that portinaio serve has printed, with its token.")
            )
        return await handler(request)

    def _fits(self, presented: str) -> bool:
        return secrets.compare_digest(presented.encode("utf-8", "replace"), self._token)

    @staticmethod
    def _let_in(cookie: str, token: str) -> web.Response:
        """To the same page without the token, so that it stays in no history and on no screenshot."""
        answer = web.Response(status=303, headers={"Location": "/"})
        answer.set_cookie(cookie, token, httponly=True, samesite="Strict", path="/")
        return answer


async def guard(request: web.Request, response: web.StreamResponse) -> None:
    """What each answer says to the browser, the refusals too."""
    host = request.host if _asks_for_us(request) else ""
    for name, value in HEADERS.items():
        response.headers[name] = value.format(socket=f"ws://{host}" if host else "")


def _cookie(request: web.Request) -> str:
    """A name of its own for each port: browsers send cookies to all ports of a host."""
    return f"portinaio-{urlsplit(f'//{request.host}').port or 80}"


def _asks_for_us(request: web.Request) -> bool:
    """Against a foreign name that leads here (DNS rebinding).

    Any port will do: the page may be looked at through a tunnel of ssh, which has another one at its near end.
    """
    hosts = request.headers.getall("Host", [])
    name = _name(f"//{hosts[0]}") if len(hosts) == 1 else ""
    try:
        return name == "localhost" or ip_address(name).is_loopback
    except ValueError:
        return False


def _comes_from_us(request: web.Request) -> bool:
    """A browser names the origin of every websocket, and of whatever another site makes it ask."""
    origins = request.headers.getall("Origin", [])
    if not origins:
        return request.headers.get("Upgrade") is None
    return origins == [f"http://{request.headers['Host']}"]


def _name(address: str) -> str:
    try:
        parts = urlsplit(address)
        plain = parts._replace(scheme="", netloc="").geturl() == "" and parts.port != 0
    except ValueError:
        return ""
    return (parts.hostname or "") if plain and parts.username is None else ""


def _refusal(sentence: str) -> web.Response:
    return web.Response(status=403, text=sentence + "\n")

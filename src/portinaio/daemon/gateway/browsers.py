"""What a browser may be made to do by others, and how it is kept from it.

A page of somebody else can have a browser ask us, and with a name of its own that leads to our address even read the answer.
So the name that is asked for must be an address, one of the house's own network, or one that config.toml says; what a cookie
opens is changed from a page of ours alone; and no answer is kept, framed, or told to other sites.
"""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from starlette.responses import Response

if TYPE_CHECKING:
    from collections.abc import Collection

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; form-action 'self';"
        " base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
OF_THE_HOUSE = (".local", ".lan", ".home", ".home.arpa", ".internal", ".localdomain", ".box")
"""Ends of names that no public server has, and of routers that name what is behind them."""
LONGEST_PATH = 2000
_CHALLENGED = (
    "/dav",
    "/.well-known/carddav",
    "/phoneblock/",
    "/lists/",
    "/yacb",
    "/asterisk",
    "/calls",
    "/openapi.json",
)
CREDENTIALS = "Please provide login credentials."


def asks_for_us(scope: Any, hosts: Collection[str]) -> bool:
    found = [value for name, value in scope["headers"] if name == b"host"]
    if len(found) != 1:
        return False
    name = _name(found[0].decode("latin-1"))
    if name in hosts or name == "localhost" or (name and "." not in name):
        return True
    try:
        ip_address(name)
    except ValueError:
        return name.endswith(OF_THE_HOUSE)
    return True


def comes_from_us(scope: Any) -> bool:
    """Whether a browser says that a page of our own has made it ask. One that says nothing is not believed."""
    said = {
        name: value.decode("latin-1")
        for name, value in scope["headers"]
        if name in {b"origin", b"sec-fetch-site", b"host"}
    }
    if (origin := said.get(b"origin")) not in {None, "null"}:
        return bool(origin == f"{scope['scheme']}://{said.get(b'host', '')}")
    return said.get(b"sec-fetch-site") == "same-origin"


def named_path(scope: Any) -> str | None:
    """Resolved once; `None` for one with tricks in it."""
    raw: bytes | None = scope.get("raw_path")
    text = raw.partition(b"?")[0].decode("latin-1") if raw else str(scope["path"])
    path = unquote(text, errors="replace")
    odd = any(step in {".", ".."} for step in path.split("/")) or "//" in path
    if len(text) > LONGEST_PATH or odd or "\\" in path or "\0" in path or path[:1] != "/":
        return None
    return path


def challenge(path: str) -> Response:
    """Who comes without a token is told to bring one, where apps ask; elsewhere nothing."""
    if not path.startswith(_CHALLENGED):
        return Response(status_code=401)
    headers = {"WWW-Authenticate": 'Basic realm="PhoneBlock"'}
    return Response(CREDENTIALS, 401, headers, "text/plain")


def _name(host: str) -> str:
    """Empty where it is no plain host and port."""
    try:
        parts = urlsplit(f"//{host}")
        odd = parts.path or parts.username is not None or parts.port == 0
    except ValueError:
        return ""
    return "" if odd else parts.hostname or ""

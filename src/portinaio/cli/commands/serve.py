"""`serve`: the terminal app in a browser on this computer, such as a Raspberry Pi in the cupboard."""

from __future__ import annotations

import ipaddress
import re
import secrets
import socket
from importlib.util import find_spec
from typing import TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.core.reason import reason
from portinaio.errors import PortinaioError, UsageError
from portinaio.language import _

if TYPE_CHECKING:
    from argparse import Namespace

    from portinaio.cli.context import CommandContext
    from portinaio.cli.parser import Parser

LISTEN = "127.0.0.1:8766"
BACKLOG = 16
_ADDRESS = re.compile(r"(?:(?P<host>\[[0-9a-fA-F:]+\]|[^:\[\]\s]+):)?(?P<port>[0-9]{1,5})")


def describe(parser: Parser, _name: str) -> None:
    parser.description = _(
        "Show the terminal app in a browser on this computer. The address is printed with a token: "
        "whoever has it has your log."
    )
    parser.examples("portinaio serve", "portinaio serve --listen 127.0.0.1:9000")
    parser.add_argument(
        "--listen",
        metavar="ADDRESS",
        default=LISTEN,
        help=_("address and port of this computer alone; %(default)s"),
    )


def run(context: CommandContext, given: Namespace) -> int:
    if find_spec("textual_serve") is None:
        raise PortinaioError(
            msg(
                "serve needs the package textual-serve; install it beside this program: %(command)s",
                command="pip install textual-serve",
            )
        )
    host, port = loopback(given.listen)
    with _listener(host, port) as listener:
        import asyncio  # noqa: PLC0415  # no other command needs it, and completion loads them all

        from portinaio.web.server import PageServer  # noqa: PLC0415  # an extra that not everybody has

        server = PageServer(listener, secrets.token_urlsafe(32), context.environ)

        def opened() -> None:
            context.answer(
                {"address": server.address},
                [server.address, _("Open this address in a browser; ctrl+c ends it.")],
            )
            context.flush()

        asyncio.run(server.attend(opened))
    return 0


def loopback(text: str) -> tuple[str, int]:
    """Host and port of `127.0.0.1:8766`, or of a port alone. `UsageError` for what others could reach."""
    match = _ADDRESS.fullmatch(text)
    if match is None or int(match["port"]) > 65535:
        raise UsageError(
            msg("--listen is like %(like)s, not %(value)s", like=LISTEN, value=text[:60])
        )
    host = (match["host"] or "127.0.0.1").strip("[]")
    if host == "localhost":
        host = "127.0.0.1"
    try:
        inside = ipaddress.ip_address(host).is_loopback
    except ValueError:
        inside = False
    if not inside:
        raise UsageError(
            msg(
                "the app is served on this computer alone, not at %(host)s; come from elsewhere by a tunnel of ssh",
                host=host[:60],
            )
        )
    return host, int(match["port"])


def _listener(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        raise PortinaioError(
            msg(
                "nothing can be served at %(host)s port %(port)d: %(reason)s; choose another with --listen",
                host=host,
                port=port,
                reason=reason(error),
            )
        ) from error

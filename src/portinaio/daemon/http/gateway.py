"""The gateway: the API on TCP for the phones and routers of the house. No token, no answer."""

from __future__ import annotations

import hmac
import secrets
from collections import OrderedDict
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import TYPE_CHECKING, Any

from portinaio.config.secrets import look_up, store
from portinaio.core.message import msg
from portinaio.daemon.gateway.browsers import challenge, named_path
from portinaio.daemon.gateway.page import Door
from portinaio.errors import HomeError, UsageError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from portinaio.api.request import Request
    from portinaio.config.home import Home
    from portinaio.daemon.gateway.app import DeviceApp

    App = Callable[[Any, Any, Any], Awaitable[None]]

SECRET = "gateway"  # noqa: S105  # its name in the secrets store
PAGES = "gateway-pages"
PATIENCE = 5  # wrong tokens of one address before it has to wait; a person mistypes twice
FIRST_WAIT_S = 10.0
LONGEST_WAIT_S = 600.0
MOST_ADDRESSES = 1024  # a LAN has fewer; the one that failed longest ago is forgotten first
FROM_AFAR = "portinaio.from_afar"
"""In the scope of a request that came through the gateway."""


def gateway_token(home: Home) -> str:
    """The token that the secrets store holds; a new one where it holds none."""
    return _kept(SECRET, home)


def page_secret(home: Home) -> str:
    """With which the cookies of the page are made; kept in the same way."""
    return _kept(PAGES, home)


def _kept(name: str, home: Home) -> str:
    secret = look_up(name, home)
    if not secret:
        secret = secrets.token_urlsafe(32)
        store(name, secret, home)
    return secret


class Throttle:
    """Who presents wrong tokens waits longer and longer before the next wrong one is even called wrong."""

    def __init__(self) -> None:
        self._failures: OrderedDict[str, tuple[int, float]] = OrderedDict()
        """Count of failures and until when to wait, by whom."""

    def waits(self, address: str, now: float) -> bool:
        _, until = self._failures.get(address, (0, 0.0))
        return now < until

    def failed(self, address: str, now: float) -> None:
        failures = self._failures.pop(address, (0, 0.0))[0] + 1
        over = failures - PATIENCE
        wait_s = min(FIRST_WAIT_S * 2.0 ** min(over, 10), LONGEST_WAIT_S) if over >= 0 else 0.0
        self._failures[address] = (failures, now + wait_s)
        if len(self._failures) > MOST_ADDRESSES:
            self._failures.popitem(last=False)

    def succeeded(self, address: str) -> None:
        self._failures.pop(address, None)


class Gateway:
    """ASGI before the API: lets through who bears the token of the house, and devices to what is for them."""

    def __init__(
        self,
        app: App,
        token: str,
        monotonic: Callable[[], float],
        devices: DeviceApp | None = None,
    ) -> None:
        self._app = app
        self._devices = devices
        self._expected = b"Bearer " + token.encode()
        self._monotonic = monotonic
        self._throttle = Throttle()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        who = _whose((scope.get("client") or ("",))[0])
        now = self._monotonic()
        presented: list[bytes] = [
            value for name, value in scope["headers"] if name == b"authorization"
        ]
        if len(presented) == 1 and hmac.compare_digest(presented[0], self._expected):
            self._throttle.succeeded(who)
            await self._app({**scope, FROM_AFAR: True}, receive, send)
        elif self._devices is not None:
            door = Door(who, self._throttle, now)
            await self._ask_devices(self._devices, presented, door)(scope, receive, send)
        else:
            await _bare(send, self._refused(presented, who, now))

    def _refused(self, presented: list[bytes], who: str, now: float) -> int:
        """The status for who bears no token that is known. A browser asks so before it is told, and a probe guesses nothing."""
        if not presented:
            return 401
        if self._throttle.waits(who, now):
            return 429
        self._throttle.failed(who, now)
        return 401

    def _ask_devices(self, devices: DeviceApp, presented: list[bytes], door: Door) -> App:
        async def app(scope: Any, receive: Any, send: Any) -> None:
            try:
                await devices.ready()
            except HomeError:  # health tells of it
                await _bare(send, 503)
                return
            if device := devices.devices.bearing(presented):
                self._throttle.succeeded(door.who)
                await devices.serve(scope, receive, send, device)
            elif not presented:
                await devices.serve_browser(scope, receive, send, door)
            elif self._refused(presented, door.who, door.now) == 429:
                await _bare(send, 429)
            else:
                await challenge(named_path(scope) or "")(scope, receive, send)

        return app


def refuse_places(request: Request, arguments: Mapping[str, Any]) -> None:
    """`UsageError` where a request from afar would have us read, or give away, what is kept on this computer.

    A telephone has the token to ask about callers. Whoever takes it off a telephone must not have a password sent to a
    server of his own, as the token of a list there or by naming another server for the mail.
    """
    if request.here_only and _names_one(arguments, frozenset(request.here_only)):
        raise UsageError(
            msg(
                "passwords, files and variables of this computer, and the servers that are told a"
                " password, are named on this computer alone, not over the network; use portinaio there"
            )
        )


def _names_one(value: object, keys: frozenset[str]) -> bool:
    if isinstance(value, dict):
        named = {str(key).rpartition(".")[2] for key, inner in value.items() if inner}
        return bool(named & keys) or any(_names_one(inner, keys) for inner in value.values())
    if isinstance(value, list):
        return any(_names_one(inner, keys) for inner in value)
    return isinstance(value, str) and value.strip().lower().startswith("file:")


def _whose(address: str) -> str:
    """The network of 64 bits that one subscriber has to choose addresses from; an address of IPv4 as it is."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv4Address):
        return address
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(IPv6Address(int(found) >> 64 << 64))


async def _bare(send: Any, status: int) -> None:
    """A stranger learns nothing, not even what this is."""
    await send(
        {"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]}
    )
    await send({"type": "http.response.body", "body": b""})

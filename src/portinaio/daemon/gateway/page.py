"""The page for a telephone's screen: the last calls, why, and one button each to report or allow.

It is written here whole, as HTML with forms, so that it works without scripts; one short script takes the token out of the
address. A cookie holds who one is: made with a secret of the house, worth nothing once the device is revoked, and no token.
"""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol
from urllib.parse import urlsplit

from starlette.responses import Response

from portinaio.core.message import msg
from portinaio.daemon.gateway import deeds, page_text, pairing
from portinaio.daemon.gateway.asked import ForbiddenError
from portinaio.daemon.gateway.browsers import comes_from_us
from portinaio.daemon.gateway.calls import last_calls
from portinaio.daemon.gateway.devices import COOKIE_LASTS_S
from portinaio.daemon.gateway.look_up import look_up
from portinaio.errors import NotFoundError, UsageError
from portinaio.store.devices.device import CALLS, LOOK_UP, REPORT, Device

if TYPE_CHECKING:
    from collections.abc import Callable

    from portinaio.core.entry import EntryKind
    from portinaio.daemon.gateway.asked import Asked
    from portinaio.daemon.gateway.devices import Devices

NOBODY = Device("", "", frozenset(), frozenset(), datetime.min.replace(tzinfo=UTC))
FILES = {"/page.js": "text/javascript", "/page.css": "text/css"}
FOR_ALL = frozenset({("GET", "/"), *(("GET", path) for path in FILES), ("POST", "/login")})
FOR_DEVICES = frozenset({("POST", "/deed"), ("POST", "/look"), ("POST", "/leave")})
MOST_CALLS = 30
PAGE_POLICY = {"Referrer-Policy": "same-origin"}
"""Without any, browsers do not say either that a form is one of ours. Addresses here hold nothing to be kept secret."""
_ELSEWHERE = msg("open this page by itself, and press the button there")


class Throttle(Protocol):
    def waits(self, address: str, now: float) -> bool: ...
    def failed(self, address: str, now: float) -> None: ...
    def succeeded(self, address: str) -> None: ...


class Door(NamedTuple):
    """Who stands before it, and how often a wrong token was shown there."""

    who: str
    throttle: Throttle
    now: float


def serves(method: str, path: str) -> bool:
    wanted = "GET" if method == "HEAD" else method
    return (
        pairing.serves(method, path) or (wanted, path) in FOR_ALL or (wanted, path) in FOR_DEVICES
    )


def cookie_in(scope: Any) -> str:
    """The value of ours; browsers send those of all ports of a host."""
    wanted = _cookie_name(scope)
    for name, value in scope["headers"]:
        if name == b"cookie":
            for part in value.decode("latin-1")[:8000].split(";"):
                its_name, _, its_value = part.strip().partition("=")
                if its_name == wanted:
                    return str(its_value)
    return ""


def at_the_door(asked: Asked, scope: Any, door: Door, devices: Devices) -> Response:
    """What a stranger sees, and letting one in who presents a token."""
    match asked.method, asked.path:
        case "POST", path if pairing.serves("POST", path):
            return _paired(asked, scope, door, devices)
        case _, path if pairing.serves(asked.method, path):
            return pairing.asks(asked, known=False)
        case "POST", "/login":
            return _let_in(asked, scope, door, devices)
        case "GET" | "HEAD", path if path in FILES:
            return _file(path)
        case "GET" | "HEAD", "/":
            return _html(page_text.door(asked))
        case _:
            return _html(page_text.door(asked), 401)


def answer(asked: Asked, *, scope: Any, devices: Devices) -> Response:
    """To a device that its cookie names."""
    if asked.method == "POST" and not comes_from_us(scope):
        raise ForbiddenError(_ELSEWHERE)
    if pairing.serves(asked.method, asked.path):
        posted = asked.method == "POST"
        return (
            pairing.answered(asked, devices, asked.device)
            if posted
            else pairing.asks(asked, known=True)
        )
    try:
        match asked.path:
            case "/deed":
                return _carried_out(asked)
            case "/look":
                return _looked(asked)
            case "/leave":
                return _left(scope)
            case "/login":
                return _home()
            case path if path in FILES:
                return _file(path)
            case _:
                return _calls(asked)
    except UsageError as error:
        return _calls(asked, error, 403 if isinstance(error, ForbiddenError) else 400)
    except NotFoundError as error:
        return _calls(asked, error, 404)


def _calls(asked: Asked, error: Exception | None = None, status: int = 200) -> Response:
    device, context = asked.device, asked.context
    found = last_calls(context, device, MOST_CALLS) if device.may(CALLS) else []
    return _html(
        page_text.calls(page_text.Shown(asked, found, _own_deeds(asked), error=error)), status
    )


def _looked(asked: Asked) -> Response:
    """Of a number that somebody has typed; it is no call, so nothing is logged."""
    if not asked.device.may(LOOK_UP):
        raise ForbiddenError(msg("this device may not do that"))
    number = deeds.number_of(asked.context, asked.form().get("number", ""))
    looked = look_up(asked.context, asked.device, number, lasting=False)
    found = last_calls(asked.context, asked.device, MOST_CALLS) if asked.device.may(CALLS) else []
    return _html(page_text.calls(page_text.Shown(asked, found, _own_deeds(asked), looked=looked)))


def _own_deeds(asked: Asked) -> dict[str, EntryKind]:
    return {
        deed.number: deed.kind
        for deed in asked.context.store.devices.deeds()
        if deed.device == asked.device.name
    }


def _carried_out(asked: Asked) -> Response:
    if not asked.device.may(REPORT):
        raise ForbiddenError(msg("this device may not do that"))
    form = asked.form()
    acts: dict[str, Callable[[Any, Device, str], str]] = {
        "report": deeds.report,
        "allow": deeds.allow,
        "back": deeds.take_back,
    }
    act = acts.get(form.get("act", ""))
    if act is None:
        raise UsageError(msg("nothing is to be done"))
    act(asked.context, asked.device, form.get("number", ""))
    return _home()


def _paired(asked: Asked, scope: Any, door: Door, devices: Devices) -> Response:
    entered = _presented(asked, scope, door, devices)
    if isinstance(entered, int):
        return pairing.asks(asked, known=False, wrong=entered != 403, status=entered)
    return pairing.answered(asked, devices, entered)


def _let_in(asked: Asked, scope: Any, door: Door, devices: Devices) -> Response:
    device = _presented(asked, scope, door, devices)
    if isinstance(device, int):
        return _html(page_text.door(asked, wrong=device != 403), device)
    entered = _home()
    _set_cookie(entered, scope, devices.cookie_of(device, asked.now_s), COOKIE_LASTS_S)
    return entered


def _presented(asked: Asked, scope: Any, door: Door, devices: Devices) -> Device | int:
    """Whose token stands in the form, or the status of a refusal."""
    if not comes_from_us(scope):
        return 403
    if door.throttle.waits(door.who, door.now):
        return 429
    device = devices.of_token(asked.form().get("token", "").strip())
    if device is None:
        door.throttle.failed(door.who, door.now)
        return 401
    door.throttle.succeeded(door.who)
    return device


def _left(scope: Any) -> Response:
    gone = _home()
    _set_cookie(gone, scope, "", 0)
    return gone


def _set_cookie(response: Response, scope: Any, value: str, lasts_s: int) -> None:
    response.set_cookie(
        _cookie_name(scope),
        value,
        max_age=lasts_s,
        httponly=True,
        samesite="strict",
        secure=scope["scheme"] == "https",
    )


def _cookie_name(scope: Any) -> str:
    host = next((value for name, value in scope["headers"] if name == b"host"), b"")
    try:
        port = urlsplit(f"//{host.decode('latin-1')}").port
    except ValueError:
        port = None
    return f"portinaio-{port or 80}"


def _home() -> Response:
    return Response(status_code=303, headers={"Location": "/"})


def _html(text: str, status: int = 200) -> Response:
    return Response(text, status, PAGE_POLICY, "text/html")


def _file(path: str) -> Response:
    data = files("portinaio.daemon.gateway").joinpath(path[1:]).read_bytes()
    return Response(data, media_type=FILES[path])

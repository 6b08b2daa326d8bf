"""Lets devices in and answers them, within bounds of size, time and number.

who asks     what for
a token      apps, routers and dial plans: `Authorization`, as Bearer or as the password of Basic
a cookie     the page, from a page of our own; made by the page for whoever presents a token
nobody       the page's door, which is all that a stranger sees
"""

from __future__ import annotations

import asyncio
import logging
import math
import time
from functools import partial
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from portinaio import language
from portinaio.core.message import msg
from portinaio.daemon.gateway import allowing, page, routes
from portinaio.daemon.gateway.asked import Asked, ForbiddenError, House, fields, text_answer
from portinaio.daemon.gateway.browsers import HEADERS, asks_for_us, challenge, named_path
from portinaio.daemon.gateway.calls import AskedCalls
from portinaio.daemon.gateway.derived.list_files import ListFiles
from portinaio.daemon.gateway.derived.prepared import Prepared
from portinaio.daemon.gateway.devices import Devices
from portinaio.daemon.gateway.digests import Digests
from portinaio.daemon.gateway.rate import Rate
from portinaio.errors import NotFoundError, PortinaioError, UsageError
from portinaio.thread_pool import ThreadPool

if TYPE_CHECKING:
    from collections.abc import Callable

    from portinaio.daemon.context import Context
    from portinaio.daemon.gateway.page import Door
    from portinaio.store.devices.device import Device

log = logging.getLogger(__name__)

THREADS = 4
BODY_S = 20.0
ASKED_A_MINUTE = 600  # of one device, which may fetch the cards of a book one by one
DEEDS_AN_HOUR = 60  # of one device; a person has fewer calls
STRANGERS_A_MINUTE = 60  # of one address
STRANGERS_BODY_S = 5.0  # a token is a line
CHANGING = frozenset({"PUT", "POST", "DELETE"})
SEEN_EVERY_S = 60
_SLOW = msg("the request did not come to its end in time")
_LARGE = msg("the request is too large")
_FAULT = msg("something went wrong in the daemon; its log says what")
_MANY = msg("this device has asked too much; try again in %(n)d s")


class DeviceApp:
    """All of it runs in the loop's thread, but what answers."""

    def __init__(
        self,
        context: Context,
        secret: str,
        default_language: str,
        hosts: frozenset[str] = frozenset(),
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`hosts` are names by which we are called, besides addresses and those of a house's own network."""
        self._context = context
        self._language = default_language
        self._hosts = hosts
        self.devices = Devices(context, secret)
        self._house = House(
            context,
            AskedCalls(context),
            Digests(context),
            ListFiles(context),
            Prepared(lambda: (context.revision, context.store.version())),
        )
        self._threads = ThreadPool("gateway", THREADS)
        self._asked = Rate(ASKED_A_MINUTE, 60, monotonic)
        self._deeds = Rate(DEEDS_AN_HOUR, 3600, monotonic)
        self._strangers = Rate(STRANGERS_A_MINUTE, 60, monotonic)
        self._seen: dict[str, int] = {}

    def close(self) -> None:
        self._house.digests.close()
        self._house.list_files.close()

    async def serve(self, scope: Any, receive: Any, send: Any, device: Device) -> None:
        """Whoever bears the token of `device`."""
        answer = await self._answered(scope, receive, device)
        await _send(answer, scope, receive, send)

    async def serve_browser(self, scope: Any, receive: Any, send: Any, door: Door) -> None:
        """Whoever bears none: the page, where a cookie says whose it is, and its door."""
        answer = await self._page(scope, receive, door)
        await _send(answer, scope, receive, send)

    async def ready(self) -> None:
        """Before anybody is asked who they are. `HomeError` where the database does not say."""
        if self.devices.stale:
            await self._threads.do(self.devices.read)

    def of_token(self, token: str) -> Device | None:
        return self.devices.of_token(token)

    # -- apps

    async def _answered(self, scope: Any, receive: Any, device: Device) -> Response:
        path = named_path(scope)
        if not asks_for_us(scope, self._hosts):
            return Response(status_code=421)
        if path is None:
            return text_answer("", 404)
        found = routes.find(scope["method"], path)
        if found is None:
            return _no_route(path)
        route, steps = found
        if wait_s := self._wait_s(device, scope["method"]):
            return self._busy(wait_s, scope)
        if route.right and not device.may(route.right):
            return text_answer(self._say(msg("this device may not do that"), scope), 403)
        asked = await self._read(scope, receive, device, route.most_bytes)
        if isinstance(asked, Response):
            return asked
        asked = asked._replace(path=path, steps=steps)
        return await self._threads.do(partial(self._done, route.answer, asked))

    def _wait_s(self, device: Device, method: str) -> float:
        wait_s = self._asked.wait_s(device.digest)
        if not wait_s and method in CHANGING:
            wait_s = self._deeds.wait_s(device.digest)
        return wait_s

    def _done(
        self, answer: Callable[[Asked], Response], asked: Asked, *, known: bool = True
    ) -> Response:
        """In a thread. `known`: whether it is a device that asks."""
        try:
            if known:
                self._note_seen(asked)
            return answer(asked)
        except PortinaioError as error:
            sentence = language.translate_error_in(error, asked.translation)
            return text_answer(sentence, _status(error))
        except Exception:
            log.exception("an answer to %s failed", asked.method)  # its path may hold a number
            return text_answer(
                language.translate_error_in(PortinaioError(_FAULT), asked.translation), 500
            )

    def _note_seen(self, asked: Asked) -> None:
        """To the minute, and no oftener: a telephone may ask ten times a second."""
        last, name = self._seen.get(asked.device.digest, 0), asked.device.name
        if abs(asked.now_s - last) >= SEEN_EVERY_S and not self._context.store.read_only:
            self._seen[asked.device.digest] = asked.now_s
            self._context.store.devices.note_seen(
                name, self._context.now().replace(second=0, microsecond=0)
            )

    # -- the page

    async def _page(self, scope: Any, receive: Any, door: Door) -> Response:
        path = named_path(scope)
        if not asks_for_us(scope, self._hosts):
            return Response(status_code=421)
        of_notice = path is not None and allowing.serves(scope["method"], path)
        if path is None or not (of_notice or page.serves(scope["method"], path)):
            return challenge(path or "")
        if self._strangers.wait_s(door.who):
            return self._busy(60 / STRANGERS_A_MINUTE, scope)
        asked = await self._read(scope, receive, page.NOBODY, routes.SMALL)
        if isinstance(asked, Response):
            return asked
        asked = asked._replace(path=path)
        if of_notice:
            allow = partial(allowing.answer, scope=scope)
            return await self._threads.do(partial(self._done, allow, asked, known=False))
        device = self.devices.of_cookie(page.cookie_in(scope), asked.now_s)
        if device is None:
            return page.at_the_door(asked, scope, door, self.devices)
        if wait_s := self._wait_s(device, scope["method"]):
            return self._busy(wait_s, scope)
        show = partial(page.answer, scope=scope, devices=self.devices)
        return await self._threads.do(partial(self._done, show, asked._replace(device=device)))

    # -- both

    async def _read(
        self, scope: Any, receive: Any, device: Device, most_bytes: int
    ) -> Asked | Response:
        try:
            body = await _body(receive, most_bytes, BODY_S if device.name else STRANGERS_BODY_S)
            query = fields(scope["query_string"].decode("latin-1"))
        except TimeoutError:
            return text_answer(self._say(_SLOW, scope), 408)
        except UsageError as error:
            return text_answer(self._say(error.sentence, scope), 400)
        if body is None:
            return text_answer(self._say(_LARGE, scope), 413)
        return Asked(
            self._house,
            device,
            scope["method"],
            "",
            {},
            query,
            _headers(scope),
            body,
            language.translation(self._asked_language(scope)),
            self._asked_language(scope),
            int(self._context.now().timestamp()),
        )

    def _busy(self, wait_s: float, scope: Any) -> Response:
        seconds = math.ceil(wait_s)
        answer = text_answer(self._say(_MANY._replace(values={"n": seconds}), scope), 429)
        answer.headers["Retry-After"] = str(seconds)
        return answer

    def _say(self, sentence: Any, scope: Any) -> str:
        tongue = language.translation(self._asked_language(scope))
        return language.translate_error_in(UsageError(sentence), tongue)

    def _asked_language(self, scope: Any) -> str:
        for part in _headers(scope).get("accept-language", "").split(","):
            code = part.partition(";")[0].strip()[:2].lower()
            if code in language.LANGUAGES:
                return code
        return self._language


def _status(error: PortinaioError) -> int:
    if isinstance(error, ForbiddenError):
        return 403
    if isinstance(error, NotFoundError):
        return 404
    return 400 if isinstance(error, UsageError) else 503


def _no_route(path: str) -> Response:
    allowed = routes.methods(path)
    if not allowed:
        return text_answer("", 404)
    return Response(status_code=405, headers={"Allow": ", ".join(allowed)})


async def _body(receive: Any, most_bytes: int, within_s: float) -> bytes | None:
    """`None` where it is longer. `TimeoutError` where it does not come to its end."""
    received = bytearray()
    async with asyncio.timeout(within_s):
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return bytes(received)
            received += message.get("body", b"")
            if len(received) > most_bytes:
                return None
            if not message.get("more_body"):
                return bytes(received)


def _headers(scope: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in scope["headers"]:
        found.setdefault(name.decode("latin-1").lower(), value.decode("latin-1"))
    return found


async def _send(answer: Response, scope: Any, receive: Any, send: Any) -> None:
    for name, value in HEADERS.items():
        answer.headers.setdefault(name, value)
    if scope["method"] == "HEAD":
        answer.body = b""
    await answer(scope, receive, send)

"""Every question a device may ask: method, path, which right it takes, and how long its body may be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from starlette.responses import RedirectResponse

from portinaio.core.message import rendered
from portinaio.daemon.gateway import blocklist, carddav, given_lists, other_apps, phoneblock
from portinaio.daemon.gateway.asked import json_answer
from portinaio.daemon.gateway.calls import last_calls
from portinaio.daemon.gateway.openapi import description
from portinaio.store.devices.device import CALLS, LOOK_UP, REPORT

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.responses import Response

    from portinaio.daemon.gateway.asked import Asked

    Answer = Callable[[Asked], Response]

SMALL, LARGE = 64 << 10, 2 << 20
"""Bytes of a body; the large one names every card of an address book."""
API = "/phoneblock/api"


class Route(NamedTuple):
    method: str
    path: re.Pattern[str]
    answer: Answer
    right: str = ""
    """That the device must have; empty where what it is given decides."""
    most_bytes: int = SMALL


def _route(method: str, path: str, answer: Answer, right: str = "", most: int = SMALL) -> Route:
    """`{phone}` in a path is one step of it."""
    pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(path))
    return Route(method, re.compile(pattern), answer, right, most)


def _calls(asked: Asked) -> Response:
    found = {"calls": last_calls(asked.context, asked.device)}
    return json_answer(rendered(found, asked.translation))


def _to_books(_asked: Asked) -> Response:
    return RedirectResponse(carddav.ROOT, 301)


def _openapi(_asked: Asked) -> Response:
    return json_answer(description())


ROUTES: tuple[Route, ...] = (
    _route("GET", f"{API}/test", phoneblock.test),
    _route("GET", f"{API}/num/{{phone}}", phoneblock.num, LOOK_UP),
    _route("GET", f"{API}/check", phoneblock.check, LOOK_UP),
    _route("GET", f"{API}/check-prefix", phoneblock.check_prefix, LOOK_UP),
    _route("GET", f"{API}/search/{{phone}}", phoneblock.search, LOOK_UP),
    _route("GET", f"{API}/hash", phoneblock.hashes, LOOK_UP),
    _route("POST", f"{API}/report-call/{{phone}}", phoneblock.report_call, LOOK_UP),
    _route("POST", f"{API}/rate", phoneblock.rate, REPORT),
    _route("GET", f"{API}/ratings", phoneblock.ratings),
    _route("GET", f"{API}/account", phoneblock.account),
    _route("PUT", f"{API}/account", phoneblock.account),
    _route("GET", f"{API}/blocklist", blocklist.answer),
    *(
        Route(method, re.compile(f"{API}/(?P<list>blacklist|whitelist){tail}"), answer, right)
        for method, tail, answer, right in (
            ("GET", "", phoneblock.entries, ""),
            ("PUT", "/(?P<phone>[^/]+)", phoneblock.set_entry, REPORT),
            ("DELETE", "/(?P<phone>[^/]+)", phoneblock.drop_entry, REPORT),
        )
    ),
    _route("GET", "/yacb", other_apps.yacb, LOOK_UP),
    _route("POST", "/yacb", other_apps.yacb, LOOK_UP),
    _route("GET", "/asterisk", other_apps.asterisk, LOOK_UP),
    _route("GET", "/calls", _calls, CALLS),
    _route("GET", "/lists/{list}/{format}", given_lists.answer),
    _route("GET", "/openapi.json", _openapi),
    *(
        Route(method, re.compile(r"/\.well-known/carddav|/phoneblock/contacts/?.*"), _to_books)
        for method in ("GET", "PROPFIND")
    ),
    *(
        Route(method, re.compile(r"/dav(?:/.*)?"), answer, "", most)
        for method, answer, most in (
            ("OPTIONS", carddav.options, SMALL),
            ("GET", carddav.get, SMALL),
            ("PROPFIND", carddav.propfind, SMALL),
            ("REPORT", carddav.report, LARGE),
            ("PUT", carddav.put, carddav.MOST_BYTES),
            ("DELETE", carddav.delete, SMALL),
        )
    ),
)


def find(method: str, path: str) -> tuple[Route, dict[str, str]] | None:
    wanted = "GET" if method == "HEAD" else method
    for route in ROUTES:
        if route.method == wanted and (met := route.path.fullmatch(path)):
            return route, met.groupdict()
    return None


def methods(path: str) -> list[str]:
    """Which the path takes; none where there is no such path."""
    return sorted({route.method for route in ROUTES if route.path.fullmatch(path)})

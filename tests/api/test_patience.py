"""How long a client waits is a property of the route: never less than the server may take."""

from __future__ import annotations

import re

import msgspec
import pytest

from portinaio.api import bodies, routes
from portinaio.api.remote import Remote
from portinaio.api.routes import ROUTES
from portinaio.errors import DaemonAwayError
from portinaio.lists.sync.download import Limits

LONG = {
    "add_list": routes.WAITING,
    "sync": routes.WAITING,
    "send_complaint": routes.WAITING,
    "doctor": routes.BUSY,
    "export": routes.BUSY,
    "import_contacts": routes.BUSY,
    "import_file": routes.BUSY,
    "letter": routes.BUSY,
    "rehearse": routes.BUSY,
    "report": routes.BUSY,
    "test_line": routes.BUSY,
}
"""What takes longer than a person would call at once."""


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
def test_a_client_waits_as_long_as_the_route_says(monkeypatch, route):
    asked: list[float | None] = []

    def connected(_remote: Remote, timeout_s: float | None) -> None:
        asked.append(timeout_s)
        raise DaemonAwayError

    monkeypatch.setattr(Remote, "_connected", connected)
    remote = Remote("nowhere", "en")
    remote._understood = True
    with pytest.raises(DaemonAwayError):
        remote.ask(route.method, re.sub(r"\{\w+\}", "1", route.path), {}, None)

    assert asked == [routes.PATIENCE_S[route.pace]]


@pytest.mark.parametrize("act", LONG)
def test_what_takes_long_is_waited_for(act):
    (route,) = (route for route in ROUTES if route.act == act)

    assert route.pace == LONG[act]


@pytest.mark.parametrize(
    "route", [route for route in ROUTES if route.body], ids=lambda route: route.act
)
def test_a_body_that_holds_a_file_has_room_and_time_for_it(route):
    fields = msgspec.structs.fields(getattr(bodies, route.body))
    holds_file = any(field.type is bytes for field in fields)

    assert (route.most_bytes == routes.FILE_BYTES) == holds_file
    assert not (holds_file and route.pace == routes.QUICK)


def test_a_list_has_come_to_its_end_before_the_client_gives_up():
    assert Limits().total_s < Limits().renewal_s < routes.PATIENCE_S[routes.WAITING]

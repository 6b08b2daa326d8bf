"""How long a client waits is a property of the route: never less than the server may take."""

from __future__ import annotations

import pytest

from api_world import asked_for, has_body
from portinaio.api import request
from portinaio.api.remote import Remote
from portinaio.api.routes import REQUESTS
from portinaio.errors import DaemonAwayError
from portinaio.lists.sync.download import Limits

LONG = {
    "add_list": request.WAITING,
    "try_list": request.WAITING,
    "sync": request.WAITING,
    "send_complaint": request.WAITING,
    "doctor": request.BUSY,
    "export": request.BUSY,
    "import_contacts": request.BUSY,
    "import_file": request.BUSY,
    "letter": request.BUSY,
    "rehearse": request.BUSY,
    "replay": request.BUSY,
    "report": request.BUSY,
    "take_out": request.BUSY,
    "put_in": request.BUSY,
    "test_line": request.BUSY,
}
"""What takes longer than a person would call at once."""


@pytest.mark.parametrize("route", REQUESTS, ids=lambda route: f"{route.method} {route.path}")
def test_a_client_waits_as_long_as_the_route_says(monkeypatch, route):
    asked: list[float | None] = []

    def connected(_remote: Remote, timeout_s: float | None) -> None:
        asked.append(timeout_s)
        raise DaemonAwayError

    monkeypatch.setattr(Remote, "_connected", connected)
    remote = Remote("nowhere", "en")
    remote._understood = True
    with pytest.raises(DaemonAwayError):
        remote.ask(route, dict.fromkeys(route.in_path, 1))

    assert asked == [request.PATIENCE_S[route.pace]]


@pytest.mark.parametrize("act", LONG)
def test_what_takes_long_is_waited_for(act):
    (route,) = (route for route in REQUESTS if route.name == act)

    assert route.pace == LONG[act]


@pytest.mark.parametrize(
    "route", [route for route in REQUESTS if has_body(route)], ids=lambda route: route.name
)
def test_a_body_that_holds_a_file_has_room_and_time_for_it(route):
    holds_file = any(field.type is bytes for field in asked_for(route))

    assert (route.most_bytes == request.FILE_BYTES) == holds_file
    assert not (holds_file and route.pace == request.QUICK)


def test_a_list_has_come_to_its_end_before_the_client_gives_up():
    assert Limits().total_s < Limits().renewal_s < request.PATIENCE_S[request.WAITING]

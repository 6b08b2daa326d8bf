"""Whatever a request holds, the answer is an answer or a refusal in a sentence, and never a fault of ours.

The requests are made from the table of routes: each parameter of each route gets each odd value in turn, beside values that
are right.
"""

from __future__ import annotations

import asyncio
import json
import socket
from contextlib import suppress
from types import UnionType
from typing import TYPE_CHECKING, Any, get_args, get_origin
from urllib.parse import quote, unquote

import msgspec
import pytest

from daemon_world import ADaemon, a_context, a_logged_call, ask
from portinaio.api import bodies
from portinaio.api.local import Local
from portinaio.api.routes import ROUTES, Route
from portinaio.daemon.events import Hub
from portinaio.daemon.handlers.facade import Facade
from portinaio.daemon.http.app import Api
from portinaio.daemon.http.gateway import Gateway
from portinaio.errors import PortinaioError
from worlds import STRANGER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    App = Callable[..., Any]

TOKEN = "a-long-token"
CONFIG = 'country = "IT"\n[[line]]\nname = "home"\nkind = "replay"\n'
ODD_TEXTS = {
    "five thousand digits": "9" * 5000,
    "negative": "-1",
    "zero": "0",
    "more than 64 bits": str(2**63),
    "beyond floats": "1e999",
    "no number": "nan",
    "another script": "\u0663",
    "nothing": "",
    "a blank": " ",
    "a null character": "a\0b",
    "a replaced character": "\ufffd",
    "a way up": "../../etc/passwd",
    "a hundred thousand letters": "x" * 100_000,
    "a percent sign": "%(name)s %s %",
}
ODD_JSON = {
    **{kind: json.dumps(text) for kind, text in ODD_TEXTS.items()},
    "a number of five thousand digits": "9" * 5000,
    "a negative number": "-1",
    "a large negative number": "-1" + "0" * 25,
    "the number zero": "0",
    "a number of more than 64 bits": str(2**63),
    "a number of 64 bits": str(2**63 - 1),
    "a number beyond floats": "1e999",
    "a large float": "1e308",
    "no number at all": "NaN",
    "null": "null",
    "true": "true",
    "a deep list": "[" * 5000 + "]" * 5000,
    "lists rather deep": "[" * 400 + "]" * 400,
    "tables rather deep": '{"a":' * 400 + "1" + "}" * 400,
    "a deep table": '{"a":' * 5000 + "1" + "}" * 5000,
    "an empty list": "[]",
    "an empty table": "{}",
    "a list of odd things": '[null, 1e999, "\\u0000", {}]',
    "half a surrogate": '"\\ud800"',
    "a list of large numbers": f"[{2**63}, {'9' * 5000}]",
    "a table of odd things": '{"a": null, "keyring": "\\u0000", "file": "x"}',
    "settings rather deep": '{"policy.hours": ' + "[" * 400 + "]" * 400 + "}",
    "settings of odd keys": '{"": 1, ".": 2, "a..b": 3, "line.home.": 4, "policy.\\u0000": 5}',
    "a table of large numbers": f'{{"policy.reported": {2**64}, "log.keep_days": {10**30}}}',
}
ODD_NUMBERS = (-(10**5000), -(2**63) - 1, -1, 0, 2**63 - 1, 2**63, 10**18, 10**5000)
OF_QUESTIONS = {
    field.encode_name
    for kind in vars(bodies).values()
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct)
    for field in msgspec.structs.fields(kind)
}
ODD_BODIES = {
    "empty": b"",
    "not JSON": b"{",
    "not UTF-8": b'{"name": "\xff\xfe"}',
    "a number": b"7",
    "a list": b"[]",
    "null": b"null",
    "deep": b"[" * 100_000,
    "deep in a key": b'{"a":' * 100_000,
    "a null character": b"\0",
    "a mark of order": b"\xef\xbb\xbf{}",
    "a form": b"a=1&b=2",
}
RIGHT = {
    "number": STRANGER,
    "line": "home",
    "notes": "again",
    "before": "2026-01-01",
    "pattern": STRANGER,
    "kind": "block",
    "name": "home",
    "source": "nowhere",
    "data": "",
    "password": "secret",
    "values": {},
    "country": "IT",
    "language": "it",
    "event": "sent",
    "format": "plain",
}
"""By name of the parameter, where it has no default."""
OF_ACTS = {
    ("import_contacts", "source"): "book.vcf",
    ("add_line", "kind"): "replay",
    ("letter", "kind"): "txt",
}


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portinaio.config.secrets._keyring", lambda: None)


@pytest.fixture
def facade(tmp_path: Path) -> Iterator[Facade]:
    facade = Facade(a_context(tmp_path, CONFIG))
    context = facade.context
    context.store.calls.record(a_logged_call(1))
    facade.report(call=1)
    context.__dict__["syncs"] = NoSyncs()
    yield facade
    context.close()


class NoSyncs:
    """A sync is a process of its own, which reads of a request what the façade has read."""

    progress = None

    def run(self, *_of: object) -> list[Any]:
        return []


@pytest.fixture(params=["socket", "gateway"])
async def app(facade: Facade, request: pytest.FixtureRequest) -> App:
    inner = Api(facade, Hub(asyncio.get_running_loop()), "en").app()
    return inner if request.param == "socket" else Gateway(inner, TOKEN, lambda: 0.0)


async def refusals(app: App, requests: Iterator[tuple[str, str, str, bytes]]) -> list[str]:
    """What was neither answered nor refused in a sentence."""
    faults = []
    for kind, method, target, body in requests:
        answer = await ask(
            app, target, method, body=body, client="192.0.2.1", authorization=f"Bearer {TOKEN}"
        )
        sentence = answer.content.get("error") if answer.status >= 400 else "answered"
        if answer.status >= 500 or not sentence or len(sentence) > 2000:
            faults.append(f"{kind}: {answer.status} {sentence[:100]}")
    return faults


def right(route: Route) -> dict[str, Any]:
    """Parameters with which the route answers, or refuses for want of a thing to work on."""
    kind = getattr(bodies, route.query or route.body)
    return {
        field.encode_name: OF_ACTS.get((route.act, field.encode_name), RIGHT[field.encode_name])
        for field in msgspec.structs.fields(kind)
        if field.required
    }


def target_of(route: Route, *, name: str = "home", query: str = "") -> str:
    path = route.path
    for place in ("{call_id}", "{complaint_id}"):
        path = path.replace(place, "1")
    path = path.replace("{event}", "sent").replace("{name}", name)
    return f"{path}?{query}" if query else path


def with_odd_paths(route: Route) -> Iterator[tuple[str, str, str, bytes]]:
    body = json.dumps(right(route)).encode() if route.body else b""
    query = "&".join(f"{k}={quote(v)}" for k, v in right(route).items()) if route.query else ""
    for place in (step for step in route.path.split("/") if step.startswith("{")):
        for kind, text in ODD_TEXTS.items():
            path = route.path.replace(place, unquote(text).replace("/", "-").replace("?", "-"))
            for other in ("{complaint_id}", "{event}"):
                path = path.replace(other, "1")
            yield f"{route.act} {place} {kind}", route.method, f"{path}?{query}", body


def with_odd_queries(route: Route) -> Iterator[tuple[str, str, str, bytes]]:
    given = right(route)
    for field in msgspec.structs.fields(getattr(bodies, route.query)):
        name = field.encode_name
        others = "&".join(f"{k}={quote(v)}" for k, v in given.items() if k != name)
        odd = {kind: quote(text) for kind, text in ODD_TEXTS.items()}
        odd |= {"not UTF-8": "%ff%fe", "half a surrogate": "%ed%a0%80", "twice": f"1&{name}=2"}
        for kind, value in odd.items():
            query = f"{others}&{name}={value}"
            yield f"{route.act} {name} {kind}", route.method, target_of(route, query=query), b""


def with_odd_bodies(route: Route) -> Iterator[tuple[str, str, str, bytes]]:
    given, target = right(route), target_of(route)
    for kind, body in ODD_BODIES.items():
        yield f"{route.act} {kind}", route.method, target, body
    for field in msgspec.structs.fields(getattr(bodies, route.body)):
        name = field.encode_name
        others = "".join(
            f"{json.dumps(k)}: {json.dumps(v)}, " for k, v in given.items() if k != name
        )
        for kind, value in ODD_JSON.items():
            body = f'{{{others}"{name}": {value}}}'.encode()
            yield f"{route.act} {name} {kind}", route.method, target, body
            twice = f'{{{others}"{name}": {value}, "{name}": {value}}}'.encode()
            yield f"{route.act} {name} twice {kind}", route.method, target, twice


def by_act(routes: list[Route]) -> Any:
    return pytest.mark.parametrize("route", routes, ids=lambda route: route.act)


@by_act([route for route in ROUTES if "{" in route.path])
async def test_no_path_is_a_fault_of_ours(app: App, route: Route) -> None:
    assert await refusals(app, with_odd_paths(route)) == []


@by_act([route for route in ROUTES if route.query])
async def test_no_query_is_a_fault_of_ours(app: App, route: Route) -> None:
    assert await refusals(app, with_odd_queries(route)) == []


@by_act([route for route in ROUTES if route.body])
async def test_no_body_is_a_fault_of_ours(app: App, route: Route) -> None:
    assert await refusals(app, with_odd_bodies(route)) == []


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.act)
def test_no_value_is_a_fault_of_ours_where_no_daemon_runs(facade: Facade, route: Route) -> None:
    """The command line hands its texts and numbers straight to the acts."""
    way = Local(facade.context.home, "en")
    given = right(route) if route.query or route.body else {}
    given |= {"data": b""} if "data" in given else {}
    faults = []
    for name, value in odd_values(route):
        query = {**given, name: value} if name in OF_QUESTIONS else given
        path = target_of(route).replace("{", "").replace("}", "")
        if name.startswith("{"):
            path = route.path.replace(name, str(value).replace("/", "-"))
            path = path.replace("{event}", "sent").replace("{complaint_id}", "1")
        try:
            way.ask(route.method, path, query, None)
        except PortinaioError:
            continue
        except Exception as error:  # noqa: BLE001  # that is what is looked for
            faults.append(f"{name} {value!r:.60}: {error!r:.100}")
    way.close()
    assert faults == []


def odd_values(route: Route) -> Iterator[tuple[str, object]]:
    for place in (step for step in route.path.split("/") if step.startswith("{")):
        yield from ((place, text) for text in ODD_TEXTS.values())
    if not (route.query or route.body):
        return
    for field in msgspec.structs.fields(getattr(bodies, route.query or route.body)):
        kinds = get_args(field.type) if get_origin(field.type) is UnionType else (field.type,)
        if str in kinds:
            yield from ((field.encode_name, text) for text in ODD_TEXTS.values())
        elif int in kinds:
            yield from ((field.encode_name, number) for number in ODD_NUMBERS)


REQUEST_LINES = [
    b"GET /v1/calls/%s HTTP/1.1" % (b"9" * 5000),
    b"GET /v1/calls/%ff%fe HTTP/1.1",
    b"GET /v1/calls/\xff\xfe HTTP/1.1",
    b"GET /v1/calls/%00 HTTP/1.1",
    b"GET /v1/calls/\0 HTTP/1.1",
    b"GET /v1/calls/%2e%2e%2f HTTP/1.1",
    b"GET /v1/calls?limit=%ff HTTP/1.1",
    b"GET /v1/calls?\xff=\xff HTTP/1.1",
    b"GET //v1/calls HTTP/1.1",
    b"GET http://x/v1/calls/x HTTP/1.1",
    b"GET * HTTP/1.1",
    b"G\xffT /v1/calls HTTP/1.1",
    b"PATCH /v1/calls HTTP/1.1",
    b"GET /v1/calls/1?%s HTTP/1.1" % (b"a=1&" * 10_000),
    b"GET",
    b"\xff\xff\xff\xff",
]


def test_no_line_on_the_wire_is_a_fault_of_ours(tmp_path: Path) -> None:
    with ADaemon(tmp_path, CONFIG) as daemon:
        daemon.answers()

        answers = {line[:40]: told_on_the_wire(daemon, line) for line in REQUEST_LINES}

        assert {line: told for line, told in answers.items() if not told.startswith(b"4")} == {}
        assert "Traceback" not in daemon.end()[1]


def told_on_the_wire(daemon: ADaemon, line: bytes) -> bytes:
    """The status and the first words of what is answered to a request that begins so."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as channel:
        channel.settimeout(20)
        channel.connect(daemon.socket)
        channel.sendall(
            line + b"\r\nHost: x\r\nConnection: close\r\nContent-Type: text/plain\r\n\r\n"
        )
        received = b""
        with suppress(ConnectionError):
            while piece := channel.recv(65536):
                received += piece
    return received.partition(b" ")[2][:120]

"""Whatever a request holds, the answer is an answer or a refusal in a sentence, and never a fault of ours.

The requests are made from the table of routes: each parameter of each route gets each odd value in turn, beside values that
are right.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import socket
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin
from urllib.parse import quote, unquote

import pytest

from api_world import asked_for, has_body, has_query
from daemon_world import AClient, ADaemon, a_client, a_context, a_logged_call, ask
from portinaio.api.local import Local
from portinaio.api.routes import REQUESTS
from portinaio.core.message import msg
from portinaio.daemon.events import Hub
from portinaio.daemon.http.app import Api
from portinaio.daemon.http.gateway import Gateway
from portinaio.daemon.sync_runs.synced import Synced
from portinaio.errors import PortinaioError
from worlds import STRANGER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from portinaio.api.request import Request

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
IN_PATH: dict[str, Any] = {"call_id": 1, "complaint_id": 1, "event": "sent", "name": "home"}
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
    "registrar": "127.0.0.1:9",
    "passphrase": "correct horse",
    "file": "/nowhere/backup.zip",
    "values": {},
    "country": "IT",
    "language": "it",
    "event": "sent",
    "words": "esempio",
    "format": "plain",
    "site": "/nowhere/site",
    "act": "init",
    "invitation": "pf1.a.b.c",
    "app": "spamblocker",
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


@pytest.fixture(autouse=True)
def no_second_of_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which each passphrase takes, so that guessing one takes years."""
    monkeypatch.setattr("pyrage.passphrase.encrypt", lambda plain, _: plain)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With a call and a draft about it; each test has its own copy."""
    house = tmp_path_factory.mktemp("house")
    local = a_client(a_context(house, CONFIG))
    local.context.store.calls.record(a_logged_call(1))
    local.report(call=1)
    local.context.close()
    return house


@pytest.fixture
def local(house: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AClient]:
    for module in ("look", "publish"):
        monkeypatch.setattr(f"portinaio.daemon.sites.{module}.run_errand", nobody_goes)
    shutil.copytree(house, tmp_path, dirs_exist_ok=True)
    local = a_client(a_context(tmp_path, CONFIG))
    context = local.context
    context.__dict__["syncs"] = NoSyncs()
    yield local
    context.close()


def nobody_goes(*_of: object) -> None:
    """Sites are processes of their own, too."""
    raise PortinaioError(msg("nobody goes out here"))


class NoSyncs:
    """A sync is a process of its own, which reads of a request what the façade has read."""

    progress = None

    def run(self, *_of: object) -> list[Any]:
        return []

    def follow(self, names: tuple[str, ...] = (), *_of: object, **_more: object) -> list[Synced]:
        return [Synced(name, "refused", msg("nobody asks here")) for name in names]

    def end(self, *_of: object, **_more: object) -> None:
        pass


@pytest.fixture(params=["socket", "gateway"])
async def app(local: AClient, request: pytest.FixtureRequest) -> App:
    inner = Api(local.context, Hub(asyncio.get_running_loop()), "en").app()
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


def right(route: Request) -> dict[str, Any]:
    """Parameters with which the route answers, or refuses for want of a thing to work on."""
    return {
        field.encode_name: OF_ACTS.get((route.name, field.encode_name), RIGHT[field.encode_name])
        for field in asked_for(route)
        if field.required
    }


def target_of(route: Request, *, name: str = "home", query: str = "") -> str:
    path = route.path
    for place in ("{call_id}", "{complaint_id}"):
        path = path.replace(place, "1")
    path = path.replace("{event}", "sent").replace("{name}", name)
    return f"{path}?{query}" if query else path


def with_odd_paths(route: Request) -> Iterator[tuple[str, str, str, bytes]]:
    body = json.dumps(right(route)).encode() if has_body(route) else b""
    query = "&".join(f"{k}={quote(v)}" for k, v in right(route).items()) if has_query(route) else ""
    for place in (step for step in route.path.split("/") if step.startswith("{")):
        for kind, text in ODD_TEXTS.items():
            path = route.path.replace(place, unquote(text).replace("/", "-").replace("?", "-"))
            for other in ("{complaint_id}", "{event}"):
                path = path.replace(other, "1")
            yield f"{route.name} {place} {kind}", route.method, f"{path}?{query}", body


def with_odd_queries(route: Request) -> Iterator[tuple[str, str, str, bytes]]:
    given = right(route)
    for field in asked_for(route):
        name = field.encode_name
        others = "&".join(f"{k}={quote(v)}" for k, v in given.items() if k != name)
        odd = {kind: quote(text) for kind, text in ODD_TEXTS.items()}
        odd |= {"not UTF-8": "%ff%fe", "half a surrogate": "%ed%a0%80", "twice": f"1&{name}=2"}
        for kind, value in odd.items():
            query = f"{others}&{name}={value}"
            yield f"{route.name} {name} {kind}", route.method, target_of(route, query=query), b""


def with_odd_bodies(route: Request) -> Iterator[tuple[str, str, str, bytes]]:
    given, target = right(route), target_of(route)
    for kind, body in ODD_BODIES.items():
        yield f"{route.name} {kind}", route.method, target, body
    for field in asked_for(route):
        name = field.encode_name
        others = "".join(
            f"{json.dumps(k)}: {json.dumps(v)}, " for k, v in given.items() if k != name
        )
        for kind, value in ODD_JSON.items():
            body = f'{{{others}"{name}": {value}}}'.encode()
            yield f"{route.name} {name} {kind}", route.method, target, body
            twice = f'{{{others}"{name}": {value}, "{name}": {value}}}'.encode()
            yield f"{route.name} {name} twice {kind}", route.method, target, twice


def by_act(routes: list[Request]) -> Any:
    return pytest.mark.parametrize("route", routes, ids=lambda route: route.name)


@by_act([route for route in REQUESTS if "{" in route.path])
async def test_no_path_is_a_fault_of_ours(app: App, route: Request) -> None:
    assert await refusals(app, with_odd_paths(route)) == []


@by_act([route for route in REQUESTS if has_query(route)])
async def test_no_query_is_a_fault_of_ours(app: App, route: Request) -> None:
    assert await refusals(app, with_odd_queries(route)) == []


@by_act([route for route in REQUESTS if has_body(route)])
async def test_no_body_is_a_fault_of_ours(app: App, route: Request) -> None:
    assert await refusals(app, with_odd_bodies(route)) == []


@pytest.mark.parametrize("route", REQUESTS, ids=lambda route: route.name)
def test_no_value_is_a_fault_of_ours_where_no_daemon_runs(local: AClient, route: Request) -> None:
    """The command line hands its texts and numbers straight to the acts."""
    way = Local(local.context, "en")
    given = right(route) if asked_for(route) else {}
    given |= {"data": b""} if "data" in given else {}
    faults = []
    for name, value in odd_values(route):
        in_path = {place: IN_PATH[place] for place in route.in_path}
        try:
            way.ask(route, {**in_path, **given, name: value})
        except PortinaioError:
            continue
        except Exception as error:  # noqa: BLE001  # that is what is looked for
            faults.append(f"{name} {value!r:.60}: {error!r:.100}")
    way.close()
    assert faults == []


def odd_values(route: Request) -> Iterator[tuple[str, object]]:
    for place in route.in_path:
        yield from ((place, text) for text in ODD_TEXTS.values())
    for field in asked_for(route):
        kinds = [*get_args(field.type), field.type, *map(get_origin, get_args(field.type))]
        if str in kinds or Literal in kinds or get_origin(field.type) is Literal:
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

"""The API over HTTP: every route answers its shape, and every refusal is a sentence."""

from __future__ import annotations

import asyncio
import base64
import threading
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from api_world import handle, has_body
from daemon_world import AClient, a_client, a_context, a_logged_call, ask
from portinaio.api import answers, routes
from portinaio.api.request import PAGE_BYTES
from portinaio.api.routes import REQUESTS
from portinaio.api.validation import signature
from portinaio.core.message import msg, render
from portinaio.daemon.asker import current_asker
from portinaio.daemon.events import Hub
from portinaio.daemon.http import arguments, operations
from portinaio.daemon.http.app import Api
from portinaio.errors import ConfigError, HomeError, PortinaioError
from portinaio.language import translation
from worlds import STRANGER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from portinaio.api.request import Request

CONFIG = 'country = "IT"\n[[line]]\nname = "home"\nkind = "replay"\n'
VCARD = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Anna\r\nTEL:+39 02 0000 0101\r\nEND:VCARD\r\n"


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portinaio.config.secrets._keyring", lambda: None)


@pytest.fixture
def local(tmp_path: Path) -> Iterator[AClient]:
    local = a_client(a_context(tmp_path, CONFIG))
    _ = local.context.store
    yield local
    local.context.close()


@pytest.fixture
async def app(local: AClient) -> Callable[..., Any]:
    return Api(local.context, Hub(asyncio.get_running_loop()), "en").app()


GIVEN: dict[str, tuple[str, Any]] = {
    "add_device": ("/v1/devices", {"name": "anna-phone"}),
    "undo_import": ("/v1/import/undo", {}),
    "check": ("/v1/check?number=02%200000%201234&line=home", None),
    "register": (f"/v1/companies/register?number=%2B{STRANGER[1:]}", None),
    "search_companies": ("/v1/companies/catalogue?words=esempio", None),
    "preview_share": (f"/v1/shares/preview?number=%2B{STRANGER[1:]}", None),
    "calls": ("/v1/calls?limit=5&label=unknown&since=2026-11-01", None),
    "forget_calls": ("/v1/calls?before=2026-01-01", None),
    "dialled": ("/v1/dialled", {"number": STRANGER}),
    "add_entry": ("/v1/entries", {"pattern": STRANGER, "kind": "block", "note": "x"}),
    "forget_entry": (f"/v1/entries?pattern=%2B{STRANGER[1:]}", None),
    "add_contact": ("/v1/contacts", {"name": "Anna", "number": STRANGER}),
    "forget_contact": (f"/v1/contacts?number=%2B{STRANGER[1:]}", None),
    "import_contacts": (
        "/v1/contacts",
        {"source": "book.vcf", "data": base64.b64encode(VCARD).decode()},
    ),
    "sync": ("/v1/sync", {}),
    "import_file": (
        "/v1/import",
        {"name": "mine.txt", "data": base64.b64encode(STRANGER.encode()).decode()},
    ),
    "export": ("/v1/export?format=plain", None),
    "add_line": ("/v1/lines", {"kind": "replay", "name": "new", "keys": {"speed": 2.0}}),
    "keep_secret": ("/v1/secrets", {"name": "home", "password": "x"}),
    "forget_secret": ("/v1/secrets?name=home", None),
    "test_line": ("/v1/lines/home/test", {}),
    "remove_line": ("/v1/lines/home", None),
    "pause": ("/v1/pause", {"for_s": 60}),
    "expect": ("/v1/expect", None),
    "replay": ("/v1/replay", {"policy": {"suspected": "reject"}}),
    "preview": (f"/v1/entries/preview?pattern=%2B{STRANGER[1:]}", None),
    "insight": ("/v1/insight?days=30", None),
    "guesses": ("/v1/setup?country=IT&language=it", None),
}
"""Path and body for the acts that need some."""
OF_COMPLAINTS = {
    "report",
    "joining",
    "complaint",
    "mark_complaint",
    "unmark_complaint",
    "discard_complaint",
    "take_out",
    "put_in",
    "letter",
    "attach",
    "send_complaint",
    "set_company",
    "remove_company",
}
LATER = {
    "call",
    "note_call",
    "forget_call",
    "add_list",
    "show_list",
    "remove_list",
    "try_list",
    "list_rows",
    "line_trace",
    "line_certificate",
    "ring_line",
    "rehearse",
    "try_order",
    "export_device",
    "add_telephone",
    "set_announcement",
    "test_notify",
    "message",
    "forget_message",
    "ask_register",
    "share",
    "withdraw_share",
    "fetch_companies",
    "follow_contacts",
    "unfollow_contacts",
    "sync_contacts",
    "backup",
    "restore",
    "restore_plan",
    "device",
    "revoke_device",
    "site",
    "publish_site",
    "site_keys",
    "change_site_keys",
    "invite",
    "join_family",
    "leave_family",
    *OF_COMPLAINTS,
}
"""These need a call in the log, a line of its kind, or a list, a site, a register, a book or a backup somewhere, and have tests of their own."""


@pytest.mark.parametrize(
    "route",
    [route for route in REQUESTS if route.name not in LATER],
    ids=lambda route: route.name,
)
async def test_a_route_answers_its_shape(
    app: Callable[..., Any], local: AClient, route: Request
) -> None:
    if route.name == "forget_entry":
        local.add_entry(STRANGER, kind="block")
    if route.name == "forget_secret":
        local.keep_secret("home", "x")
    if route.name == "forget_contact":
        local.add_contact("Anna", STRANGER)
    if route.name in {"undo_import", "last_import"}:
        local.import_contacts("book.vcf", VCARD)
    target, body = GIVEN.get(route.name, (route.path, {"values": {}}))

    answer = await ask(app, target, route.method, body=body if has_body(route) else None)

    assert answer.status == 200, answer.body
    msgspec.json.decode(answer.body, type=signature(route).answer, strict=True)


async def test_a_call_is_read_noted_and_forgotten_by_its_id(
    app: Callable[..., Any], local: AClient
) -> None:
    local.context.store.calls.record(a_logged_call(7))

    read = await ask(app, "/v1/calls/7")
    noted = await ask(app, "/v1/calls/7", "PUT", body={"notes": "again"})
    forgotten = await ask(app, "/v1/calls/7", "DELETE")

    assert msgspec.convert(read.content, answers.CallAnswer)["notes"] == ""
    assert msgspec.convert(noted.content, answers.CallAnswer)["notes"] == "again"
    assert forgotten.content == {"forgotten": 1}


@pytest.mark.parametrize(
    ("method", "target", "body", "status", "sentence"),
    [
        pytest.param("GET", "/v2/status", None, 404, "there is no /v2/status", id="no such path"),
        pytest.param("GET", "/v1/calls/9", None, 404, "there is no call 9", id="no such call"),
        pytest.param("GET", "/v1/calls/x", None, 400, "an id is a number", id="an id of letters"),
        pytest.param("GET", "/v1/check", None, 400, "`number`", id="a key is missing"),
        pytest.param("GET", "/v1/check?number=1&x=1", None, 400, "`x`", id="an unknown key"),
        pytest.param(
            "GET",
            "/v1/calls?limit=many",
            None,
            400,
            "limit is 1 to 1000 calls",
            id="a word for a number",
        ),
        pytest.param("GET", "/v1/calls?label=nice", None, 400, "label", id="an unknown label"),
        pytest.param("POST", "/v1/pause", b"{", 400, "the request is wrong", id="torn JSON"),
        pytest.param("POST", "/v1/pause", b"\xff\xfe", 400, "the request is wrong", id="no UTF-8"),
        pytest.param(
            "POST", "/v1/pause", {"for_s": "1"}, 400, "a second and a week", id="text for a number"
        ),
        pytest.param("POST", "/v1/pause", {"for_s": 0}, 400, "between a second", id="no time"),
        pytest.param("POST", "/v1/pause", b"[" * 9000, 400, "the request is wrong", id="too deep"),
        pytest.param("DELETE", "/v1/status", None, 405, "does not take DELETE", id="wrong method"),
        pytest.param(
            "POST",
            "/v1/lines",
            {"kind": "replay", "name": "x y"},
            422,
            "config.toml",
            id="bad config",
        ),
        pytest.param(
            "POST",
            "/v1/lines",
            {"kind": "x", "name": "x"},
            422,
            "is not installed",
            id="no such kind",
        ),
    ],
)
async def test_a_refusal_is_a_sentence(  # noqa: PLR0917  # a table of requests
    app: Callable[..., Any], method: str, target: str, body: Any, status: int, sentence: str
) -> None:
    answer = await ask(app, target, method, body=body)

    assert answer.status == status
    assert sentence in answer.content["error"]


async def test_a_wrong_method_is_told_the_right_ones(app: Callable[..., Any]) -> None:
    answer = await ask(app, "/v1/pause", "PUT", body={})

    assert answer.headers["allow"] == "POST, DELETE"


@pytest.mark.parametrize(
    ("size", "status", "said"),
    [
        (PAGE_BYTES - 13, 200, None),
        (PAGE_BYTES - 12, 413, "the request is larger than the 1 MiB that it may have"),
    ],
)
async def test_a_body_over_its_bound_is_refused(
    app: Callable[..., Any], size: int, status: int, said: str | None
) -> None:
    answer = await ask(app, "/v1/pause", "POST", body=b" " * size + b'{"for_s": 60}')

    assert (answer.status, answer.content.get("error")) == (status, said)


@pytest.mark.parametrize(
    ("error", "status"),
    [(HomeError("full"), 409), (ConfigError("wrong"), 422), (PortinaioError("other"), 424)],
    ids=["home", "config", "other"],
)
async def test_an_error_keeps_its_class_over_the_wire(
    app: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    error: PortinaioError,
    status: int,
) -> None:
    def refuse(_context: object) -> None:
        raise error

    handle(monkeypatch, "status", refuse)

    answer = await ask(app, "/v1/status")

    assert (answer.status, answer.content) == (status, {"error": str(error)})


async def test_a_bug_is_a_sentence_and_its_traceback_stands_in_the_log(
    app: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    handle(monkeypatch, "status", lambda _context: 1 / 0)

    answer = await ask(app, "/v1/status")

    assert (answer.status, answer.content["error"][:20]) == (500, "something went wrong")
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("it", "it"),
        ("fr, it;q=0.5, en", "it"),
        ("de-AT", "de"),
        ("en-GB", "en"),
        ("fr", "en"),
        ("", "en"),
    ],
)
async def test_an_answer_is_in_the_language_that_is_asked_for(
    app: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, asked: str, code: str
) -> None:
    handle(monkeypatch, "profile", lambda _context: {"name": msg("retrying")})

    answer = await ask(app, "/v1/profile", accept_language=asked)

    assert answer.content == {"name": render(msg("retrying"), translation(code))}


async def test_a_caller_named_in_broken_unicode_can_be_asked_about(
    app: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    handle(monkeypatch, "profile", lambda _context: {"name": "caf\udce9"})

    answer = await ask(app, "/v1/profile")

    assert answer.content == {"name": "caf?"}


async def test_the_description_is_served(app: Callable[..., Any]) -> None:
    answer = await ask(app, routes.OPENAPI)

    assert answer.content["openapi"] == "3.1.0"


async def test_too_many_listeners_are_refused(
    app: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portinaio.daemon.events.MOST_SUBSCRIBERS", 0)

    answer = await ask(app, routes.EVENTS)

    assert (answer.status, answer.content["error"][:8]) == (429, "too many")


@pytest.mark.parametrize("host", ["", "a/v2", "a?b", "a#", "/v1/pause", "\u00e9"])
async def test_the_host_header_leads_nowhere_else(app: Callable[..., Any], host: str) -> None:
    headers = {"host": host} if host else {}

    assert (await ask(app, "/v1/status", **headers)).status == 200


async def test_a_body_that_does_not_end_is_given_up(
    app: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arguments, "BODY_S", 0.01)
    monkeypatch.setattr(arguments, "SLOWEST_BYTES_S", 1 << 40)

    answer = await said(app, lambda: asyncio.sleep(60))

    assert answer == 408


async def test_an_act_that_runs_out_of_time_is_not_blamed_on_the_request(
    app: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(_context: object) -> None:
        raise TimeoutError

    handle(monkeypatch, "status", late)

    assert (await ask(app, "/v1/status")).status == 500


async def test_who_leaves_in_the_middle_is_no_fault_of_ours(
    app: Callable[..., Any], caplog: pytest.LogCaptureFixture
) -> None:
    async def leave() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    await said(app, leave)

    assert caplog.records == []


async def said(app: Callable[..., Any], receive: Callable[[], Any]) -> int:
    """The status of a request whose body comes in this way."""
    statuses: list[int] = []

    async def send(message: dict[str, Any]) -> None:
        statuses.append(message.get("status", 0))

    scope = {"type": "http", "method": "POST", "path": "/v1/entries", "headers": []}
    await app({**scope, "query_string": b"", "root_path": ""}, receive, send)
    return statuses[0]


@pytest.mark.parametrize("pattern", ["02*34*", "390844*", "0844-0845*", "+39-02,03*"])
async def test_a_pattern_that_cannot_be_kept_exactly_is_refused(
    app: Callable[..., Any], pattern: str
) -> None:
    refused = await ask(app, "/v1/entries", "POST", body={"pattern": pattern, "kind": "block"})
    entries = await ask(app, "/v1/entries")

    assert (refused.status, entries.content) == (400, [])


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00", "9999-12-31T23:59:59-23:59", "9999-12-31"])
async def test_a_time_at_the_end_of_the_calendar_is_refused(
    app: Callable[..., Any], at: str
) -> None:
    body = {"pattern": STRANGER, "kind": "block", "until": at}
    checked = await ask(app, f"/v1/check?number=1&at={at}")
    blocked = await ask(app, "/v1/entries", "POST", body=body)

    assert (checked.status, blocked.status) == (400, 400)


async def waiting(app: Callable[..., Any], leaves: asyncio.Event) -> list[dict[str, Any]]:
    """A client that asks for a sync, and may close its end."""
    sent: list[dict[str, Any]] = []
    asked = iter([{"type": "http.request", "body": b"{}"}])

    async def receive() -> dict[str, Any]:
        if request := next(asked, None):
            return request
        await leaves.wait()
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/v1/sync", "headers": []}
    await app({**scope, "query_string": b"", "root_path": ""}, receive, send)
    return sent


@pytest.fixture
async def begun(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """Set when an act waits for something that never comes, unless its asker leaves."""
    begun, loop = asyncio.Event(), asyncio.get_running_loop()

    def sync(_context: object, **_: object) -> None:
        gone = threading.Event()
        current_asker().on_leaving(gone.set)  # type: ignore[union-attr]  # the server has one
        loop.call_soon_threadsafe(begun.set)
        gone.wait(20)
        raise PortinaioError("nobody waits")

    handle(monkeypatch, "sync", sync)
    return begun


async def test_an_act_hears_that_its_client_has_left(
    app: Callable[..., Any], begun: asyncio.Event
) -> None:
    leaves = asyncio.Event()
    client = asyncio.ensure_future(waiting(app, leaves))
    await begun.wait()

    leaves.set()

    assert b"nobody waits" in (await client)[1]["body"]


async def test_who_waits_when_the_daemon_ends_is_told_so(
    local: AClient, begun: asyncio.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "LAST_WORD_S", 0.01)
    api = Api(local.context, Hub(asyncio.get_running_loop()), "en")
    client = asyncio.ensure_future(waiting(api.app(), asyncio.Event()))
    await begun.wait()

    api.end()

    assert b"the daemon has ended" in (await client)[1]["body"]

"""Who may come in by the browser, seen over a loopback socket."""

from __future__ import annotations

import asyncio
import json
import sys
from contextlib import asynccontextmanager

import aiohttp
import pytest

from portinaio.cli.commands.serve import _listener
from portinaio.web import server, session

TOKEN = "the-token"

ECHO = """
import os, sys
out = sys.stdout.buffer
out.write(b"__GANGLION__\\n")
said = f"{os.environ['COLUMNS']}x{os.environ['ROWS']}".encode()
out.write(b"D" + len(said).to_bytes(4, "big") + said)
out.flush()
while (kind := sys.stdin.buffer.read(1)) in {b"D", b"M"}:
    said = sys.stdin.buffer.read(int.from_bytes(sys.stdin.buffer.read(4), "big"))
    if b"quit" in said or said == b"q":
        break
    out.write(b"D" + len(said).to_bytes(4, "big") + said)
    out.flush()
"""
"""Speaks as an app of Textual does to its driver: tells its size, and says again what it is told."""


class Page:
    """A server, and a browser that has its cookie."""

    def __init__(self, at: server.PageServer, http: aiohttp.ClientSession, port: int) -> None:
        self.at = at
        self.http = http
        self.home = f"http://127.0.0.1:{port}"
        self.cookie = {"Cookie": f"portinaio-{port}={TOKEN}"}
        self.own = {**self.cookie, "Origin": self.home}

    async def get(self, path="/", **headers):
        async with self.http.get(
            self.home + path, headers=headers, allow_redirects=False
        ) as answer:
            await answer.read()
            return answer

    def socket(self, query="", **headers):
        return self.http.ws_connect(f"{self.home}/ws{query}", headers=headers or self.own)


@asynccontextmanager
async def a_page(monkeypatch, program=ECHO):
    monkeypatch.setattr(session, "APP", (sys.executable, "-c", program))
    with _listener("127.0.0.1", 0) as door:
        at = server.PageServer(door, TOKEN, {})
        runner = aiohttp.web.AppRunner(await at._make_app(), access_log=None)
        await runner.setup()
        await aiohttp.web.SockSite(runner, door).start()
        try:
            async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:
                yield Page(at, http, door.getsockname()[1])
        finally:
            await runner.cleanup()


@pytest.fixture
async def page(monkeypatch):
    async with a_page(monkeypatch) as page:
        yield page


EVERYWHERE = ["/", "/ws", "/page.js", "/static/js/textual.js", "/static/", "/download/x", "/../x"]


@pytest.mark.parametrize("path", EVERYWHERE)
async def test_nothing_is_shown_without_the_token(page, path):
    assert (await page.get(path)).status == 403


@pytest.mark.parametrize("path", EVERYWHERE)
@pytest.mark.parametrize("token", ["", "the-toke", "the-token2", "THE-TOKEN", "th\u00e9", "\udcff"])
async def test_a_wrong_token_is_none(page, path, token):
    wrong = page.cookie["Cookie"].replace(TOKEN, token.encode("utf-8", "replace").decode())
    assert (await page.get(path, Cookie=wrong)).status == 403


async def test_a_wrong_token_in_the_address_is_none(page):
    assert (await page.get("/?token=the-toke")).status == 403


async def test_the_token_goes_from_the_address_into_a_cookie(page):
    answer = await page.get(f"/?token={TOKEN}")

    assert (answer.status, answer.headers["Location"]) == (303, "/")
    assert answer.headers["Set-Cookie"] == (
        f"{page.cookie['Cookie']}; HttpOnly; Path=/; SameSite=Strict"
    )


async def test_who_has_the_cookie_sees_the_page(page):
    assert (await page.get("/", **page.cookie)).status == 200


async def test_the_page_asks_nobody_outside(page):
    async with page.http.get(page.home, headers=page.cookie) as answer:
        text = await answer.text()

    assert "https:" not in text
    assert text.count("http:") == 0
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "127.0.0.1@evil.example", ""],
)
async def test_a_foreign_name_that_leads_here_sees_nothing(page, host):
    assert (await page.get("/", **page.cookie, Host=host)).status in {400, 403}


@pytest.mark.parametrize("host", ["127.8.8.8:9000", "localhost:9000", "[::1]:9000", "localhost"])
async def test_the_near_end_of_a_tunnel_is_this_computer(page, host):
    port = host.rpartition(":")[2] if host[-1].isdigit() else "80"
    cookie = f"portinaio-{port}={TOKEN}"

    assert (await page.get("/", Cookie=cookie, Host=host)).status == 200


@pytest.mark.parametrize(
    "origin", ["null", "http://evil.example", "http://127.0.0.1:1", "https://127.0.0.1", ""]
)
@pytest.mark.parametrize("path", ["/", "/static/js/textual.js"])
async def test_a_page_of_another_origin_gets_nothing(page, path, origin):
    assert (await page.get(path, **page.cookie, Origin=origin)).status == 403


@pytest.mark.parametrize("origin", [None, "null", "http://evil.example", "http://127.0.0.1:1"])
async def test_a_websocket_needs_our_own_origin(page, origin):
    headers = page.cookie | ({"Origin": origin} if origin else {})

    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await page.socket(**headers)

    assert refused.value.status == 403


async def test_a_websocket_needs_the_token(page):
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await page.socket(Origin=page.home)

    assert (refused.value.status, page.at._sessions) == (403, set())


async def test_the_app_takes_what_is_typed(page):
    async with page.socket("?width=100&height=30") as socket:
        size = await socket.receive_bytes(timeout=20)
        await socket.send_str(json.dumps(["stdin", "ciao \u00e8"]))

        assert (size, await socket.receive_bytes(timeout=20)) == (b"100x30", "ciao \u00e8".encode())


@pytest.mark.parametrize(
    ("query", "size"),
    [
        ("", b"80x20"),
        ("?width=999999999&height=999999999", b"80x20"),
        ("?width=99999&height=99999", b"500x200"),
        ("?width=-5&height=x", b"80x20"),
        ("?width=0&height=0", b"20x5"),
    ],
)
async def test_a_page_cannot_ask_for_a_screen_of_any_size(page, query, size):
    async with page.socket(query) as socket:
        assert await socket.receive_bytes(timeout=20) == size


@pytest.mark.parametrize(
    "nonsense",
    [
        "",
        "[",
        "7",
        "[]",
        "{}",
        '["stdin"]',
        '["stdin", 7]',
        '["resize", []]',
        '["resize", {"width": null, "height": "x"}]',
        '["ping", {}]',
        '["exec", "rm"]',
        "[" * 100_000,
    ],
)
async def test_nonsense_of_a_page_is_left_alone(page, nonsense):
    async with page.socket() as socket:
        await socket.receive_bytes(timeout=20)
        await socket.send_str(nonsense)
        await socket.send_str(json.dumps(["ping", "12"]))

        while isinstance(said := (await socket.receive(timeout=20)).data, bytes):
            pass  # what the app was told, said again
        assert json.loads(said) == ["pong", "12"]


async def test_more_pages_than_a_family_has_are_refused(page, monkeypatch):
    monkeypatch.setattr(server, "MOST_SESSIONS", 1)
    async with page.socket() as socket:
        await socket.receive_bytes(timeout=20)

        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await page.socket()

        assert (refused.value.status, (await page.get("/", **page.cookie)).status) == (503, 503)


async def test_an_app_that_ends_closes_its_page(page):
    async with page.socket() as socket:
        await socket.receive_bytes(timeout=20)
        await socket.send_str(json.dumps(["stdin", "q"]))

        assert (await socket.receive(timeout=20)).type is aiohttp.WSMsgType.CLOSE


async def test_a_page_that_closes_takes_its_app_with_it(page):
    async with page.socket() as socket:
        await socket.receive_bytes(timeout=20)
        (served,) = page.at._sessions

    async with asyncio.timeout(20):
        await served._process.wait()


async def test_an_app_that_does_not_leave_is_ended(monkeypatch):
    monkeypatch.setattr(session, "FAREWELL_S", 0.05)
    clinging = ECHO.replace('b"quit" in said', "False")
    async with a_page(monkeypatch, clinging) as page:
        async with page.socket() as socket:
            await socket.receive_bytes(timeout=20)
            (served,) = page.at._sessions

        async with asyncio.timeout(20):
            assert await served._process.wait() == -9


async def test_the_server_ends_its_apps(monkeypatch):
    async with a_page(monkeypatch) as page:
        socket = await page.socket()
        await socket.receive_bytes(timeout=20)
        (served,) = page.at._sessions

    assert served._process.returncode is not None

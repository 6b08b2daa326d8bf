"""A real daemon with a gateway and a webhook: the link of a notice allows the caller, once."""

from __future__ import annotations

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from daemon_world import ADaemon, until
from free_ports import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SALES = "+390844123456"
HEARD_WITHIN_S = 60
CONFIG = """
country = "IT"
[gateway]
listen = "127.0.0.1:{gateway}"
[[notify]]
name = "house"
kind = "webhook"
url = "http://127.0.0.1:{webhook}/"
"""


@pytest.fixture
def told() -> Iterator[tuple[int, Queue[dict[str, Any]]]]:
    heard: Queue[dict[str, Any]] = Queue()

    class Webhook(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Nothing."""

        def do_POST(self) -> None:
            heard.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

    with ThreadingHTTPServer(("127.0.0.1", 0), Webhook) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server.server_address[1], heard
        server.shutdown()


def test_the_link_of_a_notice_allows_the_caller_once(
    tmp_path: Path, told: tuple[int, Queue[dict[str, Any]]]
) -> None:
    webhook, heard = told
    port = free_port()
    at = f"http://127.0.0.1:{port}"
    config = CONFIG.format(gateway=port, webhook=webhook)
    null = "keyring.backends.null.Keyring"
    with ADaemon(tmp_path / "home", config, PYTHON_KEYRING_BACKEND=null) as daemon:
        daemon.answers()
        until(lambda: _is_there(at))
        token = daemon.ask("/v1/devices", "POST", {"name": "phone", "books": []})["token"]
        httpx.get(f"{at}/phoneblock/api/num/{SALES}", headers={"Authorization": f"Bearer {token}"})
        notice = heard.get(timeout=HEARD_WITHIN_S)
        link = notice["allow"]
        looked = httpx.get(link)
        before = daemon.ask("/v1/entries")
        from_elsewhere = httpx.post(link, headers={"Origin": "http://evil.example"})
        pressed = httpx.post(link, headers={"Origin": at})
        allowed = [(one["pattern"], one["kind"]) for one in daemon.ask("/v1/entries")]
        again = [httpx.post(link, headers={"Origin": at}).status_code, httpx.get(link).status_code]
        action = daemon.ask("/v1/check?number=%2B390844123456")["action"]

    assert (notice["occasion"], notice["number"]) == ("rejected", "…456")
    assert re.fullmatch(re.escape(at) + r"/allow/[\w-]{32}", link)
    assert (looked.status_code, before, from_elsewhere.status_code) == (200, [], 403)
    assert (pressed.status_code, allowed) == (200, [(SALES, "allow")])
    assert (again, action) == ([404, 404], "ring")


def _is_there(address: str) -> bool:
    try:
        return httpx.get(address).status_code == 200
    except httpx.TransportError:
        return False

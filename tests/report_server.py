"""A list that takes reports, on loopback: it remembers exactly what came, and answers as it is told."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, NamedTuple

from portinaio.daemon.sharing.share_worker import give

if TYPE_CHECKING:
    from typing import Self

TOKEN = "pbt_fictional"


def in_this_process(_module: str, asked: dict[str, str], *_: object) -> object:
    """In place of the process that gives a report, for tests of everything around it."""
    return give(asked)


class Taken(NamedTuple):
    method: str
    path: str
    headers: dict[str, str]
    body: str


class AReportServer:
    def __init__(self) -> None:
        self.taken: list[Taken] = []
        self.status = 200
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                body = self.rfile.read(length).decode()
                outer.taken.append(Taken("POST", self.path, dict(self.headers), body))
                answer = b"Rating recorded."
                self.send_response(outer.status)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    @property
    def bodies(self) -> list[str]:
        return [each.body for each in self.taken]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def a_catalogue(port: int, *, received: bool = False) -> str:
    """A user's own: a list of the world that takes reports here, and an Italian one with a page for them."""
    return f"""
[[list]]
name = "votes"
title = "Votes"
publisher = "somebody"
homepage = "http://127.0.0.1:{port}/"
url = "http://127.0.0.1:{port}/list"
licence = "CC0"
format = "plain"
country = "*"
every_hours = 24
trust = 0.8
account = "a token"
says = "Numbers that people vote on."
checked = 2026-11-30
[list.share]
manner = "phoneblock"
url = "http://127.0.0.1:{port}/rate"
legitimate = "A_LEGITIMATE"
topics = {{ energy = "E_ADVERTISING", other = "B_MISSED" }}

[[list]]
name = "pages"
title = "Pages"
publisher = "somebody"
homepage = "http://127.0.0.1:{port}/"
url = "http://127.0.0.1:{port}/other"
licence = "CC0"
format = "plain"
country = "IT"
every_hours = 24
trust = 0.8
says = "Numbers that people report."
checked = 2026-11-30
[list.share]
manner = "form"
url = "http://127.0.0.1:{port}/new?numero={{number}}&categoria={{topic}}&data={{day}}&descrizione={{company}}"
received = {str(received).lower()}
topics = {{ energy = "energia", other = "altro" }}
"""

"""Worlds for tests of the daemon: a house in a folder, a line that obeys, a daemon in a process of its own."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self

import pytest

from portinaio.api.client import Client
from portinaio.api.local import Local
from portinaio.config.home import Home
from portinaio.core.call import Attestation, Presentation
from portinaio.core.logged import LoggedCall
from portinaio.core.message import msg
from portinaio.core.policy import Action, Outcome
from portinaio.core.verdict import Label
from portinaio.daemon.context import Context
from portinaio.lines.line import Performed
from worlds import FROZEN_NOW, STRANGER

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from portinaio.core.policy import Decision

DEADLINE_S = 20.0  # a loaded machine; what is waited for takes a quarter of a second


def a_home(folder: Path, config: str = "") -> Home:
    folder.mkdir(mode=0o700, exist_ok=True)
    if config:
        (folder / "config.toml").write_text(config, encoding="utf-8")
    return Home(*[str(folder)] * 5)


def a_context(
    folder: Path, config: str = 'country = "IT"\n', *, now: Callable[[], datetime] | None = None
) -> Context:
    """A house with a daemon in it, at two in the afternoon."""
    context = Context(a_home(folder, config), environ={}, now=now or (lambda: FROZEN_NOW))
    context.since = FROZEN_NOW
    return context


class AClient(Client):
    """Asks in this process, as a window does where no daemon runs."""

    transport: Local

    @property
    def context(self) -> Context:
        return self.transport.context


def a_client(context: Context, language: str = "en") -> AClient:
    return AClient(Local(context, language))


def a_logged_call(call_id: int = 1, **known: object) -> LoggedCall:
    call = LoggedCall(
        call_id,
        FROZEN_NOW,
        "home",
        STRANGER,
        STRANGER,
        "",
        "",
        Presentation.ALLOWED,
        Attestation.NONE,
        Label.UNKNOWN,
        0,
        suspected=False,
        findings=(),
        action=Action.RING,
        because=msg("nothing is known of this number"),
    )
    return call._replace(**known)  # type: ignore[arg-type]  # named as the fields are


def a_rejected_call(call_id: int = 1, **known: object) -> LoggedCall:
    known = {"action": Action.REJECT, "outcome": Outcome.DONE, **known}
    return a_logged_call(call_id, **known)


class ALine:
    """Obeys at once and remembers what it was told."""

    kind = "replay"
    can = frozenset(Action)
    watches = False
    comes_back_s = 5.0

    def __init__(self, name: str = "home", *, obeys: Performed | Exception | None = None) -> None:
        self.name = name
        self.told: list[tuple[str, Decision]] = []
        self._obeys = obeys or Performed(Outcome.DONE)

    async def run(self, handler: object) -> None:
        raise NotImplementedError

    async def perform(self, handle: str, decision: Decision) -> Performed:
        self.told.append((handle, decision))
        if isinstance(self._obeys, Exception):
            raise self._obeys
        return self._obeys


class ADaemon:
    """`python -m portinaio.daemon` in a home of its own."""

    def __init__(
        self, folder: Path, config: str = "", *, program: str = "", **environ: str
    ) -> None:
        """`program` is Python that begins a daemon in its own way."""
        self._begin = ["-c", program] if program else ["-m", "portinaio.daemon"]
        self.home = a_home(folder, config)
        self._environ = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **environ}
        self._environ.setdefault("PORTINAIO_HOME", str(folder))
        self.socket = str(folder / "portinaio.sock")

    def __enter__(self) -> Self:
        self.process = subprocess.Popen(
            [sys.executable, *self._begin],
            env=self._environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()

    def answers(self) -> Self:
        """Wait until it does."""
        until(lambda: self.process.poll() is not None or _connects(self.socket))
        return self

    def ask(
        self, path: str, method: str = "GET", body: Any = None, *, timeout_s: float = DEADLINE_S
    ) -> Any:
        content = b"" if body is None else json.dumps(body).encode()
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as channel:
            channel.settimeout(timeout_s)
            channel.connect(self.socket)
            head = f"{method} {path} HTTP/1.0\r\nHost: x\r\nContent-Length: {len(content)}\r\n\r\n"
            channel.sendall(head.encode() + content)
            received = b""
            while piece := channel.recv(65536):
                received += piece
        return json.loads(received.partition(b"\r\n\r\n")[2])

    def status(self) -> Any:
        return self.ask("/v1/status")

    def health(self) -> list[str]:
        return [each["code"] for each in self.status()["health"]]

    def end(self, number: int = signal.SIGTERM) -> tuple[int, str]:
        """Exit status and what stands on stderr."""
        self.process.send_signal(number)
        _, told = self.process.communicate(timeout=DEADLINE_S)
        return self.process.returncode, told

    def ended(self) -> tuple[int, str]:
        """As `end`, for one that ends by itself."""
        _, told = self.process.communicate(timeout=DEADLINE_S)
        return self.process.returncode, told


def until(true: Callable[[], object]) -> None:
    """Ask again and again, with a deadline."""
    deadline = time.monotonic() + DEADLINE_S
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)


def mounted(folder: Path, options: str) -> Iterator[Path]:
    """A small disk at `folder`, for as long as somebody looks at it."""
    mount = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("mounting is not permitted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(filler: Path) -> None:
    """Leave no room beside it."""
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(b"\0" * 4096):
            pass


def _connects(path: str) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as channel:
        try:
            channel.connect(path)
        except OSError:
            return False
    return True


class Answer:
    def __init__(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def content(self) -> Any:
        return json.loads(self.body)


async def ask(
    app: Callable[..., Awaitable[None]],
    target: str,
    method: str = "GET",
    *,
    body: Any = None,
    client: str = "",
    **headers: str,
) -> Answer:
    """One request to an ASGI application, as uvicorn would put it."""
    path, _, query = target.partition("?")
    content = (
        body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
    )
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()],
        "client": (client, 50000) if client else None,
        "server": None,
    }
    sent: list[dict[str, Any]] = []
    asked = iter([{"type": "http.request", "body": content, "more_body": False}])

    async def receive() -> dict[str, Any]:
        if request := next(asked, None):
            return request
        return await asyncio.Event().wait()  # type: ignore[return-value]  # it stays to the end

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return Answer(
        sent[0]["status"],
        {name.decode(): value.decode() for name, value in sent[0].get("headers", ())},
        b"".join(message.get("body", b"") for message in sent[1:]),
    )

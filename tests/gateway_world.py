"""A house with a gateway, and telephones that ask it."""

from __future__ import annotations

import asyncio
from base64 import b64encode
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from daemon_world import Answer, a_client, a_context
from portinaio.core.policy import Outcome
from portinaio.daemon.calls.as_logged import as_logged
from portinaio.daemon.events import Hub
from portinaio.daemon.gateway.app import DeviceApp
from portinaio.daemon.http.app import Api
from portinaio.daemon.http.gateway import Gateway
from worlds import FROZEN_NOW

if TYPE_CHECKING:
    from pathlib import Path

    from portinaio.core.logged import LoggedCall
    from portinaio.daemon.screening import Judgement

HOUSE = 'country = "IT"\n[[line]]\nname = "home"\nkind = "replay"\n'
HOUSE_TOKEN = "the-token-of-the-house"
SALES = "+390844123456"
"""Of the range that Italy reserves for sales calls."""
ANNA = "+390200000101"
SOLD = "+390200004321"
ORIGIN = "http://192.0.2.2:8765"


class AHouse:
    """`telephone` lets a device in; `ask` is one request over the network."""

    def __init__(self, folder: Path, config: str = HOUSE) -> None:
        self.now = FROZEN_NOW
        self.clock_s = 0.0
        self.context = a_context(folder, config, now=lambda: self.now)
        self.client = a_client(self.context)
        self.context.log_asked = self._log
        self.devices = DeviceApp(
            self.context,
            "a secret",
            "en",
            frozenset({"pi.example"}),
            monotonic=lambda: self.clock_s,
        )
        inner = Api(self.context, Hub(asyncio.get_running_loop()), "en").app()
        self.gateway = Gateway(inner, HOUSE_TOKEN, lambda: self.clock_s, self.devices)

    def _log(self, judgement: Judgement) -> None:
        store = self.context.store
        call = as_logged(store.calls.next_id(), judgement)
        store.calls.record(call._replace(outcome=Outcome.DONE))

    def telephone(
        self,
        name: str = "anna-phone",
        *,
        may: list[str] | None = None,
        given: list[str] | None = None,
        lists: list[str] | None = None,
    ) -> Telephone:
        added = self.client.add_device(name, may, given, lists or [])
        return Telephone(self, name, added["token"])

    @property
    def calls(self) -> list[LoggedCall]:
        """Newest first."""
        return self.context.store.calls.page()

    async def ask(self, method: str, target: str, body: bytes = b"", **more: Any) -> Answer:
        """`client` is the address, `chunks` what comes of the body piece by piece; other names are those of headers."""
        client, scheme = more.pop("client", "192.0.2.1"), more.pop("scheme", "http")
        headers = {"host": "192.0.2.2:8765", **{k.replace("_", "-"): v for k, v in more.items()}}
        path, _, query = target.partition("?")
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": method,
            "scheme": scheme,
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(k.encode(), v.encode()) for k, v in headers.items()],
            "client": (client, 50000),
            "server": None,
        }
        sent: list[dict[str, Any]] = []
        asked = iter([{"type": "http.request", "body": body, "more_body": False}])

        async def receive() -> dict[str, Any]:
            if request := next(asked, None):
                return request
            return await asyncio.Event().wait()  # type: ignore[return-value]  # it stays to the end

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        await self.gateway(scope, receive, send)
        return Answer(
            sent[0]["status"],
            {name.decode().lower(): value.decode() for name, value in sent[0].get("headers", ())},
            b"".join(message.get("body", b"") for message in sent[1:]),
        )


class Telephone:
    def __init__(self, house: AHouse, name: str, token: str) -> None:
        self.house = house
        self.name = name
        self.token = token

    async def ask(self, method: str, target: str, body: bytes = b"", **more: Any) -> Answer:
        bearer = {"authorization": f"Bearer {self.token}"}
        return await self.house.ask(method, target, body, **{**bearer, **more})

    async def get(self, target: str, **more: Any) -> Answer:
        return await self.ask("GET", target, **more)

    @property
    def basic(self) -> str:
        return "Basic " + b64encode(f"{self.name}:{self.token}".encode()).decode()

    @property
    def deeds(self) -> list[tuple[str, str]]:
        return [
            (each["kind"], each["number"]) for each in self.house.client.device(self.name)["deeds"]
        ]


class Browser:
    """Keeps the cookie that it is given, and says where its forms come from."""

    def __init__(self, house: AHouse, language: str = "en") -> None:
        self.house = house
        self.cookie = ""
        self.language = language

    async def get(self, path: str = "/", **more: Any) -> Answer:
        return await self._ask("GET", path, b"", **more)

    async def post(self, path: str, form: dict[str, str], **more: Any) -> Answer:
        headers = {"origin": ORIGIN, **more}
        return await self._ask("POST", path, urlencode(form).encode(), **headers)

    async def _ask(self, method: str, path: str, body: bytes, **more: Any) -> Answer:
        headers = {"accept_language": self.language, **more}
        if self.cookie:
            headers.setdefault("cookie", self.cookie)
        answer = await self.house.ask(method, path, body, **headers)
        if found := answer.headers.get("set-cookie"):
            self.cookie = found.partition(";")[0]
        return answer

    async def enter(self, phone: Telephone) -> Answer:
        return await self.post("/login", {"token": phone.token})

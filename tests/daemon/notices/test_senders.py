"""Webhook, ntfy and mail against servers on the loopback."""

from __future__ import annotations

import asyncio
import email
import email.policy
import hashlib
import hmac
import json
import ssl
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, NamedTuple

import pytest

from mailing import serving
from portinaio.config.settings import MailTable
from portinaio.core.message import render
from portinaio.daemon.notices import http_post
from portinaio.daemon.notices.mail import Mail
from portinaio.daemon.notices.notice import Shown
from portinaio.daemon.notices.ntfy import Ntfy
from portinaio.daemon.notices.sender import NotSentError
from portinaio.daemon.notices.webhook import Webhook, signature
from postbox import PASSWORD, Postbox, a_certificate
from worlds import FROZEN_NOW

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

TOLD = Shown("rejected", FROZEN_NOW, "Call turned away: …234 è", "on a list\nà", "…234", {"call": 7}, "https://house/allow/x")  # fmt: skip


class Heard(NamedTuple):
    line: str
    headers: dict[str, str]
    body: bytes


class AWeb:
    """Answers what it is told to, and remembers what it heard."""

    def __init__(self, answer: bytes) -> None:
        self._answer = answer
        self.heard: list[Heard] = []
        self.port = 0
        self.talks: list[asyncio.Task[None]] = []

    def welcome(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.talks.append(asyncio.ensure_future(self.take(reader, writer)))

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        line, *lines = head.strip().split("\r\n")
        headers = dict(one.lower().split(": ", 1) for one in lines)
        body = await reader.readexactly(int(headers["content-length"]))
        self.heard.append(Heard(line, dict(one.split(": ", 1) for one in lines), body))
        writer.write(self._answer)
        try:
            await writer.drain()
            if self._answer:
                writer.close()
            else:
                await reader.read()
        except OSError:
            pass
        writer.close()


@asynccontextmanager
async def a_web(
    answer: bytes = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
    tls: ssl.SSLContext | None = None,
) -> AsyncIterator[AWeb]:
    web = AWeb(answer)
    server = await asyncio.start_server(web.welcome, "127.0.0.1", 0, ssl=tls)
    web.port = server.sockets[0].getsockname()[1]
    try:
        yield web
    finally:
        server.close()
        await asyncio.gather(*web.talks, return_exceptions=True)
        await asyncio.sleep(0)


def said(error: NotSentError) -> str:
    return render(error.sentence, None)  # type: ignore[arg-type]  # a message it is


@pytest.mark.parametrize("key", ["", "secret"])
async def test_a_webhook_is_told_in_json_and_signed_where_there_is_a_key(key: str) -> None:
    async with a_web() as web:
        await Webhook(f"http://127.0.0.1:{web.port}/hook?a=1", key, lambda: 1_700_000_000.9).send(
            TOLD
        )

    (heard,) = web.heard
    assert heard.line == "POST /hook?a=1 HTTP/1.1"
    assert json.loads(heard.body) == {
        "occasion": "rejected", "at": FROZEN_NOW.isoformat(timespec="seconds"), "title": TOLD.title,
        "text": TOLD.text, "number": "…234", "call": 7, "allow": "https://house/allow/x",
    }  # fmt: skip
    expected = hmac.new(b"secret", b"1700000000." + heard.body, hashlib.sha256).hexdigest()
    assert heard.headers.get("X-Portinaio-Signature") == (f"sha256={expected}" if key else None)
    assert heard.headers.get("X-Portinaio-Timestamp") == ("1700000000" if key else None)


def test_a_signature_holds_for_one_time_and_one_body() -> None:
    made = {signature(key, at, body) for key in "ab" for at in "12" for body in (b"x", b"y")}

    assert len(made) == 8


@pytest.mark.parametrize("token", ["", "tk_1"])
@pytest.mark.parametrize("link", [None, "https://house/allow/x"])
async def test_ntfy_is_told_in_any_letters(token: str, link: str | None) -> None:
    async with a_web() as web:
        await Ntfy(f"http://127.0.0.1:{web.port}/doors", token, None).send(
            TOLD._replace(allow=link)
        )

    (heard,) = web.heard
    told = json.loads(heard.body)
    assert heard.line == "POST / HTTP/1.1"
    assert (told["topic"], told["title"], told["message"]) == ("doors", TOLD.title, TOLD.text)
    assert heard.headers.get("Authorization") == (f"Bearer {token}" if token else None)
    assert told.get("actions") == (
        [{"action": "view", "label": "Allow", "url": link}] if link else None
    )


@pytest.mark.parametrize(
    ("answer", "again", "told"),
    [
        (b"HTTP/1.1 301 Moved\r\nlocation: http://127.0.0.1/\r\n\r\n", False, "sends us elsewhere (301)"),
        (b"HTTP/1.1 403 No\r\ncontent-length: 0\r\n\r\n", False, "refuses the notice (HTTP 403)"),
        (b"HTTP/1.1 429 Slow\r\ncontent-length: 0\r\n\r\n", True, "refuses the notice (HTTP 429)"),
        (b"HTTP/1.1 500 Oh\r\ncontent-length: 0\r\n\r\n", True, "refuses the notice (HTTP 500)"),
        (b"SSH-2.0-x\r\n\r\n", False, "does not answer in HTTP"),
        (b"HTTP/1.1 200 OK\r\nx: " + b"y" * 200_000, False, "does not answer in HTTP"),
        (b"HTTP/1.1 100 Continue\r\n\r\n" * 4000, False, "does not answer in HTTP"),
        (b"", True, "no answer came in time"),
    ],
    ids=["elsewhere", "forbidden", "later", "broken", "another protocol", "endless head", "endless waiting", "mute"],
)  # fmt: skip
async def test_a_web_that_does_not_take_it_is_a_sentence(
    answer: bytes, again: bool, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http_post, "WHOLE_S", 0.3)
    async with a_web(answer) as web:
        with pytest.raises(NotSentError) as error:
            await Webhook(f"http://127.0.0.1:{web.port}/", "", lambda: 0.0).send(TOLD)

    assert told in said(error.value)
    assert error.value.again is again


@pytest.mark.parametrize(
    "answer", [b"HTTP/1.1 102 Wait\r\n\r\nHTTP/1.1 204 OK\r\n\r\n", b"HTTP/1.0 200 OK\r\n\r\n"]
)
async def test_any_yes_is_one(answer: bytes) -> None:
    async with a_web(answer) as web:
        await Webhook(f"http://127.0.0.1:{web.port}", "", lambda: 0.0).send(TOLD)

    assert len(web.heard) == 1


async def test_nobody_there_is_a_sentence_and_tried_again() -> None:
    async with a_web() as web:
        port = web.port
    with pytest.raises(NotSentError, match="connection refused") as error:
        await Webhook(f"http://127.0.0.1:{port}/", "", lambda: 0.0).send(TOLD)

    assert error.value.again


async def test_a_certificate_that_nobody_vouches_for_gets_nothing(tmp_path: Path) -> None:
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(a_certificate(tmp_path))
    async with a_web(tls=tls) as web:
        with pytest.raises(NotSentError, match="nobody vouches for the certificate of localhost"):
            await Webhook(f"https://localhost:{web.port}/", "", lambda: 0.0).send(TOLD)

    assert web.heard == []


def a_mail(port: int, folder: Path, to: str, password: str = PASSWORD) -> Mail:
    table = MailTable(
        host="localhost", port=port, tls="starttls", username="maria", sender="Maria <maria@example.net>"
    )  # fmt: skip
    tls = ssl.create_default_context(cafile=str(folder / "certificate.pem"))
    return Mail(table, to, password, tls)


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    made = a_certificate(tmp_path)
    (tmp_path / "certificate.pem").write_bytes(made.read_bytes())
    return made


@pytest.mark.parametrize(
    ("to", "recipient"), [("", "maria@example.net"), ("luigi@example.net", "luigi@example.net")]
)
async def test_a_mail_comes_to_the_user_or_whom_he_names(
    tmp_path: Path, certificate: Path, to: str, recipient: str
) -> None:
    postbox = Postbox()
    with serving(postbox, certificate) as port:
        await a_mail(port, tmp_path, to).send(TOLD)

    (envelope,) = postbox.envelopes
    message = email.message_from_bytes(envelope.content, policy=email.policy.default)
    assert (envelope.mail_from, envelope.rcpt_tos) == ("maria@example.net", [recipient])
    assert message["Subject"] == f"Portinaio: {TOLD.title}"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content().replace("\r", "") == "on a list\nà\n\nhttps://house/allow/x\n"


@pytest.mark.parametrize(
    ("password", "refuses", "again"),
    [("wrong", None, False), (PASSWORD, "451 later", True), (PASSWORD, "554 never", True)],
)
async def test_a_mail_that_is_not_taken_is_a_sentence(
    tmp_path: Path, certificate: Path, password: str, refuses: str | None, again: bool
) -> None:
    postbox = Postbox()
    postbox.refuses = refuses
    with serving(postbox, certificate) as port, pytest.raises(NotSentError) as error:
        await a_mail(port, tmp_path, "", password).send(TOLD)

    assert error.value.again is again
    assert postbox.envelopes == []


def test_a_title_ends_no_header() -> None:
    from portinaio.daemon.notices.mail import written  # noqa: PLC0415  # beside what it is for

    raw = written(TOLD._replace(title="a" * 110), "maria@example.net", "maria@example.net")

    assert raw.count(b"\r\n\r\n") >= 1
    assert email.message_from_bytes(raw)["To"] == "maria@example.net"

"""The gateway: no token, no answer; and whoever guesses waits."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import ssl
import subprocess
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest
from starlette.responses import PlainTextResponse

from daemon_world import ADaemon, a_client, a_context, a_home, ask, until
from free_ports import free_port
from portinaio.config.load import parse_settings
from portinaio.config.secrets import look_up
from portinaio.config.settings import GatewayTable
from portinaio.daemon.events import Hub
from portinaio.daemon.http import gateway as room
from portinaio.daemon.http.app import Api
from portinaio.daemon.http.gateway import PATIENCE, SECRET, Gateway, gateway_token
from portinaio.daemon.http.listeners import Listeners
from portinaio.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

TOKEN = "a-long-token"
BACKEND = "keyring.backends.null.Keyring"
BEARER = f"Bearer {TOKEN}"


class AGateway(Gateway):
    def __init__(self) -> None:
        self.now = 0.0
        super().__init__(PlainTextResponse("inside"), TOKEN, lambda: self.now)

    async def status(self, authorization: str = "", client: str = "192.0.2.1") -> int:
        given = {"authorization": authorization} if authorization else {}
        return (await ask(self, "/", client=client, **given)).status


@pytest.mark.parametrize(
    "authorization",
    ["", "Bearer wrong", TOKEN, "Basic " + TOKEN],
    ids=["none", "wrong", "bare", "basic"],
)
async def test_without_its_token_nothing_is_answered(authorization: str) -> None:
    answer = await ask(AGateway(), "/v1/status", authorization=authorization)

    assert (answer.status, answer.body) == (401, b"")


async def test_with_its_token_the_api_answers() -> None:
    answer = await ask(AGateway(), "/v1/status", authorization=BEARER)

    assert (answer.status, answer.body) == (200, b"inside")


async def test_who_guesses_has_to_wait_and_then_waits_longer() -> None:
    gateway = AGateway()
    for _ in range(PATIENCE):
        await gateway.status("Bearer guess")

    at_once = await gateway.status("Bearer guess")
    gateway.now = room.FIRST_WAIT_S
    once_more = await gateway.status("Bearer guess")
    gateway.now += room.FIRST_WAIT_S
    later = await gateway.status("Bearer guess")
    gateway.now += room.FIRST_WAIT_S
    at_last = await gateway.status("Bearer guess")

    assert (at_once, once_more, later, at_last) == (429, 401, 429, 401)


@pytest.mark.parametrize("times", [0, 1, PATIENCE - 1, PATIENCE, PATIENCE + 1, 50])
@pytest.mark.parametrize(
    "before",
    [("",), ("Bearer guess",), ("", "Bearer guess"), ("Basic guess", TOKEN, "Bearer "), (BEARER,)],
    ids=["none", "wrong", "none and wrong", "odd ones", "right"],
)
async def test_whoever_has_the_token_is_never_shut_out(before: tuple[str, ...], times: int) -> None:
    gateway = AGateway()
    for _ in range(times):
        for authorization in before:
            await gateway.status(authorization)

    assert [await gateway.status(BEARER) for _ in range(3)] == [200, 200, 200]


async def test_who_asks_without_a_token_is_told_so_however_often() -> None:
    gateway = AGateway()

    assert {await gateway.status() for _ in range(50)} == {401}
    assert [await gateway.status("Bearer guess") for _ in range(PATIENCE + 1)] == [
        *[401] * PATIENCE,
        429,
    ]


async def test_two_tokens_are_none() -> None:
    scope = {"headers": [(b"authorization", BEARER.encode())] * 2, "client": ("192.0.2.1", 5)}
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    await AGateway()(scope, None, send)

    assert sent[0]["status"] == 401


@pytest.mark.parametrize(
    ("guesses", "other", "status"),
    [
        ("2001:db8:1:1::1", "2001:db8:1:1:ffff::2", 429),
        ("2001:db8:1:1::1", "2001:db8:1:2::1", 401),
        ("fe80::1%eth0", "fe80::2%eth0", 429),
        ("::ffff:192.0.2.1", "192.0.2.1", 429),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", 401),
        ("192.0.2.1", "192.0.2.2", 401),
    ],
)
async def test_all_addresses_of_one_subscriber_wait_together(
    guesses: str, other: str, status: int
) -> None:
    gateway = AGateway()
    for _ in range(PATIENCE):
        await gateway.status("Bearer guess", guesses)

    assert await gateway.status("Bearer guess", other) == status


async def test_who_waited_may_come_in_and_starts_afresh() -> None:
    gateway = AGateway()
    for _ in range(PATIENCE):
        await gateway.status("Bearer guess")
    gateway.now = room.FIRST_WAIT_S

    assert await gateway.status(BEARER) == 200
    assert await gateway.status("Bearer typo") == 401
    assert await gateway.status(BEARER) == 200


async def test_one_who_guesses_does_not_shut_out_another() -> None:
    gateway = AGateway()
    for _ in range(PATIENCE):
        await gateway.status("Bearer guess", "192.0.2.1")

    assert await gateway.status(BEARER, "192.0.2.2") == 200


async def test_the_memory_of_failures_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "MOST_ADDRESSES", 2)
    gateway = AGateway()

    for last in range(5):
        await gateway.status("Bearer guess", f"192.0.2.{last}")

    assert len(gateway._throttle._failures) == 2


@pytest.mark.parametrize("text", ["", "8765", "127.0.0.1", "127.0.0.1:99999", "::1:80"])
def test_an_address_that_is_none_is_refused_with_its_line_and_an_example(text: str) -> None:
    with pytest.raises(ConfigError, match=r"toml line 3: .* must be like 127\.0\.0\.1:8765"):
        parse_settings(f'\n[gateway]\nlisten = "{text}"\n', "config.toml")


def test_a_key_without_its_certificate_is_not_taken_for_tls() -> None:
    with pytest.raises(ConfigError, match="of no use without its certificate"):
        parse_settings('[gateway]\nlisten = "127.0.0.1:8765"\nkey = "key.pem"\n', "config.toml")


REACH = [
    ("127.0.0.1", "computer"),
    ("127.8.8.8", "computer"),
    ("[::1]", "computer"),
    ("localhost", "computer"),
    ("[::ffff:127.0.0.1]", "computer"),
    ("192.168.1.2", "network"),
    ("10.0.0.1", "network"),
    ("172.31.255.255", "network"),
    ("169.254.1.1", "network"),
    ("100.64.0.1", "network"),
    ("[fd00::1]", "network"),
    ("[fe80::1]", "network"),
    ("172.32.0.1", "world"),
    ("8.8.8.8", "world"),
    ("[2606:4700::1]", "world"),
    ("[::ffff:8.8.8.8]", "world"),
    ("0.0.0.0", "world"),
    ("[::]", "world"),
    ("pi.example", "world"),
]
STATES = {"computer": "ok", "network": "warning", "world": "wrong"}


@pytest.mark.parametrize(("host", "reach"), REACH)
def test_the_doctor_tells_who_can_read_along_at_the_gateway(
    tmp_path: Path, host: str, reach: str
) -> None:
    listen = f'[gateway]\nlisten = "{host}:8765"\n'
    tls = 'certificate = "gateway.pem"\n'

    assert said_of_gateway(tmp_path / "bare", listen) == [STATES[reach]]
    assert said_of_gateway(tmp_path / "tls", listen + tls) == ["ok"]


def said_of_gateway(folder: Path, config: str) -> list[str]:
    context = a_context(folder, config)
    found = a_client(context).doctor()
    context.close()
    return [one["state"] for one in found if one["code"] == "gateway"]


def test_the_doctor_says_nothing_of_a_gateway_that_is_off(tmp_path: Path) -> None:
    assert said_of_gateway(tmp_path, "") == []


def test_a_gateway_without_tls_that_the_world_can_reach_is_told_at_the_start_and_in_health(
    tmp_path: Path,
) -> None:
    config = f'[gateway]\nlisten = "0.0.0.0:{free_port()}"\n'
    with ADaemon(tmp_path, config, PYTHON_KEYRING_BACKEND=BACKEND) as daemon:
        daemon.answers()
        until(lambda: daemon.health() == ["exposed"])

        assert "reached from everywhere" in daemon.status()["health"][0]["text"]
        assert "reached from everywhere" in daemon.end()[1]


@pytest.mark.usefixtures("no_keyring")
async def test_a_gateway_without_tls_on_a_network_of_one_s_own_is_the_doctor_s_word_alone(
    tmp_path: Path,
) -> None:
    told: list[str] = []
    serving = Listeners(
        a_context(tmp_path),
        Hub(asyncio.get_running_loop()),
        "en",
        lambda code, _: told.append(code),
    )

    opening = asyncio.ensure_future(serving.gateway(GatewayTable(listen="192.0.2.1:8765")))
    async with asyncio.timeout(20):
        while not told:  # noqa: ASYNC110  # it is none of our addresses, which is told last
            await asyncio.sleep(0.01)
    serving.stop()
    await opening

    assert told == ["gateway"]


@pytest.fixture
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portinaio.config.secrets._keyring", lambda: None)


PLACES = [
    pytest.param("/v1/lists", {"source": "file:///etc/hostname"}, id="a file as a list"),
    pytest.param("/v1/lists", {"source": " FILE:/etc/hostname"}, id="however it is written"),
    pytest.param(
        "/v1/lists",
        {"source": "https://192.0.2.1/list.csv", "token": {"file": "/etc/hostname"}},
        id="a file as a token",
    ),
    pytest.param(
        "/v1/lists",
        {"source": "https://192.0.2.1/list.csv", "token": {"env": "HOME"}},
        id="a variable as a token",
    ),
    pytest.param(
        "/v1/lines",
        {"kind": "sip", "name": "x", "keys": {"password": {"file": "/etc/hostname"}}},
        id="a file as a password",
    ),
    pytest.param(
        "/v1/lines",
        {"kind": "replay", "name": "x", "keys": {"file": "/etc/hostname"}},
        id="a file as a script",
    ),
    pytest.param(
        "/v1/settings", {"values": {"mail.password": {"file": "/etc/hostname"}}}, id="of the mail"
    ),
    pytest.param(
        "/v1/settings", {"values": {"mail.password.file": "/etc/hostname"}}, id="key by key"
    ),
    pytest.param(
        "/v1/settings", {"values": {"list": [{"name": "x", "url": "file:///x"}]}}, id="whole tables"
    ),
    pytest.param(
        "/v1/lists",
        {"source": "https://192.0.2.1/list.csv", "token": {"keyring": "mail"}},
        id="a password as a token",
    ),
    pytest.param(
        "/v1/lines",
        {"kind": "sip", "name": "x", "keys": {"password": {"keyring": "mail"}}},
        id="another's password",
    ),
    pytest.param(
        "/v1/settings", {"values": {"list.mine.token": {"keyring": "mail"}}}, id="in a list"
    ),
    pytest.param("/v1/settings", {"values": {"mail.host": "mail.example"}}, id="mail elsewhere"),
    pytest.param("/v1/settings", {"values": {"mail": {"host": "mail.example"}}}, id="a mail table"),
    pytest.param(
        "/v1/settings", {"values": {"list.mine.url": "https://192.0.2.1/x"}}, id="a list elsewhere"
    ),
    pytest.param(
        "/v1/settings", {"values": {"line.home.registrar": "192.0.2.1"}}, id="a line elsewhere"
    ),
    pytest.param(
        "/v1/settings", {"values": {"line.home.proxy": "192.0.2.1"}}, id="a line by a detour"
    ),
    pytest.param("/v1/settings", {"values": {"gateway.key": "/etc/hostname"}}, id="a key"),
]


def asked_from_afar(tmp_path: Path) -> Callable[..., Awaitable[Any]]:
    local = a_client(a_context(tmp_path))
    inner = Api(local.context, Hub(asyncio.get_running_loop()), "en").app()
    gateway = Gateway(inner, TOKEN, lambda: 0.0)

    async def asked(path: str, body: Any) -> Any:
        method = "PUT" if path == "/v1/settings" else "POST"
        return await ask(gateway, path, method, body=body, client="192.0.2.1", authorization=BEARER)

    return asked


@pytest.mark.parametrize(("path", "body"), PLACES)
async def test_nobody_on_the_network_is_given_what_this_computer_keeps(
    tmp_path: Path, path: str, body: dict[str, Any]
) -> None:
    asked = asked_from_afar(tmp_path)
    before = (tmp_path / "config.toml").read_text()

    answer = await asked(path, body)

    assert answer.status == 400
    assert "named on this computer alone" in answer.content["error"]
    assert (tmp_path / "config.toml").read_text() == before


async def test_what_names_no_file_is_changed_over_the_network(tmp_path: Path) -> None:
    asked = asked_from_afar(tmp_path)

    answer = await asked("/v1/settings", {"values": {"policy.reported": "silence"}})

    assert answer.status == 200
    assert 'reported = "silence"' in (tmp_path / "config.toml").read_text()


@pytest.mark.usefixtures("no_keyring")
def test_a_token_is_made_once_and_kept(tmp_path: Path) -> None:
    home = a_home(tmp_path)

    token = gateway_token(home)

    assert (gateway_token(home), look_up(SECRET, home)) == (token, token)
    assert len(token) >= 40


def test_a_daemon_with_a_gateway_answers_on_tcp(tmp_path: Path) -> None:
    port = free_port()
    config = f'[gateway]\nlisten = "127.0.0.1:{port}"\n'
    backend = "keyring.backends.null.Keyring"
    with ADaemon(tmp_path, config, PYTHON_KEYRING_BACKEND=backend) as daemon:
        until((tmp_path / "secrets" / SECRET).exists)
        token = (tmp_path / "secrets" / SECRET).read_text()
        address = f"http://127.0.0.1:{port}/v1/entries"

        def answered(authorization: str) -> Any:
            request = urllib.request.Request(address, headers={"Authorization": authorization})
            try:
                with urllib.request.urlopen(request, timeout=5) as answer:
                    return answer.status
            except urllib.error.HTTPError as error:
                with error:
                    return error.code
            except OSError:
                return None  # not there yet

        until(lambda: answered(f"Bearer {token}") == 200)

        assert answered("Bearer guess") == 401
        assert daemon.end()[0] == 0


def test_a_gateway_whose_port_is_taken_is_a_sentence_in_health(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        backend = "keyring.backends.null.Keyring"
        config = f'[gateway]\nlisten = "127.0.0.1:{port}"\n'
        with ADaemon(tmp_path, config, PYTHON_KEYRING_BACKEND=backend) as daemon:
            daemon.answers()

            until(lambda: daemon.health() == ["gateway"])

            assert str(port) in daemon.status()["health"][0]["text"]
            assert daemon.end()[0] == 0


@pytest.mark.parametrize("pipe", [False, True], ids=["none", "a pipe"])
def test_a_gateway_without_its_certificate_is_a_sentence_in_health(
    tmp_path: Path, pipe: bool
) -> None:
    if pipe:
        os.mkfifo(tmp_path / "none.pem")
    config = f'[gateway]\nlisten = "127.0.0.1:{free_port()}"\ncertificate = "none.pem"\n'
    backend = "keyring.backends.null.Keyring"
    with ADaemon(tmp_path, config, PYTHON_KEYRING_BACKEND=backend) as daemon:
        daemon.answers()

        until(lambda: daemon.health() == ["gateway"])

        assert "certificate" in daemon.status()["health"][0]["text"]


def test_a_gateway_speaks_tls_with_its_certificate(tmp_path: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    port = free_port()
    config = f'[gateway]\nlisten = "127.0.0.1:{port}"\ncertificate = "c.pem"\nkey = "k.pem"\n'
    subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=localhost",
            "-addext",
            "subjectAltName=IP:127.0.0.1",
            "-keyout",
            "k.pem",
            "-out",
            "c.pem",
        ],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    trust = ssl.create_default_context(cafile=str(tmp_path / "c.pem"))

    def answered() -> Any:
        try:
            urllib.request.urlopen(f"https://127.0.0.1:{port}/v1/status", timeout=5, context=trust)
        except urllib.error.HTTPError as error:
            with error:
                return error.code
        except OSError:
            return None  # not there yet

    backend = "keyring.backends.null.Keyring"
    with ADaemon(tmp_path, config, PYTHON_KEYRING_BACKEND=backend):
        until(lambda: answered() == 401)

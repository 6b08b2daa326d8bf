"""Passwords through the API: kept where only their owner reads, never told again, and never written into config.toml."""

from __future__ import annotations

import hashlib
import os
import re
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from daemon_world import ADaemon, a_client, a_context, a_home, until
from portinaio.api.connect import connect
from portinaio.config import passwords
from portinaio.config.load import load_settings
from portinaio.config.secrets import look_up
from portinaio.daemon.context import Context
from portinaio.errors import ConfigError, NotFoundError, UsageError
from portinaio.wire.sip.message import Request, parse
from sip_worlds import answer_to

PASSWORD = "s3cret è così"  # of nobody
KEPT = {"name": "home", "password": PASSWORD}
HOME_LINE = '[[line]]\nname = "home"\nkind = "sip"\nlisten = ["udp:127.0.0.1:0"]\n'


@pytest.fixture
def client(tmp_path, monkeypatch):
    monkeypatch.setattr("portinaio.config.secrets._keyring", lambda: None)
    context = a_context(tmp_path / "home")
    yield a_client(context)
    context.close()


def test_a_password_lies_in_a_file_that_only_its_owner_reads(client):
    told = client.keep_secret("home", PASSWORD)

    file = Path(told["kept"])
    assert (file.read_text(), file.stat().st_mode & 0o777) == (PASSWORD, 0o600)


def test_the_answer_does_not_repeat_the_password(client):
    assert PASSWORD not in str(client.keep_secret("home", PASSWORD))


def test_a_line_with_a_password_says_in_config_toml_only_where_it_lies(client):
    client.keep_secret("home", PASSWORD)
    client.add_line("sip", "home", {"password": {"keyring": "home"}})

    written = Path(client.context.home.config_file).read_text()
    assert ('keyring = "home"' in written, PASSWORD in written) == (True, False)


@pytest.mark.parametrize("step", ["os.fsync", "pathlib.Path.replace"])
def test_a_password_that_cannot_be_written_leaves_the_one_that_was_there(client, monkeypatch, step):
    file = Path(client.keep_secret("home", PASSWORD)["kept"])

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(step, fail)

    with pytest.raises(ConfigError, match="cannot be written"):
        client.keep_secret("home", "another")

    assert file.read_text() == PASSWORD
    assert [each.name for each in file.parent.iterdir()] == ["home"]


def test_a_new_password_is_there_at_every_moment(client, monkeypatch):
    file = Path(client.keep_secret("home", PASSWORD)["kept"])
    seen = []
    monkeypatch.setattr(
        "os.fsync",
        lambda descriptor, real=os.fsync: (seen.append(file.read_text()), real(descriptor)),
    )

    client.keep_secret("home", "another")

    assert (seen, file.read_text()) == ([PASSWORD], "another")


def test_what_a_power_cut_left_half_written_is_in_nobodys_way(client):
    folder = Path(client.context.home.secrets)
    folder.mkdir(parents=True)
    (folder / ".home.new").write_text("hal")

    file = Path(client.keep_secret("home", PASSWORD)["kept"])

    assert (file.read_text(), file.stat().st_mode & 0o777) == (PASSWORD, 0o600)


def test_a_forgotten_password_is_gone(client):
    client.keep_secret("home", PASSWORD)
    client.forget_secret("home")

    assert look_up("home", client.context.home) is None


def test_nobody_forgets_what_is_not_there(client):
    with pytest.raises(NotFoundError, match="no password is stored for home"):
        client.forget_secret("home")


@pytest.mark.parametrize("password", ["", "x" * 4097])
def test_a_password_has_bounds(client, password):
    with pytest.raises(UsageError, match="1 to 4096 bytes"):
        client.keep_secret("home", password)


def test_bytes_that_are_no_text_are_no_password(client):
    with pytest.raises(UsageError, match="must be UTF-8 text; nothing was kept"):
        client.keep_secret("home", "\udcff")

    assert look_up("home", client.context.home) is None


@pytest.mark.parametrize("name", ["", "../config", "a/b", ".hidden"])
def test_the_name_of_a_password_is_no_way_out_of_its_folder(client, name):
    with pytest.raises(UsageError, match="letters, digits"):
        client.keep_secret(name, PASSWORD)


def test_a_line_that_lacked_its_password_begins_anew_once_it_is_kept(tmp_path):
    with ADaemon(tmp_path, HOME_LINE + 'password = { keyring = "home" }\n') as daemon:
        daemon.answers()
        until(lambda: "no password is stored" in str(daemon.ask("/v1/lines")[0]["error"]))

        daemon.ask("/v1/secrets", "PUT", KEPT)

        until(lambda: daemon.ask("/v1/lines")[0]["state"] == "up")


class Registrar(threading.Thread):
    """By UDP, with a password that it asks for by digest; its answers are those of a provider."""

    def __init__(self, password: str) -> None:
        super().__init__(daemon=True)
        self._password = password
        self._socket = socket.socket(type=socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.start()

    def run(self) -> None:
        with self._socket:
            while True:
                data, peer = self._socket.recvfrom(65535)
                request = parse(data)
                assert isinstance(request, Request)
                status = self._answer(request)
                self._socket.sendto(answer_to(request, *status).encode(), peer)

    def _answer(self, request: Request) -> tuple[str, ...]:
        given = re.search(r'response="(\w+)"', request.headers.get("Authorization") or "")
        if given is None:
            return "401 Unauthorized", 'WWW-Authenticate: Digest realm="r", nonce="n"'
        own, asked = _md5(f"me:r:{self._password}"), _md5(f"REGISTER:{request.uri}")
        if given[1] != _md5(f"{own}:n:{asked}"):
            return ("403 Forbidden",)
        return "200 OK", f"Contact: {request.headers['Contact']}"


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


@pytest.mark.parametrize("place", ['{ keyring = "k" }', '{ file = "own.txt" }'])
@pytest.mark.parametrize("way", ["command", "api"])
def test_a_line_with_a_wrong_password_is_up_as_soon_as_the_right_one_is_kept(
    tmp_path, monkeypatch, place, way
):
    monkeypatch.setattr("portinaio.config.secrets._keyring", lambda: None)
    config = (
        f'[[line]]\nname = "home"\nkind = "sip"\nmode = "registrar"\nusername = "me"\n'
        f'registrar = "127.0.0.1:{Registrar(PASSWORD).port}"\nlisten = []\npassword = {place}\n'
    )
    home = a_home(tmp_path, config)
    passwords.keep("home", "a wrong one", load_settings(home.config_file), home)
    with ADaemon(tmp_path, PYTHON_KEYRING_BACKEND="keyring.backends.fail.Keyring") as daemon:
        daemon.answers()
        until(lambda: daemon.ask("/v1/lines")[0]["state"] == "refused")

        if way == "command":
            told = subprocess.run(
                [sys.executable, "-P", "-m", "portinaio", "secret", "set", "home"],
                input=PASSWORD,
                env={**os.environ, "PORTINAIO_HOME": str(tmp_path), "LANG": "C.UTF-8"},
                text=True,
                check=True,
            )
            assert told.returncode == 0
        else:
            daemon.ask("/v1/secrets", "PUT", KEPT)

        until(lambda: daemon.ask("/v1/lines")[0]["state"] == "up")


def test_a_password_kept_without_a_daemon_is_used_at_its_start(tmp_path, monkeypatch):
    monkeypatch.setattr("portinaio.config.secrets._keyring", lambda: None)
    config = (
        f'[[line]]\nname = "home"\nkind = "sip"\nmode = "registrar"\nusername = "me"\n'
        f'registrar = "127.0.0.1:{Registrar(PASSWORD).port}"\nlisten = []\n'
        'password = { keyring = "k" }\n'
    )
    context = Context(a_home(tmp_path, config))
    a_client(context).keep_secret("home", PASSWORD)
    context.close()

    with ADaemon(tmp_path, PYTHON_KEYRING_BACKEND="keyring.backends.fail.Keyring") as daemon:
        daemon.answers()

        until(lambda: daemon.ask("/v1/lines")[0]["state"] == "up")


def test_a_password_of_the_environment_is_not_kept_elsewhere(tmp_path):
    with ADaemon(tmp_path, HOME_LINE + 'password = { env = "SIP_PW" }\n') as daemon:
        daemon.answers()

        told = daemon.ask("/v1/secrets", "PUT", KEPT)

        assert "line.home.password comes from the environment variable SIP_PW" in told["error"]
        assert not (tmp_path / "secrets").exists()


def test_a_simulated_call_comes_whatever_lines_there_are(tmp_path):
    with ADaemon(tmp_path, 'country = "IT"\n') as daemon:
        daemon.answers()

        news = connect(a_home(tmp_path), "en").events()
        begun = next(news)

        told = daemon.ask("/v1/rehearsal", "POST")
        calls = []
        while not calls or calls[-1]["rang_s"] is None:
            name, content = next(news)
            if name in {"call", "rehearsal"}:
                assert name == "rehearsal"
                calls.append(content)

        call = calls[-1]
        assert begun[0] == "state"
        assert (told, call["line"], call["action"]) == ({"line": "demo"}, "demo", "reject")
        assert (call["outcome"], call["cause"]) == ("done", "SIP 607")
        assert daemon.ask("/v1/calls") == []
        assert daemon.ask("/v1/status")["calls_today"] == 0
        assert sum(daemon.ask("/v1/insight")["labels"].values()) == 0


def test_nothing_is_simulated_without_a_daemon(client):
    with pytest.raises(UsageError, match="no daemon is running that could ring"):
        client.rehearse()

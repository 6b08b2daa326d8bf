"""`serve`: where it listens, what it says, and what it refuses."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

import pytest

from daemon_world import ADaemon
from portinaio.api.remote import CONTRACT
from portinaio.cli import open_app
from portinaio.cli.commands import serve
from portinaio.errors import DaemonAwayError, UsageError


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("127.0.0.1:9000", ("127.0.0.1", 9000)),
        ("9000", ("127.0.0.1", 9000)),
        ("localhost:9000", ("127.0.0.1", 9000)),
        ("127.8.8.8:9000", ("127.8.8.8", 9000)),
        ("[::1]:9000", ("::1", 9000)),
    ],
)
def test_an_address_of_this_computer_is_served(text, address):
    assert serve.loopback(text) == address


@pytest.mark.parametrize(
    "text",
    ["0.0.0.0:9000", "[::]:9000", "192.168.1.10:9000", "pi.example:9000", "127.1:9000"],
)
def test_an_address_that_others_reach_is_refused(text):
    with pytest.raises(UsageError, match="on this computer alone"):
        serve.loopback(text)


@pytest.mark.parametrize("text", ["", ":", "x", "127.0.0.1", "127.0.0.1:99999", "::1:80", "a b:1"])
def test_what_is_no_address_is_refused(text):
    with pytest.raises(UsageError, match=r"like 127\.0\.0\.1:8766"):
        serve.loopback(text)


def test_without_the_extra_there_is_a_sentence(run, monkeypatch):
    monkeypatch.setattr(serve, "find_spec", lambda _: None)

    answer = run("serve")

    assert (answer.code, "pip install textual-serve" in answer.err) == (1, True)


def test_a_port_in_use_is_a_sentence(run):
    with serve._listener("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]

        answer = run("serve", "--listen", str(port))

    assert (answer.code, f"port {port}" in answer.err, "--listen" in answer.err) == (1, True, True)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_the_address_is_printed_once_with_its_token_and_a_signal_ends_it(house, number):
    process = subprocess.Popen(
        (sys.executable, "-m", "portinaio", "serve", "--listen", "0", "--json"),
        env={**os.environ, "PORTINAIO_HOME": str(house)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    said = b"".join(iter(process.stdout.readline, b"}\n")) + b"}"
    process.send_signal(number)
    rest, errors = process.communicate(timeout=10)

    address = json.loads(said)["address"]
    assert address.startswith("http://127.0.0.1:")
    assert len(address.partition("/?token=")[2]) >= 40
    assert (rest, errors, process.returncode) == (b"", b"", 0)


def test_a_browser_is_a_terminal(run, monkeypatch):
    monkeypatch.setattr(open_app, "answering", lambda _: "here")
    monkeypatch.setattr(open_app, "run_app", lambda _: 7)
    monkeypatch.setenv("TEXTUAL_DRIVER", "textual.drivers.web_driver:WebDriver")

    assert run().code == 7


def test_the_app_does_not_open_on_a_daemon_of_another_version(run, house, monkeypatch):
    house.mkdir()
    monkeypatch.setattr(open_app, "run_app", lambda _: 7)
    monkeypatch.setenv("TEXTUAL_DRIVER", "textual.drivers.web_driver:WebDriver")

    with ADaemon(house, "") as daemon:
        daemon.answers()
        monkeypatch.setattr("portinaio.api.remote.CONTRACT", CONTRACT + 1)
        answer = run()

    assert (answer.code, "an older version than this program" in answer.err) == (1, True)


def test_the_app_opens_on_a_daemon_that_does_not_answer(run, monkeypatch):
    def leaves(*_given: object) -> None:
        raise DaemonAwayError("gone")

    monkeypatch.setattr(open_app, "answering", lambda _: "here")
    monkeypatch.setattr(open_app, "run_app", lambda _: 7)
    monkeypatch.setattr("portinaio.api.client.Client.syncing", leaves)
    monkeypatch.setenv("TEXTUAL_DRIVER", "textual.drivers.web_driver:WebDriver")

    assert run().code == 7

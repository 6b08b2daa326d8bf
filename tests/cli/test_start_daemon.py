"""Starting the daemon, following it, and the demo: real processes in a house of their own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from portinaio.cli import start_daemon as starting
from portinaio.cli.commands import daemon, demo
from portinaio.cli.start_daemon import start_daemon
from portinaio.config.home import find_home
from portinaio.errors import DaemonAwayError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def environ(house: Path) -> dict[str, str]:
    return {**os.environ, "PORTINAIO_HOME": str(house)}


def test_a_started_daemon_answers(environ, run):
    process = start_daemon(find_home(environ), environ)
    try:
        assert run("status", "--json").json["running"] is True
    finally:
        process.terminate()
        process.wait()


def test_a_daemon_that_does_not_come_is_explained_by_its_own_last_words(environ, house):
    house.mkdir()
    (house / "config.toml").write_text("country = 7\n")

    with pytest.raises(DaemonAwayError, match=r"did not start: .*config\.toml line 1"):
        start_daemon(find_home(environ), environ)

    assert (house / "daemon.log").stat().st_mode & 0o777 == 0o600


def test_a_start_is_not_explained_by_the_words_of_one_before(environ, house, monkeypatch):
    house.mkdir()
    (house / "daemon.log").write_text("words of last week\n")
    monkeypatch.setattr(starting, "DAEMON", (sys.executable, "-c", "raise SystemExit(3)"))

    with pytest.raises(DaemonAwayError) as refused:
        start_daemon(find_home(environ), environ)

    assert str(refused.value) == "the daemon did not start: it ended with 3, and said nothing"


@pytest.mark.usefixtures("signals")
@pytest.mark.parametrize("words", ["", "one\n", "a trace\nof three\nlines\n"])
def test_a_demo_that_does_not_start_says_why_and_names_no_file_that_is_gone(
    run, short, monkeypatch, words
):
    monkeypatch.setattr("tempfile.tempdir", str(short))
    fails = f"import sys; sys.stderr.write({words!r}); sys.exit(3)"
    monkeypatch.setattr(starting, "DAEMON", (sys.executable, "-c", fails))

    answer = run("demo", "--for", "1s", "--json")

    assert answer.code == 1
    assert all(word in answer.err for word in words.split())
    assert str(short) not in answer.err + answer.out
    assert [*short.iterdir()] == []


def test_watching_ends_quietly_on_an_interrupt(environ, house):
    house.mkdir()
    (house / "config.toml").write_text('[[line]]\nname = "demo"\nkind = "replay"\nspeed = 20.0\n')
    process = start_daemon(find_home(environ), environ)
    watching = subprocess.Popen(
        (sys.executable, "-m", "portinaio", "calls", "--watch", "--json"),
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert watching.stdout is not None
    first = json.loads(watching.stdout.readline())
    watching.send_signal(signal.SIGINT)
    _, err = watching.communicate(timeout=10)
    process.terminate()
    process.wait()

    assert (first["line"], watching.returncode, err) == ("demo", 0, b"")


@pytest.fixture
def signals() -> Iterator[None]:
    """What the demo does to this process ends with the test."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture
def short(tmp_path_factory):
    """A folder whose path leaves room for that of a socket."""
    return tmp_path_factory.mktemp("d")


@pytest.mark.usefixtures("signals")
def test_the_demo_prints_calls_and_leaves_nothing_behind(run, house, short, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(short))

    answer = run("demo", "--for", "1s", "--json")

    calls = [json.loads(line) for line in answer.out.splitlines()]
    assert ({call["line"] for call in calls}, answer.code) == ({"demo"}, 0)
    assert [house.exists(), *short.glob("portinaio-demo-*")] == [False]


def test_a_demo_whose_terminal_closes_leaves_nothing_behind(environ, short):
    process = subprocess.Popen(
        (sys.executable, "-m", "portinaio", "demo", "--for", "60s", "--json"),
        env={**environ, "TMPDIR": str(short)},
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(signal.SIGHUP)
    process.communicate(timeout=10)

    assert (process.returncode, [*short.glob("portinaio-demo-*")]) == (129, [])


def a_terminal(monkeypatch, term="xterm"):
    monkeypatch.setattr("portinaio.cli.context.is_terminal", lambda _: True)
    monkeypatch.setenv("TERM", term)


@pytest.mark.usefixtures("signals")
def test_a_demo_on_a_terminal_opens_the_app_on_its_own_house(run, house, monkeypatch):
    seen = []
    a_terminal(monkeypatch)
    monkeypatch.setattr(
        demo, "run_app", lambda context, **_: seen.append(context.client.status()["running"]) or 0
    )

    code = run("demo").code

    assert (code, seen, house.exists()) == (0, [True], False)


def test_on_a_terminal_the_app_opens_with_its_keys_while_the_daemon_comes(run, house, monkeypatch):
    seen = {}
    house.mkdir()
    (house / "config.toml").write_text('[tui]\nkeys = { block = "x" }\n')
    a_terminal(monkeypatch)
    monkeypatch.setattr(
        "portinaio.cli.start_daemon.start_daemon", lambda *_: seen.update(begun=True)
    )
    monkeypatch.setattr("portinaio.tui.app.run", lambda **given: seen.update(given) or 0)

    assert (run().code, seen["keys"], seen["connect"]().daemon) == (0, {"block": "x"}, False)
    assert seen["begun"]


def test_a_terminal_whose_cursor_cannot_be_moved_gets_the_help(run, monkeypatch):
    a_terminal(monkeypatch, "dumb")

    assert run().out.startswith("usage: portinaio")


def test_the_daemon_takes_the_process_over(run, monkeypatch):
    seen = []
    monkeypatch.setattr("os.execv", lambda *command: seen.append(command) or sys.exit(0))

    with pytest.raises(SystemExit):
        run("daemon")

    assert seen == [(sys.executable, daemon.DAEMON)]

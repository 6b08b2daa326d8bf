"""`secret`: a password comes in, is kept where config.toml says, and is forgotten."""

from __future__ import annotations

import io

import pytest

from daemon_world import ADaemon
from portinaio.config.home import find_home
from portinaio.config.secrets import look_up

# -- secret


def test_a_password_comes_in_through_stdin(run, house, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("s3cret pass\n"))

    answer = run("secret", "set", "home")

    assert ("s3cret" in answer.out, look_up("home", find_home({"PORTINAIO_HOME": str(house)}))) == (
        False,
        "s3cret pass",
    )


def test_a_password_is_typed_twice(run, typed, monkeypatch):
    typed("one", "another")
    monkeypatch.setattr("portinaio.cli.commands.secret.is_terminal", lambda _: True)

    answer = run("secret", "set", "home")

    assert (answer.code, "nothing was kept" in answer.err) == (1, True)


def test_a_password_that_nothing_reads_yet_says_what_to_add(run, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("s3cret\n"))

    answer = run("secret", "set", "home")

    assert (answer.code, 'password = { keyring = "home" }' in answer.err) == (0, True)


def test_a_password_of_the_environment_is_refused(run, house, monkeypatch):
    run("lines", "add", "sip", "--name", "home", "--set", "password=env:SIP_PW")
    monkeypatch.setattr("sys.stdin", io.StringIO("s3cret\n"))

    answer = run("secret", "set", "home")

    assert (answer.code, "SIP_PW" in answer.err) == (1, True)
    assert not (house / "secrets").exists()


@pytest.mark.parametrize("text", ["", "\n", "x" * 5000])
def test_no_password_is_kept_that_is_none(run, monkeypatch, text):
    monkeypatch.setattr("sys.stdin", io.StringIO(text))

    assert run("secret", "set", "home").code == 1


def test_a_password_is_forgotten_once(run, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("s3cret\n"))
    run("secret", "set", "home")

    assert [run("secret", "remove", "home").code for _ in range(2)] == [0, 1]


def test_where_a_daemon_runs_it_keeps_and_forgets_the_passwords(run, house, typed, monkeypatch):
    def refuse(*_):
        raise AssertionError("the command writes behind the daemon")

    with ADaemon(house, PYTHON_KEYRING_BACKEND="keyring.backends.fail.Keyring") as daemon:
        daemon.answers()
        for name in ("store", "overwrite", "remove"):
            monkeypatch.setattr(f"portinaio.config.secrets.{name}", refuse)
        typed("registrar", "sip.example.net", "", "", "me", "s3cret")
        run("lines", "add", "sip", "--name", "office")
        kept = (house / "secrets" / "office").read_text()

        answer = run("secret", "remove", "office", "--json")

        assert (kept, answer.json) == ("s3cret", {"name": "office", "kept": None})
        assert not (house / "secrets" / "office").exists()


@pytest.mark.parametrize("name", ["../config.toml", "", ".", "a/b"])
def test_a_password_never_lies_outside_its_folder(run, monkeypatch, name):
    monkeypatch.setattr("sys.stdin", io.StringIO("s3cret\n"))

    assert run("secret", "set", name).code == 2


@pytest.mark.parametrize("answers", [0, 1])
def test_nobody_who_types_a_password_is_a_sentence(run, typed, monkeypatch, answers):
    typed(*["s3cret"][:answers])
    monkeypatch.setattr("portinaio.cli.commands.secret.is_terminal", lambda _: True)

    answer = run("secret", "set", "home")

    assert (answer.code, "nobody answers; nothing was changed" in answer.err) == (1, True)

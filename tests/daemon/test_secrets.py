"""Passwords through the API: kept where only their owner reads, never told again, and never written into config.toml."""

from __future__ import annotations

from pathlib import Path

import pytest

from daemon_world import ADaemon, a_house, until
from portinaio.config.secrets import look_up
from portinaio.daemon.facade import Facade
from portinaio.errors import NotFoundError, UsageError

PASSWORD = "s3cret è così"  # of nobody
KEPT = {"name": "home", "password": PASSWORD}


@pytest.fixture
def facade(tmp_path, monkeypatch):
    monkeypatch.setattr("portinaio.config.secrets._keyring", lambda: None)
    house = a_house(tmp_path / "home")
    yield Facade(house)
    house.close()


def test_a_password_lies_in_a_file_that_only_its_owner_reads(facade):
    told = facade.keep_secret("home", PASSWORD)

    file = Path(told["kept"])
    assert (file.read_text(), file.stat().st_mode & 0o777) == (PASSWORD, 0o600)


def test_the_answer_does_not_repeat_the_password(facade):
    assert PASSWORD not in str(facade.keep_secret("home", PASSWORD))


def test_a_line_with_a_password_says_in_config_toml_only_where_it_lies(facade):
    facade.keep_secret("home", PASSWORD)
    facade.add_line("sip", "home", {"password": {"keyring": "home"}})

    written = Path(facade.house.home.config_file).read_text()
    assert ('keyring = "home"' in written, PASSWORD in written) == (True, False)


def test_a_forgotten_password_is_gone(facade):
    facade.keep_secret("home", PASSWORD)
    facade.forget_secret("home")

    assert look_up("home", facade.house.home) is None


def test_nobody_forgets_what_is_not_there(facade):
    with pytest.raises(NotFoundError, match="no password is stored for home"):
        facade.forget_secret("home")


@pytest.mark.parametrize("password", ["", "x" * 4097])
def test_a_password_has_bounds(facade, password):
    with pytest.raises(UsageError, match="1 to 4096 bytes"):
        facade.keep_secret("home", password)


@pytest.mark.parametrize("name", ["", "../config", "a/b", ".hidden"])
def test_the_name_of_a_password_is_no_way_out_of_its_folder(facade, name):
    with pytest.raises(UsageError, match="letters, digits"):
        facade.keep_secret(name, PASSWORD)


def test_a_line_that_lacked_its_password_begins_anew_once_it_is_kept(tmp_path):
    config = (
        '[[line]]\nname = "home"\nkind = "sip"\nlisten = ["udp:127.0.0.1:0"]\n'
        'password = { keyring = "home" }\n'
    )
    with ADaemon(tmp_path, config) as daemon:
        daemon.answers()
        until(lambda: "no password is stored" in str(daemon.ask("/v1/lines")[0]["error"]))

        daemon.ask("/v1/secrets", "PUT", KEPT)

        until(lambda: daemon.ask("/v1/lines")[0]["state"] == "up")


def test_a_simulated_call_comes_whatever_lines_there_are(tmp_path):
    with ADaemon(tmp_path, 'country = "IT"\n') as daemon:
        daemon.answers()

        told = daemon.ask("/v1/rehearsal", "POST")

        until(lambda: daemon.ask("/v1/calls") != [])
        until(lambda: daemon.ask("/v1/calls")[0]["outcome"] == "done")
        call = daemon.ask("/v1/calls")[0]
        assert (told, call["line"], call["action"]) == ({"line": "demo"}, "demo", "reject")


def test_nothing_is_simulated_without_a_daemon(facade):
    with pytest.raises(UsageError, match="no daemon is running that could ring"):
        facade.rehearse()

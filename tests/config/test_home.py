"""Where everything lies."""

from __future__ import annotations

import os

import pytest
from platformdirs import PlatformDirs

from portinaio.config.home import Home, find_home
from portinaio.config.secrets import look_up, remove, reveal, store
from portinaio.config.settings import Secret
from portinaio.errors import ConfigError, HomeError, UsageError


@pytest.fixture
def home(tmp_path) -> Home:
    return find_home({"PORTINAIO_HOME": str(tmp_path)})


@pytest.fixture(autouse=True)
def _no_keyring(monkeypatch):
    monkeypatch.setattr("portinaio.config.secrets._keyring", lambda: None)


def test_one_variable_puts_everything_into_one_folder(home, tmp_path):
    assert [home.config_file, home.socket] == [
        f"{tmp_path}/config.toml",
        f"{tmp_path}/portinaio.sock",
    ]


def test_without_it_the_system_s_folders_are_used_as_the_library_names_them(monkeypatch, tmp_path):
    for number, variable in enumerate(("CONFIG", "DATA", "STATE", "CACHE")):
        monkeypatch.setenv(f"XDG_{variable}_HOME", f"{tmp_path}/{number}")
    dirs = PlatformDirs("portinaio", appauthor=False)

    home = find_home(os.environ)

    assert home[:4] == (
        dirs.user_config_dir,
        dirs.user_data_dir,
        dirs.user_state_dir,
        dirs.user_cache_dir,
    )


@pytest.mark.parametrize("variable", ["CONFIG", "DATA", "STATE", "CACHE"])
def test_without_any_variable_they_lie_below_the_user_s_folder(monkeypatch, variable):
    monkeypatch.delenv(f"XDG_{variable}_HOME", raising=False)
    monkeypatch.setenv("HOME", "/home/anna")
    named = getattr(PlatformDirs("portinaio", appauthor=False), f"user_{variable.lower()}_dir")

    assert getattr(find_home(os.environ), variable.lower()) == named


def test_the_socket_lies_in_the_session_s_folder(tmp_path):
    assert (
        find_home({"XDG_RUNTIME_DIR": str(tmp_path)}).socket
        == f"{tmp_path}/portinaio/portinaio.sock"
    )


def test_without_a_session_the_socket_lies_where_nobody_else_can_put_one(monkeypatch, tmp_path):
    monkeypatch.setattr("os.getuid", lambda: 999999)

    home = find_home({"XDG_STATE_HOME": str(tmp_path)})

    assert home.runtime == home.state


def test_a_socket_path_that_the_system_would_cut_is_refused():
    home = find_home({"PORTINAIO_HOME": "/tmp/" + "x" * 100})

    with pytest.raises(HomeError, match="PORTINAIO_HOME"):
        _ = home.socket


def test_folders_are_for_their_owner_only(tmp_path):
    home = find_home({"PORTINAIO_HOME": str(tmp_path / "new")})

    home.make()

    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700


def test_a_home_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").touch()
    home = find_home({"PORTINAIO_HOME": str(tmp_path / "file" / "home")})

    with pytest.raises(HomeError, match="cannot be made"):
        home.make()


def test_a_password_without_a_keyring_lies_in_a_file_for_its_owner(home, tmp_path):
    where = store("home", "s3cret pass", home)

    assert (look_up("home", home), (tmp_path / "secrets" / "home").stat().st_mode & 0o777) == (
        "s3cret pass",
        0o600,
    )
    assert where == str(tmp_path / "secrets" / "home")


def test_a_password_that_is_removed_is_gone(home):
    store("home", "x", home)

    assert (remove("home", home), remove("home", home), look_up("home", home)) == (
        True,
        False,
        None,
    )


@pytest.mark.parametrize("name", ["../x", "", "a/b", ".hidden"])
def test_a_password_cannot_be_put_outside_its_folder(home, name):
    with pytest.raises(UsageError):
        store(name, "x", home)


@pytest.mark.parametrize("place", ["keyring", "env", "file"])
def test_a_password_is_found_where_the_configuration_says(home, tmp_path, monkeypatch, place):
    monkeypatch.setenv("NAME", "pass")
    store("NAME", "pass", home)
    (tmp_path / "NAME").write_text("pass\n")

    assert reveal(Secret(**{place: "NAME"}), home) == "pass"


@pytest.mark.parametrize("place", ["keyring", "env", "file"])
def test_a_password_that_is_not_there_is_missed_in_a_sentence(home, place):
    with pytest.raises(ConfigError, match="nowhere"):
        reveal(Secret(**{place: "nowhere"}), home)


def test_a_service_of_the_system_is_found_beside_the_data_whoever_is_logged_in(tmp_path):
    there = {"HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path / "state")}
    of_service = find_home({**there, "XDG_RUNTIME_DIR": str(tmp_path / "state")})
    of_login = find_home({**there, "XDG_RUNTIME_DIR": str(tmp_path / "session")})

    assert of_service.sockets[-1] == of_service.service_socket
    assert of_service.sockets[-1] in of_login.sockets
    assert of_login.sockets[-1] == of_login.socket != of_login.service_socket

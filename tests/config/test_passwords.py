"""`secret set NAME`: the password goes where config.toml reads it, or nowhere."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from portinaio.config import passwords
from portinaio.config.home import Home
from portinaio.config.load import parse_settings
from portinaio.config.secrets import look_up, remove, reveal
from portinaio.config.settings import Secret
from portinaio.errors import ConfigError, UsageError

if TYPE_CHECKING:
    from portinaio.config.passwords import Kept

OLD, NEW = "the one of before, and longer", "s3cret è così"
LINE = '[[line]]\nname = "{}"\nkind = "sip"\n'
LIST = '[[list]]\nname = "{}"\nurl = "https://lists.example/a.csv"\nformat = "csv"\n'
MAIL = '[mail]\nhost = "smtp.example.net"\n'
OWNERS = [
    pytest.param(LINE.format("home") + "password = {}\n", "home", id="line"),
    pytest.param(LIST.format("home") + "token = {}\n", "home", id="list"),
    pytest.param(MAIL + "password = {}\n", "mail", id="mail"),
]


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portinaio.config.secrets._keyring", lambda: None)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(*[str(tmp_path)] * 5)


def keep(name: str, config: str, home: Home) -> Kept:
    return passwords.keep(name, NEW, parse_settings(config, "config.toml"), home)


@pytest.mark.parametrize(("config", "owner"), OWNERS)
@pytest.mark.parametrize("by", ["owner", "place"])
def test_a_password_of_the_keyring_is_kept_by_either_name(config, owner, by, home):
    kept = keep(owner if by == "owner" else "k", config.format('{ keyring = "k" }'), home)

    assert (kept.secret, kept.hint) == (Secret(keyring="k"), None)
    assert look_up("k", home) == NEW


@pytest.mark.parametrize(("config", "owner"), OWNERS)
@pytest.mark.parametrize("there", [OLD, None], ids=["over an older one", "for the first time"])
def test_a_password_in_a_file_is_written_into_that_file(config, owner, there, home, tmp_path):
    file = tmp_path / "pw" / "own.txt"
    if there:
        file.parent.mkdir()
        file.write_text(there)
        file.chmod(0o644)
    place = Secret(file="pw/own.txt")

    kept = keep(owner, config.format('{ file = "pw/own.txt" }'), home)

    assert (kept.where, kept.secret, reveal(place, home)) == (str(file), place, NEW)
    assert (file.stat().st_mode & 0o777, (tmp_path / "secrets").exists()) == (0o600, False)


def test_a_file_behind_a_link_stays_behind_it(home, tmp_path):
    (tmp_path / "real").write_text(OLD)
    (tmp_path / "link").symlink_to("real")

    keep("home", LINE.format("home") + 'password = { file = "link" }\n', home)

    assert ((tmp_path / "link").is_symlink(), (tmp_path / "real").read_text()) == (True, NEW)


@pytest.mark.parametrize("what", ["folder", "pipe", "below a file"])
def test_a_file_that_cannot_be_written_is_said(what, home, tmp_path):
    file = tmp_path / "own"
    if what == "folder":
        file.mkdir()
    elif what == "pipe":
        os.mkfifo(file)
    else:
        file.write_text(OLD)
        file = file / "below"

    with pytest.raises(ConfigError, match=f"the password file {file} cannot be written: "):
        keep("home", LINE.format("home") + f'password = {{ file = "{file}" }}\n', home)


@pytest.mark.parametrize(("config", "owner"), OWNERS)
def test_a_password_of_the_environment_is_changed_there_alone(config, owner, home, tmp_path):
    with pytest.raises(ConfigError, match="comes from the environment variable SIP_PW; change it"):
        keep(owner, config.format('{ env = "SIP_PW" }'), home)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("config", "name", "hint"),
    [
        (LINE.format("home"), "home", 'as line.home.password: password = { keyring = "home" }'),
        (LIST.format("spam"), "spam", 'as list.spam.token: token = { keyring = "spam" }'),
        (MAIL, "mail", 'as mail.password: password = { keyring = "mail" }'),
        (LINE.format("home"), "other", 'add it to its line: password = { keyring = "other" }'),
        ("", "home", 'add it to its line: password = { keyring = "home" }'),
    ],
)
def test_a_password_that_nobody_reads_yet_is_kept_and_says_what_is_missing(
    config, name, hint, home
):
    kept = keep(name, config, home)

    assert (look_up(name, home), str(kept.hint).endswith(hint)) == (NEW, True)


def test_a_name_that_means_two_passwords_is_asked_back(home, tmp_path):
    config = (
        LINE.format("home")
        + 'password = { file = "own" }\n'
        + LINE.format("office")
        + 'password = { keyring = "home" }\n'
    )

    with pytest.raises(UsageError, match=r"home may mean line\.home\.password, line\.office\.pass"):
        keep("home", config, home)

    assert list(tmp_path.iterdir()) == []


def test_two_lines_of_one_password_are_no_question(home):
    config = "".join(
        LINE.format(name) + 'password = { keyring = "home" }\n' for name in ("home", "office")
    )

    assert keep("home", config, home).secret == Secret(keyring="home")


class KeyringLockedError(Exception):
    """As keyring has it."""


class ARing:
    """A keyring in memory, which may be locked."""

    def __init__(self, *, locked: bool) -> None:
        self.locked = locked
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, name: str) -> str | None:
        self._may()
        return self.kept.get((service, name))

    def set_password(self, service: str, name: str, password: str) -> None:
        self._may()
        self.kept[service, name] = password

    def delete_password(self, service: str, name: str) -> None:
        self._may()
        del self.kept[service, name]

    def _may(self) -> None:
        if self.locked:
            raise KeyringLockedError


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> ARing:
    ring = ARing(locked=False)
    monkeypatch.setattr("portinaio.config.secrets._keyring", lambda: ring)
    return ring


def test_a_keyring_that_is_open_keeps_and_gives_and_forgets(ring, home, tmp_path):
    kept = keep("home", LINE.format("home") + 'password = { keyring = "home" }\n', home)

    assert (kept.where, look_up("home", home), list(tmp_path.iterdir())) == ("keyring", NEW, [])
    assert (remove("home", home), remove("home", home), ring.kept) == (True, False, {})


def test_a_keyring_that_is_locked_says_so_and_a_file_serves(ring, home):
    keep("home", "", home)
    ring.locked = True

    with pytest.raises(ConfigError, match="keyring does not give the password of home: KeyringL"):
        look_up("home", home)
    kept = keep("home", "", home)

    assert (kept.where, look_up("home", home)) == (str(Path(home.secrets, "home")), NEW)


def test_a_keyring_that_opens_again_takes_the_place_of_the_file(ring, home):
    ring.locked = True
    keep("home", "", home)
    ring.locked = False
    keep("home", "", home)

    assert (Path(home.secrets, "home").exists(), look_up("home", home)) == (False, NEW)


def test_what_a_locked_keyring_holds_is_not_said_to_be_forgotten(ring, home):
    keep("home", "", home)
    ring.locked = True

    with pytest.raises(ConfigError, match="keyring does not give"):
        remove("home", home)

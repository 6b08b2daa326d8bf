"""Passwords in a backup, behind a passphrase."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backed_up import a_furnished_house, backed_up, everything
from daemon_world import a_client, a_context
from portinaio.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

WITH_A_LINE = """
country = "IT"
[[line]]
name = "home"
kind = "sip"
registrar = "sip.example.net"
username = "portinaio"
password = { keyring = "home" }
"""


@pytest.fixture(scope="module")
def with_passwords(tmp_path_factory) -> Path:
    """A backup of which the passphrase is: correct horse."""
    folder = tmp_path_factory.mktemp("backup")
    old = a_furnished_house(folder / "old", WITH_A_LINE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("portinaio.config.secrets._keyring", lambda: None)
        old.keep_secret("home", "open sesame")
        return backed_up(old, folder / "b.zip", "correct horse")


def test_passwords_are_in_it_only_where_they_are_asked_for(tmp_path):
    old = a_furnished_house(tmp_path / "old", WITH_A_LINE)
    old.keep_secret("home", "open sesame")

    file = backed_up(old, tmp_path / "b.zip")

    assert not old.restore_plan(str(file))["holds"]["passwords"]
    assert b"open sesame" not in file.read_bytes()


def test_passwords_come_back_by_their_passphrase(tmp_path, with_passwords):
    new = a_client(a_context(tmp_path / "new"))

    done = new.restore(str(with_passwords), "correct horse")

    assert done["passwords"] == 1
    assert (tmp_path / "new" / "secrets" / "home").read_text() == "open sesame"


def test_a_wrong_passphrase_changes_nothing(tmp_path, with_passwords):
    new = a_client(a_context(tmp_path / "new"))
    before = everything(new)

    with pytest.raises(UsageError, match="does not open"):
        new.restore(str(with_passwords), "wrong horse")

    assert everything(new) == before


def test_without_the_passphrase_the_rest_comes_back_and_the_passwords_are_told_of(
    tmp_path, with_passwords
):
    new = a_client(a_context(tmp_path / "new"))

    done = new.restore(str(with_passwords))

    assert done["remarks"] == [
        "the passwords were left in the backup; without its passphrase nobody reads them"
    ]
    assert len(new.calls()) == 8


def test_a_short_passphrase_is_refused_and_nothing_is_written(tmp_path):
    with pytest.raises(UsageError, match="at least 8"):
        a_furnished_house(tmp_path / "old").backup(str(tmp_path / "b.zip"), "1234567")

    assert not (tmp_path / "b.zip").exists()

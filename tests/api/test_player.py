"""A sound is played by a program of the system, whichever is there; where none is, that is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from portinaio.api import player
from portinaio.errors import PortinaioError

if TYPE_CHECKING:
    from pathlib import Path

SOUND = b"RIFF and so on"


def a_program(folder: Path, name: str, script: str) -> None:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)


@pytest.fixture(autouse=True)
def _nothing_is_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{tmp_path}")


def test_without_a_program_it_is_said_which_to_install():
    with pytest.raises(PortinaioError, match="alsa-utils"):
        player.play(SOUND, 1.0)


@pytest.mark.parametrize("name", [found[0] for found in player.PLAYERS])
def test_each_program_is_given_the_sound_as_a_file_that_is_gone_afterwards(
    tmp_path: Path, name: str
):
    a_program(
        tmp_path,
        name,
        f'for last; do :; done; /bin/cp "$last" {tmp_path}/heard; echo "$last" > {tmp_path}/where',
    )

    assert player.play(SOUND, 1.0) == name
    assert (tmp_path / "heard").read_bytes() == SOUND
    assert not (tmp_path / (tmp_path / "where").read_text().strip()).exists()


def test_what_the_program_says_is_told(tmp_path: Path):
    a_program(tmp_path, "aplay", "echo no such device >&2; exit 1")

    with pytest.raises(PortinaioError, match="aplay does not play it"):
        player.play(SOUND, 1.0)


def test_a_program_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(player, "GRACE_S", 0.1)
    a_program(tmp_path, "aplay", "exec /bin/sleep 20")

    with pytest.raises(PortinaioError, match="aplay does not play it"):
        player.play(SOUND, 0.1)

"""The name of a line that outlives a restart."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest

from portinaio.lines.sip.registrar.instance import instance

if TYPE_CHECKING:
    from pathlib import Path


def test_it_is_the_same_after_a_restart(tmp_path: Path):
    folder = str(tmp_path / "lines")

    first = instance(folder, "home")

    assert uuid.UUID(first).urn == first
    assert instance(folder, "home") == first
    assert (tmp_path / "lines" / "home.instance").stat().st_mode & 0o777 == 0o600


def test_two_lines_have_two(tmp_path: Path):
    assert instance(str(tmp_path), "home") != instance(str(tmp_path), "office")


@pytest.mark.parametrize("content", [b"", b"nonsense", b"\xff" * 100])
def test_what_cannot_be_read_is_made_anew(tmp_path: Path, content: bytes):
    (tmp_path / "home.instance").write_bytes(content)

    made = instance(str(tmp_path), "home")

    assert instance(str(tmp_path), "home") == made


def test_without_a_folder_there_is_one_for_this_start():
    assert instance("", "home").startswith("urn:uuid:")

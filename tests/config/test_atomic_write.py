"""Files that are written as a whole, or not at all."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from portinaio.config.atomic_write import write_atomically

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_is_there_with_its_folders_and_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "a" / "b" / ("x" * 255)

    write_atomically(file, b"all of it")

    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (b"all of it", 0o600)
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_who_reads_meanwhile_finds_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, seen = tmp_path / "file", []
    file.write_bytes(b"before")
    monkeypatch.setattr("os.fsync", lambda _: seen.append(file.read_bytes()))

    write_atomically(file, b"after")

    assert (seen, file.read_bytes()) == ([b"before"], b"after")


@pytest.mark.parametrize("step", ["os.fsync", "pathlib.Path.replace"])
def test_what_cannot_be_written_changes_nothing_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    file = tmp_path / "file"
    file.write_bytes(b"before")
    monkeypatch.setattr(step, fail)

    with pytest.raises(OSError, match="No space left"):
        write_atomically(file, b"after")

    assert [each.read_bytes() for each in tmp_path.iterdir()] == [b"before"]


def test_what_need_not_last_does_not_wait_for_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: int) -> None:
        raise AssertionError

    monkeypatch.setattr("os.fsync", refuse)

    write_atomically(tmp_path / "file", b"x", durable=False)


def test_what_a_process_that_was_killed_has_left_is_taken_away(tmp_path: Path) -> None:
    dead = subprocess.Popen(["/bin/true"])
    dead.wait()
    (tmp_path / f".{dead.pid}-1.new").write_bytes(b"half of it")

    write_atomically(tmp_path / "file", b"all of it")

    assert [file.name for file in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("name", [".MINE-1.new", ".new", ".1-1.newer", "1-1.new"])
def test_what_somebody_is_just_writing_stays(tmp_path: Path, name: str) -> None:
    name = name.replace("MINE", str(os.getpid()))
    (tmp_path / name).write_bytes(b"half of it")

    write_atomically(tmp_path / "file", b"all of it")

    assert (tmp_path / name).exists()


def test_what_cannot_be_written_is_named_as_it_was_asked_for() -> None:
    """Not by the name of the file beside it, which nobody has given."""
    with pytest.raises(OSError, match="No such file") as refused:
        write_atomically("/proc/nothing.csv", b"x")

    assert refused.value.filename == "/proc/nothing.csv"

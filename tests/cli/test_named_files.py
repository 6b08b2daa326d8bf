"""A file that is named to a command may be a pipe that nobody writes into, or from which nobody reads."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

import pytest

from portinaio.cli.files import read_beginning, read_file
from portinaio.errors import PortinaioError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def pipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """In which somebody may wait for a hundredth of a second."""
    monkeypatch.setattr("portinaio.cli.files.PATIENCE_S", 0.01)
    os.mkfifo(tmp_path / "pipe")
    return tmp_path / "pipe"


@pytest.mark.parametrize("command", [("import",), ("contacts", "import")])
def test_a_pipe_into_which_nobody_writes_is_given_up(run, pipe, command):
    answer = run(*command, str(pipe))

    assert (answer.code, answer.err) == (
        1,
        f"portinaio: {pipe} cannot be read: no answer came in time\n",
    )


@pytest.mark.parametrize("command", [("import",), ("contacts", "import")])
def test_a_device_is_not_read(run, command):
    answer = run(*command, "/dev/zero")

    assert answer.err == "portinaio: /dev/zero cannot be read: it is a device, not a file\n"


def test_what_somebody_writes_into_a_pipe_is_read_to_its_end(pipe, monkeypatch):
    monkeypatch.setattr("portinaio.cli.files.PATIENCE_S", 60)
    writing = threading.Thread(target=pipe.write_bytes, args=(b"x" * 300_000,))
    writing.start()

    assert len(read_file(str(pipe))) == 300_000
    writing.join()


def test_no_more_is_read_than_was_asked_for(tmp_path):
    (tmp_path / "file").write_bytes(b"x" * 100_000)

    assert len(read_beginning(str(tmp_path / "file"), 70_000)) == 70_000


def test_a_pipe_from_which_nobody_reads_is_not_written_into(run, pipe):
    answer = run("export", "csv", "--out", str(pipe))

    assert (answer.code, answer.err) == (
        1,
        f"portinaio: {pipe}: it is a socket, or nobody is at its other end\n",
    )


def test_a_file_that_is_no_file_is_named(tmp_path):
    with pytest.raises(PortinaioError, match="it is a folder"):
        read_file(str(tmp_path))


def test_a_list_that_would_be_a_pipe_is_not_subscribed(run, pipe):
    answer = run("lists", "add", str(pipe), "--yes")

    assert (answer.code, answer.err) == (
        1,
        f"portinaio: pipe was not added: {pipe} cannot be read: it is a pipe, not a file\n",
    )
    assert run("lists", "--json").json == []

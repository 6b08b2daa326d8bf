"""What tells that a file has changed, or that something was installed."""

from __future__ import annotations

import subprocess
import sys

from portinaio.config.interpreter import command
from portinaio.config.stamp import installed, stamp

ASK = "from portinaio.config.stamp import installed; print(installed())"


def test_a_file_that_is_written_anew_is_another(tmp_path):
    file = tmp_path / "a"
    absent = stamp(str(file))
    file.write_text("x")
    before = stamp(str(file))
    file.write_text("xy")

    assert absent == [str(file)]
    assert before != stamp(str(file)) != absent


def test_what_is_installed_later_is_noticed(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "path", ["here", str(tmp_path)])
    before = installed()
    (tmp_path / "package").mkdir()

    assert before != installed()


def test_a_daemon_and_a_command_see_the_same(tmp_path):
    python, safe, *_ = command("portinaio")
    told = [
        subprocess.run([python, *flags, "-c", ASK], cwd=tmp_path, capture_output=True, check=True)
        for flags in ([safe], [])
    ]

    assert told[0].stdout == told[1].stdout

"""`export`: what a file holds, and what its format could not."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


NUMBERS = "+390200001234 # energy contracts\n+390200001235\n+390844*\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "spam-it.txt"
    file.write_text(NUMBERS)
    return file


@pytest.mark.parametrize("form", ["plain", "csv", "vcard", "pbbl", "phoneblock-json"])
def test_what_is_exported_comes_in_again(run, tmp_path, form):
    exact = tmp_path / "exact.txt"
    exact.write_text("+390200001234\n+390200001235\n")
    run("import", str(exact))
    out = tmp_path / "out"
    run("export", form, "--out", str(out))

    again = run("import", str(out), "--format", form, "--dry-run", "--json").json

    assert (again["accepted"], again["rejected"]) == (0, [])


def test_an_export_is_for_its_owner_only(run, file, tmp_path):
    run("import", str(file))
    run("export", "plain", "--out", str(tmp_path / "out.txt"))

    assert (tmp_path / "out.txt").stat().st_mode & 0o777 == 0o600


def test_what_a_format_cannot_hold_is_told(run, file, tmp_path):
    run("import", str(file))

    answer = run("export", "phoneblock-json", "--out", str(tmp_path / "out.json"), "--json")

    assert (answer.json["written"], [bad["text"] for bad in answer.json["rejected"]]) == (
        2,
        ["+390844*"],
    )


def test_a_format_that_nobody_knows_is_named(run):
    assert "runes" in run("export", "runes").err


def test_a_device_is_written_into_and_stays_one(run, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    run("block", "+390200001234")
    with os.fdopen(os.open(pipe, os.O_RDWR), "rb", buffering=0) as reader:
        code = run("export", "plain", "--out", str(pipe)).code

        assert (code, b"+390200001234" in reader.read(1 << 16), pipe.is_fifo()) == (0, True, True)


@pytest.mark.parametrize("folder", ["/", "."])
def test_a_folder_is_no_file_to_write(run, folder):
    answer = run("export", "plain", "--out", folder)

    assert (answer.code, f"{folder} is a folder; name a file in it" in answer.err) == (1, True)


def test_an_export_counts_all_rows_that_its_format_cannot_hold(run, tmp_path):
    rows = "".join(f"+39020{n:04}*\n" for n in range(1500))
    (tmp_path / "mine.txt").write_text(rows)
    run("import", str(tmp_path / "mine.txt"), "--as", "block")

    found = run("export", "freepbx", "--out", str(tmp_path / "out.csv"), "--json")

    assert (found.json["rejected_count"], "and 1,490 more" in found.err) == (1500, True)

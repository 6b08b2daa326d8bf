"""`import`: what a file of somebody else becomes, and what could not be used of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from daemon_world import a_rejected_call
from portinaio.api.answers import (
    ImportAnswer,
)
from portinaio.store.database import open_store

if TYPE_CHECKING:
    from pathlib import Path


NUMBERS = "+390200001234 # energy contracts\n+390200001235\n+390844*\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "spam-it.txt"
    file.write_text(NUMBERS)
    return file


# -- import and export


def test_an_import_becomes_entries(run, file):
    answer = run("import", str(file), "--json")

    assert (list(answer.json), answer.json["accepted"], len(run("entries", "--json").json)) == (
        list(ImportAnswer.__annotations__),
        3,
        3,
    )


def test_importing_twice_adds_nothing(run, file):
    run("import", str(file))

    again = run("import", str(file), "--json").json

    assert [again[key] for key in ("accepted", "updated", "removed")] == [0, 0, 0]


def test_a_dry_run_changes_nothing(run, file):
    answer = run("import", str(file), "--dry-run", "--json")

    assert (answer.json["accepted"], run("entries", "--json").json) == (3, [])


def test_what_was_allowed_by_hand_stays_allowed(run, file):
    run("allow", "+390200001234")
    run("import", str(file))

    assert run("check", "+390200001234", "--json").json["label"] == "known"


def test_each_row_that_cannot_be_used_is_told_with_its_line(run, tmp_path):
    (tmp_path / "mine.txt").write_text("+390200001234\n+3902\n+390200001235\n")

    rejected = run("import", str(tmp_path / "mine.txt"), "--json").json["rejected"]

    assert [(bad["line"], bad["text"]) for bad in rejected] == [(2, "+3902")]


def test_our_own_log_of_calls_comes_back_through_import(run, house, tmp_path):
    log = tmp_path / "calls.json"
    with open_store(house / "portinaio.db", datetime.now(UTC)) as store:
        store.calls.record(a_rejected_call(1, at=datetime.now(UTC), score=74))
    log.write_text(run("calls", "--json").out)
    run("calls", "forget", "1")

    answers = [run("import", str(log), "--as", "calls", "--json").json for _ in range(2)]

    assert ([each["accepted"] for each in answers], run("calls", "--json").json[0]["score"]) == (
        [1, 0],
        74,
    )


def test_a_file_that_is_no_log_of_calls_is_refused(run, file):
    answer = run("import", str(file), "--as", "calls")

    assert (answer.code, "is a block list" in answer.err) == (2, True)


def test_contacts_come_in_through_import_too(run, tmp_path):
    book = tmp_path / "book.vcf"
    book.write_text(
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Anna\r\nTEL:+39 02 0000 1234\r\nEND:VCARD\r\n"
    )
    dry = run("import", str(book), "--as", "contacts", "--dry-run", "--json").json["accepted"]
    run("import", str(book), "--as", "contacts")

    assert (dry, run("check", "+390200001234", "--json").json["label"]) == (1, "known")


def test_days_that_can_be_read_in_two_ways_are_said_when_a_file_is_imported(run, tmp_path):
    (tmp_path / "mine.csv").write_text("number,last\n+390200001234,03/04/2026\n")

    found = run("import", str(tmp_path / "mine.csv"), "--as", "block")

    assert "03/04/2026 can be read in two ways; the day was taken to stand first" in found.err


@pytest.mark.parametrize("rows", [999, 1000, 1001, 3000])
@pytest.mark.parametrize("kind", ["block", "contacts"])
def test_an_import_counts_all_rows_that_it_cannot_use(run, tmp_path, rows, kind):
    (tmp_path / "mine.csv").write_text("number\n+390200001234\n" + "nobody\n" * rows)

    found = run("import", str(tmp_path / "mine.csv"), "--as", kind, "--json")

    shown = min(rows, 1000)
    assert (found.json["rejected_count"], len(found.json["rejected"])) == (rows, shown)
    assert f"and {rows - 10:,} more" in found.err


def test_a_note_of_a_file_is_the_note_of_the_entry_and_comes_out_again_as_one(run, tmp_path):
    (tmp_path / "mine.csv").write_text("numero,note\n+390200001234,rings at noon\n")
    run("import", str(tmp_path / "mine.csv"), "--as", "block")

    (entry,) = run("entries", "--json").json
    header, row = run("export", "csv").out.splitlines()

    told = dict(zip(header.split(","), row.split(","), strict=True))
    assert (entry["note"], told["note"], told["company"]) == ("rings at noon", "rings at noon", "")


def test_three_entries_may_become_one_and_the_two_are_gone(run, tmp_path):
    (tmp_path / "spam-it.txt").write_text("+390200001234\n+390200001235\n+390200001236\n")
    run("lists", "add", str(tmp_path / "spam-it.txt"), "--yes")
    (tmp_path / "spam-it.txt").write_text("+390200001234\n")

    synced = run("sync", "--json")

    codes = [
        [finding["code"] for finding in run("check", f"+39020000{n}", "--json").json["findings"]]
        for n in (1234, 1235, 1236)
    ]
    assert (synced.json[0]["state"], synced.json[0]["removed"]) == ("ok", 2)
    assert ["listed" in each for each in codes] == [True, False, False]

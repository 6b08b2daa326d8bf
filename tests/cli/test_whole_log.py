"""`calls --csv` and `export calls`: the log as a table, and back."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from portinaio.api.answers import CallAnswer
from portinaio.cli import whole_log
from portinaio.core.checks.finding import Finding
from portinaio.core.logged import IMPORTED
from portinaio.core.message import msg
from portinaio.core.policy import Action, Outcome
from portinaio.core.tables.call_table import COLUMNS
from portinaio.core.verdict import Label
from portinaio.store.database import open_store
from worlds import FROZEN_NOW, a_logged_call

if TYPE_CHECKING:
    from pathlib import Path

# Less than 90 days old, whenever this runs.
LATELY = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
REJECTED = a_logged_call(
    1,
    at=LATELY,
    label=Label.REPORTED,
    score=74,
    findings=(Finding("listed", msg('on "spam-it": 42, 3'), 74, source="spam-it"),),
    action=Action.REJECT,
    because=msg('on "spam-it": 42, 3'),
    outcome=Outcome.DONE,
    cause="SIP 607",
    acted_ms=3.5,
    talked_s=0.0,
    notes="sold\nwine; said “no”",
)


def log(house: Path, *calls: Any) -> None:
    house.mkdir(exist_ok=True)
    with open_store(house / "portinaio.db", FROZEN_NOW) as store:
        store.calls.record_many(calls)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_table_has_the_keys_of_the_json():
    assert tuple(CallAnswer.__annotations__) == COLUMNS


@pytest.mark.parametrize("command", [("calls", "--csv"), ("export", "calls")])
def test_what_a_table_says_an_import_takes_back(run, house, tmp_path, command):
    log(house, REJECTED)
    (before,) = run("calls", "--json").json
    table = tmp_path / "calls.csv"
    table.write_text(run(*command).out, encoding="utf-8")
    run("calls", "forget", "1")

    run("import", str(table), "--as", "calls")

    (after,) = run("calls", "--json").json
    spoken = before | {"notes": "sold wine; said “no”"}  # on one line, as every import
    assert after == spoken | {"id": 2, "line": IMPORTED, "at": after["at"]}
    assert datetime.fromisoformat(after["at"]) == LATELY


@pytest.mark.parametrize("times", [1, 2])
def test_a_table_of_this_log_adds_nothing_to_it_not_even_twice_in_one_file(
    run, house, tmp_path, times
):
    log(house, REJECTED, a_logged_call(2, at=LATELY + timedelta(seconds=1)))
    table = tmp_path / "calls.csv"
    table.write_text(run("calls", "--csv").out * times, encoding="utf-8")

    run("import", str(table), "--as", "calls")
    assert len(run("calls", "--json").json) == 2

    run("calls", "forget", "1", "2")
    run("import", str(table), "--as", "calls")
    assert len(run("calls", "--json").json) == 2


def test_a_table_that_a_spreadsheet_has_saved_is_taken_back(run, house, tmp_path):
    log(house, REJECTED)
    text = run("calls", "--csv").out.replace(",false,", ",FALSE,")
    table = tmp_path / "calls.csv"
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(csv.reader(io.StringIO(text)))
    table.write_bytes(b"\xef\xbb\xbf" + out.getvalue().encode())
    run("calls", "forget", "1")

    run("import", str(table), "--as", "calls")

    assert run("calls", "--json").json[0]["label"] == "reported"


def test_a_table_holds_no_formula(run, house):
    said = Finding("listed", msg("bad;=cmd|x"), 74, source="spam-it")
    log(house, a_logged_call(1, name="=cmd|x", calling="@SUM(1)", findings=(said,)))

    (row,) = rows(run("calls", "--csv").out)

    assert (row["name"], row["calling"], row["number"][0]) == ("'=cmd|x", "'@SUM(1)", "+")
    assert ";'=cmd|x" in row["findings"]


def test_a_table_without_a_limit_is_the_whole_log(run, house, monkeypatch):
    monkeypatch.setattr(whole_log, "PAGE", 3)
    log(house, *(a_logged_call(n, at=FROZEN_NOW + timedelta(hours=n)) for n in range(1, 8)))

    assert [row["id"] for row in rows(run("calls", "--csv").out)] == list("7654321")
    assert [row["id"] for row in rows(run("calls", "--csv", "--limit", "4").out)] == list("7654")
    assert [row["id"] for row in rows(run("calls", "--csv", "--limit", "3").out)] == list("765")


def test_a_table_is_filtered_as_the_log_is(run, house):
    log(house, REJECTED, a_logged_call(2, at=LATELY))

    assert [row["id"] for row in rows(run("calls", "--csv", "--label", "reported").out)] == ["1"]


def test_an_empty_log_is_a_title(run):
    assert run("export", "calls").out == ",".join(COLUMNS) + "\n"


def test_a_log_is_written_into_a_file_of_its_owner(run, house, tmp_path):
    log(house, REJECTED)
    path = tmp_path / "calls.csv"

    answer = run("export", "calls", "--out", str(path), "--json").json

    assert (answer["written"], len(rows(path.read_text())), path.stat().st_mode & 0o777) == (
        1,
        1,
        0o600,
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("calls", "--csv", "--watch"), "leave out --watch"),
        (("calls", "--csv", "--json"), "leave out --watch, --plain and --json"),
        (("export", "calls", "--what", "contacts"), "leave out --what"),
        (("export", "calls", "--list", "spam-it"), "leave out --what and --list"),
        (("export", "calls", "--json"), "portinaio calls --json"),
    ],
)
def test_a_table_with_something_else_is_refused(run, arguments, sentence):
    answer = run(*arguments)

    assert (answer.code, sentence in answer.err + answer.out) == (2, True)


@pytest.mark.parametrize("key", ["score", "label", "findings", "at"])
def test_a_cell_that_says_nothing_we_know_is_refused_by_its_title(run, house, tmp_path, key):
    log(house, REJECTED)
    (row,) = rows(run("calls", "--csv").out)
    table = tmp_path / "calls.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerow(row | {key: "plenty"})

    answer = run("import", str(table), "--as", "calls", "--json").json

    assert [bad["reason"].rpartition(" ")[2] for bad in answer["rejected"]] == [key]

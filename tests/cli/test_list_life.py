"""A subscribed list: what it says of callers, its syncs, and what it leaves behind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from list_server import AServer, ok

if TYPE_CHECKING:
    from pathlib import Path


NUMBERS = "+390200001234 # energy contracts\n+390200001235\n+390844*\n"


COUNTS = ("accepted", "updated", "removed", "rejected")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "spam-it.txt"
    file.write_text(NUMBERS)
    return file


@pytest.fixture
def added(run, file: Path):
    return run("lists", "add", str(file), "--yes", "--json")


@pytest.mark.usefixtures("added")
def test_a_listed_caller_is_reported_by_whom(run):
    check = run("check", "+390200001234", "--json").json

    assert [(f["code"], f["source"]) for f in check["findings"] if f["code"] == "listed"] == [
        ("listed", "spam-it")
    ]


@pytest.mark.usefixtures("added")
def test_a_check_says_how_much_the_list_is_believed(run):
    assert "on spam-it since" in (out := run("check", "+390200001234").out)
    assert "trust 0.6 [listed]" in out


@pytest.mark.usefixtures("added")
def test_syncing_twice_adds_nothing(run):
    (first,), (second,) = run("sync", "--json").json, run("sync", "--json").json

    assert [[each[key] for key in COUNTS[:3]] for each in (first, second)] == [[0, 0, 0]] * 2


@pytest.mark.usefixtures("added")
def test_a_removed_list_leaves_nothing_behind_but_since_when_its_numbers_were_seen(run, house):
    run("lists", "remove", "spam-it")

    texts = (house / "config.toml").read_text(), (house / "portinaio.db").read_bytes()
    findings = run("check", "+390200001234", "--json").json["findings"]
    assert (left_of(house), "spam-it" in texts[0], findings) == ([".seen/spam-it"], False, [])


@pytest.mark.usefixtures("added")
def test_a_day_that_the_list_never_gave_is_no_day_of_its_export(run):
    titles, *rows = run("export", "csv", "--what", "list", "--list", "spam-it").out.splitlines()

    last = titles.split(",").index("last")
    assert {row.split(",")[last] for row in rows} == {""}


def left_of(house) -> list[str]:
    folder = house / "lists"
    return [str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()]


@pytest.mark.usefixtures("added")
def test_a_list_that_was_taken_out_by_hand_is_forgotten_at_the_next_sync(run, house):
    (house / "config.toml").write_text("")
    run("sync")

    assert left_of(house) == [".seen/spam-it"]


def test_a_number_stays_while_another_list_holds_it(run, tmp_path):
    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text(NUMBERS)
        run("lists", "add", str(tmp_path / f"{name}.txt"), "--yes")

    run("lists", "remove", "one")

    sources = [f["source"] for f in run("check", "+390200001234", "--json").json["findings"]]
    assert "two" in sources


def test_the_order_of_lists_does_not_change_a_verdict(run, house, tmp_path):
    for name in ("one", "two", "three"):
        (tmp_path / f"{name}.txt").write_text(NUMBERS)
        run("lists", "add", str(tmp_path / f"{name}.txt"), "--yes", "--trust", f"0.{len(name)}")
    before = run("check", "+390200001234", "--json").json
    config = (house / "config.toml").read_text()
    tables = re.split(r"(?=\[\[list\]\])", config)
    (house / "config.toml").write_text(tables[0] + "".join(reversed(tables[1:])))

    after = run("check", "+390200001234", "--json").json

    keys = ("label", "score", "suspected", "action")
    assert [before[key] for key in keys] == [after[key] for key in keys]


def test_a_refused_sync_ends_with_one_and_stands_in_lists_and_health(run):
    with AServer() as server:
        server.answers["/spam.txt"] = ok(NUMBERS.encode())
        run("lists", "add", server.url("/spam.txt"), "--yes")
        server.answers["/spam.txt"] = ok(b"")
        answer = run("sync", "--json")

    health = run("status", "--json").json["health"]
    assert (answer.code, answer.json[0]["state"], [h["code"] for h in health]) == (
        1,
        "refused",
        ["list"],
    )


def test_a_list_that_shrank_is_accepted_once(run, tmp_path):
    (tmp_path / "spam-it.txt").write_text("".join(f"+39020000{n:04}\n" for n in range(60)))
    run("lists", "add", str(tmp_path / "spam-it.txt"), "--yes")
    (tmp_path / "spam-it.txt").write_text("+390200001234\n")

    refused = run("sync")
    accepted = run("sync", "spam-it", "--accept", "spam-it")

    assert (refused.code, "--accept spam-it" in refused.out, accepted.code) == (1, True, 0)


def test_a_server_that_asked_for_peace_is_left_alone(run):
    with AServer() as server:
        server.answers["/spam.txt"] = ok(NUMBERS.encode())
        run("lists", "add", server.url("/spam.txt"), "--yes")
        server.answers["/spam.txt"] = ok(b"", "Retry-After: 3600", status="503 Busy")
        run("sync")
        run("sync")

    assert len(server.asked) == 2

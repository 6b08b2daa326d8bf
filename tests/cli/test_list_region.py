"""Of which country a list is: asked, seen by its numbers, insisted upon, and told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


NUMBERS = "+390200001234 # energy contracts\n+390200001235\n+390844*\n"


GERMAN = "".join(f"030 9018{n:04}\n" for n in range(1200, 1240))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "spam-it.txt"
    file.write_text(NUMBERS)
    return file


@pytest.fixture
def added(run, file: Path):
    return run("lists", "add", str(file), "--yes", "--json")


def left_of(house) -> list[str]:
    folder = house / "lists"
    return [str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()]


def test_a_german_list_in_an_italian_home_asks_for_its_region(run, tmp_path):
    (tmp_path / "de.txt").write_text(GERMAN)

    answer = run("lists", "add", str(tmp_path / "de.txt"), "--yes")

    assert (answer.code, "--region" in answer.err, run("lists", "--json").json) == (1, True, [])


def test_where_nobody_is_there_to_answer_the_refusal_names_the_countries_it_may_be_of(
    run, tmp_path
):
    (tmp_path / "de.txt").write_text("".join(GERMAN.splitlines(keepends=True)[:8]))

    answer = run("lists", "add", str(tmp_path / "de.txt"))

    assert re.search(r"would exist in .*\bDE\b.*--region", answer.err, re.DOTALL)
    assert run("lists", "--json").json == []


def test_what_a_file_is_stands_there_though_it_is_not_subscribed_unasked(run, file):
    answer = run("lists", "add", str(file))

    assert (answer.code, "2 landlines" in answer.out, "--yes" in answer.err) == (2, True, True)
    assert run("lists", "--json").json == []


def test_with_its_region_no_german_number_becomes_italian(run, tmp_path):
    (tmp_path / "de.txt").write_text(GERMAN)
    run("lists", "add", str(tmp_path / "de.txt"), "--yes", "--region", "de")

    numbers = re.findall(r"\+\d+", run("export", "plain", "--list", "de").out)

    assert (len(numbers), {number[:3] for number in numbers}) == (40, {"+49"})


AMERICAN = "".join(f"2025550{n}\n" for n in range(100, 140))


def test_who_insists_on_the_country_of_a_list_has_it_and_is_told_what_speaks_against_it(
    run, tmp_path
):
    (tmp_path / "abroad.txt").write_text(AMERICAN)

    added = run("lists", "add", str(tmp_path / "abroad.txt"), "--region", "IT", "--yes")

    assert (added.code, "seems to be of another country" in added.out) == (0, True)
    assert [(one["region"], one["sure"]) for one in run("lists", "--json").json] == [("IT", True)]


def test_a_dry_run_says_what_a_list_is_and_nothing_stays_but_when_it_was_seen(run, house, tmp_path):
    (tmp_path / "mine.txt").write_text(NUMBERS)

    told = run("lists", "add", str(tmp_path / "mine.txt"), "--dry-run")

    assert "a block list" in told.out
    assert "kept as: +390200001234" in told.out
    assert (run("lists", "--json").json, left_of(house)) == ([], [".seen/mine"])


def test_what_a_list_is_stands_in_the_answer_of_the_program_too(run, tmp_path):
    (tmp_path / "mine.txt").write_text(NUMBERS)

    added = run("lists", "add", str(tmp_path / "mine.txt"), "--yes", "--json").json

    assert (added["seen"]["kind"], added["seen"]["numbers"], added["seen"]["first"][0]) == (
        "block",
        3,
        "+390200001234",
    )


def test_a_list_that_was_insisted_upon_stays_so_when_it_is_renewed(run, tmp_path):
    (tmp_path / "abroad.txt").write_text(AMERICAN)
    run("lists", "add", str(tmp_path / "abroad.txt"), "--region", "IT", "--yes")
    (tmp_path / "abroad.txt").write_text(AMERICAN + "2025550150\n")

    synced = run("sync", "--json")

    assert [(one["state"], one["updated"] + one["accepted"]) for one in synced.json] == [("ok", 1)]


def test_a_list_that_turns_out_to_be_of_another_country_says_how_to_insist(run, house, tmp_path):
    (tmp_path / "mine.txt").write_text(NUMBERS)
    run("lists", "add", str(tmp_path / "mine.txt"), "--region", "IT", "--yes")
    lax = (house / "config.toml").read_text().replace("sure = true\n", "")
    (house / "config.toml").write_text(lax)
    (tmp_path / "mine.txt").write_text(AMERICAN)

    synced = run("sync")

    assert synced.code == 1
    assert "sure = true under it in config.toml" in synced.err + synced.out

"""A list that means a large part of a country is weighed down, and every window says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

EIGHT_SLICES = "".join(f"+393{n}*\n" for n in range(2, 10))
EVERY_CITY = "".join(f"+390{n}*\n" for n in range(10, 100) if n not in {69, 84})
SOME = "".join(f"+393{n}*\n" for n in range(200, 250))
NOTE = "it covers 80 of 100 mobile numbers of IT, so alone it makes a caller suspected at most"


@pytest.fixture
def subscribed(run, tmp_path: Path):
    def add(text: str):
        file = tmp_path / "numbers.txt"
        file.write_text(text)
        return run("lists", "add", str(file), "--trust", "0.9", "--yes")

    return add


@pytest.mark.parametrize(
    ("text", "caller", "action"),
    [
        pytest.param(EIGHT_SLICES, "+393331234567", "ring", id="every mobile, in eight slices"),
        pytest.param(EVERY_CITY, "+390200001234", "ring", id="every city"),
        pytest.param(SOME, "+393200001234", "reject", id="a twentieth of the mobiles"),
        pytest.param(
            EIGHT_SLICES + "+390844*\n", "+390844123456", "reject", id="a range for sales"
        ),
    ],
)
def test_nobody_is_turned_away_for_a_list_that_means_nearly_all(
    run, subscribed, text, caller, action
):
    subscribed(text)

    assert run("check", caller, "--json").json["action"] == action


@pytest.mark.parametrize(
    "command",
    [("lists",), ("lists", "show", "numbers"), ("sync",), ("doctor",)],
    ids=" ".join,
)
def test_what_it_counts_for_is_said(run, subscribed, command):
    subscribed(EIGHT_SLICES)

    assert NOTE in run(*command).out


def test_who_adds_it_is_told_at_once(subscribed):
    assert NOTE in subscribed(EIGHT_SLICES).out


def test_a_check_shows_the_trust_with_which_it_counts(run, subscribed):
    subscribed(EIGHT_SLICES)

    told = run("check", "+393331234567").out

    assert ("counts with trust 0.4 at most [listed]" in told, "trust 0.9" in told) == (True, False)


def test_a_list_that_means_little_has_no_note(run, subscribed):
    subscribed(SOME)

    assert run("lists", "--json").json[0]["note"] is None
    assert run("sync", "--json").json[0]["note"] is None


def test_a_check_shows_the_trust_of_a_list_that_was_taken_for_complaints(run, tmp_path):
    file = tmp_path / "calls.csv"
    file.write_text("caller_id_number,issue_date\n" + "202-555-0123,2026-11-20\n" * 3)
    run("lists", "add", str(file), "--region", "US", "--trust", "0.9", "--yes")

    told = run("check", "+12025550123").out

    assert "3 reporters, last 20 Nov 2026, trust 0.9 [listed]" in told

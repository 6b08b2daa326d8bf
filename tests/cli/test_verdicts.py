"""What lists say, up to the action that comes of it; typed."""

from __future__ import annotations

import json

import pytest

SUSPECTED, REPORTED = ("unknown", True, "ring"), ("reported", False, "reject")
UNKNOWN = ("unknown", False, "ring")
ROWS = {
    "+390200001000": "10,2",  # a courier, whom two dispute
    "+390200002000": "10,0",
    "+390200003000": "50,2",
    "+390200004000": "1,0",
    "+390200005000": "99,0",
}


@pytest.fixture
def listed(run, tmp_path):
    def add(name: str, trust: str) -> None:
        file = tmp_path / f"{name}.csv"
        rows = "".join(f"{number},{counts}\n" for number, counts in ROWS.items())
        file.write_text(f"number,reporters,disputes\n{rows}+39020000{len(name)}999,9,0\n")
        assert run("lists", "add", str(file), "--trust", trust, "--yes").code == 0

    return add


def judged(run, *more: str):
    out = run("check", *ROWS, "--at", "14:30", "--json", *more).out
    answers = map(json.loads, out.splitlines())
    return [(each["label"], each["suspected"], each["action"]) for each in answers]


@pytest.mark.parametrize(
    ("trust", "verdicts"),
    [
        ("1", [SUSPECTED, REPORTED, REPORTED, UNKNOWN, REPORTED]),
        ("0.8", [SUSPECTED, REPORTED, REPORTED, UNKNOWN, REPORTED]),
        ("0.4", [UNKNOWN, SUSPECTED, SUSPECTED, UNKNOWN, SUSPECTED]),
    ],
)
def test_what_one_list_does_as_far_as_it_is_trusted(run, listed, trust, verdicts):
    listed("one", trust)

    assert judged(run) == verdicts


def test_a_mark_of_the_network_takes_no_list_of_little_trust_over_the_edge(run, listed):
    listed("one", "0.4")

    assert judged(run, "--name", "Scam Likely") == [SUSPECTED] * 5


def test_two_lists_of_little_trust_turn_a_caller_away_whom_nobody_disputes(run, listed):
    listed("one", "0.4")
    listed("other", "0.4")

    assert judged(run) == [SUSPECTED, REPORTED, REPORTED, UNKNOWN, REPORTED]

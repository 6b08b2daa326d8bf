"""A list that holds most of a block, and somebody whom the user knows in it; typed."""

from __future__ import annotations

import pytest


@pytest.fixture
def listed(run, tmp_path):
    """Nine of the ten numbers from 02 0000 1230 on, by an editor."""
    file = tmp_path / "numbers.txt"
    file.write_text("".join(f"+39020000123{n}\n" for n in range(10) if n != 4))
    run("lists", "add", str(file), "--trust", "0.8", "--yes")


def judged(run):
    found = run("check", "02 0000 1234", "--at", "14:30", "--json").json
    return found["suspected"], [each["text"].partition("; ")[2] for each in found["findings"]]


@pytest.mark.usefixtures("listed")
def test_nine_of_ten_neighbours_make_a_caller_suspected(run):
    assert judged(run)[0] is True


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize(
    ("command", "told"),
    [
        pytest.param(
            ["contacts", "add", "Anna", "02 0000 1299"],
            "but Anna of your contacts is in the same block of 100, so it counts a third",
            id="a contact",
        ),
        pytest.param(
            ["allow", "02 0000 1299"],
            "but you allow +390200001299, in the same block of 100, so it counts a third",
            id="an entry",
        ),
    ],
)
def test_with_somebody_known_among_them_they_do_not(run, command, told):
    run(*command)

    suspected, said = judged(run)
    assert (suspected, set(said)) == (False, {told})


@pytest.mark.usefixtures("listed")
def test_somebody_known_in_the_next_block_changes_nothing(run):
    run("contacts", "add", "Anna", "02 0000 1300")

    assert judged(run)[0] is True

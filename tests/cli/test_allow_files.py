"""An allow file of Begone, as a person may take it for a list or for entries of their own."""

from __future__ import annotations

import pytest

from portinaio.lists.list_reading import ALLOWS

BAD, GOOD = "+390200001234", "+390200001235"
ROW = "<dict><key>category</key><string>{}</string><key>number</key><string>{}</string></dict>"


@pytest.fixture
def begone(tmp_path):
    """A property list of numbers by their category."""

    def write(*rows: tuple[int, str]) -> str:
        file = tmp_path / "numbers.xml"
        body = "".join(ROW.format(*row) for row in rows)
        file.write_text(f'<?xml version="1.0"?><plist version="1.0"><array>{body}</array></plist>')
        return str(file)

    return write


def test_it_is_not_subscribed_and_nothing_of_it_stays(run, house, begone):
    answer = run("lists", "add", begone((1, GOOD)), "--yes")

    assert (answer.code, str(ALLOWS) in answer.err) == (1, True)
    assert run("lists", "--json").json == []
    assert run("check", GOOD, "--json").json["findings"] == []
    assert "numbers" not in house.joinpath("config.toml").read_text()


@pytest.mark.parametrize("how", [(), ("--as", "block"), ("--dry-run",)], ids=" ".join)
def test_it_blocks_nobody_whatever_is_said(run, begone, how):
    answer = run("import", begone((1, GOOD)), *how)

    assert (answer.code, str(ALLOWS) in answer.err) == (1, True)
    assert run("entries", "--json").json == []


@pytest.mark.parametrize("inside", [True, False], ids=["beside it", "from elsewhere"])
def test_a_folder_of_allow_lists_says_what_lies_in_it(run, tmp_path, monkeypatch, inside):
    folder = tmp_path / "allow"
    folder.mkdir()
    (folder / "numbers.txt").write_text(f"{GOOD}\n")
    monkeypatch.chdir(folder if inside else tmp_path)

    answer = run("import", "numbers.txt" if inside else "allow/numbers.txt")

    assert (answer.code, "what the numbers of numbers.txt are" in answer.err) == (2, True)
    assert run("entries", "--json").json == []


def test_who_says_allow_gets_its_numbers_allowed(run, begone):
    run("import", begone((1, GOOD)), "--as", "allow")

    entries = run("entries", "--json").json
    assert [(each["pattern"], each["kind"]) for each in entries] == [(GOOD, "allow")]


@pytest.mark.parametrize(("kind", "taken"), [("block", BAD), ("allow", GOOD)])
def test_of_a_file_that_does_both_one_half_is_taken_and_the_other_named(run, begone, kind, taken):
    answer = run("import", begone((0, BAD), (1, GOOD)), "--as", kind, "--json").json

    entries = run("entries", "--json").json
    assert [(each["pattern"], each["kind"]) for each in entries] == [(taken, kind)]
    assert [row["text"] for row in answer["rejected"]] == [GOOD if taken == BAD else BAD]


def test_of_a_list_that_does_both_the_blocked_half_is_subscribed(run, begone):
    added = run("lists", "add", begone((0, BAD), (1, GOOD)), "--yes", "--json").json

    listed = [bool(run("check", number, "--json").json["findings"]) for number in (BAD, GOOD)]
    assert (added["entries"], added["rejected"], listed[0]) == (1, 1, True)
    codes = [f["code"] for f in run("check", GOOD, "--json").json["findings"]]
    assert "listed" not in codes

"""Several files at once, and what is asked where a file leaves something open."""

from __future__ import annotations

import builtins

import pytest

from portinaio.cli.commands import imports, lists
from portinaio.cli.lists import trial

FRENCH = "".join(f"016200000{n}\n" for n in range(6))
COLUMNS = ("+390200001234", "+390200005678")
TWO_COLUMNS = """company,caller,extra
Gas,+390200001234,+390200005678
Luce,+390200001235,+390200005679
Acqua,+390200001236,+390200005670
"""


@pytest.fixture
def files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.txt").write_text("+390200001234\n", encoding="utf-8")
    (tmp_path / "more.txt").write_text("+390200001235\n+390200001236\n", encoding="utf-8")
    (tmp_path / "french.txt").write_text(FRENCH, encoding="utf-8")
    (tmp_path / "two.csv").write_text(TWO_COLUMNS, encoding="utf-8")


@pytest.fixture
def answered(monkeypatch):
    """What was asked, once somebody at a terminal gives these answers."""

    def answered(*answers: str) -> list[str]:
        asked: list[str] = []
        left = iter(answers)

        def answer(question: str = "") -> str:
            asked.append(question.strip())
            return next(left)

        for asking in (imports, lists, trial):
            monkeypatch.setattr(asking, "may_ask", lambda _context: True)
        monkeypatch.setattr(builtins, "input", answer)
        return asked

    return answered


def blocked(run):
    return {each["pattern"] for each in run("entries", "--json").json}


@pytest.mark.usefixtures("files")
def test_each_of_several_files_is_read_and_told_by_itself(run):
    said = run("import", "good.txt", "more.txt", "--as", "block")

    assert [line for line in said.out.splitlines() if "new" in line] == [
        "1 is new, 0 changed, 0 there already, 0 gone",
        "2 are new, 0 changed, 0 there already, 0 gone",
    ]
    assert said.code == 0


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("order", [["none.txt", "good.txt"], ["good.txt", "none.txt"]])
def test_one_wrong_file_does_not_keep_the_others_out(run, order):
    said = run("import", *order, "--as", "block")

    assert "none.txt cannot be read: no such file or folder" in said.err
    assert (said.code, blocked(run)) == (1, {"+390200001234"})


@pytest.mark.usefixtures("files")
def test_a_wrong_file_among_several_is_named_with_what_is_wrong(run):
    said = run("import", "french.txt", "good.txt", "--as", "block")

    assert "french.txt: 6 of 6 numbers have no country code" in said.err
    assert (said.code, blocked(run)) == (2, {"+390200001234"})


@pytest.mark.usefixtures("files")
def test_a_country_that_a_file_leaves_open_is_asked_for(run, answered):
    asked = answered("FR")

    said = run("import", "french.txt", "--as", "block")

    assert asked[0].startswith(
        "The numbers of french.txt may be of several countries. Of which are they? (FR, "
    )
    assert (said.code, len(blocked(run))) == (0, 6)


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(("typed", "country"), [("fr", "FR"), ("at", "AT")])
def test_any_country_may_be_said(run, answered, typed, country):
    asked = answered("France", "9", typed)

    said = run("import", "french.txt", "--as", "block", "--dry-run")

    assert asked[1].startswith("Please write two letters, such as FR (FR, ")
    assert f"country: {country}" in said.out


@pytest.mark.usefixtures("files")
def test_a_list_asks_for_its_country_too(run, answered):
    asked = answered("FR", "yes")

    said = run("lists", "add", "./french.txt")

    assert asked[0].startswith(
        "The numbers of french.txt may be of several countries. Of which are they? (FR, "
    )
    assert asked[1].startswith("Subscribe to it?")
    assert (said.code, run("lists", "--json").json[0]["region"]) == (0, "FR")


@pytest.mark.usefixtures("files")
def test_a_list_that_is_only_looked_at_asks_as_well(run, answered):
    answered("FR")

    said = run("lists", "add", "./french.txt", "--dry-run")

    assert "would be: 6 entries" in said.out
    assert run("lists", "--json").json == []


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(("answer", "kept"), [("yes", 6), ("no", 3)])
def test_a_list_asks_about_a_column_that_nothing_is_said_of(run, answered, answer, kept):
    asked = answered(answer, "yes")

    run("lists", "add", "./two.csv")

    assert asked[0].startswith("Numbers stand in the column extra, too")
    assert run("lists", "--json").json[0]["entries"] == kept


@pytest.mark.usefixtures("files")
def test_a_list_that_nobody_can_be_asked_about_says_what_is_wanted(run):
    said = run("lists", "add", "./french.txt", "--yes")

    assert "they would exist in FR, " in said.err
    assert (said.code, run("lists", "--json").json) == (1, [])


@pytest.mark.usefixtures("files")
def test_several_files_are_one_document_of_json(run):
    said = run(
        "import", "good.txt", "none.txt", "french.txt", "more.txt", "--as", "block", "--json"
    )

    files = said.json["files"]
    assert [each["file"] for each in files] == ["good.txt", "none.txt", "french.txt", "more.txt"]
    assert [each.get("accepted") for each in files] == [1, None, None, 2]
    assert "no such file" in files[1]["error"]
    assert "no country code" in files[2]["error"]
    assert said.code == 2


@pytest.mark.usefixtures("files")
def test_one_file_is_no_list_of_files(run):
    assert run("import", "good.txt", "--as", "block", "--json").json["accepted"] == 1


def test_too_few_numbers_to_tell_are_asked_about_with_the_houses_own_country(
    run, answered, tmp_path
):
    (tmp_path / "few.txt").write_text("0200001234\n0200001235\n", encoding="utf-8")
    asked = answered("")

    run("import", str(tmp_path / "few.txt"), "--as", "block")

    assert asked[0].endswith("(IT) [IT]")
    assert blocked(run) == {"+390200001234", "+390200001235"}


def test_several_numbers_in_a_cell_are_not_counted_twice(run, tmp_path):
    cells = '"0200001234 | 0200001235"\n"0200001236; 0200001237"\n'
    (tmp_path / "multi.csv").write_text(f"number\n{cells}", encoding="utf-8")

    said = run("import", str(tmp_path / "multi.csv"), "--as", "block")

    assert "2 of 2 numbers have no country code" in said.err


@pytest.mark.usefixtures("files")
def test_without_anybody_to_ask_the_countries_are_named(run):
    said = run("import", "french.txt", "--as", "block")

    assert "they would exist in FR, " in said.err
    assert "--region FR" in said.err
    assert (said.code, blocked(run)) == (2, set())


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(("answer", "kept"), [("yes", 6), ("no", 3)])
def test_a_column_that_nothing_is_said_of_is_asked_about(run, answered, answer, kept):
    asked = answered(answer)

    said = run("import", "two.csv", "--as", "block")

    assert asked == [
        "Numbers stand in the column extra, too, and nothing says whose. Read them? (yes, no) [no]"
    ]
    assert (said.code, len(blocked(run))) == (0, kept)


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    ("columns", "kept"),
    [
        (["caller"], {"+390200001234", "+390200001235", "+390200001236"}),
        (["EXTRA"], {"+390200005678", "+390200005679", "+390200005670"}),
        (["3"], {"+390200005678", "+390200005679", "+390200005670"}),
    ],
)
def test_a_column_is_named_by_its_title_or_its_place(run, columns, kept):
    said = run("import", "two.csv", "--as", "block", *(f"--column={name}" for name in columns))

    assert (said.code, blocked(run)) == (0, kept)


@pytest.mark.usefixtures("files")
def test_several_columns_are_all_read(run):
    run("import", "two.csv", "--as", "block", "--column", "caller", "--column", "extra")

    assert len(blocked(run)) == 6


@pytest.mark.usefixtures("files")
def test_a_column_that_is_not_there_is_refused_with_those_that_are(run):
    said = run("import", "two.csv", "--as", "block", "--column", "tel")

    assert "the file has no column tel; it has: company, caller, extra" in said.err
    assert (said.code, blocked(run)) == (2, set())


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("kind", ["contacts", "calls"])
def test_columns_belong_to_numbers_that_are_blocked_or_allowed(run, kind):
    said = run("import", "two.csv", "--as", kind, "--column", "caller")

    assert "--column belongs to numbers: --as block or --as allow" in said.err


@pytest.mark.usefixtures("files")
def test_a_list_is_subscribed_by_the_columns_that_are_named_and_stays_so(run, house):
    run("lists", "add", "./two.csv", "--yes", "--column", "extra")

    assert 'columns = ["extra"]' in (house / "config.toml").read_text(encoding="utf-8")
    assert [run("check", number, "--json").json["findings"] != [] for number in COLUMNS] == [
        False,
        True,
    ]
    assert run("lists", "--json").json[0]["columns"] == ["extra"]


@pytest.mark.usefixtures("files")
def test_other_columns_have_a_list_read_anew_though_its_file_is_the_same(run, house):
    run("lists", "add", "./two.csv", "--yes", "--column", "extra")
    config = house / "config.toml"
    config.write_text(
        config.read_text(encoding="utf-8").replace('["extra"]', '["caller"]'), encoding="utf-8"
    )

    run("sync")

    assert [run("check", number, "--json").json["findings"] != [] for number in COLUMNS] == [
        True,
        False,
    ]


@pytest.mark.usefixtures("files")
def test_a_list_without_the_column_that_is_named_is_refused_with_those_that_it_has(run):
    said = run("lists", "add", "./two.csv", "--yes", "--column", "tel")

    assert "the file has no column tel; it has: company, caller, extra" in said.out + said.err

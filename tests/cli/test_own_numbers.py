"""One's own numbers, typed: in config.toml, in the profile, and as callers show them."""

from __future__ import annotations

import pytest

from portinaio.cli.commands import imports

CONFIG = """
country = "IT"
[[line]]
name = "home"
kind = "replay"
number = "02 0000 1234"
[[line]]
name = "mobile"
kind = "replay"
number = "+39 333 000 0456"
"""


@pytest.fixture
def two_lines(house):
    house.mkdir()
    (house / "config.toml").write_text(CONFIG, encoding="utf-8")


def found(answer):
    return [(each["code"], each["weight"]) for each in answer.json["findings"]], answer.json[
        "label"
    ]


@pytest.mark.usefixtures("two_lines")
@pytest.mark.parametrize(
    ("arguments", "judged"),
    [
        pytest.param(["02 0000 1234"], ([("own_number", 30)], "unknown"), id="the line itself"),
        pytest.param(["02 0000 1234", "--line", "mobile"], ([("own_number", 0)], "known"), id="the other"),
        pytest.param(["333 000 0456"], ([("own_number", 0)], "known"), id="the mobile calls home"),
        pytest.param(["02 0000 1999"], ([("own_number", 20)], "unknown"), id="next to it"),
        pytest.param(["02 0000 2000"], ([], "unknown"), id="a stranger"),
    ],
)  # fmt: skip
def test_a_number_of_config_toml_is_known_however_it_is_spelled(run, arguments, judged):
    assert found(run("check", *arguments, "--json")) == judged


def test_the_number_of_the_profile_is_that_of_a_line_without_one(run):
    run("profile", "set", "line=02 0000 1234")

    assert found(run("check", "02 0000 1234", "--json")) == ([("own_number", 30)], "unknown")


@pytest.mark.usefixtures("two_lines")
def test_a_caller_who_shows_the_number_that_rings_is_said_to_be_forged(run):
    assert "forged: it shows the number of the line that rings" in run("check", "0200001234").out


@pytest.mark.usefixtures("two_lines")
def test_the_users_own_entry_lets_the_voicemail_of_a_line_through(run):
    run("allow", "02 0000 1234")

    assert run("check", "0200001234", "--json").json["label"] == "known"


@pytest.mark.parametrize("command", ["lines", "doctor"])
def test_a_number_of_config_toml_that_is_none_is_told(run, house, command):
    house.mkdir()
    wrong = CONFIG.replace("02 0000 1234", "O2 0000 1234")
    (house / "config.toml").write_text(wrong, encoding="utf-8")

    assert "its number, O2 0000 1234, is not a telephone number" in run(command).out


@pytest.fixture
def list_with_mine(tmp_path):
    path = tmp_path / "list.txt"
    path.write_text("+390200001234\n+390200005678\n", encoding="utf-8")
    return str(path)


def blocked(run):
    return {each["pattern"] for each in run("entries", "--json").json}


@pytest.mark.usefixtures("two_lines")
@pytest.mark.parametrize(("yes", "kept"), [(True, 2), (False, 1)])
def test_a_file_that_would_block_a_number_of_yours_asks_first(
    run, list_with_mine, monkeypatch, yes, kept
):
    asked = []
    monkeypatch.setattr(imports, "may_ask", lambda _context: True)
    monkeypatch.setattr(imports, "agree", lambda question: asked.append(question) or yes)

    said = run("import", list_with_mine, "--as", "block")

    assert asked == ["The file holds a number of yours: +390200001234. Block it, too?"]
    assert len(blocked(run)) == kept
    assert said.out.splitlines()[-1].startswith(f"{kept} ")


@pytest.mark.usefixtures("two_lines")
def test_where_nobody_can_be_asked_it_is_left_out_and_named(run, list_with_mine):
    said = run("import", list_with_mine, "--as", "block")

    assert "left out, as a number of yours: +390200001234; --own blocks it too" in said.err
    assert blocked(run) == {"+390200005678"}


@pytest.mark.usefixtures("two_lines")
def test_who_says_so_before_is_not_asked(run, list_with_mine):
    run("import", list_with_mine, "--as", "block", "--own")

    assert blocked(run) == {"+390200001234", "+390200005678"}

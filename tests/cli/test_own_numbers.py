"""One's own numbers, typed: in config.toml, in the profile, and as callers show them."""

from __future__ import annotations

import pytest

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

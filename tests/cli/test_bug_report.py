"""`doctor --report FILE`: what helps to find a fault, and nothing of the person who has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = """
country = "IT"

[[line]]
name = "annas-villa"
kind = "sip"
registrar = "voip.example.net"
username = "390200001234"
number = "+390200001234"
password = { env = "NOT_SET_ANYWHERE" }
[policy]
unknown = "reject"
[[list]]
name = "of-my-uncle"
url = "https://anna:hush@lists.example.net/numbers.csv?token=hush"
[mail]
host = "mail.example.net"
from = "anna.rossi@example.net"
username = "anna.rossi@example.net"
password = { env = "NOT_SET_ANYWHERE" }
"""


@pytest.fixture
def report(run, house: Path, tmp_path: Path):
    """The text of the report in a house with this config.toml."""

    def report(config: str = CONFIG) -> str:
        house.mkdir(mode=0o700, exist_ok=True)
        (house / "config.toml").write_text(config)
        run("doctor", "--report", str(tmp_path / "report.md"))
        return (tmp_path / "report.md").read_text()

    return report


@pytest.mark.parametrize(
    "private",
    [
        "0200001234",
        "200001234",
        "anna",
        "rossi",
        "hush",
        "uncle",
        "voip.example.net",
        "lists.example.net",
        "mail.example.net",
    ],
)
def test_nothing_that_the_person_typed_is_in_it(report, private):
    assert private not in report()


def test_where_the_home_lies_is_not_in_it(report, tmp_path):
    assert str(tmp_path) not in report()


@pytest.mark.parametrize(
    "said",
    [
        "# Portinaio 0.1",
        "SQLite 3.",
        "- textual 8.",
        "- (line 1): sip, gone, can ",
        "- (list 1): ",
        "policy.unknown = reject",
        "country = IT",
        "line.(line 1).registrar = (set)",
        "mail.password = (set)",
        "the daemon is not running",
    ],
)
def test_it_holds_what_a_developer_asks_first(report, said):
    assert said in report()


def test_a_wrong_config_is_told_without_the_value_that_is_wrong(report):
    text = report('[[line]]\nname = "Anna Rossi"\nkind = "sip"\n')

    assert ("config.toml line 2: name must be" in text, "Anna Rossi" in text) == (True, False)


def test_the_daemons_last_words_are_in_it_with_numbers_masked(report, house):
    house.mkdir(mode=0o700)
    (house / "daemon.log").write_text("first\n" * 100 + "a call of +390200001299 failed\n")

    text = report()

    assert ("a call of +390••••••••• failed" in text, text.count("first")) == (True, 39)


def test_only_its_owner_may_read_it(report, tmp_path):
    report()

    assert (tmp_path / "report.md").stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_there_is_not_written_over(run, tmp_path):
    (tmp_path / "report.md").write_text("a diary")

    answer = run("doctor", "--report", str(tmp_path / "report.md"))

    assert (answer.code, (tmp_path / "report.md").read_text()) == (2, "a diary")


def test_a_place_that_cannot_be_written_is_named(run, tmp_path):
    answer = run("doctor", "--report", str(tmp_path / "nowhere" / "deep" / "\0"))

    assert (answer.code, answer.err.startswith("portinaio: ")) == (1, True)


def test_the_doctor_says_once_what_several_of_its_examinations_stumble_over(run, house):
    house.mkdir(mode=0o700)
    (house / "config.toml").write_text('country = "Atlantis"\n')

    told = [one["text"] for one in run("doctor", "--json").json if one["state"] == "wrong"]

    assert (len(told), "Atlantis" in told[0]) == (1, True)

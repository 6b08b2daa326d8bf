"""`import --as calls`, as somebody types it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from portinaio.cli.commands import imports

if TYPE_CHECKING:
    from pathlib import Path

AT = datetime.now(UTC).astimezone() - timedelta(hours=1)  # the log keeps 90 days


@pytest.fixture
def table(tmp_path: Path) -> str:
    path = tmp_path / "calls.csv"
    path.write_text(f"Call type,Date,Number\nMissed,{AT:%Y-%m-%d %H:%M:%S},+390200001234\n")
    return str(path)


@pytest.fixture
def answers(monkeypatch):
    """Somebody sits there and types it; the questions."""

    def answers(*typed: str) -> list[str]:
        asked: list[str] = []
        given = iter(typed)
        monkeypatch.setattr(imports, "may_ask", lambda _context: True)
        monkeypatch.setattr(imports, "ask", lambda question: asked.append(question) or next(given))
        return asked

    return answers


@pytest.mark.parametrize(
    ("typed", "called"), [("02 0000 5678", "+390200005678"), ("", None)], ids=["a number", "Enter"]
)
def test_which_number_was_called_is_asked_and_never_assumed(run, table, answers, typed, called):
    asked = answers(typed)

    run("import", table, "--as", "calls")

    assert asked == ["Which of your numbers was called? Enter leaves it open:"]
    assert run("calls", "--json").json[0]["called"] == called


@pytest.mark.parametrize("given", [["--called", "02 0000 5678"], ["--dry-run"]])
def test_it_is_asked_only_where_it_would_be_used(run, table, answers, given):
    asked = answers()

    run("import", table, "--as", "calls", *given)

    assert asked == []


def test_a_log_that_is_here_already_asks_nothing(run, table, answers):
    run("import", table, "--as", "calls")
    asked = answers()

    said = run("import", table, "--as", "calls").out

    assert said.splitlines()[-1] == "0 are new, 0 changed, 1 there already, 0 gone"
    assert asked == []


def test_without_anybody_to_ask_it_is_said(run, table):
    answer = run("import", table, "--as", "calls")

    assert "--called NUMBER or --line NAME says it" in answer.err
    assert run("calls", "--json").json[0]["called"] is None


def test_a_number_that_nobody_has_changes_nothing(run, table, answers):
    answers("mine")

    assert run("import", table, "--as", "calls").code == 2
    assert run("calls", "--json").json == []


def test_a_caller_of_a_sales_range_is_not_said_to_be_assigned_to_nobody(run, tmp_path):
    calls = "".join(
        f'<call number="{number}" date="1796000000000" duration="0" type="3"/>\n'
        for number in ("+390844000123", "+399990000123")
    )
    (tmp_path / "calls.xml").write_text(f"<calls>\n{calls}</calls>\n")

    said = run("import", str(tmp_path / "calls.xml"), "--as", "calls", "--dry-run").out

    assert "1 of a range reserved for a purpose such as sales" in said
    assert "1 that is assigned to nobody" in said


def test_a_letter_about_a_call_of_which_no_log_says_who_was_called_asks_for_that_once(
    run, tmp_path
):
    call = '<call number="+390844000123" date="1796000000000" duration="0" type="3"/>'
    (tmp_path / "calls.xml").write_text(f"<calls>\n{call}\n</calls>\n")
    run("import", str(tmp_path / "calls.xml"), "--as", "calls")

    first = run("report", "1", "--json").json["missing"]
    then = run("report", "1", "--set", "called=02 0000 0100", "--json").json["missing"]

    asked = [{one["key"] for one in missing} & {"line", "called"} for missing in (first, then)]
    assert asked == [{"called"}, set()]

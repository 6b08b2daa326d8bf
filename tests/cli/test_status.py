"""`status` and `doctor`, as a person sees them."""

from __future__ import annotations

from portinaio.api.answers import DiagnosisAnswer, StatusAnswer
from portinaio.cli.context import CommandContext

# -- status and doctor


def test_status_says_that_nobody_screens(run):
    assert "not running: calls are not screened" in run("status").out


def test_the_status_has_the_keys_of_its_shape(run):
    assert list(run("status", "--json").json) == list(StatusAnswer.__annotations__)


def test_the_doctor_marks_each_thing_with_a_shape(run):
    answer = run("doctor")

    assert (answer.code, {line[0] for line in answer.out.splitlines()} <= {"\u2713", "!"}) == (
        0,
        True,
    )


def test_the_doctor_ends_with_1_where_something_is_wrong(run, house):
    run("setup", "--yes")
    (house / "config.toml").write_text(
        '[[line]]\nname = "x"\nkind = "sip"\npassword = { env = "NO" }\n'
    )

    answer = run("doctor", "--json")

    assert (answer.code, list(answer.json[0])) == (1, list(DiagnosisAnswer.__annotations__))


def test_colour_is_for_terminals_of_people_who_want_it(monkeypatch, house):  # noqa: ARG001  # the home
    monkeypatch.setattr("portinaio.cli.context.is_terminal", lambda _: True)

    assert [
        CommandContext({**environ, "HOME": "/"}).coloured("wrong", "31")
        for environ in ({}, {"NO_COLOR": "1"}, {"TERM": "dumb"})
    ] == ["\x1b[31mwrong\x1b[0m", "wrong", "wrong"]

"""`dialled`: whom the user called is known from then on, whoever told it."""

from __future__ import annotations

import json

import pytest

from daemon_world import ADaemon, until

SALES = "+390844000001"


def test_whom_you_called_is_known_from_then_on(run):
    told = run("dialled", "0844 000001")

    found = run("check", SALES, "--json").json
    assert told.out == "From now on +390844000001 is known, since you called it.\n"
    assert (found["label"], found["action"]) == ("known", "ring")
    assert found["because"].startswith("you called it on ")


@pytest.mark.parametrize("pattern", ["+390200001234", "+390200*"])
@pytest.mark.parametrize(
    ("make_known", "wins"),
    [
        (["dialled", "02 0000 1234"], {"+390200001234", "+390200*"}),
        (["contacts", "add", "Anna", "02 0000 1234"], {"+390200001234"}),
    ],
    ids=["called", "contact"],
)
def test_who_stays_blocked_all_the_same_is_told_so(run, pattern, make_known, wins):
    run("block", pattern)

    told = run(*make_known).out

    assert (f"which counts more; portinaio forget '{pattern}' takes that back" in told) is (
        pattern in wins
    )
    assert (run("check", "02 0000 1234", "--json").json["label"] == "known") is (
        pattern not in wins
    )


def test_after_a_call_for_help_everybody_rings(run):
    told = run("dialled", "112")

    found = run("check", SALES, "--json").json
    assert told.out == "You called for help: everybody rings for an hour.\n"
    assert (found["action"], found["because"]) == (
        "ring",
        "you called for help within the last hour",
    )


def test_a_program_reads_which_it_was(run):
    answers = [run("dialled", number, "--json").json for number in ("02 0000 1234", "112")]

    assert answers == [
        {"number": "+390200001234", "emergency": False},
        {"number": "112", "emergency": True},
    ]


@pytest.mark.parametrize("number", ["*31#0844000001", " #31# 0844 000001"])
def test_who_hides_the_own_number_from_somebody_knows_him_too(run, number):
    run("dialled", number)

    assert run("check", SALES, "--json").json["label"] == "known"


@pytest.mark.parametrize("number", ["**622", "nobody", "0844*", ""])
def test_what_nobody_could_have_called_is_refused(run, number):
    answer = run("dialled", number)

    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("portinaio: ")


def test_it_is_said_in_italian(run, monkeypatch):
    monkeypatch.setenv("PORTINAIO_LANG", "it")

    assert run("dialled", "02 0000 1234").out == (
        "Da ora +390200001234 è noto, perché lo hai chiamato.\n"
    )


def test_a_line_that_sees_the_user_call_tells_it_by_itself(tmp_path):
    """The same number three times: it calls, it is called, it calls."""
    script = [
        {"calling": SALES, "after_s": 0, "rings_s": 0.1},
        {"dialled": "0844 000001", "after_s": 0.2},
        {"calling": SALES, "after_s": 0, "rings_s": 0.1},
    ]
    (tmp_path / "calls.jsonl").write_text("\n".join(map(json.dumps, script)))
    config = (
        'country = "IT"\n[[line]]\nname = "home"\nkind = "replay"\n'
        f'file = "{tmp_path / "calls.jsonl"}"\n'
    )

    with ADaemon(tmp_path / "home", config) as daemon:
        daemon.answers()
        until(lambda: len(daemon.ask("/v1/calls")) == 2)
        calls = daemon.ask("/v1/calls")

    assert [(call["label"], call["action"]) for call in reversed(calls)] == [
        ("reported", "reject"),
        ("known", "ring"),
    ]


def test_a_dial_plan_on_another_computer_tells_a_running_daemon(tmp_path):
    with ADaemon(tmp_path / "home", 'country = "IT"\n') as daemon:
        daemon.answers()
        daemon.ask("/v1/dialled", "POST", {"number": "0844 000001"})
        found = daemon.ask(f"/v1/check?number=%2B{SALES[1:]}")

    assert (found["label"], found["action"]) == ("known", "ring")

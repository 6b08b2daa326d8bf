"""`portinaio calls`: the log, following it, and forgetting."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from portinaio.api.answers import CallAnswer
from portinaio.cli.context import CommandContext
from portinaio.core.call import Presentation
from portinaio.core.message import msg, rendered
from portinaio.core.policy import Action, Outcome
from portinaio.core.verdict import Label
from portinaio.daemon.answers import call_answer
from portinaio.errors import DaemonAwayError
from portinaio.store.database import open_store
from worlds import FROZEN_NOW, a_logged_call, a_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from portinaio.core.logged import LoggedCall

DONE = {"outcome": Outcome.DONE}


def log(house: Path, *calls: LoggedCall) -> None:
    house.mkdir(exist_ok=True)
    with open_store(house / "portinaio.db", FROZEN_NOW) as store:
        store.calls.record_many(calls)


class FakeClient:
    """A daemon that tells of some calls and leaves, or of which the user has seen enough."""

    def close(self):
        """Nothing is held."""

    def __init__(self, logged: list[Any], news: list[Any], end: BaseException) -> None:
        self._logged = logged
        self._news = news
        self._end = end
        self.asked: dict[str, Any] = {}

    def calls(self, **query: Any) -> list[Any]:
        self.asked = query
        return self._logged

    def preview(self, number: str) -> dict[str, str]:
        return {"pattern": a_pattern(number).text}

    def events(self) -> Iterator[tuple[str, Any]]:
        yield "state", {}
        yield "status", {}
        for call in self._news:
            yield "call", call
        raise self._end


@pytest.fixture
def watching(run, monkeypatch):
    def watching(
        *arguments: str,
        logged: tuple[LoggedCall, ...] = (),
        news: tuple[LoggedCall, ...] = (),
        end: BaseException | None = None,
    ):
        client = FakeClient(
            [rendered(call_answer(call), None) for call in logged],
            [rendered(call_answer(call), None) for call in news],
            end or KeyboardInterrupt(),
        )
        monkeypatch.setattr(CommandContext, "client", client)
        return run("calls", "--watch", *arguments)

    return watching


def test_calls_are_a_table_newest_first(run, house):
    log(
        house,
        a_logged_call(1, **DONE),
        a_logged_call(
            2,
            at=FROZEN_NOW + timedelta(hours=1),
            label=Label.REPORTED,
            action=Action.REJECT,
            outcome=Outcome.TOO_LATE,
            because=msg("on spam-it"),
        ),
    )

    head, newest, oldest = run("calls").out.splitlines()

    assert head.split() == ["id", "date", "line", "number", "label", "action", "because"]
    assert newest.split()[-6:] == ["reported", "reject:", "too", "late", "on", "spam-it"]
    assert [newest[0], oldest[0]] == ["2", "1"]


def test_the_table_fits_the_terminal(run, house, monkeypatch):
    monkeypatch.setenv("COLUMNS", "90")
    log(house, a_logged_call(1, because=msg("a very long reason " * 20), **DONE))

    lines = run("calls").out.splitlines()

    assert (max(map(len, lines)), lines[1].endswith("…")) == (90, True)


def test_a_caller_without_a_number_is_called_by_what_the_network_said(run, house):
    log(
        house,
        a_logged_call(1, number=None, calling="", presentation=Presentation.RESTRICTED, **DONE),
        a_logged_call(2, number=None, calling="**622", **DONE),
    )

    newest, oldest = run("calls").out.splitlines()[1:]

    assert ("**622" in newest, "withheld" in oldest) == (True, True)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+3940001", "40001"),
        ("+39400", "400"),
        ("+3940", "+3940"),
        ("+39400012", "+39400012"),
        ("+37840001", "40001"),
        ("+12025550101", "+12025550101"),
    ],
)
def test_a_short_number_is_shown_as_it_is_dialled(run, house, number, shown):
    log(house, a_logged_call(1, number=number, calling=number, **DONE))

    assert shown in run("calls").out.splitlines()[1].split()


def test_a_name_that_would_move_the_cursor_does_not(run, house):
    log(house, a_logged_call(1, because=msg("in contacts: %(n)s", n="\x1b[2J\u202eevil"), **DONE))

    out = run("calls").out

    assert "\x1b" not in out
    assert "\u202e" not in out


def test_the_json_is_a_list_with_the_keys_of_its_shape(run, house):
    log(house, a_logged_call(1, **DONE))

    assert [list(call) for call in run("calls", "--json").json] == [
        list(CallAnswer.__annotations__)
    ]


@pytest.mark.parametrize(
    ("arguments", "ids"),
    [
        pytest.param(["--limit", "1"], [3], id="as many as wished"),
        pytest.param(["--label", "reported"], [2], id="of a label"),
        pytest.param(["--number", "02 0000 0003"], [3], id="of a number in any spelling"),
        pytest.param(["--since", "2026-11-24T14:01:30+00:00"], [3, 2], id="since a moment"),
    ],
)
def test_the_log_is_filtered(run, house, arguments, ids):
    log(
        house,
        a_logged_call(1, at=FROZEN_NOW - timedelta(minutes=2)),
        a_logged_call(2, at=FROZEN_NOW, label=Label.REPORTED),
        a_logged_call(3, at=FROZEN_NOW + timedelta(minutes=2), number="+390200000003"),
    )

    assert [call["id"] for call in run("calls", "--json", *arguments).json] == ids


def test_an_empty_log_is_a_sentence(run):
    assert (run("calls").out, run("calls", "--json").json) == ("No calls yet.\n", [])
    assert run("calls", "--label", "known").out == "No such call is logged.\n"


def test_a_damaged_database_is_told_by_whatever_opens_it_first(run, house):
    """In words, and not as the log of a daemon has it."""
    house.mkdir()
    (house / "portinaio.db").write_text("hello")

    answer = run("calls")

    assert (answer.code, answer.out) == (0, "No calls yet.\n")
    assert answer.err.startswith("portinaio: the database was ")
    assert answer.err.endswith("; portinaio doctor tells more\n")
    assert answer.err.count("\n") == 1


def test_calls_are_forgotten_by_id(run, house):
    log(house, a_logged_call(1), a_logged_call(2), a_logged_call(3))

    answer = run("calls", "forget", "1", "3")

    assert (answer.out, [call["id"] for call in run("calls", "--json").json]) == (
        "2 calls forgotten\n",
        [2],
    )


def test_old_calls_are_forgotten_together(run, house):
    log(house, a_logged_call(1, at=FROZEN_NOW - timedelta(days=4000)))

    assert run("calls", "forget", "--older", "3000d", "--json").json == {"forgotten": 1}


@pytest.mark.parametrize("arguments", [[], ["1", "--older", "90d"], ["one"]])
def test_forgetting_wants_ids_or_an_age(run, arguments):
    assert run("calls", "forget", *arguments).code == 2


@pytest.mark.parametrize(
    ("call_id", "code"),
    [
        pytest.param("17", 1, id="no such call"),
        pytest.param("9" * 18, 1, id="the longest id"),
        pytest.param("9" * 19, 2, id="longer than any id"),
        pytest.param("9" * 5000, 2, id="longer than Python counts"),
    ],
)
def test_a_call_that_is_not_there_cannot_be_forgotten(run, call_id, code):
    answer = run("calls", "forget", call_id)

    assert answer.code == code
    assert call_id[:18] in answer.err or "18" in answer.err


def test_watching_shows_the_latest_and_then_each_call_once(watching):
    ringing = a_logged_call(2)
    acted = a_logged_call(2, **DONE)
    over = a_logged_call(2, rang_s=4.0, **DONE)

    answer = watching("--json", logged=(a_logged_call(1, **DONE),), news=(ringing, acted, over))

    seen = [json.loads(line) for line in answer.out.splitlines()]
    assert (answer.code, [(call["id"], call["outcome"]) for call in seen]) == (
        0,
        [(1, "done"), (2, "done")],
    )


def test_watching_for_a_label_leaves_others_out(watching):
    news = (a_logged_call(1, **DONE), a_logged_call(2, label=Label.REPORTED, **DONE))

    answer = watching("--label", "reported", news=news)

    assert [line.split()[0] for line in answer.out.splitlines()] == ["2"]


def test_watching_for_a_number_leaves_others_out(watching):
    news = (a_logged_call(1, **DONE), a_logged_call(2, number="+390200000099", **DONE))

    answer = watching("--number", "02 0000 0099", news=news)

    assert [line.split()[0] for line in answer.out.splitlines()] == ["2"]


@pytest.mark.parametrize(
    ("pattern", "shown"), [("0200*", ["1", "2"]), ("02000000?9", ["2"]), ("0201*", [])]
)
def test_watching_for_a_pattern_leaves_others_out(watching, pattern, shown):
    news = (a_logged_call(1, **DONE), a_logged_call(2, number="+390200000099", **DONE))

    answer = watching("--number", pattern, news=news)

    assert [line.split()[0] for line in answer.out.splitlines()] == shown


def test_watching_says_so_when_the_daemon_leaves(watching):
    answer = watching(end=DaemonAwayError("the daemon has left"))

    assert (answer.code, answer.err) == (1, "portinaio: the daemon has left\n")


def test_watching_without_a_daemon_says_how_to_start_one(run):
    answer = run("calls", "--watch")

    assert (answer.code, "portinaio daemon" in answer.err) == (1, True)

"""Strangers are looked up after their calls, where the user wants it, and what is found counts when they call again."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from daemon_world import a_client, a_context, a_logged_call
from list_server import AServer, ok
from portinaio.core.logged import IMPORTED
from portinaio.core.verdict import Label
from portinaio.daemon.sharing import late_lookup
from portinaio.daemon.sharing.keep_shares import look_once
from portinaio.daemon.sharing.lookup_worker import look_up
from report_server import TOKEN, a_catalogue
from worlds import FROZEN_NOW

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from portinaio.daemon.context import Context

NUMBER = "+390200001234"
PREFIX = "4C0E"
CONFIG = """country = "IT"
[[list]]
name = "votes"
token = { file = "token" }
[community]
lookup = true
"""


class Now:
    later = timedelta()

    def __call__(self):
        return FROZEN_NOW + self.later


@pytest.fixture
def now() -> Now:
    return Now()


@pytest.fixture
def server() -> Iterator[AServer]:
    with AServer() as server:
        yield server


@pytest.fixture
def context(
    tmp_path: Path, server: AServer, now: Now, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Context]:
    monkeypatch.setattr(late_lookup, "run_errand", lambda _module, asked, *_: look_up(asked))
    (tmp_path / "token").write_text(TOKEN)
    (tmp_path / "token").chmod(0o600)
    port = int(server.url("").rpartition(":")[2].strip("/"))
    table = f'[list.lookup]\nurl = "http://127.0.0.1:{port}/check-prefix"\n[list.share]\nmanner = "phoneblock"'
    catalogue = a_catalogue(port).replace('[list.share]\nmanner = "phoneblock"', table)
    (tmp_path / "catalog.toml").write_text(catalogue)
    context = a_context(tmp_path, CONFIG, now=now)
    look_once(context)  # from here on
    yield context
    context.close()


def knows(server: AServer, votes: int, number: str = NUMBER) -> None:
    from portinaio.lists.lookup_by_prefix import asked_as  # noqa: PLC0415  # what is asked for is not the point here

    answer = {"numbers": [{"phone": number, "votes": votes, "rating": "E_ADVERTISING"}]}
    server.answers[f"/check-prefix?sha1={asked_as(number)}"] = ok(json.dumps(answer).encode())


def calls(context: Context, **known: object) -> None:
    newest = next((call.id for call in context.store.calls.page(limit=1)), 0)
    call = a_logged_call(newest + 1, number=NUMBER, calling=NUMBER, at=context.now())
    context.store.calls.record(call._replace(**known))  # type: ignore[arg-type]  # named as the fields are
    look_once(context)


def test_what_a_list_knows_of_a_stranger_counts_when_he_calls_again(context, server):
    knows(server, 10)
    before = a_client(context).check(NUMBER)["score"]
    calls(context)
    after = a_client(context).check(NUMBER)

    assert (before, after["score"], [one["code"] for one in after["findings"]]) == (
        0,
        45,
        ["lookup"],
    )


def test_the_number_itself_never_leaves(context, server):
    knows(server, 10)
    calls(context)

    asked = "".join(server.asked)
    assert asked.count("sha1=") == 1
    assert NUMBER[1:] not in asked
    assert NUMBER[3:] not in asked


def test_nobody_is_asked_while_a_call_rings(context, server):
    knows(server, 10)
    context.ringing = lambda: True
    calls(context)
    quiet = list(server.asked)
    context.ringing = bool
    look_once(context)

    assert (quiet, len(server.asked)) == ([], 1)


@pytest.mark.parametrize(("days", "times"), [(6, 1), (7, 2)])
def test_the_same_number_is_asked_for_once_a_week(context, server, now, days, times):
    knows(server, 10)
    calls(context)
    now.later = timedelta(days=days)
    calls(context)

    assert len(server.asked) == times


@pytest.mark.parametrize(
    "known",
    [
        {"line": IMPORTED},
        {"label": Label.KNOWN},
        {"label": Label.REPORTED},
        {"number": None, "calling": ""},
    ],
)
def test_only_strangers_on_lines_of_the_house_are_asked_for(context, server, known):
    knows(server, 10)
    calls(context, **known)

    assert server.asked == []


def test_a_contact_is_not_asked_for(context, server):
    a_client(context).add_contact("Anna", NUMBER)
    calls(context)

    assert server.asked == []


def test_it_is_off_unless_somebody_has_switched_it_on(tmp_path, server):
    (tmp_path / "house").mkdir()
    context = a_context(tmp_path / "house")
    look_once(context)
    calls(context)
    context.close()

    assert server.asked == []


def test_a_list_that_does_not_answer_holds_nothing_against_anybody(context):
    calls(context)

    assert a_client(context).check(NUMBER)["score"] == 0


def test_what_was_found_is_forgotten_after_three_months(context, server, now):
    knows(server, 10)
    calls(context)
    now.later = timedelta(days=91)
    calls(context, number="+390200005678", calling="+390200005678")

    assert a_client(context).check(NUMBER)["score"] == 0

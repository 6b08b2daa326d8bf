"""What the user has said once: callers that they blocked are shared by themselves when one calls, and nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from daemon_world import a_client, a_context, a_rejected_call
from portinaio.core.logged import IMPORTED
from portinaio.core.policy import Action
from portinaio.daemon.sharing import outbox
from portinaio.daemon.sharing.keep_shares import look_once
from report_server import TOKEN, AReportServer, a_catalogue, in_this_process

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from portinaio.daemon.context import Context

NUMBER = "+390200001234"
CONFIG = """country = "IT"
[[list]]
name = "votes"
token = { file = "token" }
[community]
share = "blocked"
"""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[AReportServer]:
    monkeypatch.setattr(outbox, "run_errand", in_this_process)
    with AReportServer() as server:
        yield server


@pytest.fixture
def context(tmp_path: Path, server: AReportServer) -> Iterator[Context]:
    (tmp_path / "token").write_text(TOKEN)
    (tmp_path / "token").chmod(0o600)
    (tmp_path / "catalog.toml").write_text(a_catalogue(server.port))
    context = a_context(tmp_path, CONFIG)
    look_once(context)  # from here on
    yield context
    context.close()


def calls(context: Context, **known: object) -> None:
    newest = next((call.id for call in context.store.calls.page(limit=1)), 0)
    context.store.calls.record(a_rejected_call(newest + 1, number=NUMBER, calling=NUMBER, **known))
    look_once(context)


def block(context: Context, pattern: str = NUMBER) -> None:
    a_client(context).add_entry(pattern, kind="block", sure=True)


def test_a_caller_whom_the_user_blocked_is_shared_once(context, server):
    block(context)
    calls(context)
    calls(context)

    assert [taken.path for taken in server.taken] == ["/rate"]


def test_a_page_is_never_opened_by_itself(context):
    block(context)
    calls(context)

    assert [share.target for share in context.store.shares.all()] == ["votes"]


def test_a_caller_whom_a_list_alone_reports_is_not_given_back_to_lists(context, server):
    calls(context)

    assert server.taken == []


@pytest.mark.parametrize("known", [{"line": IMPORTED}, {"action": Action.RING, "outcome": None}])
def test_a_call_that_no_line_of_the_house_turned_away_is_not_shared(context, server, known):
    block(context)
    calls(context, **known)

    assert server.taken == []


def test_calls_of_before_it_was_said_are_not_shared(tmp_path, server):
    (tmp_path / "token").write_text(TOKEN)
    (tmp_path / "catalog.toml").write_text(a_catalogue(server.port))
    context = a_context(tmp_path, CONFIG)
    block(context)
    calls(context)
    look_once(context)
    context.close()

    assert server.taken == []


def test_what_the_user_took_back_is_not_shared_again(context, server):
    block(context)
    calls(context)
    a_client(context).withdraw_share(NUMBER)
    before = len(server.taken)
    calls(context)

    assert len(server.taken) == before


def test_a_contact_whose_number_is_blocked_is_not_shared(context, server):
    block(context)
    a_client(context).add_contact("Anna", NUMBER)
    calls(context)

    assert server.taken == []


def test_a_number_of_the_house_itself_is_not_shared_though_it_is_blocked(context, server):
    """A caller who forges the number that he calls, for one."""
    block(context)
    a_client(context).set_profile({"line": "02 0000 1234"})
    calls(context)

    assert server.taken == []


def test_a_list_that_is_not_subscribed_is_told_nothing(context, server, tmp_path):
    (tmp_path / "config.toml").write_text('country = "IT"\n[community]\nshare = "blocked"\n')
    (tmp_path / "secrets").mkdir(mode=0o700)
    (tmp_path / "secrets/votes").write_text(TOKEN)
    context.config_changed()
    block(context)
    calls(context)

    assert server.taken == []

"""When lists are asked for news while the daemon runs, and what it costs the daemon."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from daemon_world import ADaemon, a_client, a_context, until
from list_server import AServer, ok
from list_worlds import as_an_older_version_wrote_it
from portinaio.clock import local_now
from portinaio.core.list_state import ListState
from portinaio.core.message import msg
from portinaio.daemon.sync.schedule import due, due_at, renew_due
from worlds import FROZEN_NOW, STRANGER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.daemon.context import Context

DAY = timedelta(days=1)


@pytest.fixture
def server() -> Iterator[AServer]:
    with AServer() as server:
        server.answers["/spam.txt"] = ok(STRANGER.encode() + b"\n")
        yield server


@pytest.fixture
def context(tmp_path: Path, server: AServer) -> Iterator[Context]:
    config = f'country = "IT"\n[[list]]\nname = "spam-it"\nurl = "{server.url("/spam.txt")}"\n'
    context = a_context(tmp_path / "home", config)
    yield context
    context.close()


def checked(context: Context, ago: timedelta, state: str = "ok") -> None:
    context.store.lists.set(
        ListState("spam-it", state, checked=FROZEN_NOW - ago, updated=FROZEN_NOW - ago)
    )


def test_a_list_that_was_never_fetched_is_due_at_once(context):
    assert due(context) == ["spam-it"]


@pytest.mark.parametrize(
    ("state", "ago", "names"),
    [
        pytest.param("ok", timedelta(hours=23), [], id="not before its interval is over"),
        pytest.param("ok", timedelta(hours=27), ["spam-it"], id="after interval and jitter"),
        pytest.param("stale", timedelta(minutes=59), [], id="an hour after trouble of its server"),
        pytest.param("stale", timedelta(minutes=67), ["spam-it"], id="and not later"),
        pytest.param("refused", timedelta(hours=2), [], id="a bad list seldom mends in hours"),
    ],
)
def test_each_list_has_its_hour(context, state, ago, names):
    (folder := Path(context.home.lists)).mkdir(parents=True)
    renew_due(context)
    assert (folder / "spam-it.nsx").exists()  # else it would be mended
    checked(context, ago, state)

    assert due(context) == names


def test_a_missing_file_is_mended_soon(context):
    checked(context, timedelta(minutes=11))

    assert due(context) == ["spam-it"]


def test_a_list_that_was_refused_from_the_beginning_is_not_asked_for_every_ten_minutes(context):
    context.store.lists.set(
        ListState("spam-it", "refused", checked=FROZEN_NOW - timedelta(hours=23))
    )

    assert due(context) == []


def unmeasured(context: Context) -> None:
    (folder := Path(context.home.lists)).mkdir(parents=True)
    renew_due(context)
    as_an_older_version_wrote_it(folder / "spam-it.nsx")
    context.config_changed()


def test_a_list_that_an_older_version_built_is_measured_when_the_daemon_begins(context):
    unmeasured(context)
    checked(context, timedelta(minutes=1))

    before = due(context)
    renew_due(context)

    checked(context, timedelta(minutes=1))
    assert (before, due(context)) == (["spam-it"], [])


def test_one_that_cannot_be_measured_waits_for_its_hour(context):
    unmeasured(context)

    checked(context, -timedelta(minutes=1))  # since the daemon began

    assert due(context) == []


def test_a_server_that_asked_for_peace_has_it(context):
    context.store.state.set("list_wait.spam-it", (FROZEN_NOW + DAY).isoformat())

    assert due(context) == []


def test_a_house_without_lists_asks_nobody(tmp_path):
    context = a_context(tmp_path / "home")

    assert due(context) == []
    context.close()


def test_houses_ask_at_different_minutes():
    state = ListState("spam-it", "ok", checked=FROZEN_NOW)

    moments = {due_at(state, DAY, Random(seed)) for seed in range(100)}

    assert (
        len(moments),
        min(moments) >= FROZEN_NOW + DAY,
        max(moments) <= FROZEN_NOW + 1.1 * DAY,
    ) == (
        100,
        True,
        True,
    )


def test_what_is_due_is_fetched_and_told(context):
    told = []
    context.publish = lambda name, content: told.append((name, content()))
    context.now = local_now  # as the process that fetches has it

    renew_due(context)

    lists = [content for name, content in told if name == "lists"]
    assert ([each["entries"] for each in lists[-1]], due(context)) == ([1], [])


def test_trouble_that_hinders_all_lists_is_logged(context, caplog):
    context.syncs.stop()

    renew_due(context)

    assert "nothing was synced" in caplog.text


def test_a_list_that_has_not_been_renewed_for_days_is_stale_and_stands_in_health(context):
    checked(context, 4 * DAY)

    status = a_client(context).status()

    assert (status["lists"][0]["state"], [h["code"] for h in status["health"]]) == (
        "stale",
        ["list"],
    )


def test_what_a_list_was_refused_for_is_said_in_the_language_of_who_asks(context):
    context.store.lists.set(
        ListState("spam-it", "refused", checked=FROZEN_NOW, error=msg("it is empty"))
    )

    assert a_client(context).status()["health"] == [
        {"code": "list", "text": "list spam-it: it is empty"}
    ]


def test_a_running_daemon_takes_a_list_in_without_a_restart_and_stays_small(tmp_path):
    numbers = "".join(f"+39020{n:07}\n" for n in range(1, 20_001))
    (tmp_path / "many.txt").write_text(numbers)
    with ADaemon(tmp_path / "home", 'country = "IT"\n') as daemon:
        daemon.answers().status()
        before = _private_kib(daemon)
        source = (tmp_path / "many.txt").as_uri()
        daemon.ask("/v1/lists", "POST", {"source": source})
        daemon.ask("/v1/sync", "POST", {})
        check = daemon.ask("/v1/check?number=%2B390200000001")
        grown = _private_kib(daemon) - before
        code, _ = daemon.end()

    assert (check["findings"][0]["code"], code) == ("listed", 0)
    assert grown < 4 << 10


def _private_kib(daemon: ADaemon) -> int:
    text = Path(f"/proc/{daemon.process.pid}/smaps_rollup").read_text()
    found = re.search(r"Private_Dirty:\s+(\d+) kB", text)
    assert found
    return int(found[1])


def test_a_daemon_that_is_told_to_stop_does_not_wait_for_a_sync(tmp_path):
    with AServer() as server:
        server.answers["/spam.txt"] = lambda _channel, over: over.wait(10)
        config = f'country = "IT"\n[[list]]\nname = "spam-it"\nurl = "{server.url("/spam.txt")}"\n'
        with ADaemon(tmp_path / "home", config) as daemon:
            daemon.answers()
            until(lambda: server.asked)
            code, _ = daemon.end()

    assert code == 0


def test_a_sync_loads_no_http_client_into_who_asks_for_it(context):
    code = (
        "import sys; from portinaio.config.home import Home; from portinaio.api.client import Client;"
        " from portinaio.api.local import Local;"
        " print(Client(Local.at(Home(*sys.argv[1:]), 'en')).sync()[0]['state'], 'httpx' in sys.modules)"
    )

    told = subprocess.check_output((sys.executable, "-c", code, *context.home), text=True)

    assert told.split() == ["ok", "False"]

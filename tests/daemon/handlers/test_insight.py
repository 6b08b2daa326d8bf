"""Looking closer: what an entry would catch, what a list holds, what the log amounts to."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from daemon_world import ADaemon, a_client, a_context, a_logged_call, a_rejected_call, until
from portinaio.core.evidence import Evidence
from portinaio.core.numbers.pattern import key
from portinaio.core.verdict import Label
from portinaio.errors import NotFoundError, UsageError
from portinaio.lists.index.build import build
from portinaio.lists.lookup import OpenLists
from worlds import STRANGER

DAY, IN_WORDS = date(2026, 11, 20).toordinal(), "2026-11-20"
REPLAY = 'country = "IT"\n[[line]]\nname = "demo"\nkind = "replay"\nspeed = 50.0\n'


@pytest.fixture
def context(tmp_path):
    context = a_context(tmp_path / "home")
    yield context
    context.close()


@pytest.fixture
def client(context):
    return a_client(context)


def test_a_preview_says_how_an_entry_would_be_stored_and_what_it_would_have_caught(context, client):
    context.store.calls.record_many([a_logged_call(1), a_logged_call(2)])

    found = client.preview("02 0000*")

    assert (found["pattern"], found["calls"], [call["id"] for call in found["latest"]]) == (
        "+39020000*",
        2,
        [2, 1],
    )


def test_a_preview_warns_of_contacts(client):
    client.add_contact("Ada", STRANGER)
    client.add_contact("Bob", "+12025550147")

    assert [one["name"] for one in client.preview("020000*")["contacts"]] == ["Ada"]


def test_a_preview_proposes_what_can_be_kept(client):
    found = client.preview("0844-0845*")

    assert (found["pattern"], found["refusal"]) == (
        None,
        "this cannot be kept exactly; nearest: 0844*, 0845*",
    )


def test_a_preview_says_why_there_can_be_no_such_entry(client):
    found = client.preview("112")

    assert (found["pattern"], found["refusal"]) == (
        None,
        "an emergency number is never blocked or listed",
    )


def test_insight_says_how_the_spared_time_is_computed(context, client):
    rang = a_logged_call(3, rang_s=21.0, talked_s=0.0)
    context.store.calls.record_many([a_rejected_call(1), a_rejected_call(2), rang])

    found = client.insight(days=30)

    assert (found["refused"], found["usual_ring_s"], found["spared_s"]) == (2, 21, 42)
    assert found["timed"] == 1


def test_insight_claims_no_spared_time_before_a_call_has_been_timed(context, client):
    context.store.calls.record(a_rejected_call(1))

    assert client.insight(days=30)["spared_s"] is None


def test_insight_counts_labels(context, client):
    context.store.calls.record_many([a_rejected_call(1, label=Label.REPORTED), a_logged_call(2)])

    assert client.insight()["labels"] == {"known": 0, "unknown": 1, "reported": 1}


@pytest.mark.parametrize("days", [0, 3661])
def test_the_days_have_bounds(client, days):
    with pytest.raises(UsageError, match="1 to 3660 days"):
        client.insight(days)


def test_nobody_looks_into_a_list_that_is_not_there(client):
    with pytest.raises(NotFoundError, match="there is no list called nope"):
        client.list_rows("nope")


def test_only_a_simulated_line_can_ring_by_itself(tmp_path):
    context = a_context(tmp_path / "sip", '[[line]]\nname = "home"\nkind = "sip"\n')

    with pytest.raises(UsageError, match="only a simulated line can ring by itself"):
        a_client(context).ring_line("home")


def test_nothing_rings_without_a_daemon(tmp_path):
    context = a_context(tmp_path / "replay", REPLAY)

    with pytest.raises(UsageError, match="no daemon is running that could ring"):
        a_client(context).ring_line("demo")


def test_a_simulated_line_really_rings(tmp_path):
    script = tmp_path / "script.jsonl"
    script.write_text('{"after_s": 86000, "calling": "+390200001234"}\n', encoding="utf-8")
    with ADaemon(tmp_path, REPLAY + f'file = "{script}"\n') as daemon:
        daemon.answers()
        daemon.ask("/v1/lines/demo/ring", "POST")
        daemon.ask("/v1/lines/demo/ring", "POST")

        until(lambda: len(daemon.ask("/v1/calls")) == 2)


def test_a_list_shows_its_first_rows_or_what_it_says_of_one_number(context, client):
    rows = [Evidence(key("390200001234"), key("390200001234"), 42, company="Luce")]
    path = Path(context.home.lists) / "spam-it.nsx"
    path.parent.mkdir(parents=True)
    build(rows, path, list_date=0, created=1, ordered=True)
    context.open_lists = OpenLists(path.parent)
    context.open_lists.add("spam-it", 0.8, path)

    first, found, other = (
        client.list_rows("spam-it", number) for number in ("", STRANGER, "+390200009999")
    )

    assert [len(each["rows"]) for each in (first, found, other)] == [1, 1, 0]
    assert (found["rows"][0]["reporters"], found["rows"][0]["company"]) == (42, "Luce")


@pytest.mark.parametrize(
    ("fields", "days"),
    [
        pytest.param({"last_day": DAY}, (IN_WORDS, None), id="the list's own"),
        pytest.param({"last_day": DAY, "seen": True}, (None, IN_WORDS), id="seen by a sync"),
        pytest.param({}, (None, None), id="none"),
    ],
)
def test_a_row_of_a_list_tells_whose_its_day_is(context, client, fields, days):
    rows = [Evidence(key("390200001234"), key("390200001234"), 42, **fields)]
    path = Path(context.home.lists) / "spam-it.nsx"
    path.parent.mkdir(parents=True)
    build(rows, path, list_date=DAY, created=1)
    context.open_lists = OpenLists(path.parent)
    context.open_lists.add("spam-it", 0.8, path)

    (row,) = client.list_rows("spam-it", STRANGER)["rows"]

    assert (row["last"], row["since"]) == days

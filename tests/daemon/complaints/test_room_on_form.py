"""Forms that take so many calls, in a household with one line, one claim each."""

from __future__ import annotations

import pytest

from complaint_world import Clock, a_context
from daemon_world import a_client
from letters import a_sales_call

LINE = "+12025550123"
CONFIG = f'country = "US"\n[[line]]\nname = "home"\nkind = "replay"\nnumber = "{LINE}"\n'
SAID = {"company": "Example Inc.", "kind": "operator", "product": "solar panels"}


@pytest.fixture
def context(tmp_path):
    context = a_context(tmp_path, Clock(), CONFIG)
    for call_id in (11, 12, 13):
        context.store.calls.record(a_sales_call(call_id, call_id, line="home", called=""))
    yield context
    context.close()


@pytest.fixture
def client(context):
    return a_client(context)


def test_a_call_that_is_reported_by_itself_is_told_whatever_was_drafted_before(client):
    client.report(call=13, recipient="ftc", values=SAID)

    draft = client.report(call=11, recipient="ftc", values=SAID)

    assert draft["calls"] == [11]
    assert not any("takes 1 call" in caution for caution in draft["cautions"])


def test_a_call_that_is_reported_by_itself_leaves_the_other_draft_as_it_was(client):
    client.report(call=13, recipient="ftc", values=SAID)

    client.report(call=11, recipient="ftc", values=SAID)

    assert sorted(tuple(each["calls"]) for each in client.complaints()) == [(11,), (13,)]


def test_a_call_that_is_reported_by_itself_is_told_after_another_was_sent(client):
    sent = client.report(call=13, recipient="ftc", values=SAID)
    client.mark_complaint(sent["id"], "sent")

    assert client.report(call=11, recipient="ftc", values=SAID)["calls"] == [11]


def test_the_draft_of_the_same_call_is_written_on(client):
    first = client.report(call=11, recipient="ftc", values=SAID)

    assert client.report(call=11, recipient="ftc")["id"] == first["id"]


def test_a_form_without_a_limit_takes_the_calls_one_after_the_other(client):
    client.report(call=13, recipient="fcc", values=SAID)

    assert client.report(call=11, recipient="fcc", values=SAID)["calls"] == [11, 13]


def test_the_only_line_of_the_house_is_the_one_that_stands_in_the_register(client):
    text = client.report(call=11, recipient="ftc", values=SAID | {"dnc_since": "2025-01-10"})[
        "text"
    ]

    assert "on the National Do Not Call Registry since January 10, 2025" in " ".join(text.split())

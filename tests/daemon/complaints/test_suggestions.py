"""What the network and the lists say of a caller is suggested, and never entered by itself."""

from types import SimpleNamespace

import pytest

from complaint_world import ANSWERS, Clock, a_context
from daemon_world import a_client
from letters import a_sales_call


@pytest.fixture
def context(tmp_path):
    context = a_context(tmp_path, Clock())
    yield context
    context.close()


@pytest.fixture
def client(context):
    return a_client(context)


def a_list(name, company="", category=""):
    index = SimpleNamespace(
        find=lambda _key: SimpleNamespace(category=category),
        detail=lambda _hit: SimpleNamespace(company=company),
    )
    return SimpleNamespace(name=name, opened=index)


def suggested(client, **values):
    draft = client.report(call=1, values=values)
    return [(s["key"], s["value"], s["source"]) for s in draft["suggestions"]]


def test_a_list_names_company_and_kind(client, context):
    context.open_lists = SimpleNamespace(
        all=lambda: [a_list("spam-it", "Esempio\x1b Luce", "robocall")]
    )

    assert suggested(client) == [
        ("company", "Esempio Luce", "spam-it"),
        ("kind", "automated", "spam-it"),
    ]
    assert "Esempio Luce" not in client.report(call=1)["text"]


def test_what_the_user_has_answered_is_suggested_no_more(client, context):
    context.open_lists = SimpleNamespace(all=lambda: [a_list("spam-it", "Other", "silent")])

    assert suggested(client, **ANSWERS) == []


def test_what_two_lists_say_is_said_once(client, context):
    open_lists = [a_list("one", "Esempio"), a_list("two", "Esempio")]
    context.open_lists = SimpleNamespace(all=lambda: open_lists)

    assert suggested(client) == [("company", "Esempio", "one")]


def test_a_list_that_does_not_know_the_caller_says_nothing(client, context):
    index = SimpleNamespace(find=lambda _key: None)
    shut = SimpleNamespace(name="torn", opened=None)
    context.open_lists = SimpleNamespace(
        all=lambda: [SimpleNamespace(name="one", opened=index), shut]
    )

    assert suggested(client) == []


def test_the_network_says_names_too(client, context):
    context.store.calls.record(a_sales_call(18, 1, name="ESEMPIO"))

    assert suggested(client) == [("company", "ESEMPIO", "name")]

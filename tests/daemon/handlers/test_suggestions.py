"""What the network and the lists say of a caller is suggested, and never entered by itself."""

from types import SimpleNamespace

import pytest

from complaint_world import ANSWERS, Clock, a_context
from letters import a_sales_call
from portinaio.daemon.handlers.facade import Facade


@pytest.fixture
def context(tmp_path):
    context = a_context(tmp_path, Clock())
    yield context
    context.close()


@pytest.fixture
def facade(context):
    return Facade(context)


def a_list(name, company="", category=""):
    index = SimpleNamespace(
        find=lambda _key: SimpleNamespace(category=category),
        detail=lambda _hit: SimpleNamespace(company=company),
    )
    return SimpleNamespace(name=name, opened=index)


def suggested(facade, **values):
    draft = facade.report(call=1, values=values)
    return [(s["key"], s["value"], s["source"]) for s in draft["suggestions"]]


def test_a_list_names_company_and_kind(facade, context):
    context.open_lists = SimpleNamespace(
        all=lambda: [a_list("spam-it", "Esempio\x1b Luce", "robocall")]
    )

    assert suggested(facade) == [
        ("company", "Esempio Luce", "spam-it"),
        ("kind", "automated", "spam-it"),
    ]
    assert "Esempio Luce" not in facade.report(call=1)["text"]


def test_what_the_user_has_answered_is_suggested_no_more(facade, context):
    context.open_lists = SimpleNamespace(all=lambda: [a_list("spam-it", "Other", "silent")])

    assert suggested(facade, **ANSWERS) == []


def test_what_two_lists_say_is_said_once(facade, context):
    open_lists = [a_list("one", "Esempio"), a_list("two", "Esempio")]
    context.open_lists = SimpleNamespace(all=lambda: open_lists)

    assert suggested(facade) == [("company", "Esempio", "one")]


def test_a_list_that_does_not_know_the_caller_says_nothing(facade, context):
    index = SimpleNamespace(find=lambda _key: None)
    shut = SimpleNamespace(name="torn", opened=None)
    context.open_lists = SimpleNamespace(
        all=lambda: [SimpleNamespace(name="one", opened=index), shut]
    )

    assert suggested(facade) == []


def test_the_network_says_names_too(facade, context):
    context.store.calls.record(a_sales_call(18, 1, name="ESEMPIO"))

    assert suggested(facade) == [("company", "ESEMPIO", "name")]

"""What the network and the lists say of a caller is suggested, and never entered by itself."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from complaint_world import ANSWERS, Clock, a_context
from daemon_world import a_client
from letters import a_sales_call
from portinaio.complaints.addresses.catalogue import Catalogue, ListedCompany, to_json


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


LISTED = ListedCompany(
    "Esempio Energia S.p.A.",
    also=("Luce Facile",),
    address="via Esempio 1, 00100 Roma, Italy",
    email="privacy@energia.example.com",
)
SOURCE = "datenanfragen/data (CC0-1.0), 2026-07-21"


@pytest.fixture
def catalogue(context):
    """It was fetched once."""
    kept = Catalogue("", "2026-07-21", (LISTED,), fetched="2026-11-01")
    Path(context.home.company_catalogue).write_bytes(to_json(kept))


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("company", ["Esempio Energia S.p.A.", "luce facile"])
def test_the_catalogue_suggests_the_addresses_of_a_company_that_has_none(client, company):
    found = suggested(client, company=company)

    assert ("company_email", LISTED.email, SOURCE) in found
    assert ("company_address", LISTED.address, SOURCE) in found
    assert LISTED.email not in client.report(call=1)["text"]


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("company", ["", "Esempio", "Altra Energia S.p.A."])
def test_the_catalogue_suggests_nothing_of_another_company(client, company):
    values = {"company": company} if company else {}

    assert [key for key, _, _ in suggested(client, **values) if key.startswith("company_")] == []


@pytest.mark.usefixtures("catalogue")
def test_the_catalogue_suggests_nothing_where_the_book_has_an_address(client):
    client.set_company(LISTED.name, {"address": "via Mia 1, Roma"})

    assert suggested(client, company=LISTED.name) == []


def test_a_catalogue_that_a_disk_has_spoilt_suggests_nothing(client, context):
    Path(context.home.company_catalogue).write_bytes(b"{" * 100)

    assert suggested(client, company=LISTED.name) == []

"""A household with lines in several countries: each call by the pack of the line that it came to, one claim each."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from complaint_world import Clock, a_context
from daemon_world import a_client
from letters import a_sales_call

CONFIG = """country = "DE"

[[line]]
name = "berlin"
kind = "replay"
number = "+49 30 23125000"

[[line]]
name = "paris"
kind = "replay"
number = "+33 1 99 00 00 00"

[[line]]
name = "warszawa"
kind = "replay"
number = "+48 22 000 00 00"

[[line]]
name = "roma"
kind = "replay"
number = "+39 02 0000 1234"
"""
LINES = {"berlin": 11, "paris": 12, "warszawa": 13, "roma": 14}


@pytest.fixture
def context(tmp_path):
    context = a_context(tmp_path, Clock(), CONFIG)
    for line, call_id in LINES.items():
        context.store.calls.record(a_sales_call(19, call_id, line=line, called=""))
    yield context
    context.close()


@pytest.fixture
def client(context):
    return a_client(context)


@pytest.mark.parametrize(
    ("line", "called", "law"),
    [
        ("berlin", "030 23125000", "§ 7 Abs. 2 Nr. 1"),
        ("paris", "01 99 00 00 00", "loi 2025-594"),
        ("warszawa", "+48220000000", "Article 21, paragraphs 2 and 3"),
        ("roma", "+39 02 0000 1234", "art. 21, parr. 2 e 3"),
    ],
)
def test_each_line_gets_the_letter_of_its_country(client, line, called, law):
    draft = client.report(call=LINES[line], values={"kind": "operator", "company": "Example"})

    assert called in draft["text"]
    assert law in " ".join(draft["text"].split())


@pytest.mark.parametrize(
    ("line", "acts"),
    [
        ("berlin", {"controller", "reminder", "bnetza", "complaint"}),
        ("paris", {"controller", "reminder", "signalconso", "complaint"}),
        ("warszawa", {"controller", "reminder", "complaint"}),
    ],
)
def test_the_acts_of_the_lines_country_are_offered(client, line, acts):
    draft = client.report(call=LINES[line])

    assert {advised["recipient"] for advised in draft["routes"]} == acts


def test_a_later_call_to_a_line_without_a_pack_does_not_keep_the_others_from_being_told(tmp_path):
    alofi = '\n[[line]]\nname = "alofi"\nkind = "replay"\nnumber = "+683 4000"\n'
    context = a_context(tmp_path, Clock(), CONFIG + alofi)
    for day, line in ((19, "berlin"), (20, "alofi")):
        context.store.calls.record(a_sales_call(day, day, line=line, called=""))
    number = context.store.calls.get(19).number

    draft = a_client(context).report(number=number)
    context.close()

    assert 19 in draft["calls"]
    assert 20 not in draft["calls"]


def test_the_profile_asks_what_each_of_the_countries_asks(client):
    known = client.profile()

    assert {"bloctel_since", "rpo_enrolled_on", "tax_code"} <= known.keys()


def test_a_lists_category_suggests_only_what_the_country_asks(client, context):
    index = SimpleNamespace(
        find=lambda _key: SimpleNamespace(category="energy"),
        detail=lambda _hit: SimpleNamespace(company=""),
    )
    open_list = SimpleNamespace(name="spam", opened=index)
    context.open_lists = SimpleNamespace(all=lambda: [open_list])

    suggested = {
        line: [(s["key"], s["value"]) for s in client.report(call=call)["suggestions"]]
        for line, call in LINES.items()
    }

    assert suggested["roma"] == [("sector", "energy")]
    assert suggested["berlin"] == []

"""Exactly what leaves for the lists of the catalogue that is shipped, as their own forms and interfaces have it."""

from __future__ import annotations

import json
from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pytest

from portinaio.core.share import SharedReport, Topic
from portinaio.lists.catalogue import load_catalogue
from portinaio.lists.share_target import leaving, share_fault

SHIPPED = {offer.name: offer.share for offer in load_catalogue().list if offer.share}
RATINGS = {
    Topic.ADVERTISING: "E_ADVERTISING",
    Topic.ENERGY: "E_ADVERTISING",
    Topic.TELECOM: "E_ADVERTISING",
    Topic.FINANCE: "E_ADVERTISING",
    Topic.SURVEY: "D_POLL",
    Topic.GAMBLING: "F_GAMBLE",
    Topic.FRAUD: "G_FRAUD",
    Topic.PING: "C_PING",
    Topic.OTHER: "B_MISSED",
}
CATEGORIES = {
    Topic.ADVERTISING: "pubblicita",
    Topic.ENERGY: "energia",
    Topic.TELECOM: "telefonia",
    Topic.FINANCE: "finanza",
    Topic.SURVEY: "sondaggi",
    Topic.GAMBLING: "altro",
    Topic.FRAUD: "truffa",
    Topic.PING: "ping",
    Topic.OTHER: "altro",
}


def a_report(topic: Topic = Topic.OTHER, company: str = "") -> SharedReport:
    return SharedReport("+390200001234", topic, date(2026, 11, 24), company)


def test_the_lists_that_take_reports_are_these_and_nothing_is_wrong_with_them():
    assert {name: share_fault(table) for name, table in SHIPPED.items()} == {
        "phoneblock": None,
        "blocklist-italia": None,
    }


@pytest.mark.parametrize("topic", Topic)
def test_phoneblock_is_given_a_rating_of_its_own(topic):
    leaves = leaving(SHIPPED["phoneblock"], a_report(topic, "Luce S.p.A."))

    assert (leaves.method, leaves.url) == ("POST", "https://phoneblock.net/phoneblock/api/rate")
    assert json.loads(leaves.body) == {
        "phone": "00390200001234",
        "rating": RATINGS[topic],
        "comment": "Luce S.p.A.",
    }


def test_what_is_taken_back_of_phoneblock_is_legitimate_and_names_nobody():
    leaves = leaving(SHIPPED["phoneblock"], a_report(company="Luce S.p.A."), taken_back=True)

    assert json.loads(leaves.body) == {
        "phone": "00390200001234",
        "rating": "A_LEGITIMATE",
        "comment": "",
    }


@pytest.mark.parametrize("topic", Topic)
def test_the_form_of_the_italian_list_is_filled_in_and_nothing_beside_it(topic):
    leaves = leaving(SHIPPED["blocklist-italia"], a_report(topic, "Luce & Gas #1 {number}"))
    address = urlsplit(leaves.url)

    assert (leaves.method, leaves.body, address.fragment) == ("GET", "", "")
    assert f"{address.scheme}://{address.netloc}{address.path}" == (
        "https://github.com/thesqual87/blocklist-telefonica-italia/issues/new"
    )
    assert parse_qsl(address.query, keep_blank_values=True) == [
        ("template", "segnalazione.yml"),
        ("numero", "+390200001234"),
        ("categoria", CATEGORIES[topic]),
        ("data", "2026-11-24"),
        ("descrizione", "Luce & Gas #1 {number}"),
    ]

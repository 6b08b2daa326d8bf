"""`lists catalog`: what is on offer for whom, and what each list can do alone."""

from __future__ import annotations

import pytest

from portinaio.lists.catalogue import load_catalogue
from portinaio.lists.offer import COUNTING

TABLE = """
[[list]]
name = "{name}"
title = "Numbers"
publisher = "somebody"
homepage = "https://example.org/"
url = "https://example.org/{name}"
licence = "CC0-1.0"
format = "{format}"
country = "IT"
every_hours = 24
trust = {trust}
complaints = {complaints}
says = "Numbers."
checked = 2026-11-24
"""


def test_lists_of_the_own_country_come_first_and_those_of_the_world_before_others(run, house):
    house.mkdir()
    for country in ("US", "FR"):
        house.joinpath("config.toml").write_text(f'country = "{country}"\n')

        found = [offer["country"] for offer in run("lists", "catalog", "--json").json["lists"]]

        ranks = [0 if one == country else 1 if one == "*" else 2 for one in found]
        assert ranks == sorted(ranks)
        assert ranks[0] == 0


def test_each_list_on_offer_says_country_trust_and_what_it_can_do_alone(run):
    told = run("lists", "catalog").out
    found = run("lists", "catalog", "--json").json["lists"]

    assert {one["name"]: (one["country"], one["effect"]) for one in found}.items() >= {
        "phoneblock": ("*", "reported"),
        "saracroche": ("FR", "reported"),
        "dnc-90days": ("US", "suspected"),
    }.items()
    for offer in found:
        country = "the whole world" if offer["country"] == "*" else offer["country"]
        believed = "" if offer["kind"] == "innocents" else f", trust: {offer['trust']:g}"
        assert f"  country: {country}{believed}\n" in told
        assert f"  {offer['effect_says']}\n" in told


@pytest.mark.parametrize(
    ("country", "remark"),
    [
        pytest.param("IT", "Of Italian numbers it holds about two", id="few numbers"),
        pytest.param("CH", "no public list of callers is known for CH", id="no list"),
        pytest.param("US", "", id="lists enough"),
    ],
)
def test_where_there_is_little_the_catalogue_says_so_first(run, house, country, remark):
    house.mkdir()
    house.joinpath("config.toml").write_text(f'country = "{country}"\n')

    offered = run("lists", "catalog", "--json").json

    assert (offered["country"], remark in offered["remark"]) == (country, True)
    assert bool(offered["remark"]) is bool(remark)
    assert run("lists", "catalog").out.startswith(offered["remark"])


def test_nothing_on_offer_is_powerless_but_what_speaks_against_nobody(run):
    offers = run("lists", "catalog", "--json").json["lists"]

    for offer in offers:
        assert (offer["effect"] == "none") is (offer["kind"] == "innocents")


@pytest.mark.parametrize(
    ("keys", "effect"),
    [
        ({"format": "plain", "trust": 0.32}, "none"),
        ({"format": "plain", "trust": 0.33}, "suspected"),
        ({"format": "plain", "trust": 0.65}, "suspected"),
        ({"format": "plain", "trust": 0.66}, "reported"),
        ({"format": "csv", "trust": 0.24, "complaints": "true"}, "none"),
        ({"format": "csv", "trust": 0.25, "complaints": "true"}, "suspected"),
        ({"format": "csv", "trust": 0.49, "complaints": "true"}, "suspected"),
        ({"format": "csv", "trust": 0.5, "complaints": "true"}, "reported"),
        ({"format": "phoneblock-json", "trust": 0.5}, "reported"),
        ({"format": "saracroche", "trust": 0.5}, "suspected"),
    ],
)
def test_what_a_list_can_do_depends_on_trust_and_on_whether_it_counts(run, house, keys, effect):
    house.mkdir()
    given = {"name": "mine", "complaints": "false", **keys}
    house.joinpath("catalog.toml").write_text(TABLE.format(**given))

    offers = run("lists", "catalog", "--json").json["lists"]

    assert next(one["effect"] for one in offers if one["name"] == "mine") == effect


def test_a_list_of_complaints_counts_and_so_does_a_format_with_counts():
    for offer in load_catalogue().list:
        known = offer.complaints or offer.format in COUNTING
        assert offer.counted is (True if known else None)

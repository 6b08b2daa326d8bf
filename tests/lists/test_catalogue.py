"""`blocklists/catalog.toml`: which lists are offered, which never, and what config.toml makes of them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from portinaio.config.settings import ListTable
from portinaio.errors import ConfigError, NotFoundError
from portinaio.lists.catalogue import load_catalogue, read_catalogue, subscription
from portinaio.lists.formats import formats

OFFER = b"""
[[list]]
name = "spam-it"
title = "Spam in Italy"
publisher = "somebody"
homepage = "https://example.org/"
url = "https://example.org/list.csv"
licence = "CC0-1.0"
format = "csv"
country = "IT"
every_hours = 24
trust = 0.5
says = "Numbers."
checked = 2026-11-24
"""

SHIPPED = load_catalogue()


def test_the_shipped_catalogue_is_read_strictly():
    assert (len(SHIPPED.list) > 0, SHIPPED.fault) == (True, None)


@pytest.mark.parametrize("country", ["IT", "FR", "US", "TR", "CL", "BG", "*"])
def test_there_is_something_on_offer_for(country):
    offers = [offer.name for offer in SHIPPED.list if offer.kind == "callers"]

    assert any(SHIPPED.offer(name).country == country for name in offers)


def test_an_italian_is_told_how_little_phoneblock_knows_of_italy():
    assert "two" in SHIPPED.offer("phoneblock").notes["IT"]


@pytest.mark.parametrize("offer", SHIPPED.list, ids=lambda offer: offer.name)
def test_each_offer_names_a_licence_a_format_and_a_fresh_day(offer):
    age = datetime.now(UTC).date() - offer.checked

    assert (bool(offer.licence), offer.format in formats(), age.days < 800) == (True, True, True)


@pytest.mark.parametrize("never", SHIPPED.never, ids=lambda never: never.name)
def test_each_list_that_is_never_offered_has_a_reason(never):
    assert never.reason.endswith(".")


def test_no_offer_comes_from_a_host_that_is_never_asked():
    hosts = [offer.url.split("/")[2] for offer in SHIPPED.list]

    assert [host for host in hosts if SHIPPED.refusal(host)] == []


@pytest.mark.parametrize("host", ["api.tellows.de", "tellows.de.", "api.tellows.de."])
def test_a_part_of_a_host_that_is_never_asked_is_refused_too(host):
    assert getattr(SHIPPED.refusal(host), "name", None) == "tellows"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        pytest.param((b'"https://example.org/list.csv"', b'"http://example.org/x"'), "https://", id="plain http"),
        pytest.param((b'"https://example.org/list.csv"', b'"https://a:b@example.org/x"'), "password", id="a password"),
        pytest.param((b'"CC0-1.0"', b'" "'), "licence", id="no licence"),
        pytest.param((b"0.5", b"1.5"), "trust", id="too much trust"),
        pytest.param((b"= 24", b"= 0"), "every_hours", id="always syncing"),
        pytest.param((b'"IT"', b'"Italy"'), "country", id="no country"),
        pytest.param((b'"spam-it"', b'"Spam IT"'), "name", id="a name with spaces"),
        pytest.param((b'"spam-it"', b'"x"'), "2 to 40", id="a name of one letter"),
        pytest.param((b'"spam-it"', b'"' + b"x" * 41 + b'"'), "2 to 40", id="a name too long"),
        pytest.param((b"trust = 0.5", b'trust = 0.5\norigin = "The FTC"'), "origin", id="an origin with spaces"),
        pytest.param((b"says", b"tells"), "tells", id="unknown key"),
        pytest.param((b"trust = 0.5", b'trust = 0.5\nchanges = "https://example.org/new"'), "version", id="no version"),
        pytest.param((b"checked = 2026-11-24", b'checked = 2026-11-24\n[list.notes]\nItaly = "x"'), "notes are sentences", id="a note for no country"),
        pytest.param((b"checked = 2026-11-24", b'checked = 2026-11-24\n[list.notes]\nIT = " "'), "notes are sentences", id="a note that says nothing"),
        pytest.param((b"trust = 0.5", b"trust = 0.5\ndays = 10"), "days is 1 to 92", id="days of an address without a date"),
        pytest.param((b'list.csv"', b'list-{date}.csv"\ndays = 93'), "days is 1 to 92", id="too many days"),
        pytest.param((b'list.csv"', b'list-{date}.csv"\ndays = 0'), "days is 1 to 92", id="no day"),
        pytest.param((b'list.csv"', b'list-{date}.csv"\nchanges = "https://example.org/{version}"'), "has no changes", id="days and changes"),
        pytest.param((b"example.org/list", b"{date}.example.org/list"), "not a web address", id="a date in the host"),
    ],
)  # fmt: skip
def test_a_wrong_offer_is_refused_with_its_fault(change, fault):
    with pytest.raises(ConfigError, match=fault):
        read_catalogue(OFFER.replace(*change), "catalog.toml")


@pytest.mark.parametrize(("days", "walked"), [(b"", 30), (b"\ndays = 92", 92), (b"\ndays = 1", 1)])
def test_a_list_of_a_file_a_day_says_how_many_of_them_are_walked(days, walked):
    offer = OFFER.replace(b'list.csv"', b'list-{date}.csv"' + days)

    assert subscription(ListTable(name="spam-it"), read_catalogue(offer, "")).days == walked


@pytest.mark.parametrize(
    "twice",
    [
        OFFER + OFFER.replace(b"spam-it", b"other"),
        OFFER + OFFER.replace(b"list.csv", b"other.csv"),
        OFFER + b'[[never]]\nname = "spam-it"\nreason = "It is bad."',
    ],
    ids=["same address", "same name", "offered and refused"],
)
def test_nothing_stands_twice_in_it(twice):
    with pytest.raises(ConfigError):
        read_catalogue(twice, "catalog.toml")


def test_a_name_alone_takes_everything_from_the_catalogue():
    found = subscription(ListTable(name="spam-it"), read_catalogue(OFFER, "catalog.toml"))

    assert (found.urls, found.format, found.trust) == (
        ("https://example.org/list.csv",),
        "csv",
        0.5,
    )


def test_what_config_says_goes_before_the_catalogue():
    table = ListTable(name="spam-it", trust=0.9, region="CH")

    found = subscription(table, read_catalogue(OFFER, "catalog.toml"))

    assert (found.trust, found.region) == (0.9, "CH")


@pytest.mark.parametrize(
    ("offered", "said", "meant"),
    [
        (b"", None, None),
        (b"complaints = true", None, True),
        (b"complaints = true", False, False),
        (b"", True, True),
        (b"complaints = false", None, None),
    ],
)
def test_whether_rows_are_complaints_is_said_by_config_before_the_catalogue(offered, said, meant):
    found = subscription(
        ListTable(name="spam-it", complaints=said), read_catalogue(OFFER + offered, "catalog.toml")
    )

    assert found.complaints is meant


def test_an_origin_of_the_catalogue_gives_way_to_that_of_config():
    shipped = read_catalogue(OFFER + b'origin = "ftc"', "catalog.toml")

    found = [subscription(ListTable(name="spam-it", origin=o), shipped).origin for o in ("", "me")]

    assert found == ["ftc", "me"]


@pytest.mark.parametrize("offered", [True, False])
@pytest.mark.parametrize("said", [None, True, False])
def test_what_config_says_of_vetted_counts_before_the_catalogue(offered, said):
    text = f"vetted = {offered}".lower().encode()
    table = ListTable(name="spam-it", vetted=said)

    found = subscription(table, read_catalogue(OFFER + text, "catalog.toml"))

    assert found.vetted is (offered if said is None else said)


def test_the_copies_of_one_set_of_complaints_say_so():
    copies = [offer for offer in SHIPPED.list if "Federal Trade" in offer.publisher]

    assert {(offer.origin, offer.complaints) for offer in copies} == {("ftc", True)}


HALLS = read_catalogue(
    OFFER + b'kind = "innocents"\nmirrors = ["https://example.net/list.csv"]', "x"
)
ELSEWHERE = "https://example.org/other.csv"


@pytest.mark.parametrize(
    ("table", "innocents"),
    [
        pytest.param(ListTable(name="spam-it"), True, id="by its name"),
        pytest.param(ListTable(name="mine", url="https://example.org/list.csv"), True, id="by its address"),
        pytest.param(ListTable(name="mine", url="https://example.net/list.csv"), True, id="by that of a mirror"),
        pytest.param(ListTable(name="mine", url=ELSEWHERE), False, id="another list"),
    ],
)  # fmt: skip
def test_only_the_catalogue_says_that_numbers_are_those_of_public_bodies(table, innocents):
    assert subscription(table, HALLS).innocents is innocents


def test_another_address_under_the_name_of_public_bodies_is_refused():
    with pytest.raises(ConfigError, match="give another list another name"):
        subscription(ListTable(name="spam-it", url=ELSEWHERE), HALLS)


def test_numbers_of_public_bodies_are_never_complaints():
    table = ListTable(name="spam-it", complaints=True)

    assert subscription(table, HALLS).complaints is False


def test_a_kind_of_list_that_there_is_not_is_refused():
    with pytest.raises(ConfigError, match="kind"):
        read_catalogue(OFFER + b'kind = "angels"', "catalog.toml")


def test_an_own_address_needs_no_catalogue():
    table = ListTable(name="mine", url="https://example.org/mine.txt")

    assert subscription(table, SHIPPED).urls == ("https://example.org/mine.txt",)


def test_a_name_that_nobody_offers_is_told_with_the_nearest():
    with pytest.raises(NotFoundError, match="phoneblock"):
        subscription(ListTable(name="phonebloc"), SHIPPED)

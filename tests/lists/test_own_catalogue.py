"""A `catalog.toml` of the user's own: what it adds to the catalogue, and what it never can."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from portinaio.config.settings import ListTable
from portinaio.errors import ConfigError, NotFoundError
from portinaio.lists.catalogue import load_catalogue, subscription

if TYPE_CHECKING:
    from pathlib import Path

OFFER = """\
[[list]]
name = "stairs"
title = "Our stairs"
publisher = "The house in via Roma"
homepage = "http://127.0.0.1:8080/"
url = "http://127.0.0.1:8080/stairs.csv"
licence = "CC0-1.0"
format = "csv"
country = "IT"
every_hours = 24
trust = 0.8
says = "Numbers that two families have reported."
checked = 2026-11-24
"""
SHIPPED = load_catalogue()


def names(text: str, folder: Path) -> list[str]:
    return [offer.name for offer in catalogue(text, folder).list]


def catalogue(text: str, folder: Path):
    file = folder / "catalog.toml"
    file.write_text(text, encoding="utf-8")
    return load_catalogue(str(file))


def test_the_own_offers_come_before_the_shipped_ones(tmp_path):
    assert names(OFFER, tmp_path) == ["stairs", *(offer.name for offer in SHIPPED.list)]


def test_without_such_a_file_there_is_what_was_shipped(tmp_path):
    assert load_catalogue(str(tmp_path / "catalog.toml")) == SHIPPED


def test_an_own_offer_takes_the_place_of_the_shipped_one_of_its_name(tmp_path):
    mirrored = catalogue(OFFER.replace('"stairs"', '"phoneblock"'), tmp_path)

    found = subscription(ListTable(name="phoneblock"), mirrored)

    assert found.urls == ("http://127.0.0.1:8080/stairs.csv",)


@pytest.mark.parametrize("url", ["file:///srv/stairs.csv", "https://example.org/stairs.csv"])
def test_it_may_lie_on_this_computer(tmp_path, url):
    here = OFFER.replace("http://127.0.0.1:8080/stairs.csv", url)

    assert catalogue(here, tmp_path).fault is None


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        pytest.param(("127.0.0.1:8080/stairs", "example.org/stairs"), "https://", id="plain http"),
        pytest.param(("//127.0.0.1:8080/stairs", "//a:b@127.0.0.1/s"), "password", id="password"),
        pytest.param(("http://127.0.0.1:8080/stairs", "https://api.tellows.de/x"), "tellows is never subscribed", id="never"),
        pytest.param(("0.8", "8"), "line 1: trust is above 0", id="too much trust"),
        pytest.param(("0.8", '"much"'), "line 11: trust of list stairs must be a number", id="no number"),
        pytest.param(("every_hours", "every_hour"), "line 10: there is no key every_hour; did you mean every_hours?", id="unknown key"),
        pytest.param(('says = "Numbers that two families have reported."', ""), "line 1: the key says is missing", id="missing key"),
        pytest.param(("checked = 2026-11-24", "checked = 2026-11-24\n" + OFFER), "line 14: stairs stands there twice", id="twice"),
        pytest.param(("checked = 2026-11-24", 'checked = 2026-11-24\n[[never]]\nname = "x"\nreason = "Bad."'), "there is no key never", id="never"),
        pytest.param(("[[list]]", "[[list"), "line 1", id="no TOML"),
    ],
)  # fmt: skip
def test_a_wrong_one_adds_nothing_and_its_fault_is_told_with_the_line(tmp_path, change, fault):
    found = catalogue(OFFER.replace(*change), tmp_path)

    assert (found.list, fault in str(found.fault)) == (SHIPPED.list, True), found.fault


def test_a_list_that_it_may_offer_says_what_is_wrong_with_the_file(tmp_path):
    wrong = catalogue("list = 5", tmp_path)

    with pytest.raises(ConfigError, match=r"catalog\.toml line 1: list must be a list"):
        subscription(ListTable(name="stairs"), wrong)


def test_a_shipped_list_goes_on_beside_a_wrong_file(tmp_path):
    wrong = catalogue("list = 5", tmp_path)

    assert subscription(ListTable(name="saracroche"), wrong).region == "FR"


def test_a_name_that_nobody_offers_is_still_told_so(tmp_path):
    with pytest.raises(NotFoundError):
        subscription(ListTable(name="stair"), catalogue(OFFER, tmp_path))

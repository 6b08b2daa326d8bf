"""A household with lines in two countries: each call is complained about by the law of the line that it came to."""

from __future__ import annotations

import shutil
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from complaint_world import Clock, a_context
from daemon_world import a_client
from letters import SALES, a_sales_call
from portinaio.errors import ConfigError, UsageError

TK = Path(__file__).parents[2] / "countries" / "outside" / "portinaio_tk"
CONFIG = """country = "IT"
[[line]]
name = "home"
kind = "replay"
number = "+390200001234"
[[line]]
name = "island"
kind = "replay"
number = "+6907251"
[[line]]
name = "elsewhere"
kind = "replay"
number = "+6834000"
"""


@pytest.fixture
def context(tmp_path, monkeypatch):
    site = tmp_path / "site"
    shutil.copytree(TK, site / "portinaio_tk")
    about = site / "portinaio_tk-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: portinaio-tk\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[portinaio.countries]\ntk = portinaio_tk\n")
    monkeypatch.setattr(sys, "path", [sys.path[0], str(site), *sys.path[1:]])
    (tmp_path / "home").mkdir()
    context = a_context(tmp_path / "home", Clock(), CONFIG)
    at = datetime(2026, 11, 20, 15, 4, tzinfo=ZoneInfo("Pacific/Fakaofo"))
    context.store.calls.record(a_sales_call(call_id=2, at=at, line="island"))
    context.store.calls.record(a_sales_call(19, 3, line="elsewhere"))
    yield context
    context.close()


@pytest.fixture
def client(context):
    return a_client(context)


def test_each_line_has_the_pack_of_its_own_country(client):
    at_home, on_the_island = client.report(call=1), client.report(call=2)

    assert (at_home["recipient"], on_the_island["recipient"]) == ("controller", "plea")
    assert "Opposizione" in at_home["subject"]
    assert on_the_island["subject"] == "Plea for quiet"


def test_a_line_of_a_country_without_a_pack_gets_no_letter_of_another(client):
    with pytest.raises(ConfigError, match="complaints cannot be written for the country 'NU'"):
        client.report(call=3)


def test_calls_of_one_number_are_told_where_they_came_to(client):
    draft = client.report(number=SALES, recipient="controller")

    assert draft["calls"] == [1]
    assert any("2 calls came to a line in another country" in said for said in draft["cautions"])


def test_calls_of_two_countries_are_not_put_into_one_complaint(client):
    with pytest.raises(UsageError, match=r"different countries \(IT, TK\)"):
        client.report(calls=[1, 2])


def test_the_profile_has_the_fields_of_both_countries(client):
    client.set_profile({"canton": "atafu", "tax_code": "RSSMRA80A01H501U"})

    profile = client.profile()

    assert {"name", "tax_code", "rpo_enrolled_on", "canton", "mobile_since"} <= profile.keys()
    assert (profile["canton"], profile["tax_code"]) == ("atafu", "RSSMRA80A01H501U")


def test_what_one_country_asks_of_the_user_is_no_matter_of_the_other(client):
    client.set_profile({"canton": "atafu", "rpo_enrolled_on": "2026-01-15"})

    assert client.report(call=2)["missing"][0]["of_user"] is False
    with pytest.raises(UsageError, match="there is no key 'canton'"):
        client.report(call=1, values={"canton": "atafu"})


def test_a_value_that_the_pack_no_longer_allows_is_kept_and_spoils_nothing(context, client):
    context.store.profile.set({"canton": "atlantis", "shoe_size": "44"})

    client.set_profile({"name": "Ada Example"})

    assert client.profile()["canton"] == "atlantis"
    assert client.report(call=2)["recipient"] == "plea"

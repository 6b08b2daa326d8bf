"""The numbering plan of a country: emergency numbers that nothing may block, and how national numbers are read."""

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import phonenumbers
import pytest

from portinaio.core.numbers import number
from portinaio.core.numbers.plan import outside_sales_hours
from portinaio.countries.plans import plan_from, read_plan
from portinaio.errors import ConfigError


def a_plan(country="IT"):
    return plan_from(json.loads(json.dumps(read_plan(country))))


def test_italy_has_the_emergency_numbers_that_the_metadata_forget():
    assert {"112", "113", "118", "1522", "116000", "116117"} <= a_plan().emergency


@pytest.mark.parametrize(
    "spelling", ["0549 888888", "+39 0549 888888", "+378 0549 888888", "+378 888888"]
)
def test_san_marino_is_one_party_however_it_is_dialled(spelling):
    assert number.parse(spelling, a_plan()) == "+390549888888"


@pytest.mark.parametrize(
    ("country", "calling_code", "prefix", "emergency"),
    [
        ("DE", "49", "00", {"110", "112"}),
        ("FR", "33", "00", {"112", "15", "17", "18"}),
        ("US", "1", "011", {"112", "911"}),
        ("AU", "61", "0011", {"000", "106", "112"}),
        ("RU", "7", "810", {"112", "01", "02", "03", "101", "102", "103"}),
        ("BR", "55", "00", {"112", "128", "190", "192", "193", "911"}),
    ],
)
def test_a_country_without_a_pack_has_the_plan_of_the_metadata(
    country, calling_code, prefix, emergency
):
    plan = a_plan(country)

    assert (plan.calling_code, plan.international_prefix, plan.emergency) == (
        calling_code,
        prefix,
        emergency,
    )


@pytest.mark.parametrize(("written", "meant"), [("it", "IT"), (" de ", "DE"), ("UK", "GB")])
def test_a_country_may_be_written_as_people_write_it(written, meant):
    assert a_plan(written).country == meant


@pytest.mark.parametrize(
    ("written", "near"), [("ITA", "IT"), ("ZZ", "ZW"), ("", "IT"), ("9" * 999, "IT")]
)
def test_an_unknown_country_is_refused_with_the_nearest_known_one(written, near):
    with pytest.raises(ConfigError, match=rf"such as {near}$"):
        read_plan(written)


def test_every_country_of_the_metadata_has_a_plan():
    regions = set(phonenumbers.SUPPORTED_REGIONS) - {"IN", "TH", "PK"}  # slower, and no other code

    assert all(a_plan(region).calling_code.isdigit() for region in sorted(regions)[::12])


@pytest.mark.parametrize(
    ("at", "outside"),
    [
        ("2026-11-24T08:59", True),
        ("2026-11-24T09:00", False),
        ("2026-11-24T19:59", False),
        ("2026-11-24T20:00", True),
        ("2026-11-28T09:59", True),
        ("2026-11-28T10:00", False),
        ("2026-11-29T12:00", True),
    ],
)
def test_italian_sales_calls_have_the_hours_of_the_code_of_conduct(at, outside):
    italy = a_plan("IT")

    assert outside_sales_hours(italy, datetime.fromisoformat(at)) is outside


def test_where_no_rule_is_known_no_hour_is_too_late():
    austria = a_plan("AT")

    assert not outside_sales_hours(austria, datetime.fromisoformat("2026-11-29T23:00"))


def test_a_house_is_read_without_what_writes_letters():
    """In a process of its own, as the daemon is: letters and their checks cost it ten megabytes, and a second of its start."""
    program = (
        "import os, sys\n"
        "from portinaio.config.home import Home\n"
        "from portinaio.daemon.config_cache import load_config\n"
        "config = load_config(Home(*[sys.argv[1]] * 5), os.environ)\n"
        "assert config.plan.country == 'IT' and config.plan.sales_hours\n"
        "print({'jinja2', 'babel'} & set(sys.modules))\n"
    )
    with TemporaryDirectory() as folder:
        (Path(folder) / "config.toml").write_text('country = "IT"\n')
        done = subprocess.run(
            [sys.executable, "-c", program, folder], capture_output=True, text=True, check=False
        )

    assert (done.returncode, done.stdout.strip()) == (0, "set()"), done.stderr

"""The shipped list of ranges that the law reserves, `blocklists/reserved.toml`."""

import json
from datetime import date
from pathlib import Path

import pytest

from portinaio.core.numbers import number
from portinaio.core.numbers.pattern import key
from portinaio.core.numbers.reserved import Effect
from portinaio.countries.plans import plan_from, read_plan
from portinaio.countries.range_schema import Range
from portinaio.countries.ranges_file import ranges_file
from portinaio.countries.reserved_ranges import range_book, read_ranges

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def rows():
    path = Path(ranges_file())
    return read_ranges(path.read_bytes(), path.name)


@pytest.fixture(scope="module")
def book(rows):
    return range_book(json.loads(json.dumps(rows)))


@pytest.mark.parametrize(
    ("caller", "effect"),
    [
        pytest.param("+390844123456", Effect.REPORTED, id="Italy: sales calls"),
        pytest.param("+390843123456", Effect.LABEL, id="Italy: surveys"),
        pytest.param("+39187", Effect.LABEL, id="Italy: three digits"),
        pytest.param("+391234", None, id="Italy: four digits are nothing special"),
        pytest.param("+390200001234", None, id="Italy: a landline is not a short number"),
        pytest.param("+33162000000", Effect.LABEL, id="France: platforms"),
        pytest.param("+339475", None, id="France: a fragment of a number is not in the range"),
        pytest.param("+590947500000", Effect.LABEL, id="France: platforms overseas"),
        pytest.param("+33937000000", Effect.NONE, id="France: deliveries"),
        pytest.param("+34400000000", Effect.REPORTED, id="Spain: commercial calls"),
        pytest.param("+911401234567", Effect.REPORTED, id="India: promotion"),
        pytest.param("+911600123456", Effect.NONE, id="India: banks are never blocked"),
        pytest.param("+553031234567", Effect.REPORTED, id="Brazil: telemarketing"),
        pytest.param("+56809123456", Effect.REPORTED, id="Chile: nobody asked"),
        pytest.param("+566001234567", Effect.LABEL, id="Chile: asked for"),
        pytest.param("+51500123456", None, id="Peru: only proposed"),
        pytest.param("+12025550123", None, id="a country that reserves nothing"),
    ],
)
def test_a_caller_is_judged_by_what_its_range_is_reserved_for(book, caller, effect):
    found = book.find(key(caller[1:]), TODAY)

    assert (found.effect if found else None) is effect


def test_a_range_does_not_count_before_its_day(book):
    assert book.find(key("34400000000"), date(2026, 10, 16)) is None


def test_a_short_italian_caller_dialled_without_code_is_found(book):
    italy = plan_from(read_plan("IT"))

    assert book.find(key(number.parse("187", italy)[1:]), TODAY).country == "IT"


def test_no_reported_range_holds_an_emergency_number(rows):
    reported = range_book(row for row in rows if row["effect"] == "reported")

    for country in {row["country"] for row in rows}:
        plan = plan_from(read_plan(country))
        caught = [n for n in plan.emergency if reported.find(key(plan.calling_code + n), TODAY)]
        assert caught == []


def test_each_meaning_completes_a_sentence(rows):
    odd = [m for row in rows if (m := row["meaning"])[0].isupper() or m.endswith(".")]

    assert odd == []


def test_the_readme_describes_every_key():
    sources = Path(__file__).parents[2] / "blocklists"
    readme = (sources / "README.md").read_text(encoding="utf-8")

    assert [key for key in Range.__struct_fields__ if f"| `{key}` |" not in readme] == []

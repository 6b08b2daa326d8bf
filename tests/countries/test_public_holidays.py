"""Public holidays, read once and kept."""

from __future__ import annotations

import json
import sys
from datetime import date

import pytest

from portinaio.countries.public_holidays import PublicHolidays, read_holidays


@pytest.fixture(scope="module")
def italy():
    return PublicHolidays(json.loads(json.dumps(read_holidays("IT", 2026))))


@pytest.mark.parametrize(
    ("day", "holiday"),
    [
        pytest.param(date(2026, 12, 8), True, id="a fixed one"),
        pytest.param(date(2026, 12, 9), False, id="the day after"),
        pytest.param(date(2026, 4, 6), True, id="Easter Monday"),
        pytest.param(date(2027, 3, 29), True, id="Easter Monday a year later"),
        pytest.param(date(2027, 4, 6), False, id="which was another day then"),
        pytest.param(date(2025, 1, 1), True, id="the first day that is kept"),
        pytest.param(date(2024, 12, 26), True, id="a year before those that are kept"),
        pytest.param(date(2036, 12, 26), True, id="the last year that is kept"),
        pytest.param(date(2037, 1, 1), True, id="a year after"),
        pytest.param(date(2037, 1, 2), False, id="and its second day"),
    ],
)
def test_each_day_of_each_year_is_told(italy, day, holiday):
    assert (day in italy) is holiday


@pytest.mark.parametrize("year", [2025, 2026, 2030, 2036])
def test_a_day_of_the_coming_years_needs_no_library(italy, monkeypatch, year):
    monkeypatch.setitem(sys.modules, "holidays", None)

    assert date(year, 12, 25) in italy


def test_a_country_that_the_library_does_not_know_has_none():
    assert read_holidays("ZZ", 2026)["days"] == []

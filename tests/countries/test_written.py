"""Days, hours, numbers and amounts as the letters of each country write them."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from portinaio.countries.pack import read_pack
from portinaio.countries.written import (
    day_in_table,
    in_form,
    listed,
    mark,
    spaced,
    time_in_table,
    written_amount,
    written_day,
    written_decimal,
    written_number,
    written_time,
)

AT = datetime(2026, 10, 1, 15, 4, tzinfo=ZoneInfo("Europe/Rome"))


@pytest.mark.parametrize(
    ("country", "day", "written"),
    [
        ("IT", date(2026, 10, 1), "1° ottobre 2026"),
        ("IT", date(2026, 10, 10), "10 ottobre 2026"),
        ("IT", date(2026, 10, 11), "11 ottobre 2026"),
        ("FR", date(2026, 10, 1), "1er octobre 2026"),
        ("DE", date(2026, 10, 1), "1. Oktober 2026"),
        ("ES", date(2026, 10, 1), "1 de octubre de 2026"),
        ("US", date(2026, 10, 1), "October 1, 2026"),
        ("IT", None, ""),
    ],
)
def test_a_day_is_written_as_the_country_writes_it(country, day, written):
    assert written_day(day, read_pack(country)) == written


@pytest.mark.parametrize(
    ("country", "hour", "in_table", "table_day"),
    [
        ("IT", "15:04", "15:04", "1 ott 2026"),
        ("US", "3:04\u202fPM", "3:04\u202fPM", "Oct 1, 2026"),
        ("FR", "15\xa0h\xa004", "15:04", "1 oct. 2026"),
    ],
)
def test_an_hour_and_a_day_in_the_table_are_too(country, hour, in_table, table_day):
    pack = read_pack(country)

    assert written_time(AT, pack) == hour
    assert time_in_table(AT, pack) == in_table
    assert day_in_table(AT.date(), pack) == table_day


@pytest.mark.parametrize(
    ("form", "number", "written"),
    [
        ("e164", "+390200001234", "+390200001234"),
        ("e164", "+39 02 0000 1234", "+390200001234"),
        ("e164", "+39 02 0000 1234, +39 02 0000 5678", "+390200001234, +390200005678"),
        ("e164", "0200001234", "+390200001234"),
        ("international", "+390200001234", "+39 02 0000 1234"),
        ("national", "+390200001234", "02 0000 1234"),
        ("without_code", "+390200001234", "02 0000 1234"),
        ("digits", "+390200001234", "0200001234"),
        ("national", "+12025550123", "+1 202-555-0123"),
        ("without_code", "+12025550123", "+1 202-555-0123"),
        ("digits", "+12025550123", "+1 202-555-0123"),
        ("national", "?", "?"),
    ],
)
def test_a_number_is_written_in_the_form_that_is_asked_for(form, number, written):
    assert in_form(number, form, "IT") == written


def test_a_pack_says_in_which_form():
    assert written_number("+493023125000", read_pack("DE")) == "030 23125000"


@pytest.mark.parametrize(
    ("country", "written"), [("IT", "1234,50\xa0€"), ("GB", "£1,234.50"), ("US", "$1,234.50")]
)
def test_money_is_written_in_the_countrys_currency(country, written):
    assert written_amount("1234.50", read_pack(country)) in {written, written.replace("1234", "1.234")}  # fmt: skip
    assert written_amount("", read_pack(country)) == ""


@pytest.mark.parametrize(("country", "written"), [("IT", "12,3"), ("GB", "12.3")])
def test_one_decimal_stands_behind_the_mark_of_the_language(country, written):
    assert written_decimal(12.34, read_pack(country)) == written


def test_things_are_listed_with_an_and_before_the_last():
    assert listed(["a", "b", "c"], read_pack("IT")) == "a, b e c"


def test_french_has_spaces_that_do_not_break_before_its_marks():
    french, italian = read_pack("FR"), read_pack("IT")

    assert (mark(":", french), mark(":", italian)) == ("\xa0:", ":")
    assert spaced("a : b ; c « d »", french) == "a\xa0: b\u202f; c «\xa0d\xa0»"
    assert spaced("a : b", italian) == "a : b"

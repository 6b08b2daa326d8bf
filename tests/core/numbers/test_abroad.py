"""Which numbers are of another country."""

from __future__ import annotations

import pytest

from portinaio.core.numbers.abroad import foreign_code
from portinaio.core.numbers.plan import NOWHERE
from portinaio.countries.plans import plan_from, read_plan
from worlds import ITALY


@pytest.fixture(scope="module")
def plans():
    return {country: plan_from(read_plan(country)) for country in ("US", "CA", "KZ", "FR")}


@pytest.mark.parametrize(
    ("number", "code"),
    [
        pytest.param("+390200001234", "", id="a landline at home"),
        pytest.param("+39187", "", id="a short number"),
        pytest.param("+3905490000", "", id="San Marino, as it is dialled from Italy"),
        pytest.param("+41440000000", "41", id="Switzerland"),
        pytest.param("+12025550123", "1", id="America"),
        pytest.param("+80000000000", "800", id="a number of no country"),
    ],
)
def test_abroad_is_where_another_calling_code_holds(number, code):
    assert foreign_code(number, ITALY) == code


@pytest.mark.parametrize(
    ("country", "number", "code"),
    [
        ("US", "+12025550123", ""),
        ("US", "+18765550123", "1"),
        ("US", "+16135550123", "1"),
        ("US", "+17875550123", ""),
        ("CA", "+17875550123", "1"),
        ("CA", "+16135550123", ""),
        ("CA", "+12025550123", "1"),
        ("CA", "+18005550123", ""),
        ("US", "+18005550123", ""),
        ("US", "+11115550123", ""),
        ("KZ", "+79161234567", "7"),
        ("KZ", "+77012345678", ""),
        ("FR", "+262262000000", "262"),
    ],
    ids=[
        "a house in Washington",
        "Jamaica is not the United States",
        "nor is Canada",
        "but Puerto Rico is",
        "which is abroad in Canada",
        "which is at home in Canada",
        "where the United States are abroad",
        "800 is of both",
        "of the one as of the other",
        "what nobody has been given is of no other country",
        "Russia shares its code",
        "with Kazakhstan",
        "overseas France has its own",
    ],
)
def test_countries_that_share_a_calling_code_are_told_apart(plans, country, number, code):
    assert foreign_code(number, plans[country]) == code


def test_a_line_with_a_number_of_another_country_has_two_homes():
    line = "+41440000001"
    callers = ["+41440000000", "+390200001234", "+33162000000"]

    assert [foreign_code(number, ITALY, line) for number in callers] == ["", "", "33"]


def test_nowhere_nothing_is_abroad():
    assert foreign_code("+41440000000", NOWHERE) == ""


def test_a_line_across_the_border_is_at_home_where_both_share_a_code(plans):
    line = "+16135550100"
    callers = ["+16135550123", "+12025550123", "+18765550123"]

    assert [foreign_code(number, plans["US"], line) for number in callers] == ["", "", "1"]

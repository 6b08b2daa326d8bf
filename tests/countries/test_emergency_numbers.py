"""Every country's emergency numbers are known as what they are, in each way in which somebody dials or writes them."""

from __future__ import annotations

import phonenumbers
import pytest

from portinaio.core.numbers.number import read
from portinaio.core.numbers.pattern import Refusal, read_pattern
from portinaio.core.numbers.reading import Kind
from portinaio.countries.plans import plan_from, read_plan
from portinaio.daemon.dialled import for_help

COUNTRIES = sorted(phonenumbers.SUPPORTED_REGIONS)


@pytest.fixture(scope="module")
def plans():
    return {country: plan_from(read_plan(country)) for country in COUNTRIES}


def test_who_dials_one_has_called_for_help(plans):
    dialled = {
        (country, number): for_help(read(number, plan))
        for country, plan in plans.items()
        for number in plan.emergency
    }

    assert [one for one, known in dialled.items() if not known] == []


def test_none_of_them_can_be_blocked(plans):
    blocked = [
        (country, number)
        for country, plan in plans.items()
        for number in plan.emergency
        if not isinstance(read_pattern(number, plan), Refusal)
    ]

    assert blocked == []


@pytest.mark.parametrize("written", ["%s", " %s ", "sip:%s@example.net", "tel:%s"])
def test_australias_zeros_are_no_hidden_number_there(plans, written):
    assert read(written % "000", plans["AU"]).kind is Kind.EMERGENCY


def test_zeros_are_no_number_elsewhere(plans):
    assert read("000", plans["IT"]).kind is Kind.NOTHING

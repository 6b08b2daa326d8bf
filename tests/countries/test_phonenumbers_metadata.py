"""The metadata of the house's own country give the library's answers, without the library."""

from __future__ import annotations

import json

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portinaio.core.numbers import validity
from portinaio.core.numbers.plan import Plan
from portinaio.countries.plans import plan_from, read_plan

PLANS = {
    country: plan_from(json.loads(json.dumps(read_plan(country))))
    for country in ("IT", "DE", "GB", "US", "SM", "AR", "FR")
}


def the_library_says(plan: Plan, national: str) -> tuple[str | None, str]:
    bare = Plan(plan.country, plan.calling_code)
    described = validity.describe(f"+{plan.calling_code}{national}", bare)
    return described.type, described.national or ""


@pytest.mark.parametrize("country", PLANS)
def test_every_example_number_of_the_library_is_known_by_its_type(country):
    plan = PLANS[country]
    examples = [
        phonenumbers.national_significant_number(found)
        for kind in phonenumbers.PhoneNumberType.values()
        if (found := phonenumbers.example_number_for_type(country, kind))
    ]

    told = [(plan.metadata.type_of(n), plan.metadata.written(n)) for n in examples]

    assert told == [the_library_says(plan, n) for n in examples]


@given(st.sampled_from(sorted(PLANS)), st.from_regex(r"[0-9]{4,12}", fullmatch=True))
def test_any_number_gets_the_library_s_answer(country, national):
    plan = PLANS[country]

    told = plan.metadata.type_of(national), plan.metadata.written(national)

    assert told == the_library_says(plan, national)

"""What reads national numbers by the thousand says the same as what reads one at a time, or leaves it to that."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portinaio.core.numbers.pattern import key
from portinaio.countries.plans import plan_from, read_plan
from portinaio.lists.intake.numbering import Numbering

COUNTRIES = ("IT", "DE", "FR", "GB", "ES", "CH", "AT", "NL", "BE", "PL", "SM", "US", "BR")
PLANS = {country: plan_from(read_plan(country)) for country in COUNTRIES}


def numbering(country: str) -> Numbering:
    return Numbering(country, lambda code: PLANS.get(code) or plan_from(read_plan(code)))


BULK, SINGLE = ({country: numbering(country) for country in COUNTRIES} for _ in range(2))
BEGINNINGS = st.sampled_from(
    ["", "0", "00", "1", "39", "039", "0039", "49", "44", "049", "3", "02"]
)
TEXTS = st.builds(str.__add__, BEGINNINGS, st.text("0123456789", min_size=1, max_size=14))


@given(st.sampled_from(COUNTRIES), st.lists(TEXTS, min_size=1, max_size=20))
def test_many_at_a_time_are_read_as_one_by_one(country, texts):
    for text, found in zip(texts, BULK[country].keys_of(texts), strict=True):
        assert found is None or SINGLE[country].stored(text) == (found, found)


@pytest.mark.parametrize(
    ("country", "text", "number"),
    [
        ("IT", "0266000001", "390266000001"),
        ("IT", "3331234567", "393331234567"),
        ("DE", "03012345678", "493012345678"),
        ("FR", "0162000000", "33162000000"),
        ("ES", "911234567", "34911234567"),
    ],
)
def test_plain_national_numbers_need_no_second_look(country, text, number):
    assert numbering(country).keys_of([text]) == [key(number)]


@pytest.mark.parametrize(
    ("country", "text"),
    [
        pytest.param("IT", "3906123456", id="a mobile, or Rome without its +"),
        pytest.param("IT", "266696687", id="ANONYMOUS on the keys"),
        pytest.param("GB", "0266696687", id="with the 0 of its country, too"),
        pytest.param("IT", "1764000000", id="a moment"),
        pytest.param("DE", "004930123456", id="international"),
        pytest.param("IT", "02 66000001", id="with a space"),
        pytest.param("IT", "", id="nothing"),
        pytest.param("IT", "0" * 16, id="too long"),
        pytest.param("BR", "1133334444", id="a country with prefixes of carriers"),
    ],
)
def test_what_may_be_something_else_is_left_to_a_second_look(country, text):
    assert numbering(country).keys_of([text, "x"])[0] is None


def test_one_odd_row_does_not_slow_its_neighbours():
    assert numbering("IT").keys_of(["0266000001", "n. 5", ""]) == [key("390266000001"), None, None]


def test_they_count_as_national():
    italian = numbering("IT")
    italian.keys_of(["0266000001", "+390266000002", "x"])

    assert (italian.national, italian.sample) == (1, ["0266000001"])

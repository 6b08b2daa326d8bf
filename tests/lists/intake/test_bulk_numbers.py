"""What reads numbers by the thousand says the same as what reads one at a time, or leaves it to that."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from list_worlds import plan_of
from portinaio.core.numbers.pattern import key
from portinaio.lists.intake.expression import meant_by
from portinaio.lists.intake.keys import many_keys
from portinaio.lists.intake.keys.plain_rules import EXPRESSION, GROUPED
from portinaio.lists.intake.numbering import Numbering

COUNTRIES = (
    *("IT", "DE", "FR", "GB", "ES", "CH", "AT", "NL", "BE", "PL", "SM", "US", "CA", "BR", "AU"),
    *("JP", "IN", "CZ", "IE", "TR"),
)
WAYS = pytest.mark.parametrize("many", [10**9, 0], ids=["each", "all at once"])
BULK, SINGLE = ({country: Numbering(country, plan_of) for country in COUNTRIES} for _ in range(2))
BEGINNINGS = st.sampled_from(
    [
        *("", "0", "00", "1", "39", "039", "0039", "49", "44", "049", "3", "02", "+39", "+1", "+44"),
        *("+440", "+4930", "001", "011", "01139", "12", "+390", "+3939", "+393", "+0", "0049", "00"),
    ]
)  # fmt: skip
DIGITS = st.builds(str.__add__, BEGINNINGS, st.text("0123456789", min_size=1, max_size=14))
MARKS = st.sampled_from(["", "", "", "", "", "", "", " ", "-", "(", ")", ") ", "  ", " - ", "."])
AROUND = st.sampled_from(["", "", "", " ", '"', "'"])


@st.composite
def spelled(draw):
    """Digits as somebody writes them, and sometimes as nobody does."""
    text = draw(DIGITS)
    if draw(st.booleans()):
        text = "".join(digit + draw(MARKS) for digit in text)
    if draw(st.booleans()):
        text = draw(AROUND) + text + draw(AROUND)
    return text


def keys_of(numbering, texts, many, spelling=GROUPED):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(many_keys, "_MANY", many)
        return numbering.keys_of(texts, spelling)


@WAYS
@given(st.sampled_from(COUNTRIES), st.lists(spelled(), min_size=1, max_size=20))
def test_many_at_a_time_are_read_as_one_by_one(many, country, texts):
    for text, found in zip(texts, keys_of(BULK[country], texts, many), strict=True):
        assert not found or SINGLE[country].stored(text.strip()) == (found, found)


@WAYS
@given(st.sampled_from(COUNTRIES), st.lists(spelled(), min_size=1, max_size=20))
def test_as_expressions_too(many, country, texts):
    keys = keys_of(BULK[country], texts, many, EXPRESSION)

    for text, found in zip(texts, keys, strict=True):
        assert not found or meant_by(text.strip().strip('"'), SINGLE[country]) == found


@given(st.sampled_from(COUNTRIES), st.lists(spelled(), min_size=1, max_size=20))
def test_all_at_once_they_are_read_as_each(country, texts):
    once, each = Numbering(country, plan_of), Numbering(country, plan_of)

    assert keys_of(once, texts, 0) == keys_of(each, texts, 10**9)
    assert (once.national, once.sample) == (each.national, each.sample)


@WAYS
@pytest.mark.parametrize(
    ("country", "text", "number"),
    [
        ("IT", "0266000001", "390266000001"),
        ("IT", "3331234567", "393331234567"),
        ("IT", "02 6600 0001", "390266000001"),
        ("IT", "(02) 66000001", "390266000001"),
        ("IT", "+39 02 6600-0001", "390266000001"),
        ("IT", "00390266000001", "390266000001"),
        ("IT", " 0266000001 ", "390266000001"),
        ("DE", "03012345678", "493012345678"),
        ("FR", "0162000000", "33162000000"),
        ("ES", "911234567", "34911234567"),
        ("US", "2025550100", "12025550100"),
        ("US", "12025550100", "12025550100"),
        ("US", "(202) 555-0100", "12025550100"),
        ("US", "011390266000001", "390266000001"),
    ],
)
def test_plain_numbers_need_no_second_look(country, text, number, many):
    assert keys_of(Numbering(country, plan_of), [text], many) == [key(number)]


@WAYS
@pytest.mark.parametrize(
    ("country", "text"),
    [
        pytest.param("IT", "3906123456", id="a mobile, or Rome without its +"),
        pytest.param("IT", "266696687", id="ANONYMOUS on the keys"),
        pytest.param("GB", "0266696687", id="with the 0 of its country, too"),
        pytest.param("IT", "1764000000", id="a moment"),
        pytest.param("IT", "01-11-2026", id="a day"),
        pytest.param("IT", "0266000001-0266000002", id="two numbers"),
        pytest.param("IT", "+44 (0)20 79460000", id="with a 0 to leave out"),
        pytest.param("IT", "٠٢٦٦٠٠٠٠٠١", id="in Arabic digits"),
        pytest.param("IT", "0266000001\n0266000002", id="on two lines"),
        pytest.param("IT", "", id="nothing"),
        pytest.param("IT", "0" * 16, id="too long"),
        pytest.param("BR", "1133334444", id="a country with prefixes of carriers"),
    ],
)
def test_what_may_be_something_else_is_left_to_a_second_look(country, text, many):
    assert keys_of(Numbering(country, plan_of), [text, "x"], many)[0] == 0


@WAYS
def test_one_odd_row_does_not_slow_its_neighbours(many):
    texts = ["0266000001", "n. 5", ""]

    assert keys_of(Numbering("IT", plan_of), texts, many) == [key("390266000001"), 0, 0]


@WAYS
def test_they_count_as_national(many):
    italian = Numbering("IT", plan_of)
    keys_of(italian, ["0266000001", "+390266000002", "x", "00390266000003"], many)

    assert (italian.national, italian.sample) == (1, ["0266000001"])


def test_of_lines_that_are_spelled_in_too_many_ways_the_last_are_left():
    ways = [f"{'0266000001'[:n]} {'0266000001'[n:]}" for n in range(1, 10)]

    found = keys_of(Numbering("IT", plan_of), ways, 0)

    assert found == [key("390266000001")] * 8 + [0]

"""How callers are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portinaio.tui.format_number import caller, mask_numbers, place, spaced
from tui.house import a_call


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+390200001234", "+39 02 0000 1234"),
        ("+12025550147", "+1 202-555-0147"),
        ("+442079460123", "+44 20 7946 0123"),
        pytest.param(
            "+390844123456", "+39 0844 123 456", id="a range that the metadata do not know"
        ),
        pytest.param("+39084412345", "+39 0844 12 345", id="a short number of such a range"),
        pytest.param("+39084", "084", id="a short one of three digits"),
        pytest.param("+140001", "40001", id="a short one of five digits"),
        pytest.param("+39123456", "+39 123 456", id="one of six digits is none"),
        pytest.param("+3912", "+39 12", id="nor is one of two"),
        pytest.param("+999123", "+999123", id="a country that is none"),
    ],
)
def test_a_number_is_written_with_spaces(number: str, shown: str):
    assert spaced(number) == shown


@given(st.from_regex(r"\+[1-9][0-9]{0,14}", fullmatch=True))
def test_spacing_loses_no_digit_but_the_calling_code_of_a_short_number(number: str):
    digits = "".join(c for c in spaced(number) if c.isdigit())

    assert digits == number[1:] or (digits in number and 3 <= len(digits) <= 5)


def test_the_place_is_what_the_digits_say():
    assert place("+390200001234") == "Italy, landline"


@pytest.mark.parametrize(
    ("call", "shown"),
    [
        pytest.param(a_call(), "+39 02 0000 1234", id="a number"),
        pytest.param(a_call(number=None), "withheld", id="a withheld one"),
        pytest.param(
            a_call(number=None, presentation="unavailable", calling="4123"), "4123", id="what came"
        ),
        pytest.param(
            a_call(number=None, presentation="unavailable", name="V123"), "V123", id="a name"
        ),
        pytest.param(
            a_call(number=None, presentation="unavailable"), "no number", id="nothing at all"
        ),
    ],
)
def test_a_caller_has_always_something_to_be_called_by(call, shown: str):
    assert caller(call, {}, mask=False) == shown


def test_a_contact_goes_by_name():
    assert caller(a_call(), {"+390200001234": "Léa"}, mask=False) == "Léa"


def test_masking_finds_numbers_inside_sentences():
    assert mask_numbers("you block +390200001234", mask=True) == "you block +39020•••••34"

"""Numbers in ranges that the library does not know, as a letter writes them."""

from __future__ import annotations

import pytest

from portinaio.core.numbers.grouping import in_groups
from portinaio.countries.written import in_form


@pytest.mark.parametrize(
    ("number", "form", "written"),
    [
        pytest.param("+390844123456", "international", "+39 0844 123 456", id="a sales range"),
        pytest.param("+390844123456", "national", "0844 123 456", id="in its country"),
        pytest.param("+390844123456", "without_code", "0844 123 456", id="without its code"),
        pytest.param("+390844123456", "digits", "0844123456", id="for a field without spaces"),
        pytest.param("+39084412345", "international", "+39 0844 12 345", id="one digit short"),
        pytest.param("+3908431234", "international", "+39 0843 1234", id="a survey, shorter still"),
        pytest.param("+390200001234", "international", "+39 02 0000 1234", id="one it knows"),
        pytest.param("+33162000000", "international", "+33 1 62 00 00 00", id="a range it knows"),
        pytest.param("+56809123456", "international", "+56 809 123 456", id="a range of Chile"),
        pytest.param("+8835100012345", "international", "+883 5100 012 345", id="of no country"),
    ],
)
def test_a_letter_groups_a_number_behind_the_area_code_that_a_regulator_reserves(
    number, form, written
):
    assert in_form(number, form, "IT") == written


@pytest.mark.parametrize(
    ("digits", "area", "written"),
    [
        ("123", "", "123"),
        ("1234", "", "1234"),
        ("12345", "", "12 345"),
        ("1234567", "", "1234 567"),
        ("12345678", "", "12 345 678"),
        ("0844123456", "0844", "0844 123 456"),
        ("0844", "0844", "0844"),
        ("0844123456", "0845", "0844 123 456"),
    ],
)
def test_digits_stand_in_threes_and_none_alone_in_front(digits, area, written):
    assert in_groups(digits, area) == written

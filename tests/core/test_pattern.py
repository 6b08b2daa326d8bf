"""Exact numbers, beginnings and stretches."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portinaio.core.pattern import Pattern, Refusal, key, read_pattern, stored
from portinaio.core.plan import Plan
from worlds import ITALY, a_pattern

NUMBERS = st.from_regex(r"[1-9][0-9]{0,14}", fullmatch=True)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("02 0000 1234", "+390200001234"),
        ("+39 0844*", "+390844*"),
        ("0844*", "+390844*"),
        ("0039 0844 *", "+390844*"),
        ("02 0000 1200..02 0000 1299", "+390200001200..+390200001299"),
    ],
)
def test_a_pattern_may_be_typed_in_any_spelling(text, written):
    assert a_pattern(text).text == written


def test_a_trunk_0_is_not_part_of_a_german_beginning():
    pattern = read_pattern("030 1*", Plan("DE", "49"))

    assert isinstance(pattern, Pattern)
    assert pattern.text == "+49301*"


@pytest.mark.parametrize(
    ("pattern", "number", "covered"),
    [
        ("+390844*", "+390844123456", True),
        ("+390844*", "+390844", True),
        ("+390844*", "+390843999999", False),
        ("+390200001200..+390200001299", "+390200001250", True),
        ("+390200001200..+390200001299", "+390200001300", False),
        ("+390200001200..+390200001299", "+39020000125", False),
        ("+390200001234", "+390200001234", True),
        ("+390200001234", "+3902000012340", False),
    ],
)
def test_a_pattern_covers_what_it_says(pattern, number, covered):
    assert stored(pattern).covers(number) is covered


@pytest.mark.parametrize("text", ["112", "+39112", "0039118", "+39*", "+391*", "+3911*", "+39112*"])
def test_no_pattern_may_catch_an_emergency_number(text):
    assert isinstance(read_pattern(text, ITALY), Refusal)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "*",
        "abc*",
        "040xxx",
        "+",
        "1*2",
        "02 0000 1299..02 0000 1200",
        "..",
        "+39020000123456789*",
    ],
)
def test_what_is_no_pattern_is_refused_with_a_reason(text):
    refusal = read_pattern(text, ITALY)

    assert isinstance(refusal, Refusal)
    assert str(refusal.reason)


@given(NUMBERS, NUMBERS)
def test_keys_sort_like_the_digits_and_are_unique(one, other):
    assert (key(one) < key(other)) == (one < other)


@given(NUMBERS, st.text("0123456789", max_size=6))
def test_a_beginning_covers_exactly_the_numbers_that_begin_so(beginning, rest):
    number = (beginning + rest)[:15]

    assert len(beginning) == 15 or stored(f"+{beginning}*").covers(f"+{number}")


@given(st.text(max_size=40))
def test_reading_a_pattern_never_raises(text):
    assert isinstance(read_pattern(text, ITALY), Pattern | Refusal)

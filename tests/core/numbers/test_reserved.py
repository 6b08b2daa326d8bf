"""Ranges that the law reserves, and finding the one that holds a number."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portinaio.core.numbers.pattern import key, stored
from portinaio.core.numbers.reserved import Effect, RangeBook, ReservedRange
from worlds import a_pattern

TODAY = date(2026, 11, 24)


def a_range(text: str, *, since: date = date(2018, 10, 25), digits: int = 0) -> ReservedRange:
    return ReservedRange(
        a_pattern(text), "IT", Effect.REPORTED, text, "an act", since, TODAY, digits
    )


BOOK = RangeBook([
    a_range("+390844*"),
    a_range("+39084*"),
    a_range("+34400*", since=date(2026, 10, 17), digits=11),
    a_range("+33162*"),
])  # fmt: skip


@pytest.mark.parametrize(
    ("number", "meaning"),
    [
        pytest.param("+390844123456", "+390844*", id="the narrowest range speaks"),
        pytest.param("+390845123456", "+39084*", id="the wider one where no narrower holds"),
        pytest.param("+33162000000", "+33162*", id="in another country"),
        pytest.param("+34400123456", "+34400*", id="of the right length"),
        pytest.param("+3440012345", None, id="of another length"),
        pytest.param("+390200001234", None, id="in no range"),
        pytest.param("+1", None, id="below all ranges"),
        pytest.param("+999999", None, id="above all ranges"),
    ],
)
def test_the_narrowest_range_that_holds_a_number_speaks(number, meaning):
    found = BOOK.find(key(number[1:]), TODAY)

    assert (found and found.meaning) == meaning


def test_a_range_counts_from_its_day_on():
    seen = [
        BOOK.find(key("34400123456"), day) is not None
        for day in (date(2026, 10, 16), date(2026, 10, 17))
    ]

    assert seen == [False, True]


@given(
    st.lists(st.from_regex(r"[1-9][0-9]{1,5}", fullmatch=True), max_size=12),
    st.from_regex(r"[1-9][0-9]{5,9}", fullmatch=True),
)
def test_finding_by_bisection_is_the_same_as_looking_at_each(beginnings, number):
    ranges = [
        ReservedRange(pattern, "IT", Effect.LABEL, "", "", TODAY, TODAY)
        for pattern in {stored(f"+{digits}*") for digits in beginnings}
    ]
    holding = [r for r in ranges if r.pattern.covers(f"+{number}")]

    found = RangeBook(ranges).find(key(number), TODAY)

    assert found == min(holding, key=lambda r: r.pattern.width, default=None)

"""Tables whose columns hold the first and the last number of a range."""

from __future__ import annotations

import pytest

from list_worlds import patterns, reading_of, reasons
from portinaio.lists.intake.table_shape import shape_of

TITLES = ["start,end", "First number,Last number", "range_start,range_end", "von,bis", "inizio,fine", "début,fin", "desde,hasta", "van,tot"]  # fmt: skip
ROW = "0200000000,0200000199"
RANGE = "+390200000000..+390200000199"


@pytest.mark.parametrize("titles", TITLES)
def test_each_row_is_the_range_from_one_to_the_other(titles):
    assert patterns(f"{titles}\n{ROW}\n", region="IT") == [RANGE]


def test_what_else_stands_in_the_row_stays_with_it():
    (row,) = reading_of(f"company,start,end\nFirm,{ROW}\n", region="IT")

    assert row.company == "Firm"


def test_international_numbers_need_no_country():
    assert patterns("start,end\n+390200000000,+390200000199\n") == [RANGE]


@pytest.mark.parametrize("end", ["", "0200000000"])
def test_a_row_with_one_number_is_that_number(end):
    assert patterns(f"start,end\n{ROW}\n{ROW}\n0200000000,{end}\n", region="IT") == [
        RANGE,
        RANGE,
        "+390200000000",
    ]


@pytest.mark.parametrize(
    "row", ["0200000199,0200000000", "0200000000,02000001990", ",0200000000", "0200000000,Firm"]
)
def test_a_row_that_is_no_range_is_refused_with_its_line_and_the_others_are_kept(row):
    reading = reading_of(f"start,end\n{ROW}\n{row}\n{ROW}\n", region="IT")

    assert len(list(reading)) == 2
    assert [bad.line for bad in reading.rejected] == [3]


def test_a_range_that_holds_an_emergency_number_is_refused():
    wide = f"start,end\n{ROW}\n{ROW}\n{ROW}\n+39100000000,+39119999999\n"

    assert len(reasons(wide, region="IT")) == 1


@pytest.mark.parametrize("titles", ["from,to", "da,a", "Da,A", "de,à"])
def test_from_and_to_are_ranges_where_each_row_is_a_whole_block(titles):
    blocks = "0200001200,0200001299\n0200001900,0200001999\n"

    assert patterns(f"{titles}\n{blocks}", region="IT") == [
        "+390200001200..+390200001299",
        "+390200001900..+390200001999",
    ]


@pytest.mark.parametrize("row", ["0200001300,0200009999", "0200001300,0200001398", "0200001300,"])
def test_one_row_that_is_none_makes_them_caller_and_called(row):
    rows = f"0200001200,0200001299\n{row}\n"

    assert patterns(f"da,a\n{rows}", region="IT") == ["+390200001200", "+390200001300"]


@pytest.mark.parametrize("row", ["1763632800,1763632900", "2026-01-01,2026-01-02", "10:00,10:05"])
def test_a_call_has_a_start_and_an_end_too(row):
    found = patterns(f"number,start,end\n+390200001234,{row}\n", region="IT")

    assert found == ["+390200001234"]


@pytest.mark.parametrize(
    "row",
    [
        pytest.param("1763632800,1763632900", id="seconds"),
        pytest.param("1763632800000,1763632900000", id="milliseconds"),
        pytest.param("2026-01-01,2026-01-02", id="days"),
        pytest.param("0200000199,0200000000", id="downwards"),
        pytest.param("0200000000,02000001990", id="of two lengths"),
    ],
)
def test_columns_of_something_else_are_no_ranges(row):
    shape = shape_of(f"start,end\n{row}\n".encode())

    assert shape is None or shape.end is None


@pytest.mark.parametrize("titles", ["from,to", "da,a", "from number,to number"])
def test_who_called_whom_is_no_range(titles):
    rows = [*reading_of(f"{titles}\n{ROW}\n{ROW}\n", format="csv", region="IT")]

    assert all(row.low == row.high for row in rows)

"""Files in which each row is one complaint."""

from datetime import date

import pytest

from list_worlds import patterns, reading_of

FTC = "Company_Phone_Number,Created_Date,Violation_Date,Subject,Recorded_Message_Or_Robocall\n"


def test_complaints_of_one_number_are_counted_and_dated():
    data = (
        FTC + "2025550101,2026-11-24 10:00:00,,Other,N\n2025550101,2026-11-20 10:00:00,,Other,Y\n"
    )

    (row,) = reading_of(data)

    assert (row.reporters, row.reports) == (2, 2)
    assert (row.first_day, row.last_day) == (
        date(2026, 11, 20).toordinal(),
        date(2026, 11, 24).toordinal(),
    )
    assert row.category == "robocall"


@pytest.mark.parametrize(
    "stamp", ["", "soon", "1899-01-01", "9999-12-31", "2026-13-45", "12/24/202"]
)
def test_a_complaint_without_a_good_date_still_counts(stamp):
    (row,) = reading_of(FTC + f"2025550101,{stamp},,Other,N\n")

    assert (row.reporters, row.last_day) == (1, 0)


def test_american_dates_are_read_in_american_order():
    (row,) = reading_of(FTC + "2025550101,11/24/2026 10:00,,Other,N\n")

    assert row.last_day == date(2026, 11, 24).toordinal()


def test_a_complaint_that_is_cut_short_keeps_its_number():
    assert patterns(FTC + "2025550101\n2025550102,2026-11-24\n") == ["+12025550101", "+12025550102"]


def test_the_lines_of_refused_complaints_are_counted_across_batches():
    data = FTC + "2025550101,2026-11-24,,Other,N\n" * 1200 + "7,2026-11-24,,Other,N\n"
    reading = reading_of(data)

    list(reading)

    assert [row.line for row in reading.rejected] == [1202]


def test_one_column_with_repetitions_is_a_file_of_complaints():
    data = "pattern\n" + "2025550101\n" * 4 + "2025550102\n"

    rows = list(reading_of(data, region="US"))

    assert [row.reporters for row in rows] == [4, 1]


def test_one_column_with_hardly_a_repetition_has_no_counts():
    rows = list(reading_of("pattern\n2025550101\n2025550102\n2025550101\n", region="US"))

    assert [row.reporters for row in rows] == [None, None]


def test_one_column_of_which_few_rows_repeat_has_no_counts():
    numbers = [f"2025550{n:03d}" for n in range(100)]
    rows = reading_of("\n".join(["pattern", *numbers, *numbers[:1] * 3]), region="US")

    assert {row.reporters for row in rows} == {None}

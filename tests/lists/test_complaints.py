"""Data of complaints: each row is one, whatever the format, and one alone weighs nothing."""

from __future__ import annotations

import pytest

from list_worlds import reading_of

COLUMN = "2025550101\n2025550102\n2025550102\n"
FORMATS = {
    "csv": "number\n" + COLUMN,
    "plain": COLUMN,
    "json": '["2025550101", "2025550102", "2025550102"]',
    "spamblocker": "pattern\n" + COLUMN,
    "ftc": "Company_Phone_Number\n" + COLUMN,
}
FCC = 'caller_id_number,issue_date,type_of_call_or_messge\n"202-555-0101",2026-11-01,Prerecorded Voice\n'


def reporters(text: str, **how: object) -> list[int | None]:
    """Of each row, by number."""
    rows = reading_of(text, **{"region": "US"} | how)
    return [row.reporters for row in sorted(rows)]


@pytest.mark.parametrize("format_", FORMATS)
def test_a_complaint_is_one_report(format_):
    found = reporters(FORMATS[format_], format=format_, complaints=True)

    assert sorted(found) in ([1, 1, 1], [1, 2])  # as they come, or as the format has added them up


@pytest.mark.parametrize("format_", ["csv", "plain", "json", "spamblocker"])
def test_rows_that_are_said_to_be_none_stay_a_curated_list(format_):
    assert set(reporters(FORMATS[format_], format=format_, complaints=False)) == {None}


def test_a_row_with_a_count_keeps_it_and_one_without_is_one():
    text = "number,reporters\n2025550101,7\n2025550102,\n"

    assert reporters(text, complaints=True) == [7, 1]


@pytest.mark.parametrize("header", ["Company_Phone_Number", "caller_id_number"])
def test_the_columns_of_the_american_agencies_say_that_rows_are_complaints(header):
    reading = reading_of(f"{header},issue_date\n2025550101,2026-11-01\n", format="csv", region="US")

    (row,) = reading

    assert (row.reporters, reading.complaints) == (1, True)


def test_a_file_of_the_fcc_needs_no_word_about_it():
    assert reporters(FCC) == [1]


@pytest.mark.parametrize(
    ("rows", "twice", "found"),
    [
        pytest.param(200, 10, True, id="a twentieth of the rows repeat a number"),
        pytest.param(200, 9, False, id="fewer are slips of the pen"),
        pytest.param(100, 50, True, id="a hundred rows"),
        pytest.param(99, 49, False, id="a short list is somebody's own"),
    ],
)
@pytest.mark.parametrize("format_", ["csv", "plain", "json"])
def test_numbers_that_repeat_in_a_long_list_show_complaints(format_, rows, twice, found):
    numbers = [f"+12025{n:06}" for n in range(rows - twice)]
    numbers += numbers[:twice]
    text = {
        "csv": "number\n" + "\n".join(numbers),
        "plain": "\n".join(numbers),
        "json": str(numbers).replace("'", '"'),
    }[format_]

    reading = reading_of(text, format=format_)

    distinct = len({row.low for row in reading})
    assert reading.repeats(distinct) is found


def test_an_address_book_may_repeat_its_numbers():
    cards = "".join(f"BEGIN:VCARD\nFN:Spam\nTEL:+12025{n % 60:06}\nEND:VCARD\n" for n in range(120))
    reading = reading_of(cards)

    assert reading.repeats(len({row.low for row in reading})) is False


def test_a_list_that_counts_by_itself_is_not_counted_again():
    rows = "".join(f"+12025{n % 60:06},2\n" for n in range(120))
    reading = reading_of("number,reporters\n" + rows)

    assert reading.repeats(len({row.low for row in reading})) is False

"""What stands above a table, or divides it, is no row: remarks, the separator's name, the rulers of Markdown and databases."""

from __future__ import annotations

import pytest

from list_worlds import patterns, reading_of

A, B = "+390200001201", "+390200001202"


@pytest.mark.parametrize(
    "text",
    [
        f"# my list, of 2026\n#\n\nphone,name\n{A},a\n{B},b\n",
        f"# my list\nsep=;\nphone;name\n{A};a, b\n{B};b\n",
        f"sep=;\n# my list\nphone;name\n{A};a, b\n{B};b\n",
        f"#,Name,Phone\n1,a,{A}\n2,b,{B}\n",
        f"#number,name\n{A},a\n{B},b\n",
        f"# number,name\n{A},a\n{B},b\n",
        f"\n\nphone,name\n{A},a\n{B},b\n",
        f"# Blocklist\n\n| Phone | Who |\n|---|:--|\n| {A} | a |\n| {B} | b |\n",
        f"    phone    | who\n-------------+----\n {A} | a\n {B} | b\n",
        f"phone,name\n{A},a\n---,---\n{B},b\n",
    ],
)
def test_what_stands_above_the_rows_is_none(text):
    reading = reading_of(text, name="list.csv")

    assert ([f"+{row.low >> 4:015d}"[:13] for row in reading], reading.rejected_count) == (
        [A, B],
        0,
    )


def test_a_line_that_is_refused_below_remarks_is_told_by_its_own_number():
    reading = reading_of(f"# one\n# two\nphone,name\n{A},a\nnothing,b\n", name="list.csv")
    list(reading)

    assert [row.line for row in reading.rejected] == [5]


def test_remarks_alone_are_no_table():
    assert reading_of(f"# one\n# two\n{A}\n", name="list.txt").format.id == "plain"


def test_a_sum_below_a_table_makes_its_numbers_of_no_country():
    assert patterns(f"phone|who\n{A}|a\n{B}|b\n(2 rows)\n", name="x.txt") == [A, B]

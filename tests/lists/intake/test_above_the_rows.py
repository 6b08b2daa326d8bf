"""What stands above a table, or divides it, is no row: remarks, the separator's name, the rulers of Markdown and databases."""

from __future__ import annotations

import pytest

from list_worlds import pattern_of, patterns, reading_of

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
        f"# 3, of 2026\n{A},a\n{B},b\n",
        f"# 5550100;out of use\n{A};a\n{B};b\n",
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


@pytest.mark.parametrize(
    "text",
    [
        f"# 1;{A}\n2;{B}\n3;+390200001203\n",
        f"# 1;{A}\n# 2;{B}\n3;+390200001203\n",
        f"#1;{A}\n#2;{B}\n#3;+390200001203\n",
        f"#|phone\n# 1|{A}\n# 2|{B}\n",
        f"# 300;{A}\n# 299;{B}\n",
        f"# 1;nobody\n# 2;{A}\n# 3;{B}\n",
    ],
)
def test_rows_that_are_counted_with_a_sign_for_number_are_rows(text):
    reading = reading_of(text, name="list.csv")
    kept = {f"+{row.low >> 4:015d}"[:13] for row in reading}

    assert {A, B} - kept - {bad.text for bad in reading.rejected} == set()


HIDDEN = "+39 02 0000 1299"


@pytest.mark.parametrize(
    ("text", "name", "line"),
    [
        (f"# {HIDDEN}\n{A}\n{B}\n", "x.txt", 1),
        (f"{A}\n#{HIDDEN}\n{B}\n", "x.txt", 2),
        (f"{A}\n{B}\n; was 02 0000 1299\n", "x.txt", 3),
        (f"# {HIDDEN}\nphone,name\n{A},a\n{B},b\n", "x.csv", 1),
        (f"# by Anna\n# {HIDDEN};Gas\n{A};a\n{B};b\n", "x.csv", 2),
        (f"phone,name\n{A},a\n# {HIDDEN},c\n{B},b\n", "x.csv", 3),
        (f"phone,name (ask 02 0000 1299)\n{A},a\n{B},b\n", "x.csv", 1),
        (f"phone,name\n{A},a\n{B},b\nasked at {HIDDEN}\n", "x.csv", 4),
        (f"# {HIDDEN}\n{A},{B}\n+390200001203,+390200001204\n", "x.csv", 1),
        (f"# {HIDDEN}\n^390200001201\n^390200001202\n", "ncidd.blacklist", 1),
        (f"#{HIDDEN}: old\n+390200001201: a\n+390200001202: b\n", "x.csv", 1),
        (f"# {HIDDEN}\n0200001201?  |20261124T1200|a|\n0200001202?  |20261124T1200|b|\n", "x", 1),
        (f"blocknumbers:\n  # {HIDDEN}: old\n  '0200001201': a\n", "x.yaml", 2),
        (f"# {HIDDEN}\nPhoneNo,Name,Reason\n{A},a,b\n{B},b,b\n", "x.csv", 1),
    ],
)
def test_a_number_in_a_line_that_is_no_row_is_told_by_its_line(text, name, line):
    reading = reading_of(text, name=name, region="IT", sure=True)
    list(reading)

    assert [bad.line for bad in reading.rejected] == [line]


@pytest.mark.parametrize(
    "remark",
    [
        "# 12,345 numbers, made 2026-11-24 10:20:30",
        "# last of 24.11.2026 10.20",
        "# commit 1234567890abcdef, version 2.0.1",
        "# https://a.example/0200001234 or 192.168.100.200",
        "# a.example@0200001234.example; 45.46427, 9.18951",
        "# 1764000000",
        "# call 112",
    ],
)
def test_what_only_looks_like_a_number_in_a_remark_is_not_told(remark):
    reading = reading_of(f"{remark}\n{A}\n{B}\n", name="x.txt")
    list(reading)

    assert reading.rejected == []


@pytest.mark.parametrize("title", ["Note", "Nome", "Commenti"])
def test_a_number_within_a_remark_or_name_of_a_table_is_told_by_its_column(title):
    rows = f"{A};Gas\n{B};chiama 02 0000 9901\n"
    reading = reading_of(f"Telefono;{title}\n{rows}", region="IT", name="x.csv")

    assert len(list(reading)) == 2
    assert list(map(str, reading.remarks)) == [
        f"numbers within the texts of {title} are not read, such as: chiama 02 0000 9901"
    ]


def test_numbers_below_a_title_of_ids_are_told_by_their_column():
    text = f"Telefono;ID\n{A};0200009901\n{B};0200009902\n"
    reading = reading_of(text, region="IT", name="x.csv")

    assert [pattern_of(row) for row in reading] == [A, B]
    assert list(map(str, reading.remarks)) == [
        "the column ID is not read: its title says that it holds no telephone numbers"
    ]


@pytest.mark.parametrize("cells", [("100001", "100002"), ("00100", "20121"), ("2026-01-01", "7")])
def test_ids_that_are_no_numbers_are_left_out_without_a_word(cells):
    text = f"Telefono;ID\n{A};{cells[0]}\n{B};{cells[1]}\n"
    reading = reading_of(text, region="IT", name="x.csv")

    assert [pattern_of(row) for row in reading] == [A, B]
    assert reading.remarks == ()


def test_a_number_in_the_note_of_a_card_is_told_with_its_line():
    cards = f"BEGIN:VCARD\nVERSION:3.0\nFN:Spam\nTEL:{A}\nNOTE:anche 02 0000 9901\nEND:VCARD\n"
    reading = reading_of(cards, name="x.vcf")

    assert [pattern_of(row) for row in reading] == [A]
    assert [(bad.line, bad.text) for bad in reading.rejected] == [(5, "anche 02 0000 9901")]

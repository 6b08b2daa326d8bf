"""Numbers that somebody has spoilt on the way: mended where one reading exists and said, else refused by line."""

import pytest

from list_worlds import pattern_of, patterns, plan_of, reading_of
from portinaio.core.numbers.pattern import key


@pytest.mark.parametrize("text", ["+39390266307129", "0039390266307129", "+39 39 02 66307129"])
@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("format_id", ["plain", "csv", "json"])
def test_a_country_code_that_stands_twice_is_taken_once_and_said(text, times, format_id):
    rows = {"json": str([text] * times).replace("'", '"')}.get(format_id, f"{text}\n" * times)
    reading = reading_of(rows, format=format_id, region="IT")

    assert {pattern_of(row) for row in reading} == {"+390266307129"}
    assert [str(remark)[:40] for remark in reading.remarks] == [
        f"in {times} number{'s' * (times > 1)} the country code stood twice; "[:40]
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("3,9066E+11", "a spreadsheet has damaged this number"),
        ("3.33123E+09", "a spreadsheet has damaged this number"),
        ("3331234567.0", "a spreadsheet has damaged this number"),
        ("3906123456", "ambiguous: +393906123456, or +3906123456 without its +"),
        ("02663O7129", "letters do not count as digits in a caller's number"),
        ("V01519512800052", "a made-up name as telemarketers use it, not a number"),
        ("02 0000 1234 / 35", "two numbers stand here; give one"),
        ("^1000000000", "letters do not count as digits in a caller's number"),
    ],
)
@pytest.mark.parametrize("titles", ["numero;nome\n", ""])
@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_what_cannot_be_mended_is_told_by_its_line_and_the_list_lives(
    text, reason, titles, separator
):
    rows = [f"+39020000{n:04};x" for n in range(20)]
    rows.insert(7, f"{text};y")
    table = (titles + "\n".join(rows) + "\n").replace(";", separator)
    reading = reading_of(table, region="IT", name="a.csv")

    assert len(list(reading)) == 20
    assert [(bad.line, bad.text) for bad in reading.rejected] == [(8 + bool(titles), text)]
    if text[0] != "^":
        assert str(reading.rejected[0].reason) == reason


@pytest.mark.parametrize("country", ["IT", "FR", "DE", "US", "GB"])
@pytest.mark.parametrize(
    ("format_id", "before", "after", "head"),
    [
        ("ncid", "^", "", ""),
        ("spamblocker", "", ",x,0,1,1", "pattern,description,priority,isBlacklist,flags\n"),
        ("spamblocker", "^", ",x,0,1,1", "pattern,description,priority,isBlacklist,flags\n"),
        ("spamblocker", "^", "", "pattern\n"),
        ("csv", "^", ";x", "number;name\n"),
        ("plain", "^", "", ""),
    ],
)
def test_a_one_with_nine_zeros_costs_its_row_alone_and_catches_no_emergency_number(
    format_id, before, after, head, country
):
    rows = [f"+39020000{n:04}{after}" for n in range(300)]
    rows.insert(57, f"{before}1000000000{after}")
    reading = reading_of(head + "\n".join(rows) + "\n", region=country, format=format_id)

    kept = list(reading)

    lost = [bad.line for bad in reading.rejected]
    assert len(kept) + len(lost) == 301
    assert lost in ([], [58 + bool(head)])
    code = plan_of(country).calling_code
    assert not [row for row in kept if row.low <= key(f"{code}112") <= row.high]


@pytest.mark.parametrize("text", ['="{}"', "'{}", '"{}"', "++39{}", "+0039{}", "\u200e{}"])
@pytest.mark.parametrize("name", ["list.txt", "list.csv"])
def test_a_file_of_one_such_spelling_is_known_for_a_list(text, name):
    numbers = ["3330000001", "3330000002", "3330000003"]
    rows = "".join(text.format(number) + "\n" for number in numbers)

    assert patterns(rows, region="IT", name=name) == [f"+39{number}" for number in numbers]

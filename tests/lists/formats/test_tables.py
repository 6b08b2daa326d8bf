"""Tables of any separator and title: which of their columns are the numbers, and what else stands in a row."""

import pytest

from list_worlds import patterns, reading_of
from portinaio.core.numbers.pattern import key
from portinaio.lists.intake import columns


@pytest.mark.parametrize("separator", [",", ";", "|", "\t"])
@pytest.mark.parametrize("header", ["phone{}company", "Telefono{}Nome", "RUFNUMMER{}Firma", None])
def test_tables_of_any_separator_and_header(separator, header):
    lines = [header.format(separator)] if header else []
    lines += [f"+390200001234{separator}Energia", f"+390200001235{separator}Gas"]

    rows = list(reading_of("\n".join(lines), format="csv"))

    assert [row.company for row in rows] == ["Energia", "Gas"]


@pytest.mark.parametrize(
    ("data", "further"),
    [
        pytest.param(
            "nome;telefono;zentrale\nEnergia;+390200001234;+393330000001\n",
            [(2, "+393330000001")],
            id="under a head",
        ),
        pytest.param(
            "Energia;+390200001234;\nGas;+390200001235;\nLuce;+390200001236;Tel.\nGas;+390200001237;0200 001237\nX;+390200001238;y\n",
            [(4, "0200 001237")],
            id="without a head, where there is one",
        ),
        pytest.param(
            "+390200001234;Gas;2026-11-24;01/12/2026;1710000000000;00012345\n",
            [],
            id="days and counts",
        ),
        pytest.param("number;times\n+390200001234;390200001235\n", [], id="a long count"),
        pytest.param(
            '["+390200001233", {"phone": "+390200001234", "pstn": "0200001235", "zentrale": "+390200001236"}]',
            [(2, "0200001235"), (2, "+390200001236")],
            id="in an object",
        ),
        pytest.param(
            '[{"number": "+390200001234", "day": "01/12/2026", "at": 1710000000000, "again": "+390200001234"}]',
            [],
            id="days, moments and the same number in an object",
        ),
        pytest.param(
            '[{"name": "Anna", "numbers": ["+390200001234", "+390200001235"]}]',
            [],
            id="several that are all taken",
        ),
    ],
)
def test_a_further_number_in_a_row_is_told_and_not_lost_without_a_word(data, further):
    reading = reading_of(data, format="json" if data[0] == "[" else "csv")

    rows = list(reading)

    assert key("390200001234") in [row.low for row in rows]
    assert [(bad.line, bad.text) for bad in reading.rejected] == further


@pytest.mark.parametrize("named", ["sep=;", "SEP=;", "sep=;;;"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_line_that_names_the_separator_stands_above_the_titles(named, encoding):
    text = f"{named}\nazienda;numero;azione\nEnergia;+390200001234;blocca\nB;+390200001235;consenti\nC;x;\n"
    reading = reading_of(text.encode(encoding), format="csv")

    rows = [(row.company, row.low) for row in reading]

    assert rows == [("Energia", key("390200001234"))]
    assert [(bad.line, bad.text) for bad in reading.rejected] == [(4, "+390200001235"), (5, "x")]


@pytest.mark.parametrize("first", ["sep=1", "sep="])
def test_a_title_that_only_begins_so_names_no_separator(first):
    text = f"{first},company,number\nx,Gas,+390200001234\n"

    assert [row.company for row in reading_of(text, format="csv")] == ["Gas"]


def test_what_separates_nowhere_is_no_separator_and_its_line_is_told():
    reading = reading_of("sep=x\n+390200001234\n+390200001235\n", format="csv")

    assert len(list(reading)) == 2
    assert [bad.line for bad in reading.rejected] == [1]


def test_records_are_read_behind_the_separator_that_is_named():
    reading = reading_of("sep=;\nnumber;description\n+390200001234;Gas\nx;y\n")

    assert [(row.company, reading.format.id) for row in reading] == [("Gas", "freepbx")]
    assert [bad.line for bad in reading.rejected] == [4]


@pytest.mark.parametrize(
    "row",
    [
        "{},2026-11-24", "{},24/11/2026", "{},11/24/26", "24.11.26,{}", "1.12.2026,{}", "{},1795525320", "{},20261124",
        "{},100000", "100001,{},Gas", "1795525320;{}",
    ],
)  # fmt: skip
def test_a_day_a_moment_or_a_count_is_no_number(row):
    text = "".join(row.format(number) + "\n" for number in ("+390200001234", "+390200001235"))

    assert patterns(text, format="csv", region="IT") == ["+390200001234", "+390200001235"]


def test_a_day_is_no_number_beside_national_ones_either():
    assert patterns("02 0000 1234;24.11.2026\n", format="csv", region="IT") == ["+390200001234"]


def test_one_number_in_a_remark_does_not_make_its_column_that_of_the_numbers():
    text = "".join(f"20255501{n},Gas,\n" for n in range(10, 20)) + "2025550120,Gas,+390200001234\n"

    reading = reading_of(text, region="US")

    assert len(list(reading)) == 11


def test_below_titles_that_nobody_knows_an_ordinal_is_no_name():
    rows = reading_of("Pos;Wer;Was\n1;Gas;+390200001234\n2;Luce;+390200001235\n", format="csv")

    assert [row.company for row in rows] == ["Gas", "Luce"]


@pytest.mark.parametrize("number", ["02-12-3456", "01.23.45.67.89", "2026-11.24", "202-555-0101"])
def test_what_is_written_nearly_as_a_day_is_a_number(number):
    assert columns.number_like(number)


def test_a_list_written_sideways_is_read():
    assert patterns("+390200001234,+390200001235,\n+390200001236,+390200001237\n") == [
        f"+39020000123{n}" for n in (4, 5, 6, 7)
    ]

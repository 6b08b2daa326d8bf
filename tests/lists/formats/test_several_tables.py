"""A file of several tables, and a table below a heading: each row is read by the titles above it."""

from __future__ import annotations

import pytest

from list_worlds import pattern_of, patterns, reading_of

A, B, C, D = (f"+3902000012{n:02}" for n in range(1, 5))
ONE = f"Nome;Telefono\nGigi;{A}\nPia;{B}\n"
IDS = f"Codice;Totale;Telefono\n53670308;49136235;{C}\n53670309;49136236;{D}\n"


@pytest.mark.parametrize(
    "between", ["", "\n", "\n\n", "Lavoro\n", ";\n", "# Lavoro\n", "\nLavoro;;\n\n"]
)
def test_the_rows_of_a_second_table_are_read_by_its_own_titles(between):
    found = patterns(f"{ONE}{between}{IDS}", region="IT", name="x.csv")

    assert found == [A, B, C, D]


@pytest.mark.parametrize("heading", ["Rubrica di Anna;;\n", ";Contatti\n", "Del 24/11/2026;\n;;\n"])
def test_a_table_below_a_heading_has_its_own_titles(heading):
    reading = reading_of(heading + IDS, region="IT", name="x.csv")

    assert [pattern_of(row) for row in reading] == [C, D]
    assert reading.rejected == []


def test_the_number_of_a_bill_is_none_of_its_callers_and_told():
    bill = f"Utenza;{A}\nPeriodo;10/2026;\n\nData;Ora;Numero\n01/10/2026;10:00;{B}\n02/10/2026;10:00;{C}\n"
    reading = reading_of(bill, region="IT", name="x.csv")

    assert [pattern_of(row) for row in reading] == [B, C]
    assert [(bad.line, bad.text[-len(A) :]) for bad in reading.rejected] == [(1, A)]


def test_a_row_that_cannot_be_used_is_told_by_its_line_of_the_whole_file():
    reading = reading_of(f"{ONE}\n{IDS}1;2;none\n\n{ONE}x;nothing\n", region="IT", name="x.csv")
    list(reading)

    assert [(bad.line, bad.text) for bad in reading.rejected] == [(8, "none"), (13, "nothing")]


def test_titles_that_come_again_on_each_page_are_no_rows():
    reading = reading_of(ONE * 3, region="IT", name="x.csv")

    assert [pattern_of(row) for row in reading] == [A, B] * 3
    assert reading.rejected == []


def test_the_separator_that_a_file_names_is_that_of_all_its_tables():
    text = f"sep=;\nNome;Telefono\nRossi, Anna;{A}\n\nTelefono;Nome\n{B};Verdi, Pia, Roma\n"

    assert patterns(text, region="IT", name="x.csv") == [A, B]


def test_columns_that_are_not_read_are_named_of_every_table():
    text = f"Nome;Telefono;Boh\nx;{A};{B}\ny;{B};{A}\n\nTelefono;Nome;Mah\n{C};x;{D}\n{D};y;{C}\n"
    reading = reading_of(text, region="IT", name="x.csv")
    list(reading)

    assert [left.title for left in reading.columns.left] == ["Boh", "Mah"]


def test_words_among_rows_are_no_titles_where_no_numbers_stand_below_them():
    reading = reading_of(
        f"{A};Gas\n{B};Luce\nTelefono;Nome\n{C};Acqua\nniente;nulla\n", name="x.csv"
    )

    assert [pattern_of(row) for row in reading][:3] == [A, B, C]
    assert reading.rejected[-1].line == 5


MANY = "Nome;Telefono\n" + "".join(f"Gigi {n};+39020000{n:04}\n" for n in range(3_000))
"""More lines than anybody writes by hand."""
LATER = "it stands below titles of its own"


@pytest.mark.parametrize("between", ["", "\n", "\n\nLavoro\n"])
@pytest.mark.parametrize("rows", [1, 3, 1_500])
def test_of_a_large_file_the_rows_below_other_titles_are_told_and_none_of_their_ids_is_kept(
    between, rows
):
    ids = "".join(f"{53670308 + n};{49136235 + n};+39021000{n:04}\n" for n in range(rows))
    text = f"{MANY}{between}Codice;Totale;Telefono\n{ids}"
    reading = reading_of(text, region="IT", name="x.csv", sure=True)

    kept = [pattern_of(row) for row in reading]

    told = {bad.line for bad in reading.rejected if str(bad.reason).startswith(LATER)}
    first = 3_002 + between.count("\n")
    assert kept == [f"+39020000{n:04}" for n in range(3_000)]
    assert told >= {*range(first, first + min(rows, 900))}
    assert reading.rejected_count >= rows


def test_below_titles_that_come_again_a_large_file_is_read_on():
    text = f"{MANY}Codice;Totale;Telefono\n1;49136235;{C}\nNome;Telefono\nPia;{D}\n"
    reading = reading_of(text, region="IT", name="x.csv")

    assert [pattern_of(row) for row in reading][3_000:] == [D]
    assert [bad.line for bad in reading.rejected][:2] == [3_002, 3_003]


def test_of_two_columns_one_of_which_holds_ids_below_later_titles_none_is_kept():
    text = f"{MANY}".replace("Nome;", "Fax;").replace("Gigi ", "+39020001")
    reading = reading_of(
        f"{text}Nome;Telefono\n53670308;{C}\n", region="IT", name="x.csv", sure=True
    )

    assert "+3953670308" not in {pattern_of(row) for row in reading}


@pytest.mark.parametrize("row", ["Privato;Anonimo", "Il Telefono;Gas", "Telefono;Nome"])
def test_words_in_the_middle_of_a_large_file_end_nothing(row):
    text = f"{MANY}{row}\nPia;{D}\n"
    reading = reading_of(text, region="IT", name="x.csv")

    found = [pattern_of(each) for each in reading]

    assert D in found or any(str(bad.reason).startswith(LATER) for bad in reading.rejected)

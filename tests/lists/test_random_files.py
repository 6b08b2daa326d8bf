"""Files of random shapes around a random table: workbooks, Markdown, headings, several tables, sums, cells of several numbers.

Nothing is kept that is no telephone number of the file, and nothing is lost without a word.
"""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import event, given, reject, settings
from hypothesis import strategies as st

from list_worlds import pattern_of, reading_of
from portinaio.errors import PortinaioError
from random_tables import ENCODINGS, OWN, tables


def read(data: bytes, name: str):
    reading = reading_of(data, region="IT", sure=True, name=name)
    return reading, {pattern_of(row) for row in reading}


def read_or_refused(data: bytes, name: str):
    """Of a few rows with hardly a number by itself the file may be refused whole, which is said."""
    try:
        found = read(data, name)
    except PortinaioError:
        event("refused")
        reject()
    event("read")
    return found


def written(rows, separator=";") -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator="\n").writerows(rows)
    return out.getvalue()


def numbers_of(*made) -> set[str]:
    return {e164 for table in made for _, _, e164 in table.numbers}


def told_of(reading) -> str:
    return "\n".join(bad.text for bad in reading.rejected)


@settings(max_examples=40)
@given(tables(), st.sampled_from(["Rubrica di Anna", "Dati{0}{0}Contatti", "{0}Recapiti", "del 24/11/2026{0}"]), st.sampled_from(";,\t"), ENCODINGS)  # fmt: skip
def test_a_table_below_a_heading_is_read_as_without_it(made, heading, separator, encoding):
    text = f"{heading.format(separator)}\n\n{written([made.titles, *made.rows], separator)}"

    reading, kept = read_or_refused(text.encode(encoding), "x.csv")

    assert kept <= numbers_of(made)
    unsaid = numbers_of(made) - kept
    left = {column.place - 1 for column in reading.columns.left}
    lines = {bad.line for bad in reading.rejected}
    assert [n for n in made.numbers if n[2] in unsaid and n[1] not in left and not lines] == []


@settings(max_examples=40)
@given(tables(), tables(), st.sampled_from(["", "\n", "\nLavoro\n"]), ENCODINGS)
def test_of_two_tables_each_is_read_by_its_titles(one, other, between, encoding):
    both = [written([made.titles, *made.rows]) for made in (one, other)]

    _, kept = read_or_refused(between.join(both).encode(encoding), "x.csv")

    assert kept <= numbers_of(one, other) | {OWN}
    if all(len(made.titles) > 1 for made in (one, other)):
        assert kept == numbers_of(one, other)


@settings(max_examples=40)
@given(tables(), st.sampled_from(["Totale;{}\n", "Totale: {}\n", "({} rows)\n", ";;;\n"]))
def test_what_stands_below_a_table_is_no_number(made, sum_of):
    text = written([made.titles, *made.rows]) + sum_of.format(len(made.rows))

    _, kept = read(text.encode(), "x.csv")

    assert kept == numbers_of(made)


@settings(max_examples=40)
@given(tables())
def test_rows_that_are_counted_with_a_sign_for_number_are_read_whole(made):
    rows = [[f"# {n}", *row] for n, row in enumerate(made.rows, 1)]

    _, kept = read(written([["#", *made.titles], *rows]).encode(), "x.csv")

    assert kept == numbers_of(made)


@settings(max_examples=40)
@given(tables())
def test_a_table_of_markdown_is_read_whole(made):
    rows = [made.titles, ["---"] * len(made.titles), *made.rows]
    text = "".join(f"| {' | '.join(cell or ' ' for cell in row)} |\n" for row in rows)

    _, kept = read(text.encode(), "x.md")

    assert kept == numbers_of(made)


@settings(max_examples=25)
@given(tables(), st.booleans())
def test_a_workbook_is_read_whole(made, below_a_heading):
    openpyxl = pytest.importorskip("openpyxl", reason="the extra xlsx is not installed")
    book = openpyxl.Workbook()
    for row in [["Elenco"]] * below_a_heading + [made.titles, *made.rows]:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)

    _, kept = read_or_refused(out.getvalue(), "x.xlsx")

    assert kept <= numbers_of(made)
    if len(made.titles) > 1 or not below_a_heading:
        assert kept == numbers_of(made)


WITH_TEXT = ["casa {0}", "{0} (ufficio)", "chiedi {0} o passa"]
TWO = ["{0}; {1}", "{0} / {1}", "{0}|{1}", "{0}\n{1}", "{0} o {1}", "{0}, {1}"]


@settings(max_examples=60)
@given(tables(), st.data())
def test_a_number_in_a_cell_with_others_or_with_text_is_kept_or_told(made, data):
    rows = [list(row) for row in made.rows]
    for row, column, _ in made.numbers:
        shape = data.draw(st.sampled_from(["{0}", *WITH_TEXT, *TWO]))
        rows[row][column] = shape.format(rows[row][column], "0200008888")

    reading, kept = read_or_refused(written([made.titles, *rows]).encode(), "x.csv")

    told = re.sub(r"\D", "", told_of(reading))
    left = {column.place - 1 for column in reading.columns.left}
    assert kept <= numbers_of(made) | {"+390200008888"}
    assert [
        n for n in made.numbers if n[2] not in kept and n[1] not in left and n[2][3:] not in told
    ] == []


@pytest.mark.parametrize("above", ["", "Rubrica di Anna\n\n"])
def test_of_these_files_most_are_read(above):
    """A property of what is read says nothing where nearly all is refused."""
    were_read = []

    @settings(max_examples=50, derandomize=True, database=None)
    @given(tables(), tables())
    def look(one, other):
        text = above + written([one.titles, *one.rows]) + written([other.titles, *other.rows])
        try:
            were_read.append(bool(read(text.encode(), "x.csv")[1]))
        except PortinaioError:
            were_read.append(False)

    look()
    assert sum(were_read) > 0.8 * len(were_read) > 0

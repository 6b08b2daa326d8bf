"""Workbooks of Excel, and files that cannot be read: they are named with what to do."""

from __future__ import annotations

import io
import zipfile
from contextlib import nullcontext, suppress
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from list_worlds import patterns, reading_of
from portinaio.errors import PortinaioError, UntrustedListError
from portinaio.lists.intake.documents import workbook

openpyxl = pytest.importorskip("openpyxl", reason="the extra xlsx is not installed")

ONE, TWO = "+390200001234", "+390200001235"


def book(*sheets, formats=()) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for n, rows in enumerate(sheets, 1):
        sheet = made.create_sheet(f"Sheet {n}")
        for row in rows:
            sheet.append(row)
        for place, number_format in formats:
            sheet[place].number_format = number_format
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """A workbook in which one part is another."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            new.writestr(part.filename, content if part.filename == name else old.read(part))
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def test_a_sheet_is_read_as_the_table_it_is():
    rows = [
        ["Telefono", "Cellulare", "Azienda", "Ultima segnalazione"],
        [ONE, 3330000001, "Gas", date(2026, 11, 24)],
    ]

    reading = reading_of(book(rows), region="IT", name="a.xlsx")
    read = list(reading)

    assert [row.company for row in read] == ["Gas", "Gas"]
    assert {date.fromordinal(row.last_day) for row in read} == {date(2026, 11, 24)}
    assert [column.title for column in reading.columns.read] == ["Telefono", "Cellulare"]


@pytest.mark.parametrize(
    ("cell", "kept"),
    [(390200001234.0, [ONE]), (390200001234, [ONE]), (f"{ONE}\n{TWO}", [ONE, TWO]), ("02 0000 1234", [ONE]),
     (3.5, []), (True, []), (time(10), []), (None, [])],
)  # fmt: skip
def test_a_cell_is_what_the_sheet_shows(cell, kept):
    assert patterns(book([["numero"], [cell], ["+390200001239"]]), region="IT") == [
        *kept,
        "+390200001239",
    ]


def test_a_zero_that_the_format_of_a_cell_puts_in_front_is_a_digit():
    data = book([["numero"], [200001234]], formats=[("A2", "0000000000")])

    assert patterns(data, region="IT") == [ONE]


def test_a_row_that_is_none_is_told_by_its_row_in_the_sheet():
    reading = reading_of(
        book([["numero", "nome"], [ONE, "a\nb"], [None, None], ["x", "c"]]), region="IT"
    )

    assert len(list(reading)) == 1
    assert [bad.line for bad in reading.rejected] == [4]


def test_further_sheets_are_named():
    reading = reading_of(book([[]], [[ONE]], [[TWO]]))

    assert len(list(reading)) == 1
    assert [str(remark) for remark in reading.remarks] == [
        "the sheet Sheet 3 is not read; save it as a file of its own"
    ]


@pytest.mark.parametrize(
    ("sheets", "said"),
    [(4, []), (5, ["one more sheet is not read"]), (6, ["2 more sheets are not read"])],
)
def test_of_many_sheets_the_others_are_counted(sheets, said):
    reading = reading_of(book(*[[["phone"], [ONE]]] * sheets), name="list.xlsx")

    assert [str(each) for each in reading.remarks if "more" in str(each)] == said


def test_it_is_told_as_what_it_is():
    assert str(reading_of(book([[ONE]])).read_as.title) == "a workbook of Excel, read as a table"


def test_without_the_library_it_is_said_what_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)

    with pytest.raises(UntrustedListError, match=r"pip install 'portinaio\[xlsx\]'"):
        reading_of(book([[ONE]]))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param(SHEET, HEAD + b"<row>" + b"<c/>" * 500_000, id="an endless row"),
        pytest.param(
            SHEET, HEAD.replace(b"<sheetData>", b"<sheetData >") + b" " * (2 << 20), id="no row"
        ),
        pytest.param("xl/styles.xml", b"<styleSheet>" + b"<x/>" * 600_000, id="endless styles"),
        pytest.param("xl/workbook.xml", b" " * (3 << 20), id="an endless book"),
    ],
)
def test_a_workbook_that_unfolds_without_end_is_refused_before_it_is_read(name, content):
    data = with_part(book([[ONE]]), name, content)

    with pytest.raises(UntrustedListError, match="unfolds to more"):
        reading_of(data)


def test_a_row_far_below_the_last_is_not_waited_for():
    data = with_part(
        book([[ONE]]),
        SHEET,
        HEAD + b'<row r="99999999999"><c r="A9" t="str"><v>1</v></c></row></sheetData></worksheet>',
    )

    with pytest.raises(UntrustedListError, match="unfolds to more"):
        reading_of(data)


def test_a_size_that_a_sheet_only_claims_is_not_believed():
    data = book([[ONE]])
    sheet = zipfile.ZipFile(io.BytesIO(data)).read(SHEET)

    assert patterns(with_part(data, SHEET, sheet.replace(b'"A1"', b'"A1:XFD1048576"', 1))) == [ONE]


def test_entities_are_not_unfolded():
    bomb = (
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
        + HEAD
        + b"<row><c><v>&b;</v></c></row></sheetData></worksheet>"
    )

    with pytest.raises(UntrustedListError):
        list(reading_of(with_part(book([[ONE]]), SHEET, bomb)))


SOUND = book([["numero"], [ONE], [TWO]])
PARTS = zipfile.ZipFile(io.BytesIO(SOUND)).namelist()


@given(st.integers(0, len(SOUND)))
def test_a_workbook_that_was_cut_is_refused(end):
    with pytest.raises(PortinaioError) if end < len(SOUND) else nullcontext():
        list(reading_of(SOUND[:end], name="x.xlsx"))


@given(
    st.sampled_from(PARTS),
    st.binary(max_size=60),
    st.integers(0, 400),
)
def test_no_part_that_is_damaged_ends_in_anything_but_a_sentence(name, bytes_, at):
    part = zipfile.ZipFile(io.BytesIO(SOUND)).read(name)
    data = with_part(SOUND, name, part[:at] + bytes_ + part[at + len(bytes_) :])

    with suppress(PortinaioError):
        list(reading_of(data, name="x.xlsx"))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Office"),
        (b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "LibreOffice"),
        (b"PK\x03\x04" + bytes(26) + b"Index/Document.iwa", "Apple"),
        (b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml word/document.xml", "Word"),
        (b"PK\x03\x04" + bytes(26) + b"numbers.csv", "unpack it first"),
        (b"\x1f\x8b\x08\x00", "unpack it first"),
        (b"7z\xbc\xaf\x27\x1c", "unpack it first"),
        (b"\x89PNG\r\n", "picture"),
        (b"{\\rtf1\\ansi", "plain text"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("format_id", [None, "csv"])
def test_what_cannot_be_read_is_named_with_what_to_do(data, said, format_id):
    with pytest.raises(UntrustedListError, match=said):
        reading_of(data + b"+390200001234\n" * 20, format=format_id, name="a.csv")


def test_only_so_much_of_a_file_is_taken_for_a_workbook(monkeypatch):
    monkeypatch.setattr(workbook, "MOST_PACKED_MIB", 0)

    with pytest.raises(UntrustedListError, match="unfolds to more"):
        reading_of(book([[ONE]]))


def test_the_first_sheet_with_numbers_is_read_and_the_others_are_named():
    reading = reading_of(
        book([["How to use this file"]], [["phone"], [ONE]], [["phone"], [TWO]]), name="a.xlsx"
    )

    assert len(list(reading)) == 1
    assert [str(remark) for remark in reading.remarks] == [
        "the sheet Sheet 1 is not read; save it as a file of its own",
        "the sheet Sheet 3 is not read; save it as a file of its own",
    ]


def test_a_formula_without_its_result_is_told():
    reading = reading_of(book([["phone"], ['="+39"&"0200001234"'], [TWO]]), name="a.xlsx")

    assert len(list(reading)) == 1
    assert "one cell holds a formula, and not what it came to" in str(reading.remarks[0])


def test_formulas_without_results_are_told_where_no_number_is_left():
    rows = [["phone"], ["no"], ["=1"], ["=2"]]

    with pytest.raises(UntrustedListError, match=r"no number: .*2 cells hold formulas"):
        list(reading_of(book(rows), name="a.xlsx", format="csv"))


@pytest.mark.parametrize("number_format", ["0000000000", "00\\ 0000\\ 0000", "00-0000-0000"])
def test_a_zero_that_only_the_format_shows_is_kept(number_format):
    data = book([["numero"], [200001234]], formats=[("A2", number_format)])

    assert patterns(data, region="IT") == [ONE]


def test_an_error_in_a_cell_is_no_name():
    (row,) = reading_of(book([["phone", "name"], [ONE, "#N/A"]]), name="a.xlsx")

    assert row.company == ""

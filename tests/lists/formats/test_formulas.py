"""Names of strangers in tables: no spreadsheet takes one for a formula, and each comes back as it was."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import portinaio
from list_worlds import reading_of
from portinaio.core.evidence import Evidence
from portinaio.core.numbers.pattern import key
from portinaio.core.tables.formula import guarded, unguarded
from portinaio.lists.formats import formats

TABLES = ["callattendant", "csv", "freepbx", "nophonespam", "spamblocker", "yacb"]
FORMULA = re.compile(r"[\s\"]*[=+\-@\uff1d\uff0b\uff0d\uff20]")
OURS = "+390200001234"
NAMES = [
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "\uff1d1+1",
    " =1+1",
    '"=1+1',
    "'=1+1",
    "''=1+1",
    "'-'",
    "x;=1+1",
    "x,@SUM(A1)|=2;'=3",
    "x; -3",
    "'s-Hertogenbosch",
    "Energia-Gas s.r.l.",
    "Rossi, Anna",
    "call +39 02 0000 1234",
    "+390200001234",
    "'",
    "=",
]


def written(format_id: str, name: str) -> str:
    number = key("390200001234")
    out = io.BytesIO()
    write = formats()[format_id].write
    assert write
    assert not list(write([Evidence(number, number, None, company=name)], out))
    return out.getvalue().decode()


@pytest.mark.parametrize("separator", [",", ";", "|", "\t"])
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("format_id", [*TABLES, "ovh"])
def test_no_cell_of_a_table_begins_as_a_formula_wherever_the_spreadsheet_divides_it(
    format_id: str, name: str, separator: str
):
    cells = re.split(rf"[{re.escape(separator)}\r\n]", written(format_id, name))

    formulas = [cell for cell in cells if FORMULA.match(cell)]
    assert [cell for cell in formulas if not cell.startswith(OURS)] == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("format_id", TABLES)
def test_a_name_comes_back_from_a_table_as_it_was(format_id: str, name: str):
    (row,) = reading_of(written(format_id, name), format=format_id)

    assert (row.low, row.company) == (key("390200001234"), name.strip())


@given(st.text(alphabet="=+-@',;| \"ax1\uff1d", max_size=12))
def test_what_is_put_before_a_text_is_taken_off_again(text: str):
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize(
    "number", ["+390200001234", "+390844*", "+33162######", "+390200001200..+390200001299"]
)
def test_numbers_of_ours_stay_as_they_are(number: str):
    assert guarded(number) == number


def test_every_format_that_is_saved_as_a_table_is_tried_here():
    saved = {each.id for each in formats().values() if each.write and each.suffix == "csv"}

    assert saved == {*TABLES, "ovh"}


def test_every_table_is_written_by_one_that_knows_formulas():
    sources = Path(portinaio.__file__).parent.rglob("*.py")

    writers = sorted(
        p.name for p in sources if re.search(r"csv\.(?:Dict)?[wW]riter\(", p.read_text())
    )

    # A workbook and a database are written as text to be read at once, and never saved.
    assert writers == ["call_database.py", "call_table.py", "columns.py", "workbook.py"]

"""Files that are no list, told by their first bytes."""

from __future__ import annotations

import pytest

from portinaio.lists.intake.documents.other_files import other_file

ROWS = "39010|Genova\n390121|Pinerolo\n390122|Susa\n39013|Alessandria\n39373|3 Italia\n"
NOTICE = "# Copyright\n\n"


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        pytest.param(ROWS, True, id="prefixes and their places"),
        pytest.param(NOTICE + ROWS, True, id="below a notice"),
        pytest.param(ROWS[:-1] + "\n3902", True, id="whose last line is cut"),
        pytest.param("".join(ROWS.splitlines(keepends=True)[:4]), False, id="too few to tell"),
        pytest.param(ROWS + "390200001234|Energia\n390\n", False, id="with a whole number in it"),
        pytest.param(ROWS.replace("|", ";"), False, id="a table of another separator"),
        pytest.param("0844000001|gas\n" * 6, False, id="numbers and their companies"),
        pytest.param("1234|5678\n" * 6, False, id="nothing but digits"),
    ],
)
def test_a_table_of_prefixes_is_no_list_of_callers(text, is_one):
    found = other_file(text.encode())

    assert ("beginnings of numbers" in str(found)) is is_one

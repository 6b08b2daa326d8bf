"""Several numbers in one cell, and numbers that only look like several."""

import pytest

from list_worlds import patterns, reading_of, shown

TWO = ["+390200001234", "+390200001235"]


@pytest.mark.parametrize(
    "between",
    ["|", ",", " , ", "; ", "\n", " / ", " & ", " e ", " oppure ", " AND ", " oder ", " ou "],
)
@pytest.mark.parametrize("head", ["number,company", "company,number"])
def test_each_number_of_a_cell_is_a_row(between, head):
    cell = f'"{between.join(TWO)}"'
    row = f"{cell},Energia" if head.startswith("number") else f"Energia,{cell}"

    read = list(reading_of(f"{head}\n{row}\n", name="x.csv"))

    assert [each.company for each in read] == ["Energia", "Energia"]
    assert patterns(f"{head}\n{row}\n", name="x.csv") == TWO


def test_each_number_of_a_text_in_json_is_a_row():
    rows = shown(reading_of(f'[{{"number": "{" | ".join(TWO)}", "reports": 3}}]'))

    assert rows == "".join(f"{number} reporters=3 reports=3\n" for number in TWO)


@pytest.mark.parametrize(
    "cell",
    ["02 0000 1234 / 35", "02 0000 1234, interno", "+390200001234|118", "+390200001234|", "0200001234,x", "|", "02 0000 1234 e basta"],
)  # fmt: skip
def test_a_cell_of_which_not_all_is_a_number_is_refused_as_a_whole(cell):
    reading = reading_of(f'number\n"{cell}"\n+390200001236\n', region="IT", name="x.csv")

    assert ([row.low for row in reading], reading.rejected_count)[1] == 1
    assert patterns(f'number\n"{cell}"\n+390200001236\n', region="IT") == ["+390200001236"]


@pytest.mark.parametrize("area", ["02", "010", "0776", "0844", "0932"])
@pytest.mark.parametrize(
    "spelling", ["+39 {}/{}", "{}/{}", "0039 {}/{}", "({})/{}", "+39 {} / {}", "{}-{}"]
)
def test_a_slash_behind_an_area_code_divides_no_two_numbers(area, spelling):
    for rest in ("12345", "123456", "1234567"):
        cell = spelling.format(area, rest)

        assert patterns(f"number\n{cell}\n", region="IT", name="x.csv") == [f"+39{area}{rest}"]

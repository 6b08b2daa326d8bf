"""A number may be divided into two columns; read by itself its second part would be somebody else's."""

from __future__ import annotations

import json

import pytest

from list_worlds import reading_of
from portinaio.lists.intake.row import pattern_of

ITALIAN = "+390200001201"
FRONT = "the column prefisso is put in front of the numbers"


def read(text, region="IT", name="list.csv"):
    reading = reading_of(text, region=region, name=name)
    return [pattern_of(row) for row in reading], [str(remark) for remark in reading.remarks]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("country_code,number\n39,0200001201\n1,2025550101\n", [ITALIAN, "+12025550101"]),
        ("Country Code,Phone\n+39,0200001201\n0044,2079460001\n", [ITALIAN, "+442079460001"]),
        ("number,country\n0200001201,IT\n030 23125001,DE\n", [ITALIAN, "+493023125001"]),
        ("number,country\n0200001201,IT\n+12025550101,DE\n", [ITALIAN, "+12025550101"]),
        ("number,country\n0200001201,IT\n0044 2079460001,GB\n", [ITALIAN, "+442079460001"]),
        ("number,country\n0200001201,Italia\n", [ITALIAN]),
        ("country_code,number\n1,2025550101\n0,0200001201\n", ["+12025550101", ITALIAN]),
        ("prefisso,numero\n39,0200001201\n41,446681800\n", [ITALIAN, "+41446681800"]),
        ("prefisso,numero\n02,00001201\n333,0000001\n", [ITALIAN, "+393330000001"]),
        ("prefisso,numero\n02,12345678\n081,5550123\n", ["+390212345678", "+390815550123"]),
        ("prefisso,numero\n02,0200001201\n333,3330000001\n", [ITALIAN, "+393330000001"]),
        ("prefisso,numero\n,0200001201\n02,00001202\n", [ITALIAN, "+390200001202"]),
    ],
)  # fmt: skip
def test_a_number_has_the_code_of_the_column_beside_it(text, kept):
    assert read(text)[0] == kept


def test_codes_of_countries_need_no_region():
    assert read("country_code,number\n39,0200001201\n1,2025550101\n", "")[0] == [
        ITALIAN,
        "+12025550101",
    ]


def test_the_area_of_whoever_complained_is_no_part_of_a_number():
    text = "phone,area code\n2025550101,937\n2025550102,212\n"

    assert read(text, "US") == (["+12025550101", "+12025550102"], [])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("prefisso,numero\n02,00001201\n", [FRONT]),
        (
            "country,number\nIT,0200001201\n",
            ["numbers without + are of the countries that the column country says"],
        ),
        ("country,number\nItalia,0200001201\n", []),
        ("prefisso,numero\n02,0200001201\n", []),
    ],
)
def test_what_is_put_together_is_said(text, said):
    assert read(text)[1] == said


def test_members_of_an_object_are_put_together_as_columns_are():
    objects = [
        {"country_code": 1, "number": "2025550101"},
        {"country_code": "39", "number": "0200001201"},
        {"prefisso": "02", "numero": "00001202"},
        {"prefisso": "02", "numero": "0200001203"},
        {"country": "IT", "number": "+12025550102"},
        {"country": None, "number": "0200001204"},
    ]

    assert read(json.dumps(objects), name="list.json")[0] == [
        "+12025550101",
        ITALIAN,
        "+390200001202",
        "+390200001203",
        "+12025550102",
        "+390200001204",
    ]


def test_rows_of_many_blocks_are_put_together():
    rows = [f"02,{n:08}" for n in range(1, 3_001)]

    kept, _ = read("\n".join(["prefisso,numero", *rows, '02,"00009001"', "02"]))

    assert kept == [f"+3902{n:08}" for n in (*range(1, 3_001), 9_001)]

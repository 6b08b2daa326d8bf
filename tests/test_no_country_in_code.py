"""No line of code names a country on which behaviour depends: what a country has of its own stands in its pack."""

import ast
from pathlib import Path

import phonenumbers
import pytest

import portinaio
from portinaio.countries.pack import countries, read_pack
from portinaio.wire.modem.commands import T35

PACKAGE = Path(portinaio.__file__).parent
CODES = {*phonenumbers.SUPPORTED_REGIONS, "EU", "UK"}
NO_COUNTRY = {"ID", "CC"}
"""What help calls an argument: a number of a row, the code of a country."""
NAMED = {
    "core/numbers/abroad.py": {"US", "AS", "GU", "MP", "PR", "VI"},  # the American numbering plan: states of one country
    "countries/plans.py": {"UK", "GB", "GR"},  # other spellings of codes
    "countries/phonenumbers_metadata.py": {"IT"},  # an example in a sentence
    "lists/whose_numbers.py": {"DE"},  # so, too
    "language/__init__.py": {"IT"},  # the first guess in the questions of the first run, where the system says nothing
    "tui/session.py": {"IT"},  # so, too
    "lists/formats/ftc.py": {"US"},  # whose numbers the file of that register has
    "lists/intake/cells/days.py": {"US", "PH", "PR", "GU", "VI", "AS", "MP", "CA"},  # how days are written in files
    "cli/table.py": {"WF"},  # how wide a character is, Unicode
    "wire/modem/commands.py": set(T35),  # how ITU-T T.35 numbers countries, for modems
    "wire/voice/session.py": {"CN"},  # comfort noise, RFC 3389
}  # fmt: skip
"""Where a code stands all the same, and what for: plans of numbers, examples, ways to write. None of them is law."""
WORDS = {
    "company",
    "complaint",
    "reminder",
    "contract",
    "controller",
    "state",
    "ftc",
    "sms",
    "at",
    "phone",
    "signed",
    "register",
    "share",
}
"""Keys of acts that are words of the house as well: fields, kinds of a table, formats."""


def constants(file):
    """Texts of a file but for those that only say what it is for."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said
    }


FILES = sorted(PACKAGE.rglob("*.py"))


@pytest.fixture(scope="module")
def texts():
    return {file.relative_to(PACKAGE).as_posix(): constants(file) for file in FILES}


def test_no_line_of_code_names_a_country_but_plans_examples_and_ways_to_write(texts):
    found = {
        file: named for file, said in texts.items() if (named := said & CODES - NO_COUNTRY)
    }  # fmt: skip

    assert found == NAMED


def test_no_line_of_code_names_an_act_an_authority_or_a_question_of_a_country(texts):
    keys = set()
    for country in countries():
        pack = read_pack(country)
        keys |= {*pack.recipient, *pack.answer, *pack.profile, *pack.optout}
        keys |= {key for key in pack.authority if key.upper() not in CODES}
    found = {file: named for file, said in texts.items() if (named := said & keys - WORDS)}

    assert found == {}


def test_no_code_stands_beside_the_data_of_a_country():
    packs = [file.parent for file in PACKAGE.glob("countries/*/pack.toml")]

    assert packs
    assert [code for folder in packs for code in folder.rglob("*.py")] == []

"""What exchanges, spreadsheets and hands put around a number or in its place; of everything the right thing is read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portinaio.core.call import Presentation
from portinaio.core.numbers.number import read
from portinaio.core.numbers.pattern import Pattern, Refusal, read_pattern
from portinaio.core.numbers.plan import Plan
from portinaio.core.numbers.reading import Kind
from worlds import ITALY

ROMAN = "+390200001234"
AMERICA = Plan("US", "1", international_prefix="011")


@pytest.mark.parametrize(
    "text",
    [
        "Anonym",
        "Anonymous",
        "Numero privato",
        "numero nascosto",
        "Nummer unterdrückt",
        "Privé",
        "Numéro masqué",
        "número oculto",
        "anônimo",
        "ANONIEM",
        "Private Number",
        '""',
        "+266696687",
        "266696687",
        "+7378742833",
    ],
)
def test_a_word_for_a_hidden_number_is_a_withheld_number(text):
    reading = read(text, ITALY)

    assert (reading.number, reading.presentation) == (None, Presentation.RESTRICTED)


@pytest.mark.parametrize(
    "text",
    [
        "unknown",
        "Unavailable",
        "Numero sconosciuto",
        "Unbekannt",
        "inconnu",
        "desconocido",
        "onbekend",
        "asterisk",
        "-",
        "--",
        "0",
        "000",
        "0000000000",
        "n/a",
        "+86282452253",
    ],
)
def test_a_word_for_an_unknown_number_is_an_unavailable_number(text):
    reading = read(text, ITALY)

    assert (reading.number, reading.presentation) == (None, Presentation.UNAVAILABLE)


def test_digits_that_spell_a_word_are_a_number_where_somebody_can_have_it():
    assert read("7378742833", AMERICA).number == "+17378742833"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('"02 0000 1234"', id="quoted"),
        pytest.param("'0200001234", id="a spreadsheet's mark for text"),
        pytest.param("'0200001234'", id="single quotes"),
        pytest.param('="0200001234"', id="a formula that is a text"),
        pytest.param("\u201c02 0000 1234\u201d", id="typographic quotes"),
        pytest.param("++390200001234", id="a plus too many"),
        pytest.param("+ +39 0200001234", id="and apart"),
        pytest.param("+00390200001234", id="plus and zeros"),
        pytest.param("+ 0039 02 0000 1234", id="plus and zeros, apart"),
        pytest.param("tel:0200001234;phone-context=+39", id="a local number and its context"),
        pytest.param("tel:0200001234;phone-context=example.com", id="a context that is no number"),
        pytest.param("tel:+390200001234;phone-context=+49", id="a whole number needs no context"),
    ],
)
def test_what_stands_around_a_number_is_taken_off(text):
    assert read(text, ITALY).number == ROMAN


def test_a_local_number_belongs_to_the_country_of_its_context():
    assert read("tel:030000123;phone-context=+49", ITALY).number == "+4930000123"


@pytest.mark.parametrize(
    "text",
    [
        "0200001234 x12",
        "02 0000 1234 X 12",
        "0200001234x12",
        "0200001234,,12#",
        "0200001234,,12",
        "02 0000 1234 int. 12",
        "02 0000 1234 interno 12",
        "0200001234 ext 12",
        "0200001234 p 12",
        "0200001234;ext=12",
        "tel:+390200001234;ext=12",
        "sip:+390200001234;ext=12@host",
        "tel:0200001234;ext=12;phone-context=+39",
        "02 0000 1234 extension: 12",
        "02 0000 1234 extensión 12",
        "02 0000 1234 (int. 12)",
        "02 0000 1234 Nst. 12",
        "02 0000 1234 Nebenstelle 12",
        "02 0000 1234 DW 12",
        "02 0000 1234 poste 12",
        "02 0000 1234 toestel 12",
        "02 0000 1234 anexo 12",
        "02 0000 1234 ramal 12",
        "02 0000 1234 w12",
        "0200001234p12",
        "0200001234;postd=p12",
        "0200001234;postd=12",
        "0200001234;12",
        "02 0000 1234 ; 12",
        "02 0000 1234 ,12",
        "02 0000 1234 #12",
        "02 0000 1234 app. 12",
        "02 0000 1234 apparecchio 12",
    ],
)
def test_an_extension_is_taken_off_and_kept(text):
    reading = read(text, ITALY)

    assert (reading.number, reading.extension) == (ROMAN, "12")


@pytest.mark.parametrize(
    "text",
    [
        "x12",
        "+",
        "++",
        "+00",
        "+0",
        "02 0000 1234 x",
        "02 0000 1234#12",
        "0200001234,12,13",
        "12345678,50",
        "12,345,678",
        "0200001234;12345",
        "0200001234 ,12345",
        "=",
        "#########8",
        "02 0000 1234 x1234567",
        "+0200001234",
        '="',
    ],
)
def test_what_is_half_a_spelling_is_no_number(text):
    assert read(text, ITALY).number is None


@pytest.mark.parametrize("text", ["001,,0", "112 x1", "1234 int. 5"])
def test_few_digits_have_no_extension(text):
    assert read(text, ITALY).number is None


def test_five_digits_may_have_one():
    assert read("06698 int. 5", ITALY).extension == "5"


def test_a_row_of_marks_is_no_telephone_of_the_house():
    assert read("#########8", ITALY).kind is Kind.NOTHING


@given(st.text(st.sampled_from("+0123456789=\"';,#*x p.ext:-")))
def test_whatever_stands_there_something_is_said_of_it(text):
    reading = read(text, ITALY)

    assert reading.number or reading.hint or reading.kind is Kind.EMERGENCY


@pytest.mark.parametrize("text", ['"0200001234"', "'0200001234", '="0200001234"', "++390200001234"])
def test_an_entry_may_be_written_so_too(text):
    assert read_pattern(text, ITALY) == read_pattern(ROMAN, ITALY)


@pytest.mark.parametrize(
    "text",
    ["0200001234 x12", "0200001234,,12#", "0200001234;ext=12", "0200001234;12", "0200001234 #12"],
)
def test_an_entry_says_that_it_cannot_mean_one_extension(text):
    refusal = read_pattern(text, ITALY)

    assert isinstance(refusal, Refusal)
    assert "0200001234" in str(refusal.reason)


@given(st.integers(0, 9999))
def test_what_an_entry_keeps_of_a_wrapped_text_is_the_number_in_it(last):
    pattern = read_pattern(f'="020000{last:04}"', ITALY)

    assert isinstance(pattern, Pattern)
    assert pattern.text == f"+39020000{last:04}"


@pytest.mark.parametrize("text", ["1. 0200001234", "12) 02 0000 1234", "3. +39 02 0000 1234"])
def test_a_line_that_is_counted_is_no_longer_number(text):
    reading = read(text, ITALY)

    assert (reading.number, str(reading.hint)) == (None, "two numbers stand here; give one")


def test_an_area_code_with_a_full_stop_is_no_ordinal():
    assert read("02. 0000 1234", ITALY).number == ROMAN
